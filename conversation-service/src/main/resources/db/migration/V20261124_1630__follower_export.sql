-- Exports of all that there is about a follower: jobs as erasures are, each with its file in pieces,
-- written in the transaction that moves the job on.
CREATE TABLE follower_export (
    id              uuid PRIMARY KEY,
    channel_id      text NOT NULL REFERENCES channel (id),
    follower_id     text NOT NULL,
    requested_at    timestamptz NOT NULL DEFAULT now(),
    step            text NOT NULL DEFAULT 'PROFILE',
    not_before      timestamptz NOT NULL DEFAULT now(),
    waits_for       text,
    -- How far the present step is: an id or a seq; of the file after it, how much was read.
    position        text,
    file_offset     bigint NOT NULL DEFAULT 0,
    pieces          integer NOT NULL DEFAULT 0,
    bytes           bigint NOT NULL DEFAULT 0,
    done_at         timestamptz,
    expires_at      timestamptz
);
CREATE UNIQUE INDEX follower_export_one_a_follower ON follower_export (channel_id, follower_id)
    WHERE done_at IS NULL;
CREATE INDEX follower_export_due ON follower_export (not_before) WHERE done_at IS NULL;
CREATE TABLE follower_export_piece (
    export_id uuid NOT NULL REFERENCES follower_export (id) ON DELETE CASCADE,
    number    integer NOT NULL,
    lines     text NOT NULL,
    PRIMARY KEY (export_id, number)
);
