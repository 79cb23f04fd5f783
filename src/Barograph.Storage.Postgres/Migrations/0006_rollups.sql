-- Summaries of the samples, what says which of them hold, and how long raw samples are kept.

-- Windows of 5 minutes and of 1 hour that hold samples; time is their beginning.
CREATE TABLE rollup_5m (
    series_id  int NOT NULL,
    time       timestamptz NOT NULL,
    count      bigint NOT NULL,
    min        float8 NOT NULL,
    max        float8 NOT NULL,
    sum        float8 NOT NULL,
    first      float8 NOT NULL,
    first_time timestamptz NOT NULL,
    last       float8 NOT NULL,
    last_time  timestamptz NOT NULL,
    increase   float8 NOT NULL,
    PRIMARY KEY (series_id, time)
);
CREATE TABLE rollup_1h (LIKE rollup_5m INCLUDING ALL);

-- Hours (named by their beginning) whose rollups do not hold, because a sample came after them. Written in the transaction of the sample. No unique key:
-- an insert would wait for the upkeep that is deleting the same mark, and acknowledgements with it.
CREATE TABLE rollup_late (
    series_id int NOT NULL,
    hour      timestamptz NOT NULL CHECK (isfinite(hour) AND extract(epoch FROM hour) % 3600 = 0)
);
CREATE INDEX rollup_late_hour ON rollup_late (series_id, hour);

-- announced: a sample from before it leaves a mark in rollup_late. published: rollups from before it hold, but for the marked hours; never after announced.
-- raw_from: samples from before it are dropped and no more are taken. NULL: not yet.
CREATE TABLE rollup_state (
    id        int PRIMARY KEY CHECK (id = 1),
    announced timestamptz,
    published timestamptz CHECK (published <= announced),
    raw_from  timestamptz CHECK (raw_from <= published)
);
INSERT INTO rollup_state (id) VALUES (1);

-- How long raw samples are kept; NULL is for ever.
CREATE TABLE retention (
    id       int PRIMARY KEY CHECK (id = 1),
    raw_days int CHECK (raw_days BETWEEN 31 AND 36500)
);
INSERT INTO retention (id) VALUES (1);

-- Whoever adds samples calls this first in a transaction, and adds the marks of what is late in a later statement: the lock is held before that statement's
-- snapshot is taken, so upkeep sees by it who may not know yet what it announced. (So it needs READ COMMITTED; see mark_late.)
CREATE FUNCTION begin_append() RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtext('barograph'), 1);
    PERFORM set_config('barograph.append', '1', true);
END
$$;

-- An insert that does not, by SQL or by a server of an older version that still runs, would be missing from the rollups for ever.
CREATE FUNCTION demand_begin_append() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF current_setting('barograph.append', true) IS DISTINCT FROM '1' THEN
        RAISE EXCEPTION 'Samples are added by Barograph or through the view esp32data, not by a plain INSERT. (If this is a Barograph: restart it, the database is newer.)'
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION demand_begin_append() FROM PUBLIC;
CREATE TRIGGER demand_begin_append BEFORE INSERT ON sample FOR EACH STATEMENT EXECUTE FUNCTION demand_begin_append();

CREATE FUNCTION mark_late(series_ids int[], sample_time timestamptz) RETURNS void
LANGUAGE sql
SET search_path = pg_catalog, pg_temp
AS $$
    INSERT INTO public.rollup_late
    SELECT id, date_trunc('hour', sample_time, 'UTC') FROM unnest(series_ids) AS u (id)
    -- Where the snapshot is older than the lock, nobody can know what is late, so everything is.
    WHERE sample_time < (SELECT announced FROM public.rollup_state) OR current_setting('transaction_isolation') <> 'read committed'
$$;

-- The processes (as their locks are named) that are adding samples just now.
CREATE FUNCTION appends_under_way() RETURNS SETOF text
LANGUAGE sql
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT virtualtransaction FROM pg_locks
    WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND classid::bigint = hashtext('barograph')::bigint & 4294967295 AND objid = 1 AND objsubid = 2 AND granted
$$;
REVOKE ALL ON FUNCTION begin_append(), mark_late(int[], timestamptz), appends_under_way() FROM PUBLIC;

-- As before, and it leaves its marks.
CREATE OR REPLACE FUNCTION insert_esp32data() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- In the order of their names, in which the server makes series too, so that the two cannot deadlock.
    metrics constant text[] := ARRAY['humidity', 'pressure', 'temperature', 'wetness'];
    sent constant float8[] := ARRAY[NEW.humidity, NEW.pressure, NEW.temperature, NEW.wetness];
    ids int[] := '{}';
    vals float8[] := '{}';
    time_given constant boolean := coalesce(
        NEW.time >= '2015-01-01 00:00:00+00'::timestamptz AND NEW.time <= clock_timestamp() + interval '1 day', false);
    stored int;
BEGIN
    NEW.location := public.check_location(NEW.location);
    FOR i IN 1 .. 4 LOOP
        IF sent[i] IN ('NaN', 'Infinity', '-Infinity') THEN
            RAISE EXCEPTION 'The % is %; only finite numbers can be stored.', metrics[i], sent[i] USING ERRCODE = 'numeric_value_out_of_range';
        END IF;
    END LOOP;
    FOR i IN 1 .. 4 LOOP
        CONTINUE WHEN sent[i] IS NULL;
        ids := ids || public.series_for(NEW.location, metrics[i]);
        vals := vals || sent[i];
    END LOOP;
    IF cardinality(ids) = 0 THEN
        RAISE EXCEPTION 'The row holds no value; give at least one of temperature, pressure, humidity, wetness.'
            USING ERRCODE = 'not_null_violation';
    END IF;

    PERFORM public.begin_append();
    IF time_given AND NEW.time < (SELECT raw_from FROM public.rollup_state) THEN
        RAISE EXCEPTION 'The time % is before the single readings that are kept, so it is not taken any more.', NEW.time
            USING ERRCODE = 'datetime_field_overflow';
    END IF;
    IF time_given THEN
        PERFORM public.mark_late(ids, NEW.time);
        INSERT INTO public.sample SELECT u.id, NEW.time, u.val FROM unnest(ids, vals) AS u (id, val) ORDER BY u.id ON CONFLICT DO NOTHING;
        GET DIAGNOSTICS stored = ROW_COUNT;
        IF EXISTS (
            SELECT FROM unnest(ids, vals) AS u (id, val) JOIN public.sample s ON s.series_id = u.id AND s.time = NEW.time
            WHERE s.value <> u.val) THEN
            RAISE WARNING 'At % there is another value at % already; the first one stays.', NEW.time, NEW.location;
        END IF;
        RETURN CASE WHEN stored > 0 THEN NEW END;
    END IF;

    NEW.time := clock_timestamp();
    LOOP
        BEGIN
            INSERT INTO public.sample SELECT u.id, NEW.time, u.val FROM unnest(ids, vals) AS u (id, val) ORDER BY u.id;
            EXIT;
        EXCEPTION WHEN unique_violation THEN
            NEW.time := NEW.time + interval '1 microsecond';
        END;
    END LOOP;
    PERFORM public.mark_late(ids, NEW.time);
    RETURN NEW;
END
$$;

-- As before, but what was dropped is not made again.
CREATE OR REPLACE FUNCTION add_partition(partition_name text, from_time timestamptz, to_time timestamptz) RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET timezone = 'UTC'
AS $$
BEGIN
    IF to_regclass(format('public.%I', partition_name)) IS NOT NULL
        OR to_time <= (SELECT raw_from FROM public.rollup_state) THEN
        RETURN false;
    END IF;
    EXECUTE format('CREATE TABLE public.%I (LIKE public.sample INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', partition_name);
    EXECUTE format('ALTER TABLE public.sample ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)',
                   partition_name, from_time, to_time);
    RETURN true;
END
$$;

-- The partitions of sample, and the times that each holds.
CREATE FUNCTION sample_partitions() RETURNS TABLE (name text, from_time timestamptz, to_time timestamptz, bytes bigint)
LANGUAGE sql
STABLE
SET search_path = pg_catalog, pg_temp
SET timezone = 'UTC'
AS $$
    SELECT c.relname::text,
           substring(pg_get_expr(c.relpartbound, c.oid) FROM 'FROM \(''([^'']+)''\)')::timestamptz,
           substring(pg_get_expr(c.relpartbound, c.oid) FROM 'TO \(''([^'']+)''\)')::timestamptz,
           pg_total_relation_size(c.oid)
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'public.sample'::regclass
$$;
REVOKE ALL ON FUNCTION sample_partitions() FROM PUBLIC;

-- Drops one partition of sample whose rollups are all stored and hold. Anything else is refused. It gets its locks soon or gives up, because while it waits
-- every append waits behind it; but autovacuum, which would hold them, gives way only after a second.
CREATE OR REPLACE FUNCTION drop_partition(partition_name text) RETURNS void
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET timezone = 'UTC'
SET lock_timeout = '1200ms'
AS $$
DECLARE
    partition_end timestamptz := (SELECT p.to_time FROM public.sample_partitions() p WHERE p.name = partition_name);
BEGIN
    IF partition_end IS NULL THEN
        RAISE EXCEPTION '"%" is not a partition of sample.', partition_name;
    END IF;
    IF partition_end > clock_timestamp() THEN
        RAISE EXCEPTION 'The partition % holds times that are not over yet; it is not dropped.', partition_name;
    END IF;
    -- Against ensure_partitions, which would make it again.
    PERFORM pg_advisory_xact_lock(hashtext('barograph_partitions'));
    -- The parent first, as an insert does.
    LOCK TABLE ONLY public.sample IN ACCESS EXCLUSIVE MODE;
    -- From here on nothing can come into it, and what came in has left its marks.
    IF partition_end > coalesce((SELECT published FROM public.rollup_state), '-infinity') THEN
        RAISE EXCEPTION 'The partition % is not rolled up yet; it is not dropped.', partition_name;
    END IF;
    IF EXISTS (SELECT FROM public.rollup_late WHERE hour < partition_end) THEN
        RAISE EXCEPTION 'Readings from before % came late and are not rolled up yet; % is not dropped.', partition_end, partition_name;
    END IF;
    IF EXISTS (SELECT FROM public.sample_partitions() p WHERE p.to_time < partition_end) THEN
        RAISE EXCEPTION 'There are older partitions than %; drop those first.', partition_name;
    END IF;
    EXECUTE format('DROP TABLE public.%I', partition_name);
    UPDATE public.rollup_state SET raw_from = partition_end;
END
$$;

GRANT SELECT ON rollup_state TO barograph_ingest;
GRANT INSERT ON rollup_late TO barograph_ingest;
GRANT EXECUTE ON FUNCTION begin_append() TO barograph_ingest;

GRANT SELECT ON rollup_5m, rollup_1h, rollup_late, rollup_state TO barograph_operate, barograph_read;
GRANT SELECT, UPDATE (raw_days) ON retention TO barograph_operate;

GRANT SELECT ON sample, series TO barograph_upkeep;
GRANT SELECT, INSERT, UPDATE, DELETE ON rollup_5m, rollup_1h, rollup_late TO barograph_upkeep;
GRANT SELECT, UPDATE (announced, published) ON rollup_state TO barograph_upkeep;
GRANT EXECUTE ON FUNCTION appends_under_way(), sample_partitions() TO barograph_upkeep;
