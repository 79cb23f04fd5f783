-- What ingest learns about devices. minute counts minutes since 1970; upkeep folds old minutes into the latest of them.

CREATE TABLE activity (
    device_id    INTEGER NOT NULL,
    minute       INTEGER NOT NULL,
    reports      INTEGER NOT NULL,
    samples      INTEGER NOT NULL,
    rejected     INTEGER NOT NULL,
    clock_faults INTEGER NOT NULL,
    last_time    INTEGER NOT NULL,
    PRIMARY KEY (device_id, minute)
) STRICT, WITHOUT ROWID;

CREATE TABLE rejection (
    id        INTEGER PRIMARY KEY,
    device_id INTEGER NOT NULL,
    time      INTEGER NOT NULL,
    code      TEXT NOT NULL,
    metric    TEXT,
    detail    TEXT NOT NULL
) STRICT;

CREATE INDEX rejection_device ON rejection (device_id, time);
