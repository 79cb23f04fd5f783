-- What each role may do, and nothing more. The roles are made by `barograph postgres setup`; new partitions give no rights of
-- their own, samples are reached through the parent only.

-- Everything a device can reach: it adds and reads, and can change nothing that is there.
GRANT SELECT ON location, series, series_unit, device, placement, token TO barograph_ingest;
GRANT SELECT, INSERT ON sample, receipt TO barograph_ingest;
GRANT INSERT ON location, series, series_unit TO barograph_ingest;
GRANT INSERT ON activity, rejection TO barograph_ingest;

-- The signed-in human's part: the catalog, and reading what was measured.
GRANT SELECT, INSERT, UPDATE, DELETE ON device, device_name, placement, token, account, session TO barograph_operate;
GRANT SELECT, INSERT, UPDATE ON series_unit TO barograph_operate;
GRANT SELECT, UPDATE (title) ON location TO barograph_operate;
GRANT SELECT ON series, sample, receipt, activity, rejection, esp32data TO barograph_operate;

-- The background work.
GRANT SELECT, INSERT, UPDATE, DELETE ON activity, rejection TO barograph_upkeep;
GRANT DELETE, SELECT (time) ON receipt TO barograph_upkeep;
GRANT EXECUTE ON FUNCTION ensure_partitions(timestamptz), drop_partition(text) TO barograph_upkeep;

-- Grafana, psql, reports.
GRANT SELECT ON location, series, series_unit, sample, esp32data TO barograph_read;
