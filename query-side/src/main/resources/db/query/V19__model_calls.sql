-- What models that were asked for a draft took. Summed up when it is asked for: somebody has some hundred in a month.
CREATE TABLE query.model_call (
    event_id      text        PRIMARY KEY,
    at            timestamptz NOT NULL,
    -- For whose draft.
    author        uuid        NOT NULL,
    repository_id uuid        NOT NULL,
    -- Whose money was spent.
    key_group     text        NOT NULL,
    model         text        NOT NULL,
    prompt_tokens integer     NOT NULL,
    answer_tokens integer     NOT NULL,
    -- Millionths of a US dollar.
    micro_dollars bigint      NOT NULL
);
CREATE INDEX model_call_by_author ON query.model_call (author, at);

GRANT SELECT ON query.model_call TO ${reader_role};
GRANT SELECT, INSERT, UPDATE, DELETE ON query.model_call TO ${app_role};

ALTER TABLE query.model_call ENABLE ROW LEVEL SECURITY;
ALTER TABLE query.model_call FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON query.model_call FOR SELECT USING (author = (SELECT query.caller()));
CREATE POLICY projecting ON query.model_call TO ${app_role}
    USING ((SELECT query.is_projecting())) WITH CHECK ((SELECT query.is_projecting()));
