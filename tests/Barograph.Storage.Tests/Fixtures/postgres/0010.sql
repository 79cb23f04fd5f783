UPDATE token SET dialects = 16, location_tags = 'room,host' WHERE device_id IS NOT NULL;
