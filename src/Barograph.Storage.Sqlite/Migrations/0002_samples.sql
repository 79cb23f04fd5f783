-- What was measured. No foreign keys here: they would cost the hot path a lookup a row, and series are never deleted.
-- The check keeps out infinities (9e999 reads as infinity); NaN cannot be stored, SQLite turns it into NULL.

CREATE TABLE sample (
    series_id INTEGER NOT NULL,
    time      INTEGER NOT NULL,
    value     REAL NOT NULL CHECK (value > -9e999 AND value < 9e999),
    PRIMARY KEY (series_id, time)
) STRICT, WITHOUT ROWID;

-- The ids of reports that came without a usable time. time is that of receipt, by which upkeep forgets them.
CREATE TABLE receipt (
    device_id INTEGER NOT NULL,
    id        TEXT NOT NULL,
    time      INTEGER NOT NULL,
    PRIMARY KEY (device_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX receipt_time ON receipt (time);
