-- Histories that were made up in this database, and how far each was written: an interrupted one goes
-- on where it was. Empty unless the setting allows them.
CREATE TABLE sample_history (
    channel_id     text NOT NULL REFERENCES channel (id),
    seed           bigint NOT NULL,
    chats          integer NOT NULL,
    days           integer NOT NULL,
    -- The moment at which it ends: that of the first request.
    until          timestamptz NOT NULL,
    -- Its followers are numbered from here; as many numbers as chats are its own.
    first_follower bigint NOT NULL,
    commands       bigint NOT NULL DEFAULT 0,
    chats_begun    integer NOT NULL DEFAULT 0,
    events         bigint NOT NULL DEFAULT 0,
    complete       boolean NOT NULL DEFAULT false,
    PRIMARY KEY (channel_id, seed, chats, days)
);
