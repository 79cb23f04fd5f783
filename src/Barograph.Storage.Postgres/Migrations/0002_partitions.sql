-- Partitions of sample: whole years from 2015 to last year, months from this January to six months ahead. The names say what
-- they hold (sample_2019, sample_2026_01), and a month that was made once stays a month when the year turns. Times are UTC.

-- Makes one partition unless it is there. A table is made first and attached then, because that lock lets readers and writers
-- go on, while CREATE TABLE .. PARTITION OF would stop them behind every long query.
CREATE FUNCTION add_partition(partition_name text, from_time timestamptz, to_time timestamptz) RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET timezone = 'UTC'
AS $$
BEGIN
    IF to_regclass(format('public.%I', partition_name)) IS NOT NULL THEN
        RETURN false;
    END IF;
    EXECUTE format('CREATE TABLE public.%I (LIKE public.sample INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', partition_name);
    EXECUTE format('ALTER TABLE public.sample ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)',
                   partition_name, from_time, to_time);
    RETURN true;
END
$$;

-- Returns how many partitions it made; 0 when all were there. Two at a time take turns.
CREATE FUNCTION ensure_partitions(as_of timestamptz DEFAULT clock_timestamp()) RETURNS int
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET timezone = 'UTC'
AS $$
DECLARE
    -- Whichever clock is ahead, the server's or the database's, its months must be there.
    present   timestamptz := greatest(as_of, clock_timestamp());
    this_year int := extract(year FROM present);
    last_month timestamptz := date_trunc('month', present) + interval '6 months';
    month_start timestamptz;
    made int := 0;
BEGIN
    IF as_of > clock_timestamp() + interval '5 years' THEN
        RAISE EXCEPTION 'The time % is more than 5 years ahead of the database''s clock; set one of the two clocks right.', as_of;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('barograph_partitions'));

    FOR year IN 2015 .. this_year - 1 LOOP
        -- A year that has months already is filled up with months.
        IF EXISTS (
            SELECT FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
            WHERE i.inhparent = 'public.sample'::regclass AND c.relname ~ format('^sample_%s_[0-9]{2}$', year)) THEN
            FOR month IN 1 .. 12 LOOP
                month_start := make_timestamptz(year, month, 1, 0, 0, 0);
                made := made + public.add_partition(
                    to_char(month_start, '"sample_"YYYY_MM'), month_start, month_start + interval '1 month')::int;
            END LOOP;
        ELSE
            made := made + public.add_partition(
                format('sample_%s', year), make_timestamptz(year, 1, 1, 0, 0, 0), make_timestamptz(year + 1, 1, 1, 0, 0, 0))::int;
        END IF;
    END LOOP;

    month_start := make_timestamptz(this_year, 1, 1, 0, 0, 0);
    WHILE month_start <= last_month LOOP
        made := made + public.add_partition(
            to_char(month_start, '"sample_"YYYY_MM'), month_start, month_start + interval '1 month')::int;
        month_start := month_start + interval '1 month';
    END LOOP;
    RETURN made;
END
$$;

-- Drops one partition of sample whose time is over. Anything else is refused.
CREATE FUNCTION drop_partition(partition_name text) RETURNS void
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET timezone = 'UTC'
AS $$
DECLARE
    partition_end timestamptz;
BEGIN
    SELECT substring(pg_get_expr(c.relpartbound, c.oid) FROM 'TO \(''([^'']+)''\)')::timestamptz INTO partition_end
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'public.sample'::regclass AND c.relnamespace = 'public'::regnamespace AND c.relname = partition_name;
    IF partition_end IS NULL THEN
        RAISE EXCEPTION '"%" is not a partition of sample.', partition_name;
    END IF;
    IF partition_end > clock_timestamp() THEN
        RAISE EXCEPTION 'The partition % holds times that are not over yet; it is not dropped.', partition_name;
    END IF;
    EXECUTE format('DROP TABLE public.%I', partition_name);
END
$$;

REVOKE ALL ON FUNCTION add_partition(text, timestamptz, timestamptz) FROM PUBLIC;
REVOKE ALL ON FUNCTION ensure_partitions(timestamptz) FROM PUBLIC;
REVOKE ALL ON FUNCTION drop_partition(text) FROM PUBLIC;

SELECT ensure_partitions();
