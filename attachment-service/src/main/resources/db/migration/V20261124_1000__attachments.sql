-- What is known about each file. Its bytes are in the store, under names made from id.
CREATE TABLE attachment (
    id            uuid PRIMARY KEY,
    -- WRITING: its bytes are on their way. STORED: may be sent by its uploader.
    -- CLAIMED: a message on its way into the log carries it. SENT: that message is known to be there.
    -- REMOVING: gone for everybody; its bytes still have to be removed.
    state         text NOT NULL
        CHECK (state IN ('WRITING', 'STORED', 'CLAIMED', 'SENT', 'REMOVING')),
    channel_id    text NOT NULL,
    follower_id   text NOT NULL,
    uploader_role text NOT NULL CHECK (uploader_role IN ('FOLLOWER', 'AGENT')),
    uploader_id   text NOT NULL,
    uploader_name text NOT NULL,
    -- What was found out about it; null while it is on its way.
    file_name     text,
    media_type    text,
    size          bigint CHECK (size > 0),
    sha256        text,
    -- In pixels as shown; null for documents and where unknown.
    width         integer,
    height        integer,
    -- Media type and size of its small picture; null when it has none.
    thumbnail_type text,
    thumbnail_size bigint,
    created_at    timestamptz NOT NULL DEFAULT now(),
    -- Whether Kafka has confirmed attachment-stored.
    announced     boolean NOT NULL DEFAULT false,
    -- The message that carries it. Its seq is learnt from conversation-service.
    conversation_id   uuid,
    client_message_id text,
    message_seq       bigint,
    claimed_at        timestamptz,
    -- Tries of that message that may have been stored.
    tries             integer NOT NULL DEFAULT 0,
    CHECK ((state IN ('STORED', 'CLAIMED', 'SENT')) <= (num_nulls(file_name, media_type, size, sha256) = 0)),
    CHECK ((state IN ('CLAIMED', 'SENT')) <= (client_message_id IS NOT NULL)),
    CHECK ((state = 'SENT') <= (message_seq IS NOT NULL))
);

-- What waits for something, each kind a small part of the table.
CREATE INDEX attachment_not_sent ON attachment (created_at) WHERE state IN ('WRITING', 'STORED');
CREATE INDEX attachment_claimed ON attachment (claimed_at) WHERE state = 'CLAIMED';
CREATE INDEX attachment_removing ON attachment (id) WHERE state = 'REMOVING';
CREATE INDEX attachment_not_announced ON attachment (created_at) WHERE NOT announced;
CREATE INDEX attachment_pending_of_uploader ON attachment (uploader_role, uploader_id)
    WHERE state IN ('WRITING', 'STORED');
CREATE INDEX attachment_of_message ON attachment (conversation_id, message_seq)
    WHERE conversation_id IS NOT NULL;
