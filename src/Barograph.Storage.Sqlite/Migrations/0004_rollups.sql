-- Summaries of the samples, and what says which of them hold. Times are microseconds; an hour is named by its beginning.

-- Windows of 5 minutes and of 1 hour that hold samples. first_time and last_time count from the window's beginning.
CREATE TABLE rollup_5m (
    series_id  INTEGER NOT NULL,
    time       INTEGER NOT NULL,
    count      INTEGER NOT NULL,
    min        REAL NOT NULL,
    max        REAL NOT NULL,
    sum        REAL NOT NULL,
    first      REAL NOT NULL,
    first_time INTEGER NOT NULL,
    last       REAL NOT NULL,
    last_time  INTEGER NOT NULL,
    increase   REAL NOT NULL,
    PRIMARY KEY (series_id, time)
) STRICT, WITHOUT ROWID;

CREATE TABLE rollup_1h (
    series_id  INTEGER NOT NULL,
    time       INTEGER NOT NULL,
    count      INTEGER NOT NULL,
    min        REAL NOT NULL,
    max        REAL NOT NULL,
    sum        REAL NOT NULL,
    first      REAL NOT NULL,
    first_time INTEGER NOT NULL,
    last       REAL NOT NULL,
    last_time  INTEGER NOT NULL,
    increase   REAL NOT NULL,
    PRIMARY KEY (series_id, time)
) STRICT, WITHOUT ROWID;

-- Hours whose rollups do not hold, because a sample came after them. Written in the transaction of the sample.
CREATE TABLE rollup_late (
    series_id INTEGER NOT NULL,
    hour      INTEGER NOT NULL,
    PRIMARY KEY (series_id, hour)
) STRICT, WITHOUT ROWID;

-- announced: a sample from before it leaves a mark in rollup_late. published: rollups from before it hold, but for the marked hours; never after announced.
-- raw_from: samples from before it are dropped, or are being dropped, and no more are taken. NULL: not yet.
CREATE TABLE rollup_state (
    id        INTEGER PRIMARY KEY CHECK (id = 1),
    announced INTEGER,
    published INTEGER CHECK (published <= announced),
    raw_from  INTEGER CHECK (raw_from <= published)
) STRICT;

INSERT INTO rollup_state (id) VALUES (1);

-- How long raw samples are kept; NULL is for ever.
CREATE TABLE retention (
    id       INTEGER PRIMARY KEY CHECK (id = 1),
    raw_days INTEGER CHECK (raw_days BETWEEN 31 AND 36500)
) STRICT;

INSERT INTO retention (id) VALUES (1);
