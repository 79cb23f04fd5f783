INSERT INTO site (id, public) VALUES (1, false);
INSERT INTO site_unit (kind, unit) VALUES ('temperature', 'degF');
UPDATE location SET zone = 'Europe/Berlin' WHERE key = 'basement/floor';
