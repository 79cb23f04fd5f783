-- The catalog: what is measured where, by whom, and who may see it.
-- Times are microseconds since 1970-01-01T00:00:00Z. Enums are the numbers of the types of the same name in Barograph.Core/Model.
-- AUTOINCREMENT everywhere: a number once given is never given again, not even after a deletion.

PRAGMA application_id = 0x4261726F; -- "Baro", shown by file(1)

CREATE TABLE location (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    key        TEXT NOT NULL UNIQUE,
    title      TEXT NOT NULL,
    hidden     INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL
) STRICT;

-- token_id: who created it, for the limit of series a token. No foreign key: the series outlives the token.
CREATE TABLE series (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    location_id INTEGER NOT NULL REFERENCES location (id),
    metric      TEXT NOT NULL,
    token_id    INTEGER NOT NULL,
    created_at  INTEGER NOT NULL,
    UNIQUE (location_id, metric)
) STRICT;

CREATE INDEX series_token ON series (token_id);

-- Beside series, so that settling a unit is an insert: the first one wins, nothing is updated.
CREATE TABLE series_unit (
    series_id INTEGER PRIMARY KEY REFERENCES series (id),
    unit      TEXT NOT NULL
) STRICT;

CREATE TABLE device (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT NOT NULL,
    username   TEXT,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;

-- Names and usernames of all devices, revoked ones included: one namespace.
CREATE TABLE device_name (
    name      TEXT PRIMARY KEY,
    device_id INTEGER NOT NULL REFERENCES device (id)
) STRICT, WITHOUT ROWID;

-- location is a key, and need not be in the table of locations yet: that happens with its first report.
CREATE TABLE placement (
    device_id  INTEGER NOT NULL REFERENCES device (id),
    from_time  INTEGER NOT NULL,
    until_time INTEGER,
    location   TEXT NOT NULL,
    PRIMARY KEY (device_id, from_time),
    CHECK (until_time > from_time)
) STRICT, WITHOUT ROWID;

-- device_id NULL: a personal token, which then has a name of its own.
CREATE TABLE token (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    device_id  INTEGER REFERENCES device (id),
    name       TEXT,
    kind       INTEGER NOT NULL,
    hash       TEXT NOT NULL,
    scope      INTEGER NOT NULL,
    reach      INTEGER NOT NULL,
    prefix     TEXT,
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    CHECK ((device_id IS NULL) <> (name IS NULL))
) STRICT;

CREATE INDEX token_device ON token (device_id);

CREATE TABLE account (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    name          TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    role          INTEGER NOT NULL,
    created_at    INTEGER NOT NULL
) STRICT;

CREATE TABLE session (
    hash       TEXT PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
