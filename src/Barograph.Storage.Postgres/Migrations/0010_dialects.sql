-- Where a device's secret may travel readable (the numbers of Barograph.Model.DialectSet, added), and which tags say where it measures.

ALTER TABLE token ADD COLUMN dialects int NOT NULL DEFAULT 0, ADD COLUMN location_tags text;
