-- Events of the log that followers never see: notes and transfers. A follower's stream names the
-- public event before each event, so the row knows where the public log ends.

-- The private events that end the log: from private_from to private_to, an empty run when from is
-- greater. Without meaning, as when null, once private_to is not last_seq any more: whoever appends
-- without knowing of private events appends a public one.
ALTER TABLE conversation
    ADD COLUMN private_from bigint,
    ADD COLUMN private_to   bigint,
    -- The seq of the newest event that followers may see; 0 when there is none.
    ADD COLUMN last_public_seq bigint NOT NULL
        GENERATED ALWAYS AS (CASE WHEN private_to = last_seq THEN private_from - 1 ELSE last_seq END)
        STORED;

-- What a channel is, for its followers.
ALTER TABLE channel
    ADD COLUMN description text NOT NULL DEFAULT '',
    ADD COLUMN picture_url text;
