-- Rows that the first schema can hold: the catalog. It has no partitions yet, and so no samples.
INSERT INTO location (key, title, created_at) VALUES
    ('basement/floor', 'basement/floor', '2023-11-14T22:13:20Z'), ('basement/Küche', 'Kitchen', '2023-11-14T22:14:20Z');
INSERT INTO series (location_id, metric, created_by, created_at) VALUES
    (1, 'temperature', 2, '2023-11-14T22:13:20Z'), (1, 'wetness', 2, '2023-11-14T22:13:20Z'), (2, 'humidity', 2, '2023-11-14T22:14:20Z');
INSERT INTO series_unit VALUES (1, 'Cel');
INSERT INTO device (name, username, created_at, revoked_at) VALUES
    ('first', NULL, '2023-11-14T00:00:00Z', NULL), ('cellar', NULL, '2023-11-14T00:00:01Z', NULL),
    ('old', NULL, '2023-11-14T00:00:02Z', '2023-11-15T00:00:00Z');
INSERT INTO device_name VALUES ('first', 1), ('cellar', 2), ('old', 3);
INSERT INTO token (device_id, name, kind, hash, scope, reach, prefix, created_at) VALUES
    (1, NULL, 0, 'hash1', 0, 0, NULL, '2023-11-14T00:00:00Z'), (2, NULL, 0, 'hash2', 0, 1, 'basement', '2023-11-14T00:00:01Z'),
    (NULL, 'reader', 0, 'hash3', 1, 2, NULL, '2023-11-14T00:00:02Z');
INSERT INTO account (name, password_hash, role, created_at) VALUES ('anna', 'hash', 0, '2023-11-14T00:00:03Z');
