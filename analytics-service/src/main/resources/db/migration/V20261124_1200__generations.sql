-- The figures are a projection of the log. Each generation of it has a schema of its own, so that a
-- new one can be built from the log while the old one serves.
CREATE TABLE generation (
    id         integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- Of the tables in its schema: another number is never migrated, but built again.
    layout     integer NOT NULL,
    status     text NOT NULL CHECK (status IN ('BUILDING', 'SERVING', 'RETIRED')),
    created_at timestamptz NOT NULL DEFAULT now(),
    -- How far the export of the log was read; null where it is not read.
    export_cursor text,
    exported_events bigint NOT NULL DEFAULT 0,
    exported   boolean NOT NULL DEFAULT false
);
CREATE UNIQUE INDEX generation_serving ON generation (status) WHERE status = 'SERVING';
CREATE UNIQUE INDEX generation_building ON generation (status) WHERE status = 'BUILDING';
