UPDATE token SET dialects = 1, location_tags = NULL WHERE device_id = 1;
