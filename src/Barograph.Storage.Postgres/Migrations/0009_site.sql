-- What the dashboard needs: hidden locations and whose days they have, which browser a session is, and what holds for everybody who looks.

ALTER TABLE location ADD COLUMN hidden boolean NOT NULL DEFAULT false, ADD COLUMN zone text;

ALTER TABLE session ADD COLUMN client text NOT NULL DEFAULT '';

-- public: whether people without any credential may read. No row: they may not.
CREATE TABLE site (
    id     int PRIMARY KEY CHECK (id = 1),
    public boolean NOT NULL
);

-- The unit in which values of a kind are shown; what is stored does not change by it.
CREATE TABLE site_unit (
    kind text COLLATE "C" PRIMARY KEY,
    unit text COLLATE "C" NOT NULL
);

CREATE TRIGGER tell AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON site FOR EACH STATEMENT EXECUTE FUNCTION tell_catalog_change();

-- The signed-in human's part alone: whoever a device can reach learns nothing of it.
GRANT UPDATE (hidden, zone) ON location TO barograph_operate;
GRANT SELECT, INSERT, UPDATE (public) ON site TO barograph_operate;
GRANT SELECT, INSERT, DELETE ON site_unit TO barograph_operate;
