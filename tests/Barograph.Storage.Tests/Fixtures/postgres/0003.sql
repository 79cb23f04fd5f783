-- The view of the tutorial's table takes rows.
INSERT INTO esp32data (time, location, temperature, wetness) VALUES ('2023-11-14T22:15:20Z', 'basement/floor', 21.75, 2);
