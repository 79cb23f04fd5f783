-- The second table of the system that Barograph grew out of, the weather of outside, as a view over the samples of the location "outside": one row for each time. Names, units (temperatures in
-- Kelvin, pressure in hPa, wind in m/s, times in Unix seconds) and the order of the columns are a contract, because its plot page reads them. What no source measures, texts too, is null.
-- (Its program had swapped latitude and longitude; here they are right.)
CREATE VIEW weather_data AS
SELECT max(r.value) FILTER (WHERE r.metric = 'temperature') AS temperature,
       max(r.value) FILTER (WHERE r.metric = 'temperature_max') AS temp_max,
       max(r.value) FILTER (WHERE r.metric = 'temperature_min') AS temp_min,
       max(r.value) FILTER (WHERE r.metric = 'humidity') AS humidity,
       max(r.value) FILTER (WHERE r.metric = 'pressure') AS pressure,
       max(r.value) FILTER (WHERE r.metric = 'feels_like') AS feels_like,
       max(r.value) FILTER (WHERE r.metric = 'clouds') AS clouds_pct,
       max(r.value) FILTER (WHERE r.metric = 'latitude') AS latitude,
       max(r.value) FILTER (WHERE r.metric = 'longitude') AS longitude,
       max(r.value) FILTER (WHERE r.metric = 'sunrise') AS sunrise,
       max(r.value) FILTER (WHERE r.metric = 'sunset') AS sunset,
       max(r.value) FILTER (WHERE r.metric = 'visibility') AS visibility,
       NULL::text AS weather_description,
       NULL::text AS weather_general,
       max(r.value) FILTER (WHERE r.metric = 'wind_direction') AS wind_direction,
       max(r.value) FILTER (WHERE r.metric = 'wind_speed') AS wind_speed,
       extract(epoch FROM r.time)::float8 AS time,
       max(r.value) FILTER (WHERE r.metric = 'precipitation_1h') AS rain_1hr,
       r.time AT TIME ZONE 'UTC' AS time_inserted
FROM (
    SELECT m.metric, s.time,
           CASE u.unit
               WHEN 'Cel' THEN s.value + 273.15
               WHEN 'degF' THEN (s.value + 459.67) * 5 / 9
               WHEN 'Pa' THEN s.value / 100
               WHEN 'kPa' THEN s.value * 10
               WHEN 'inHg' THEN s.value * 33.86389
               WHEN 'mmHg' THEN s.value * 1.333224
               WHEN 'km/h' THEN s.value / 3.6
               WHEN 'mph' THEN s.value * 0.44704
               WHEN 'kn' THEN s.value * 1852 / 3600
               WHEN '/' THEN s.value * 100
               WHEN 'km' THEN s.value * 1000
               WHEN 'in' THEN s.value * 25.4
               ELSE s.value
           END AS value
    FROM location l
    JOIN series m ON m.location_id = l.id
    LEFT JOIN series_unit u ON u.series_id = m.id
    JOIN sample s ON s.series_id = m.id
    WHERE l.key = 'outside'
      AND m.metric IN ('temperature', 'temperature_max', 'temperature_min', 'humidity', 'pressure', 'feels_like', 'clouds', 'latitude', 'longitude',
                       'sunrise', 'sunset', 'visibility', 'wind_direction', 'wind_speed', 'precipitation_1h')
) r
GROUP BY r.time;

GRANT SELECT ON weather_data TO barograph_operate, barograph_read;
