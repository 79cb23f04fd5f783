-- What people want to be told of, where to, what has fired, and what is still to be sent. Spans are microseconds.

-- location and metric are patterns, in which * stands for any characters. within_us, for silence: null is by its habit. repeat_every_us: null is never.
CREATE TABLE alert_rule (
    id                 int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    location           text COLLATE "C" NOT NULL,
    metric             text COLLATE "C" NOT NULL,
    kind               smallint NOT NULL,
    threshold          float8 NOT NULL,
    upper              float8 NOT NULL,
    within_us          bigint,
    hysteresis         float8 NOT NULL,
    for_us             bigint NOT NULL,
    keep_firing_for_us bigint NOT NULL,
    repeat_every_us    bigint,
    urgent             boolean NOT NULL,
    is_default         boolean NOT NULL,
    enabled            boolean NOT NULL,
    created_at         timestamptz NOT NULL
);

-- A wet basement is told at once and every quarter of an hour; silence once, and again each day.
INSERT INTO alert_rule (location, metric, kind, threshold, upper, within_us, hysteresis, for_us, keep_firing_for_us, repeat_every_us, urgent, is_default, enabled, created_at)
SELECT '*', metric, kind, threshold, 0, NULL, 0, 0, 0, repeat_every_us, urgent, true, true, 'epoch'
FROM (VALUES
    ('wetness',        0, 0.5, 900000000, true),
    ('leak',           0, 0.5, 900000000, true),
    ('leak_ch*',       0, 0.5, 900000000, true),
    ('water_leak',     0, 0.5, 900000000, true),
    ('moisture_alarm', 0, 0.5, 900000000, true),
    ('*',              6, 0,   86400000000, false)) AS defaults (metric, kind, threshold, repeat_every_us, urgent);

-- sort: null is both. until_time: null is until somebody ends it.
CREATE TABLE alert_mute (
    id              int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    location        text COLLATE "C" NOT NULL,
    metric          text COLLATE "C" NOT NULL,
    sort            smallint,
    until_time      timestamptz,
    reason          text NOT NULL,
    created_at      timestamptz NOT NULL,
    author text NOT NULL
);

-- sealed_secret: sealed with a key that is not in here.
CREATE TABLE alert_target (
    id            int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name          text COLLATE "C" NOT NULL UNIQUE,
    kind          smallint NOT NULL,
    options       text NOT NULL,
    sealed_secret text,
    allows_lan    boolean NOT NULL,
    enabled       boolean NOT NULL,
    created_at    timestamptz NOT NULL,
    succeeded_at  timestamptz,
    failed_at     timestamptz,
    failure       text
);

-- The rule may be gone, and so there is no foreign key.
CREATE TABLE alert_episode (
    id              text COLLATE "C" PRIMARY KEY,
    rule_id         int NOT NULL,
    series_id       int NOT NULL,
    kind            smallint NOT NULL,
    condition       text NOT NULL,
    started_at      timestamptz NOT NULL,
    fired_at        timestamptz NOT NULL,
    ended_at        timestamptz,
    value           float8,
    extreme         float8,
    noticed_at      timestamptz NOT NULL,
    told_at         timestamptz,
    acknowledged_at timestamptz,
    acknowledged_by text
);
CREATE INDEX alert_episode_start ON alert_episode (started_at);
CREATE INDEX alert_episode_series ON alert_episode (series_id, started_at);
CREATE INDEX alert_episode_open ON alert_episode (started_at) WHERE ended_at IS NULL;

-- episodes, here and below: ids with a space between.
CREATE TABLE alert_link (
    hash       text COLLATE "C" PRIMARY KEY,
    episodes   text NOT NULL,
    expires_at timestamptz NOT NULL
);

CREATE TABLE outbox (
    id         text COLLATE "C" PRIMARY KEY,
    target_id  int NOT NULL,
    kind       smallint NOT NULL,
    episodes   text NOT NULL,
    content    text NOT NULL,
    created_at timestamptz NOT NULL,
    due_at     timestamptz NOT NULL,
    attempts   int NOT NULL,
    settled_at timestamptz,
    failure    text
);
CREATE INDEX outbox_pending ON outbox (due_at) WHERE settled_at IS NULL;
CREATE INDEX outbox_target ON outbox (target_id, created_at);

-- Who judges and sends, of several processes; by the database's clock.
CREATE TABLE alert_holder (
    id     int PRIMARY KEY CHECK (id = 1),
    holder text NOT NULL,
    until  timestamptz NOT NULL
);
INSERT INTO alert_holder VALUES (1, '', '-infinity');

-- Until when readings could be taken, as far as was written down.
CREATE TABLE server_alive (
    id       int PRIMARY KEY CHECK (id = 1),
    alive_at timestamptz NOT NULL
);

-- When they could not: the silence of that time is not the boards'.
CREATE TABLE server_away (
    from_time  timestamptz PRIMARY KEY,
    until_time timestamptz NOT NULL
);

CREATE TRIGGER tell AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON alert_rule FOR EACH STATEMENT EXECUTE FUNCTION tell_catalog_change();
CREATE TRIGGER tell AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON alert_mute FOR EACH STATEMENT EXECUTE FUNCTION tell_catalog_change();
-- Not for what is noted of it with each notice.
CREATE TRIGGER tell AFTER INSERT OR UPDATE OF name, kind, options, sealed_secret, allows_lan, enabled OR DELETE OR TRUNCATE ON alert_target
    FOR EACH STATEMENT EXECUTE FUNCTION tell_catalog_change();

-- The signed-in human's part alone: whoever a device can reach learns nothing of it.
GRANT SELECT, INSERT, UPDATE, DELETE ON alert_rule, alert_mute, alert_target, alert_episode, alert_link, outbox, server_away TO barograph_operate;
GRANT SELECT, INSERT, UPDATE ON server_alive TO barograph_operate;
GRANT SELECT, UPDATE ON alert_holder TO barograph_operate;
