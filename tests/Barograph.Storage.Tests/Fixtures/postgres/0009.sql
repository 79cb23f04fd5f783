INSERT INTO site (id, public) VALUES (1, false);
INSERT INTO site_unit (kind, unit) VALUES ('temperature', 'degF');
