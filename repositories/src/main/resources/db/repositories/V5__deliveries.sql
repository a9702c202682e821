-- What others delivered by webhook. A row is there before the sender is answered; what was in it goes once it is done,
-- its id stays for a while, so that the same delivery again is none.
CREATE TABLE repositories.delivery (
    source        text        NOT NULL,
    delivery_id   text        NOT NULL,
    digest        text        NOT NULL,
    trace_id      text        NOT NULL,
    state         text        NOT NULL DEFAULT 'WAITING' CHECK (state IN ('WAITING', 'DONE', 'REFUSED', 'IGNORED')),
    -- while it waits: when it is due, or until when a worker has it
    due_at        timestamptz NOT NULL,
    attempts      integer     NOT NULL DEFAULT 0,
    received_at   timestamptz NOT NULL,
    ended_at      timestamptz,
    draft_id      uuid,
    code          text,
    -- of both kinds
    kind          text        NOT NULL CHECK (kind IN ('CAPTURE', 'PUSH')),
    repository_id uuid        NOT NULL,
    caller_id     uuid        NOT NULL,
    client        text        NOT NULL,
    branch        text,
    -- of a push
    authors       text[],
    since         timestamptz,
    -- of a capture
    capture_id    uuid,
    lane_id       uuid,
    snapshot      text,
    base          text,
    mode          text,
    author_name   text,
    author_email  text,
    captured_at   timestamptz,
    bundle        bytea,
    PRIMARY KEY (source, delivery_id)
);

-- Packs are compressed already.
ALTER TABLE repositories.delivery ALTER COLUMN bundle SET STORAGE EXTERNAL;

CREATE INDEX delivery_waiting ON repositories.delivery (due_at) WHERE state = 'WAITING';
CREATE INDEX delivery_ended ON repositories.delivery (ended_at) WHERE state <> 'WAITING';

GRANT USAGE ON SCHEMA repositories TO ${app_role};
GRANT SELECT, INSERT, UPDATE, DELETE ON repositories.delivery TO ${app_role};
