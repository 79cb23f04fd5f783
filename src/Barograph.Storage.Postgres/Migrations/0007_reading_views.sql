-- Readings with plain names, for Grafana, psql and reports. (What the columns are called is a contract: people write queries against them.)

CREATE VIEW reading AS
SELECT l.key AS location, m.metric, u.unit, s.time, s.value
FROM location l
JOIN series m ON m.location_id = l.id
LEFT JOIN series_unit u ON u.series_id = m.id
JOIN sample s ON s.series_id = m.id;

-- The summary views tell at every moment what the samples say, as the server's own answers do: stored windows before the published watermark whose hour has
-- no mark, and windows made of samples for the rest: after the watermark (an hour or so) and in marked hours. Three parts, because each finds its samples by
-- another range of the index, and a condition on time, location or metric reaches into all of them:
--   stored windows: by their own key;
--   after the watermark: the samples from there on;
--   marked hours: the empty windows are listed first, and only those that are asked for look up their samples.
-- Everything is added up in the order of time, samples to windows of 5 minutes and those to hours, so a value is the same to the last bit wherever it comes from.
-- Beyond 1e290 sums would overflow, and below 1e-300 quotients underflow: both end a query with an error, so there means are cut off.

CREATE VIEW reading_5m AS
SELECT l.key AS location, m.metric, u.unit, w.time,
       CASE WHEN abs(w.sum) < 1e-300 THEN 0 ELSE w.sum / w.count END AS value,
       w.count, w.min, w.max, w.first, w.last
FROM location l
JOIN series m ON m.location_id = l.id
LEFT JOIN series_unit u ON u.series_id = m.id
CROSS JOIN LATERAL (
    SELECT r.time, r.count, r.min, r.max, r.sum, r.first, r.last
    FROM rollup_5m r
    WHERE r.series_id = m.id
      AND r.time < (SELECT published FROM rollup_state)
      AND NOT EXISTS (
          SELECT FROM rollup_late k
          WHERE k.series_id = m.id AND k.hour = date_trunc('hour', r.time, 'UTC')
            AND k.hour >= (SELECT coalesce(raw_from, '-infinity') FROM rollup_state))
  UNION ALL
    SELECT date_bin('5 minutes', s.time, 'epoch') AS time, count(*), min(s.value), max(s.value),
           sum(least(greatest(s.value, -1e290), 1e290) ORDER BY s.time), (array_agg(s.value ORDER BY s.time))[1], (array_agg(s.value ORDER BY s.time DESC))[1]
    FROM sample s
    WHERE s.series_id = m.id AND s.time >= (SELECT coalesce(published, '-infinity') FROM rollup_state)
    GROUP BY date_bin('5 minutes', s.time, 'epoch')
  UNION ALL
    SELECT c.time, a.*
    FROM (
        SELECT DISTINCT k.hour FROM rollup_late k
        WHERE k.series_id = m.id AND k.hour < (SELECT published FROM rollup_state)
          AND k.hour >= (SELECT coalesce(raw_from, '-infinity') FROM rollup_state)) h
    CROSS JOIN LATERAL generate_series(h.hour, h.hour + interval '55 minutes', interval '5 minutes') AS c (time)
    CROSS JOIN LATERAL (
        SELECT count(*), min(s.value), max(s.value),
               sum(least(greatest(s.value, -1e290), 1e290) ORDER BY s.time), (array_agg(s.value ORDER BY s.time))[1], (array_agg(s.value ORDER BY s.time DESC))[1]
        FROM sample s
        WHERE s.series_id = m.id AND s.time >= c.time AND s.time < c.time + interval '5 minutes'
        HAVING count(*) > 0) a
) w;

CREATE VIEW reading_1h AS
SELECT l.key AS location, m.metric, u.unit, w.time,
       CASE WHEN abs(w.sum) < 1e-300 THEN 0 ELSE w.sum / w.count END AS value,
       w.count, w.min, w.max, w.first, w.last
FROM location l
JOIN series m ON m.location_id = l.id
LEFT JOIN series_unit u ON u.series_id = m.id
CROSS JOIN LATERAL (
    SELECT r.time, r.count, r.min, r.max, r.sum, r.first, r.last
    FROM rollup_1h r
    WHERE r.series_id = m.id
      AND r.time < (SELECT published FROM rollup_state)
      AND NOT EXISTS (
          SELECT FROM rollup_late k
          WHERE k.series_id = m.id AND k.hour = r.time
            AND k.hour >= (SELECT coalesce(raw_from, '-infinity') FROM rollup_state))
  UNION ALL
    SELECT date_trunc('hour', c.time, 'UTC') AS time, sum(c.count)::bigint, min(c.min), max(c.max), sum(c.sum ORDER BY c.time),
           (array_agg(c.first ORDER BY c.time))[1], (array_agg(c.last ORDER BY c.time DESC))[1]
    FROM (
        SELECT date_bin('5 minutes', s.time, 'epoch') AS time, count(*) AS count, min(s.value) AS min, max(s.value) AS max,
               sum(least(greatest(s.value, -1e290), 1e290) ORDER BY s.time) AS sum,
               (array_agg(s.value ORDER BY s.time))[1] AS first, (array_agg(s.value ORDER BY s.time DESC))[1] AS last
        FROM sample s
        WHERE s.series_id = m.id AND s.time >= (SELECT coalesce(published, '-infinity') FROM rollup_state)
        GROUP BY date_bin('5 minutes', s.time, 'epoch')) c
    GROUP BY date_trunc('hour', c.time, 'UTC')
  UNION ALL
    SELECT h.hour, a.*
    FROM (
        SELECT DISTINCT k.hour FROM rollup_late k
        WHERE k.series_id = m.id AND k.hour < (SELECT published FROM rollup_state)
          AND k.hour >= (SELECT coalesce(raw_from, '-infinity') FROM rollup_state)) h
    CROSS JOIN LATERAL (
        SELECT sum(c.count)::bigint, min(c.min), max(c.max), sum(c.sum ORDER BY c.time),
               (array_agg(c.first ORDER BY c.time))[1], (array_agg(c.last ORDER BY c.time DESC))[1]
        FROM (
            SELECT date_bin('5 minutes', s.time, 'epoch') AS time, count(*) AS count, min(s.value) AS min, max(s.value) AS max,
                   sum(least(greatest(s.value, -1e290), 1e290) ORDER BY s.time) AS sum,
                   (array_agg(s.value ORDER BY s.time))[1] AS first, (array_agg(s.value ORDER BY s.time DESC))[1] AS last
            FROM sample s
            WHERE s.series_id = m.id AND s.time >= h.hour AND s.time < h.hour + interval '1 hour'
            GROUP BY date_bin('5 minutes', s.time, 'epoch')) c
        HAVING sum(c.count) > 0) a
) w;

COMMENT ON VIEW reading IS 'Every single reading.';
COMMENT ON VIEW reading_5m IS 'Windows of 5 minutes that hold readings: time is where they begin, value is the mean.';
COMMENT ON VIEW reading_1h IS 'Windows of 1 hour that hold readings: time is where they begin, value is the mean.';

GRANT SELECT ON reading, reading_5m, reading_1h TO barograph_operate, barograph_read;
