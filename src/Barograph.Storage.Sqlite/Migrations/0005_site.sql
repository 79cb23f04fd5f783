-- What the dashboard needs: whose days a location has, which browser a session is, and what holds for everybody who looks.

ALTER TABLE location ADD COLUMN zone TEXT;

ALTER TABLE session ADD COLUMN client TEXT NOT NULL DEFAULT '';

CREATE INDEX session_account ON session (account_id);

-- public: whether people without any credential may read. No row: they may not.
CREATE TABLE site (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    public INTEGER NOT NULL CHECK (public IN (0, 1))
) STRICT;

-- The unit in which values of a kind are shown; what is stored does not change by it.
CREATE TABLE site_unit (
    kind TEXT PRIMARY KEY,
    unit TEXT NOT NULL
) STRICT, WITHOUT ROWID;
