-- Where a device's secret may travel readable (the numbers of Barograph.Model.DialectSet, added), and which tags say where it measures.

ALTER TABLE token ADD COLUMN dialects INTEGER NOT NULL DEFAULT 0;

ALTER TABLE token ADD COLUMN location_tags TEXT;
