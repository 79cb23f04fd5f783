-- The roles have their rights.
SET ROLE barograph_ingest;
INSERT INTO activity VALUES (2, '2023-11-14T22:15:00Z', 5, 6, 1, 0, '2023-11-14T22:15:20Z');
INSERT INTO rejection (device_id, time, code, metric, detail) VALUES (2, '2023-11-14T22:15:20Z', 'location_forbidden', NULL, 'not here');
RESET ROLE;
