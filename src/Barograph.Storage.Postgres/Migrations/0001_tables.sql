-- Everything that Barograph keeps. Run as barograph_owner, in one transaction; never edited later.
-- Text that is a key is compared byte by byte (COLLATE "C"), whatever the locale of the cluster.

CREATE TABLE location (
    id         int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key        text COLLATE "C" NOT NULL UNIQUE CHECK (octet_length(key) BETWEEN 1 AND 128),
    title      text NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE TABLE series (
    id          int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    location_id int NOT NULL REFERENCES location,
    metric      text COLLATE "C" NOT NULL CHECK (metric ~ '^[a-z][a-z0-9_]{0,63}$'),
    -- The token whose report made it, for the cap; null for rows inserted by SQL.
    created_by  int,
    created_at  timestamptz NOT NULL,
    UNIQUE (location_id, metric)
);
CREATE INDEX series_created_by ON series (created_by) WHERE created_by IS NOT NULL;

-- Beside the series and not in it, because the unit is settled by ingest, which has no right to UPDATE anything.
CREATE TABLE series_unit (
    series_id int PRIMARY KEY REFERENCES series,
    unit      text COLLATE "C" NOT NULL
);

CREATE TABLE device (
    id         int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name       text COLLATE "C" NOT NULL UNIQUE,
    username   text COLLATE "C" UNIQUE,
    created_at timestamptz NOT NULL,
    revoked_at timestamptz
);

-- Names and usernames share one namespace: the same text cannot belong to two devices.
CREATE TABLE device_name (
    name      text COLLATE "C" PRIMARY KEY,
    device_id int NOT NULL REFERENCES device
);

CREATE TABLE placement (
    device_id  int NOT NULL REFERENCES device,
    location   text COLLATE "C" NOT NULL,
    from_time  timestamptz NOT NULL,
    until_time timestamptz CHECK (until_time > from_time),
    PRIMARY KEY (device_id, from_time)
);

CREATE TABLE token (
    id         int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    device_id  int REFERENCES device,
    -- Null for a device's token: it is called what its device is called.
    name       text COLLATE "C",
    kind       smallint NOT NULL,
    hash       text COLLATE "C" NOT NULL,
    scope      smallint NOT NULL,
    reach      smallint NOT NULL,
    prefix     text COLLATE "C",
    created_at timestamptz NOT NULL,
    expires_at timestamptz,
    CHECK ((device_id IS NULL) <> (name IS NULL))
);
CREATE INDEX token_device ON token (device_id);

CREATE TABLE account (
    id            int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name          text COLLATE "C" NOT NULL UNIQUE,
    password_hash text NOT NULL,
    role          smallint NOT NULL,
    created_at    timestamptz NOT NULL
);

CREATE TABLE session (
    hash       text COLLATE "C" PRIMARY KEY,
    account_id int NOT NULL REFERENCES account,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX session_account ON session (account_id);
CREATE INDEX session_expiry ON session (expires_at);

-- Data tables carry no foreign keys, and series_id leads their keys, so that they can be spread over several servers.
-- No default partition: what sits in one can never get its own, and even empty it makes the latest values 20 times slower.
CREATE TABLE sample (
    series_id int NOT NULL,
    time      timestamptz NOT NULL,
    -- NaN is greater than infinity here, so both bounds keep it out.
    value     float8 NOT NULL CHECK (value > '-Infinity' AND value < 'Infinity'),
    PRIMARY KEY (series_id, time)
) PARTITION BY RANGE (time);

-- What makes the retry of a report without a usable time recognisable. device_id is minus the token's id for personal tokens.
CREATE TABLE receipt (
    device_id int NOT NULL,
    id        text COLLATE "C" NOT NULL,
    time      timestamptz NOT NULL,
    PRIMARY KEY (device_id, id)
);
CREATE INDEX receipt_time ON receipt (time);

-- Appended by ingest, folded by upkeep; sums over the rows of a device are what is meant.
CREATE TABLE activity (
    device_id    int NOT NULL,
    minute       timestamptz NOT NULL,
    reports      bigint NOT NULL,
    samples      bigint NOT NULL,
    rejected     bigint NOT NULL,
    clock_faults bigint NOT NULL,
    last_time    timestamptz NOT NULL
);
CREATE INDEX activity_minute ON activity (minute);

CREATE TABLE rejection (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    device_id int NOT NULL,
    time      timestamptz NOT NULL,
    code      text NOT NULL,
    metric    text,
    detail    text NOT NULL
);
CREATE INDEX rejection_device ON rejection (device_id, time);
