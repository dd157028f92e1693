-- Agents as their channels have seen them: to whom a conversation can be given.
CREATE TABLE channel_agent (
    channel_id   text NOT NULL REFERENCES channel (id),
    id           text NOT NULL,
    name         text NOT NULL,
    last_seen_at timestamptz NOT NULL,
    -- A gateway repeats who is there; after this time without a word the agent counts as gone.
    online_until timestamptz NOT NULL,
    PRIMARY KEY (channel_id, id)
);

-- Texts that agents write often, found by what is typed after a slash.
CREATE TABLE canned_reply (
    id         uuid PRIMARY KEY,
    channel_id text NOT NULL REFERENCES channel (id),
    shortcut   text NOT NULL,
    text       text NOT NULL
);
CREATE UNIQUE INDEX canned_reply_by_shortcut ON canned_reply (channel_id, lower(shortcut));

-- An engagement's id is its channel's own: two channels may choose the same one.
ALTER TABLE engagement DROP CONSTRAINT engagement_pkey;
DROP INDEX engagement_by_channel;
ALTER TABLE engagement
    ADD PRIMARY KEY (channel_id, id),
    -- Whether a follower gets it once at most.
    ADD COLUMN once_per_follower boolean NOT NULL DEFAULT false;

-- Who was given what can be had only once, and by which message: reserved before it is sent.
CREATE TABLE engagement_given (
    channel_id        text NOT NULL,
    follower_id       text NOT NULL,
    engagement_id     text NOT NULL,
    sender_id         text NOT NULL,
    client_message_id text NOT NULL,
    PRIMARY KEY (channel_id, follower_id, engagement_id)
);

-- The turns of a conversation's life, for its past cycles; messages are not in it.
CREATE INDEX conversation_event_turns ON conversation_event (conversation_id, type, seq)
    WHERE type IN ('conversation-opened', 'conversation-taken', 'conversation-transferred',
                   'conversation-finished');
