-- One generation of the figures; {} is its schema. All times are microseconds since 1970 UTC: they
-- are only compared, subtracted and grouped, and arrays of them are cheap to send.
CREATE SCHEMA {};

-- Where each conversation stands: see figure.Standing.
CREATE TABLE {}.conversation (
    id            uuid PRIMARY KEY,
    channel_id    text NOT NULL,
    seq           bigint NOT NULL,
    status        text NOT NULL,
    cycle         integer NOT NULL,
    opened_at     bigint,
    taken_at      bigint,
    waiting_since bigint,
    answered      boolean NOT NULL,
    owner_id      text,
    owned_since   bigint,
    shares        text NOT NULL
) WITH (fillfactor = 70);
CREATE INDEX conversation_waiting ON {}.conversation (channel_id, waiting_since)
    WHERE waiting_since IS NOT NULL;

-- Events that came before one that precedes them.
CREATE TABLE {}.early_event (
    conversation_id uuid NOT NULL,
    seq             bigint NOT NULL,
    body            text NOT NULL,
    received_at     bigint NOT NULL,
    PRIMARY KEY (conversation_id, seq)
);

-- Facts: turns, finished cycles, and how the owners of a cycle share its handling time.
CREATE TABLE {}.turn (
    channel_id      text NOT NULL,
    ended_at        bigint NOT NULL,
    conversation_id uuid NOT NULL,
    seq             bigint NOT NULL,
    agent_id        text NOT NULL,
    started_at      bigint NOT NULL,
    first           boolean NOT NULL,
    PRIMARY KEY (channel_id, ended_at, conversation_id, seq)
);
CREATE TABLE {}.cycle (
    channel_id      text NOT NULL,
    finished_at     bigint NOT NULL,
    conversation_id uuid NOT NULL,
    cycle           integer NOT NULL,
    finished_by     text NOT NULL,
    opened_at       bigint NOT NULL,
    taken_at        bigint NOT NULL,
    PRIMARY KEY (channel_id, finished_at, conversation_id, cycle)
);
CREATE TABLE {}.share (
    channel_id      text NOT NULL,
    finished_at     bigint NOT NULL,
    conversation_id uuid NOT NULL,
    cycle           integer NOT NULL,
    agent_id        text NOT NULL,
    micros          bigint NOT NULL,
    PRIMARY KEY (channel_id, finished_at, conversation_id, cycle, agent_id)
);

-- Attachments of messages that were not deleted; counted below, to be taken back with the message.
CREATE TABLE {}.attached (
    conversation_id uuid NOT NULL,
    seq             bigint NOT NULL,
    channel_id      text NOT NULL,
    agent_id        text NOT NULL,
    at              bigint NOT NULL,
    times           integer NOT NULL,
    PRIMARY KEY (conversation_id, seq)
);

-- What is counted as it happens, by quarter of an hour; agent_id is empty where no agent did it.
CREATE TABLE {}.counted (
    channel_id        text NOT NULL,
    starts_at         bigint NOT NULL,
    agent_id          text NOT NULL,
    opened            bigint NOT NULL,
    taken             bigint NOT NULL,
    taken_over        bigint NOT NULL,
    transferred       bigint NOT NULL,
    finished          bigint NOT NULL,
    follower_messages bigint NOT NULL,
    agent_messages    bigint NOT NULL,
    system_messages   bigint NOT NULL,
    attachments       bigint NOT NULL,
    PRIMARY KEY (channel_id, starts_at, agent_id)
) WITH (fillfactor = 70);

-- Periods added up: a cache of the facts and counts that it can always be made from again. The row
-- with an empty agent_id is the whole channel.
CREATE TABLE {}.rollup (
    channel_id        text NOT NULL,
    level             smallint NOT NULL,
    starts_at         bigint NOT NULL,
    agent_id          text NOT NULL,
    opened            bigint NOT NULL,
    taken             bigint NOT NULL,
    taken_over        bigint NOT NULL,
    transferred       bigint NOT NULL,
    finished          bigint NOT NULL,
    follower_messages bigint NOT NULL,
    agent_messages    bigint NOT NULL,
    system_messages   bigint NOT NULL,
    attachments       bigint NOT NULL,
    response_n              bigint NOT NULL,
    response_sum            bigint NOT NULL,
    response_sketch         bytea,
    first_response_n        bigint NOT NULL,
    first_response_sum      bigint NOT NULL,
    first_response_sketch   bytea,
    handling_n              bigint NOT NULL,
    handling_sum            bigint NOT NULL,
    handling_sketch         bytea,
    resolution_n            bigint NOT NULL,
    resolution_sum          bigint NOT NULL,
    resolution_sketch       bytea,
    PRIMARY KEY (channel_id, level, agent_id, starts_at)
);

-- Periods whose roll-up is missing or out of date. A period that is neither here nor rolled up is
-- one in which nothing happened.
CREATE TABLE {}.stale (
    level      smallint NOT NULL,
    starts_at  bigint NOT NULL,
    channel_id text NOT NULL,
    PRIMARY KEY (channel_id, level, starts_at)
);

-- How many conversations of a channel are open now.
CREATE TABLE {}.channel (
    id         text PRIMARY KEY,
    unanswered bigint NOT NULL,
    active     bigint NOT NULL
) WITH (fillfactor = 50);

-- The name under which an agent was seen last.
CREATE TABLE {}.agent (
    id   text PRIMARY KEY,
    name text NOT NULL,
    at   bigint NOT NULL
);

-- The next record to read of each partition, written together with what the ones before came to.
CREATE TABLE {}.position (
    topic       text NOT NULL,
    partition   integer NOT NULL,
    next_offset bigint NOT NULL,
    PRIMARY KEY (topic, partition)
);
