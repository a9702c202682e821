-- Rebuilds of projections: what was asked for, how far they are, what they found. Copies are built in a schema of their own.
CREATE TABLE query.rebuild (
    id          uuid        PRIMARY KEY,
    projection  text        NOT NULL,
    state       text        NOT NULL,
    dry_run     boolean     NOT NULL,
    until       timestamptz,
    started_by  text        NOT NULL,
    started_at  timestamptz NOT NULL,
    -- Since when it runs without a break, and how many events it had then: for the rate.
    running_since  timestamptz NOT NULL,
    running_events bigint      NOT NULL,
    finished_at timestamptz,
    updated_at  timestamptz NOT NULL,
    target      bigint      NOT NULL,
    differences text,
    failure     text,
    -- Who works on it, and until when nobody else may.
    owner       text,
    leased_until timestamptz,
    -- Whether there are tables of it.
    copied      boolean     NOT NULL
);

CREATE UNIQUE INDEX rebuild_unfinished ON query.rebuild (projection) WHERE state IN ('RUNNING', 'PAUSED', 'FAILED');
CREATE INDEX rebuild_newest ON query.rebuild (projection, started_at DESC);

-- Each part holds the events of some streams, and says itself how far it is: with its rows, in one transaction.
CREATE TABLE query.rebuild_part (
    rebuild_id uuid    NOT NULL REFERENCES query.rebuild ON DELETE CASCADE,
    part       integer NOT NULL,
    token      text,
    position   bigint  NOT NULL,
    events     bigint  NOT NULL,
    PRIMARY KEY (rebuild_id, part)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON query.rebuild, query.rebuild_part TO ${app_role};

CREATE SCHEMA IF NOT EXISTS query_copy;
GRANT USAGE, CREATE ON SCHEMA query_copy TO ${app_role};
