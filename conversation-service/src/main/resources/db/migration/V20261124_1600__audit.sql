-- Who did what that others will ask about, written in the transaction of what it tells. Ids and the
-- names of agents alone: what a follower wrote or is called is never in it, so it outlives erasure.
CREATE TABLE audit_entry (
    channel_id text NOT NULL REFERENCES channel (id),
    id         bigint GENERATED ALWAYS AS IDENTITY,
    at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor_role text NOT NULL CHECK (actor_role IN ('AGENT', 'SYSTEM')),
    actor_id   text NOT NULL,
    actor_name text NOT NULL,
    action     text NOT NULL,
    -- The id of what it was done to; the action says of what kind.
    subject    text NOT NULL,
    details    json NOT NULL,
    PRIMARY KEY (channel_id, id)
);

-- What was written stays as it was written, whoever asks, the owner of the table included.
CREATE FUNCTION audit_entry_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit_entry takes new rows only: % refused', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_stays();
