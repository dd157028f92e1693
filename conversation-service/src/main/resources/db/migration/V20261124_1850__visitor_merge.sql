-- Visitors whom a channel's partner has said to be somebody it knows. Their logs stay as they are;
-- this says whose they are by now.
CREATE TABLE visitor_merge (
    channel_id text NOT NULL REFERENCES channel (id),
    visitor_id text NOT NULL,
    -- By the partner's signature: verified:<channel>:<sub>.
    known_id   text NOT NULL,
    -- Whether the known follower goes on under the visitor's id; if not, the two stand side by side.
    goes_on    boolean NOT NULL,
    merged_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (channel_id, visitor_id)
);
CREATE INDEX visitor_merge_by_known ON visitor_merge (channel_id, known_id);
CREATE UNIQUE INDEX visitor_merge_one_goes_on ON visitor_merge (channel_id, known_id) WHERE goes_on;

-- Every id under which a channel has met the person who has this one, itself among them.
CREATE FUNCTION ids_of_person(channel text, follower text) RETURNS SETOF text
LANGUAGE sql STABLE AS $$
    WITH known AS (
        SELECT known_id FROM visitor_merge
        WHERE channel_id = channel AND (visitor_id = follower OR known_id = follower)
    )
    SELECT follower
    UNION SELECT known_id FROM known
    UNION SELECT visitor_id FROM visitor_merge JOIN known USING (known_id) WHERE channel_id = channel
$$;

-- The id under which a channel keeps the follower who has this one.
CREATE FUNCTION kept_id(channel text, follower text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT coalesce(
        (SELECT visitor_id FROM visitor_merge
         WHERE channel_id = channel AND known_id = follower AND goes_on),
        follower)
$$;

-- Erasing a person is a job for each of their ids; the one that was asked for waits for the others.
ALTER TABLE erasure ADD COLUMN part_of uuid;
CREATE INDEX erasure_parts ON erasure (part_of) WHERE done_at IS NULL AND part_of IS NOT NULL;
