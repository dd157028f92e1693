-- Keys with which a channel's partner signs who its followers are. Public halves only.
CREATE TABLE identity_key (
    id            uuid PRIMARY KEY,
    channel_id    text NOT NULL REFERENCES channel (id),
    algorithm     text NOT NULL,
    public_key    bytea NOT NULL,
    -- SHA-256 of public_key, as people compare it.
    fingerprint   text NOT NULL,
    added_at      timestamptz NOT NULL DEFAULT now(),
    added_by_id   text NOT NULL,
    added_by_name text NOT NULL,
    UNIQUE (channel_id, fingerprint)
);

-- Whether people may write to the channel without anybody saying who they are.
ALTER TABLE channel ADD COLUMN visitors_allowed boolean NOT NULL DEFAULT false;
