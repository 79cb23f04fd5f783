-- Tells every process that the catalog changed, once a transaction: equal notices of one transaction are folded by the database.
CREATE FUNCTION tell_catalog_change() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM pg_notify('barograph_catalog', '');
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION tell_catalog_change() FROM PUBLIC;

CREATE TRIGGER tell AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON device FOR EACH STATEMENT EXECUTE FUNCTION tell_catalog_change();
CREATE TRIGGER tell AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON placement FOR EACH STATEMENT EXECUTE FUNCTION tell_catalog_change();
CREATE TRIGGER tell AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON token FOR EACH STATEMENT EXECUTE FUNCTION tell_catalog_change();
CREATE TRIGGER tell AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON account FOR EACH STATEMENT EXECUTE FUNCTION tell_catalog_change();
CREATE TRIGGER tell AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON series_unit FOR EACH STATEMENT EXECUTE FUNCTION tell_catalog_change();
