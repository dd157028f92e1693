-- The chat list is ordered to the second. With the exact time in its indexes, each message wrote every
-- index of its conversation; now a conversation that is busy within a second is updated in place (HOT).
ALTER TABLE conversation
    ADD COLUMN listed_at timestamptz NOT NULL
        GENERATED ALWAYS AS (date_trunc('second', last_activity_at AT TIME ZONE 'UTC') AT TIME ZONE 'UTC')
        STORED;
DROP INDEX conversation_list;
DROP INDEX conversation_list_by_status;
DROP INDEX conversation_list_by_owner;
CREATE INDEX conversation_list ON conversation (channel_id, listed_at DESC, id DESC);
CREATE INDEX conversation_list_by_status ON conversation (channel_id, status, listed_at DESC, id DESC);
CREATE INDEX conversation_list_by_owner ON conversation (channel_id, owner_id, listed_at DESC, id DESC)
    WHERE owner_id IS NOT NULL;
