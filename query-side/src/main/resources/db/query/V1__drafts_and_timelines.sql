-- Read models: rebuilt from events at any time. They hold personal data in clear, because people search and read them;
-- erasing a person's key and rebuilding leaves "[erased]" here too.

CREATE TABLE query.draft (
    draft_id         uuid        PRIMARY KEY,
    -- The newest event of the draft that is applied: what is at or below it changes nothing.
    sequence         bigint      NOT NULL,
    repository_id    uuid        NOT NULL,
    author           uuid        NOT NULL,
    status           text        NOT NULL,
    version          bigint      NOT NULL,
    message          text,
    origin           text,
    branch           text        NOT NULL,
    mode             text        NOT NULL,
    files_changed    integer     NOT NULL,
    insertions       integer     NOT NULL,
    deletions        integer     NOT NULL,
    git_author_name  text        NOT NULL,
    git_author_email text        NOT NULL,
    unpushed_commits integer     NOT NULL,
    commit_id        text,
    landing          text,
    landed_on        text,
    rebased          boolean     NOT NULL,
    failure          text,
    reason           text,
    successor        uuid,
    captured_at      timestamptz NOT NULL,
    updated_at       timestamptz NOT NULL
);

-- Draft ids are UUIDv7: their order is the order of capture, and the key of the next page.
CREATE INDEX draft_by_author ON query.draft (author, draft_id DESC);
CREATE INDEX draft_by_author_and_status ON query.draft (author, status, draft_id DESC);

CREATE TABLE query.timeline (
    draft_id uuid        NOT NULL,
    sequence bigint      NOT NULL,
    event    text        NOT NULL,
    at       timestamptz NOT NULL,
    actor    text,
    trace_id text,
    detail   text,
    PRIMARY KEY (draft_id, sequence)
);

CREATE TABLE query.token (
    processor_name varchar(255) NOT NULL,
    segment        integer      NOT NULL,
    token          bytea,
    token_type     varchar(255),
    timestamp      varchar(255),
    owner          varchar(255),
    PRIMARY KEY (processor_name, segment)
);

CREATE TABLE query.dead_letter (
    dead_letter_id       varchar(255) PRIMARY KEY,
    processing_group     varchar(255) NOT NULL,
    sequence_identifier  varchar(255) NOT NULL,
    sequence_index       bigint       NOT NULL,
    message_type         varchar(255) NOT NULL,
    event_identifier     varchar(255) NOT NULL,
    time_stamp           varchar(255) NOT NULL,
    payload_type         varchar(255) NOT NULL,
    payload_revision     varchar(255),
    payload              bytea        NOT NULL,
    meta_data            bytea,
    aggregate_type       varchar(255),
    aggregate_identifier varchar(255),
    sequence_number      bigint,
    token_type           varchar(255),
    token                bytea,
    enqueued_at          varchar(255) NOT NULL,
    last_touched         varchar(255),
    processing_started   varchar(255),
    cause_type           varchar(255),
    cause_message        varchar(1023),
    diagnostics          bytea,
    UNIQUE (processing_group, sequence_identifier, sequence_index)
);

GRANT USAGE ON SCHEMA query TO ${app_role};
GRANT SELECT, INSERT, UPDATE, DELETE ON query.draft, query.timeline, query.token, query.dead_letter TO ${app_role};
