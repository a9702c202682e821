-- Every event, to be searched. Rebuilt from events like the other read models; what proves that nothing was changed is
-- elsewhere.
CREATE TABLE query.audit_entry (
    event_id      text        PRIMARY KEY,
    at            timestamptz NOT NULL,
    event         text        NOT NULL,
    stream        text        NOT NULL,
    sequence      bigint      NOT NULL,
    -- Whose data it is.
    author        uuid        NOT NULL,
    repository_id uuid,
    draft_id      uuid,
    actor         text,
    client        text,
    trace_id      text,
    detail        text,
    words         tsvector    NOT NULL
);

-- A page is read along one of these, whatever it is filtered by, and stops when it is full.
CREATE INDEX audit_by_author ON query.audit_entry (author, at DESC, event_id DESC);
CREATE INDEX audit_by_repository ON query.audit_entry (repository_id, at DESC, event_id DESC);
CREATE INDEX audit_by_actor ON query.audit_entry (author, actor, at DESC, event_id DESC);
CREATE INDEX audit_by_event ON query.audit_entry (author, event, at DESC, event_id DESC);
CREATE INDEX audit_by_draft ON query.audit_entry (draft_id, at DESC, event_id DESC);
CREATE INDEX audit_by_trace ON query.audit_entry (trace_id);
CREATE INDEX audit_by_words ON query.audit_entry USING gin (words);

GRANT SELECT, INSERT, UPDATE, DELETE ON query.audit_entry TO ${app_role};
