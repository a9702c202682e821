-- What the owner of the git bytes must know beside them. The bytes themselves lie in the mirrors on disk.

-- A remote that a tenant tracks. Its mirror's folder is tenant/id, never derived from the URL.
CREATE TABLE repositories.repository (
    id             uuid        PRIMARY KEY,
    tenant_id      uuid        NOT NULL,
    remote         text        NOT NULL,
    default_branch text        NOT NULL,
    tracked_at     timestamptz NOT NULL,
    UNIQUE (tenant_id, remote)
);

-- Where captures of one desk line up. The row is the lock that they line up at.
CREATE TABLE repositories.lane (
    repository_id uuid   NOT NULL REFERENCES repositories.repository (id),
    lane_id       uuid   NOT NULL,
    head          uuid,
    length        bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (repository_id, lane_id)
);

-- A capture that was taken in: verified, and pinned under refs/comfort/drafts/<draft_id> before this row exists.
CREATE TABLE repositories.capture (
    draft_id         uuid        PRIMARY KEY,
    capture_id       uuid        NOT NULL,
    repository_id    uuid        NOT NULL,
    caller_id        uuid        NOT NULL,
    lane_id          uuid        NOT NULL,
    -- 1, 2, 3… in the lane
    lane_position    bigint      NOT NULL,
    -- the draft at lane_position - 1
    previous         uuid,
    snapshot         text        NOT NULL CHECK (snapshot ~ '^[0-9a-f]{40}$'),
    base             text        CHECK (base ~ '^[0-9a-f]{40}$'),
    branch           text        NOT NULL,
    mode             text        NOT NULL,
    author_name      text        NOT NULL,
    author_email     text        NOT NULL,
    captured_at      timestamptz NOT NULL,
    client           text        NOT NULL,
    files_changed    integer     NOT NULL,
    insertions       integer     NOT NULL,
    deletions        integer     NOT NULL,
    unpushed_commits integer     NOT NULL,
    taken_at         timestamptz NOT NULL,
    -- when it became known that the draft ended without a push
    settled_at       timestamptz,
    UNIQUE (caller_id, capture_id),
    UNIQUE (repository_id, lane_id, lane_position),
    FOREIGN KEY (repository_id, lane_id) REFERENCES repositories.lane (repository_id, lane_id)
);

CREATE INDEX capture_unsettled ON repositories.capture (repository_id, lane_id, lane_position)
    WHERE settled_at IS NULL;

GRANT USAGE ON SCHEMA repositories TO ${app_role};
GRANT SELECT, INSERT ON repositories.repository TO ${app_role};
GRANT SELECT, INSERT, UPDATE (head, length) ON repositories.lane TO ${app_role};
GRANT SELECT, INSERT, UPDATE (settled_at) ON repositories.capture TO ${app_role};
