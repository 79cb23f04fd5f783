-- The table of the system that Barograph grew out of, as a view over the samples: one row for each time at each location. The column order
-- is a contract, because its plot page reads SELECT * by position: time 0, temperature 2, humidity 4.
CREATE VIEW esp32data AS
SELECT s.time,
       l.key AS location,
       max(s.value) FILTER (WHERE m.metric = 'temperature') AS temperature,
       max(s.value) FILTER (WHERE m.metric = 'pressure') AS pressure,
       max(s.value) FILTER (WHERE m.metric = 'humidity') AS humidity,
       max(s.value) FILTER (WHERE m.metric = 'wetness') AS wetness
FROM location l
JOIN series m ON m.location_id = l.id
JOIN sample s ON s.series_id = m.id
WHERE m.metric IN ('temperature', 'pressure', 'humidity', 'wetness')
GROUP BY s.time, l.id;

-- The rule of Core/Model/LocationKey.cs: returns the trimmed key, or raises what is wrong with it. The two lists are what .NET calls white space,
-- and control, format, line and paragraph separators, of the basic plane; a test compares both rules for each character.
CREATE FUNCTION check_location(sent text) RETURNS text
LANGUAGE plpgsql
IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    key text COLLATE "C" := regexp_replace(sent,
        '^[\u0009-\u000D\u0020\u0085\u00A0\u1680\u2000-\u200A\u2028-\u2029\u202F\u205F\u3000]+|'
        '[\u0009-\u000D\u0020\u0085\u00A0\u1680\u2000-\u200A\u2028-\u2029\u202F\u205F\u3000]+$', '', 'g');
    problem text;
BEGIN
    problem := CASE
        WHEN key IS NULL THEN 'The location is missing; name it in the column "location".'
        WHEN key = '' THEN 'The location is empty.'
        WHEN octet_length(key) > 128 THEN 'The location is longer than 128 bytes.'
        WHEN key LIKE '/%' OR key LIKE '%/' OR key LIKE '%//%' THEN 'The location has a leading, trailing or double slash.'
        WHEN key ~ '[*+#]' THEN 'The location contains one of * + #.'
        WHEN key ~ '\uFFFD' THEN 'The location is not valid UTF-8.'
        WHEN key ~ ('[\u0001-\u001F\u007F-\u009F\u00AD\u0600-\u0605\u061C\u06DD\u070F\u0890-\u0891\u08E2\u180E\u200B-\u200F'
                    '\u2028-\u202E\u2060-\u2064\u2066-\u206F\uFEFF\uFFF9-\uFFFB]')
            THEN 'The location contains a control, bidi or invisible character.'
    END;
    IF problem IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = problem;
    END IF;
    RETURN key;
END
$$;

-- The series of a metric at a location; makes what is missing. It looks before it inserts, so that numbers are not used up by every row.
CREATE FUNCTION series_for(location_key text, metric_name text) RETURNS int
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    found_location int;
    found_series int;
BEGIN
    LOOP
        SELECT l.id INTO found_location FROM public.location l WHERE l.key = location_key;
        EXIT WHEN FOUND;
        INSERT INTO public.location (key, title, created_at) VALUES (location_key, location_key, clock_timestamp()) ON CONFLICT DO NOTHING;
    END LOOP;
    LOOP
        SELECT s.id INTO found_series FROM public.series s WHERE s.location_id = found_location AND s.metric = metric_name;
        EXIT WHEN FOUND;
        INSERT INTO public.series (location_id, metric, created_at) VALUES (found_location, metric_name, clock_timestamp())
        ON CONFLICT DO NOTHING;
    END LOOP;
    RETURN found_series;
END
$$;

-- Takes one row inserted into the view. A row without a usable time (none, before 2015, more than a day ahead) is given the present, and moves on
-- by 1 microsecond as a whole while it meets an existing sample. A row with a time is known by it: what is there already stays, and a row
-- that brings nothing new counts as not inserted.
CREATE FUNCTION insert_esp32data() RETURNS trigger
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

    IF time_given THEN
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
            RETURN NEW;
        EXCEPTION WHEN unique_violation THEN
            NEW.time := NEW.time + interval '1 microsecond';
        END;
    END LOOP;
END
$$;

-- Without these two PostgreSQL would refuse as well, but call it a fault of the view; so it says that the role has no right to.
CREATE FUNCTION refuse_esp32data() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RAISE EXCEPTION 'Readings are never changed and never deleted.' USING ERRCODE = 'insufficient_privilege';
END
$$;

REVOKE ALL ON FUNCTION check_location(text) FROM PUBLIC;
REVOKE ALL ON FUNCTION refuse_esp32data() FROM PUBLIC;
REVOKE ALL ON FUNCTION series_for(text, text) FROM PUBLIC;
REVOKE ALL ON FUNCTION insert_esp32data() FROM PUBLIC;

CREATE TRIGGER take_row INSTEAD OF INSERT ON esp32data FOR EACH ROW EXECUTE FUNCTION insert_esp32data();
CREATE TRIGGER refuse_change INSTEAD OF UPDATE OR DELETE ON esp32data FOR EACH ROW EXECUTE FUNCTION refuse_esp32data();
