-- Partitions are there: samples, and the receipt of a report without a time.
INSERT INTO sample VALUES
    (1, '2023-11-14T22:13:20Z', 21.5), (1, '2023-11-14T22:14:20Z', 21.25),
    (2, '2023-11-14T22:13:20Z', 0), (2, '2023-11-14T22:14:20Z', 1), (3, '2023-11-14T22:14:20.000001Z', -0.1);
INSERT INTO receipt VALUES (2, 'r-1', '2023-11-14T22:15:20Z');
