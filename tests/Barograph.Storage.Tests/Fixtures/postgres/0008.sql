-- The script makes functions only: a row of the view tells of itself.
INSERT INTO esp32data (time, location, temperature) VALUES ('2023-11-14T22:14:00Z', 'basement/floor', 21.75);
