-- What was tried and what became of it. An attempt is stored before its push, a publication after it.

CREATE TABLE repositories.push_attempt (
    draft_id     uuid        NOT NULL,
    number       integer     NOT NULL CHECK (number > 0),
    object_id    text        NOT NULL,
    target_ref   text        NOT NULL,
    -- what the ref was expected to hold; null where it was expected not to exist
    expected_tip text,
    tree         text        NOT NULL,
    rebased      boolean     NOT NULL,
    reason       text,
    at           timestamptz NOT NULL,
    PRIMARY KEY (draft_id, number)
);

CREATE TABLE repositories.publication (
    draft_id  uuid        PRIMARY KEY,
    commit_id text        NOT NULL,
    branch    text        NOT NULL,
    landing   text        NOT NULL CHECK (landing IN ('BRANCH', 'SIDE_BRANCH')),
    rebased   boolean     NOT NULL,
    attempts  integer     NOT NULL,
    reason    text,
    at        timestamptz NOT NULL
);

GRANT USAGE ON SCHEMA repositories TO ${app_role};
GRANT SELECT, INSERT ON repositories.push_attempt, repositories.publication TO ${app_role};
