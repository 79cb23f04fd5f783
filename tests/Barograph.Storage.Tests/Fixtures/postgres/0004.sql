-- Changes of the catalog are told to every process.
UPDATE device SET revoked_at = '2023-11-16T00:00:00Z' WHERE name = 'old';
