-- Erasure. A conversation whose log is emptied stays as a row, so that its places stay taken.
ALTER TABLE conversation
    DROP CONSTRAINT conversation_status_check,
    ADD CONSTRAINT conversation_status_check
        CHECK (status IN ('QUIET', 'UNANSWERED', 'ACTIVE', 'FINISHED', 'ERASED'));

-- What is to be erased, and how far that is. Several instances share the work: whoever takes a row
-- moves not_before into the future, and a row whose instance died is due again after that.
CREATE TABLE erasure (
    id              uuid PRIMARY KEY,
    channel_id      text NOT NULL REFERENCES channel (id),
    -- Null where only a conversation is erased, and once it is done: then nothing names the follower.
    follower_id     text,
    conversation_id uuid,
    reason          text NOT NULL CHECK (reason IN ('FOLLOWER_ERASED', 'RETENTION')),
    requested_at    timestamptz NOT NULL DEFAULT now(),
    step            text NOT NULL DEFAULT 'CLOSE',
    not_before      timestamptz NOT NULL DEFAULT now(),
    -- Why it does not go on; null while it does.
    waits_for       text,
    -- Where the emptied log ends, and how far it is emptied.
    last_seq        bigint NOT NULL DEFAULT 0,
    emptied_to      bigint NOT NULL DEFAULT 0,
    closed_at       timestamptz,
    files           integer NOT NULL DEFAULT 0,
    -- The outbox has to be empty up to here.
    outbox_id       bigint,
    -- Up to where the topics have to be emptied: {"topic-partition": offset}.
    topic_ends      json,
    -- Which part confirmed its share, and when: {"FILES": "2026-…"}.
    confirmed       json NOT NULL DEFAULT '{}',
    done_at         timestamptz
);
CREATE UNIQUE INDEX erasure_one_a_follower ON erasure (channel_id, follower_id)
    WHERE follower_id IS NOT NULL;
CREATE UNIQUE INDEX erasure_one_a_conversation ON erasure (conversation_id)
    WHERE reason = 'RETENTION';
CREATE INDEX erasure_due ON erasure (not_before) WHERE done_at IS NULL;
