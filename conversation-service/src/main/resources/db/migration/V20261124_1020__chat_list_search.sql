-- Who waits longest, first.
CREATE INDEX conversation_list_by_wait ON conversation (channel_id, waiting_since, id)
    WHERE status = 'UNANSWERED';

-- The words of messages, brought here behind the log. The channel is a part of the index, so that
-- a search costs what its channel says and not what all do.
CREATE EXTENSION IF NOT EXISTS btree_gin;
CREATE TABLE message_search (
    conversation_id uuid NOT NULL,
    seq             bigint NOT NULL,
    channel_id      text NOT NULL,
    words           tsvector NOT NULL,
    PRIMARY KEY (conversation_id, seq)
);
CREATE INDEX message_search_words ON message_search USING gin (channel_id, words);

-- How far each conversation's log has been brought.
CREATE TABLE message_search_progress (
    conversation_id uuid PRIMARY KEY,
    seq             bigint NOT NULL
) WITH (fillfactor = 80);
