-- Views only: nothing new can be stored, and what is stored can be seen.
DO $$ BEGIN ASSERT EXISTS (SELECT FROM reading) AND EXISTS (SELECT FROM reading_5m), 'the views are empty'; END $$;
