-- Summaries, and what says which of them hold: rolled up to an hour, of which one came late.
INSERT INTO rollup_5m SELECT series_id, '2023-11-14T22:10:00Z', 1, value, value, value, value, time, value, time, 0
FROM sample WHERE time = '2023-11-14T22:13:20Z';
UPDATE rollup_state SET announced = '2023-11-14T22:15:00Z', published = '2023-11-14T22:15:00Z';
INSERT INTO rollup_late VALUES (1, '2023-11-14T22:00:00Z');
UPDATE retention SET raw_days = 3650;
