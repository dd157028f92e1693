-- The conversation log and what is kept beside it. PostgreSQL is the truth: an acknowledged
-- message is committed here, and everything else can be made again from these tables.

CREATE TABLE channel (
    id          text PRIMARY KEY,
    name        text NOT NULL,
    chat_mode   text NOT NULL DEFAULT 'ONE_WAY' CHECK (chat_mode IN ('ONE_WAY', 'TWO_WAY')),
    revision    bigint NOT NULL DEFAULT 0,
    changed_by_id   text,
    changed_by_name text,
    changed_at  timestamptz
);

-- Followers as their channels know them: whoever has connected or was named by the loyalty platform.
CREATE TABLE follower (
    channel_id  text NOT NULL REFERENCES channel (id),
    id          text NOT NULL,
    name        text NOT NULL,
    known_since timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (channel_id, id)
);
CREATE INDEX follower_by_name ON follower (channel_id, lower(name) text_pattern_ops, id);

-- One lifelong thread between a channel and a follower. Its row is the lock under which seq is given.
CREATE TABLE conversation (
    id               uuid PRIMARY KEY,
    channel_id       text NOT NULL REFERENCES channel (id),
    follower_id      text NOT NULL,
    follower_name    text NOT NULL,
    status           text NOT NULL DEFAULT 'QUIET'
        CHECK (status IN ('QUIET', 'UNANSWERED', 'ACTIVE', 'FINISHED')),
    cycle            integer NOT NULL DEFAULT 0,
    owner_id         text,
    owner_name       text,
    opened_at        timestamptz,
    taken_at         timestamptz,
    finished_by_id   text,
    finished_by_name text,
    finished_at      timestamptz,
    -- The first follower message that no agent has answered; null when none waits.
    waiting_since    timestamptz,
    last_seq         bigint NOT NULL DEFAULT 0,
    last_activity_at timestamptz NOT NULL DEFAULT now(),
    -- The newest message as the chat list shows it: {"sender":…,"text":…,"at":…}.
    last_message     json,
    UNIQUE (channel_id, follower_id),
    CHECK ((status = 'ACTIVE') = (owner_id IS NOT NULL))
) WITH (fillfactor = 80);
CREATE INDEX conversation_list ON conversation (channel_id, last_activity_at DESC, id DESC);
CREATE INDEX conversation_list_by_status
    ON conversation (channel_id, status, last_activity_at DESC, id DESC);
CREATE INDEX conversation_list_by_owner
    ON conversation (channel_id, owner_id, last_activity_at DESC, id DESC)
    WHERE owner_id IS NOT NULL;
CREATE INDEX conversation_by_follower ON conversation (follower_id);

-- The log. body is the event exactly as it is published and shown. No foreign key: rows are only
-- written under the conversation's row lock, and a check a message is dear on this path.
CREATE TABLE conversation_event (
    conversation_id   uuid NOT NULL,
    seq               bigint NOT NULL CHECK (seq > 0),
    type              text NOT NULL,
    at                timestamptz NOT NULL,
    sender_role       text,
    sender_id         text,
    client_message_id text,
    body              json NOT NULL,
    PRIMARY KEY (conversation_id, seq)
);
CREATE UNIQUE INDEX conversation_event_stored_once
    ON conversation_event (conversation_id, client_message_id, sender_id, sender_role)
    WHERE client_message_id IS NOT NULL;

-- How many conversations a channel has in each status, as differences to be added up: a change of
-- status adds rows and so never waits for another one. Summed up into one row now and then.
CREATE TABLE conversation_status_count (
    channel_id text NOT NULL,
    status     text NOT NULL,
    delta      bigint NOT NULL
);
CREATE INDEX conversation_status_count_by_channel ON conversation_status_count (channel_id);

-- How far each participant has got. Watermarks, not events: only the newest counts.
CREATE TABLE conversation_mark (
    conversation_id  uuid NOT NULL REFERENCES conversation (id),
    participant_role text NOT NULL,
    participant_id   text NOT NULL,
    delivered_seq    bigint NOT NULL DEFAULT 0,
    read_seq         bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (conversation_id, participant_role, participant_id)
) WITH (fillfactor = 80);

-- What a commit still owes to Kafka: one row a transaction, its events in order. The relay deletes
-- a row once Kafka has confirmed all of it.
CREATE TABLE outbox (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    created_at timestamptz NOT NULL DEFAULT now(),
    topics     text[] NOT NULL,
    bodies     text[] NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

-- What a channel can give its followers.
CREATE TABLE engagement (
    id          text PRIMARY KEY,
    channel_id  text NOT NULL REFERENCES channel (id),
    kind        text NOT NULL CHECK (kind IN ('MESSAGE', 'PROMO', 'COUPON', 'POINTS')),
    title       text NOT NULL,
    description text NOT NULL DEFAULT '',
    code        text,
    points      integer,
    available_from  timestamptz,
    available_until timestamptz
);
CREATE INDEX engagement_by_channel ON engagement (channel_id, id);

-- What followers did and received, as the loyalty platform told it.
CREATE TABLE engagement_record (
    id          text PRIMARY KEY,
    channel_id  text NOT NULL REFERENCES channel (id),
    follower_id text NOT NULL,
    kind        text NOT NULL
        CHECK (kind IN ('COUPON_REDEEMED', 'POINTS_EARNED', 'MESSAGE_RECEIVED')),
    title       text NOT NULL,
    points      integer,
    at          timestamptz NOT NULL
);
CREATE INDEX engagement_record_history
    ON engagement_record (channel_id, follower_id, at DESC, id DESC);
