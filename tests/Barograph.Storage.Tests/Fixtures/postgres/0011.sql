-- The script makes a view only: what it shows stays what it was.
SELECT FROM weather_data;
