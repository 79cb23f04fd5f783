-- What others than a server add is told to the servers by the database itself, on the channel barograph_sample; how a payload reads says
-- Telling/SampleNotice.cs. A server tells what it has committed after the commit and on another connection, because a notification in a transaction
-- makes all commits of the database wait for each other; its connections have barograph.tells set to 1.

-- Tells of samples that a row of the view brought. Of a transaction with very many rows it is only told that there was something: equal payloads are told once.
CREATE FUNCTION tell_samples(series_ids int[], sample_time timestamptz) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    most constant int := 200;
    rows_told constant int := coalesce(nullif(current_setting('barograph.rows_told', true), ''), '0')::int;
BEGIN
    IF series_ids IS NULL OR rows_told > most THEN
        RETURN;
    END IF;
    PERFORM set_config('barograph.rows_told', (rows_told + 1)::text, true);
    PERFORM pg_notify('barograph_sample', CASE WHEN rows_told < most
        THEN format('- at %s %s', (extract(epoch FROM sample_time) * 1000000)::bigint, array_to_string(series_ids, ','))
        ELSE '- all' END);
END
$$;
REVOKE ALL ON FUNCTION tell_samples(int[], timestamptz) FROM PUBLIC;

-- As before, and an insert that nobody else tells of is told by the database.
CREATE OR REPLACE FUNCTION demand_begin_append() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF current_setting('barograph.append', true) IS DISTINCT FROM '1' THEN
        RAISE EXCEPTION 'Samples are added by Barograph or through the view esp32data, not by a plain INSERT. (If this is a Barograph: restart it, the database is newer.)'
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    IF current_setting('barograph.tells', true) IS DISTINCT FROM '1' THEN
        PERFORM pg_notify('barograph_sample', '- all');
    END IF;
    RETURN NULL;
END
$$;

-- As before, and it tells.
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
    -- The series that the row brought something new to.
    stored int[];
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
    PERFORM set_config('barograph.tells', '1', true);
    IF time_given AND NEW.time < (SELECT raw_from FROM public.rollup_state) THEN
        RAISE EXCEPTION 'The time % is before the single readings that are kept, so it is not taken any more.', NEW.time
            USING ERRCODE = 'datetime_field_overflow';
    END IF;
    IF time_given THEN
        PERFORM public.mark_late(ids, NEW.time);
        WITH added AS (
            INSERT INTO public.sample SELECT u.id, NEW.time, u.val FROM unnest(ids, vals) AS u (id, val) ORDER BY u.id ON CONFLICT DO NOTHING
            RETURNING series_id)
        SELECT array_agg(series_id) INTO stored FROM added;
        PERFORM set_config('barograph.tells', '', true);
        PERFORM public.tell_samples(stored, NEW.time);
        IF EXISTS (
            SELECT FROM unnest(ids, vals) AS u (id, val) JOIN public.sample s ON s.series_id = u.id AND s.time = NEW.time
            WHERE s.value <> u.val) THEN
            RAISE WARNING 'At % there is another value at % already; the first one stays.', NEW.time, NEW.location;
        END IF;
        RETURN CASE WHEN stored IS NOT NULL THEN NEW END;
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
    PERFORM set_config('barograph.tells', '', true);
    PERFORM public.mark_late(ids, NEW.time);
    PERFORM public.tell_samples(ids, NEW.time);
    RETURN NEW;
END
$$;
