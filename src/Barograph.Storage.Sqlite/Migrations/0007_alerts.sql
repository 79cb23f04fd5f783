-- What people want to be told of, where to, what has fired, and what is still to be sent. Times and spans are microseconds.

-- location and metric are patterns, in which * stands for any characters. within_us, for silence: NULL is by its habit. repeat_every_us: NULL is never.
CREATE TABLE alert_rule (
    id                 INTEGER PRIMARY KEY AUTOINCREMENT,
    location           TEXT NOT NULL,
    metric             TEXT NOT NULL,
    kind               INTEGER NOT NULL,
    threshold          REAL NOT NULL,
    upper              REAL NOT NULL,
    within_us          INTEGER,
    hysteresis         REAL NOT NULL,
    for_us             INTEGER NOT NULL,
    keep_firing_for_us INTEGER NOT NULL,
    repeat_every_us    INTEGER,
    urgent             INTEGER NOT NULL CHECK (urgent IN (0, 1)),
    is_default         INTEGER NOT NULL CHECK (is_default IN (0, 1)),
    enabled            INTEGER NOT NULL CHECK (enabled IN (0, 1)),
    created_at         INTEGER NOT NULL
) STRICT;

-- A wet basement is told at once and every quarter of an hour; silence once, and again each day.
INSERT INTO alert_rule (location, metric, kind, threshold, upper, within_us, hysteresis, for_us, keep_firing_for_us, repeat_every_us, urgent, is_default, enabled, created_at)
VALUES
    ('*', 'wetness',        0, 0.5, 0, NULL, 0, 0, 0, 900000000, 1, 1, 1, 0),
    ('*', 'leak',           0, 0.5, 0, NULL, 0, 0, 0, 900000000, 1, 1, 1, 0),
    ('*', 'leak_ch*',       0, 0.5, 0, NULL, 0, 0, 0, 900000000, 1, 1, 1, 0),
    ('*', 'water_leak',     0, 0.5, 0, NULL, 0, 0, 0, 900000000, 1, 1, 1, 0),
    ('*', 'moisture_alarm', 0, 0.5, 0, NULL, 0, 0, 0, 900000000, 1, 1, 1, 0),
    ('*', '*',              6, 0,   0, NULL, 0, 0, 0, 86400000000, 0, 1, 1, 0);

-- sort: NULL is both. until_time: NULL is until somebody ends it.
CREATE TABLE alert_mute (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    location        TEXT NOT NULL,
    metric          TEXT NOT NULL,
    sort            INTEGER,
    until_time      INTEGER,
    reason          TEXT NOT NULL,
    created_at      INTEGER NOT NULL,
    author TEXT NOT NULL
) STRICT;

-- sealed_secret: sealed with a key that is not in here.
CREATE TABLE alert_target (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    name          TEXT NOT NULL UNIQUE,
    kind          INTEGER NOT NULL,
    options       TEXT NOT NULL,
    sealed_secret TEXT,
    allows_lan    INTEGER NOT NULL CHECK (allows_lan IN (0, 1)),
    enabled       INTEGER NOT NULL CHECK (enabled IN (0, 1)),
    created_at    INTEGER NOT NULL,
    succeeded_at  INTEGER,
    failed_at     INTEGER,
    failure       TEXT
) STRICT;

-- The rule may be gone, and so there is no foreign key.
CREATE TABLE alert_episode (
    id              TEXT PRIMARY KEY,
    rule_id         INTEGER NOT NULL,
    series_id       INTEGER NOT NULL,
    kind            INTEGER NOT NULL,
    condition       TEXT NOT NULL,
    started_at      INTEGER NOT NULL,
    fired_at        INTEGER NOT NULL,
    ended_at        INTEGER,
    value           REAL,
    extreme         REAL,
    noticed_at      INTEGER NOT NULL,
    told_at         INTEGER,
    acknowledged_at INTEGER,
    acknowledged_by TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX alert_episode_start ON alert_episode (started_at);
CREATE INDEX alert_episode_series ON alert_episode (series_id, started_at);
CREATE INDEX alert_episode_open ON alert_episode (started_at) WHERE ended_at IS NULL;

-- episodes, here and below: ids with a space between.
CREATE TABLE alert_link (
    hash       TEXT PRIMARY KEY,
    episodes   TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (
    id         TEXT PRIMARY KEY,
    target_id  INTEGER NOT NULL,
    kind       INTEGER NOT NULL,
    episodes   TEXT NOT NULL,
    content    TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    due_at     INTEGER NOT NULL,
    attempts   INTEGER NOT NULL,
    settled_at INTEGER,
    failure    TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX outbox_pending ON outbox (due_at) WHERE settled_at IS NULL;
CREATE INDEX outbox_target ON outbox (target_id, created_at);

-- Until when readings could be taken, as far as was written down.
CREATE TABLE server_alive (
    id       INTEGER PRIMARY KEY CHECK (id = 1),
    alive_at INTEGER NOT NULL
) STRICT;

-- When they could not: the silence of that time is not the boards'.
CREATE TABLE server_away (
    from_time  INTEGER PRIMARY KEY,
    until_time INTEGER NOT NULL
) STRICT;
