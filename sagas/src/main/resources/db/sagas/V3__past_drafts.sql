-- Approved messages with what is needed to find them again for a change like theirs. Made from events and mirrors, so
-- rows may be deleted at any time: then those messages are not said again.
CREATE TABLE sagas.past_draft (
    number        bigint      GENERATED ALWAYS AS IDENTITY,
    draft_id      uuid        PRIMARY KEY,
    repository_id uuid        NOT NULL,
    author        uuid        NOT NULL,
    message       text        NOT NULL,
    -- Words and shape of the change, as JSON: what a message is held against before it is said again.
    outline       text        NOT NULL,
    -- embedding_code2vec: 512 numbers, of length 1.
    code          real[]      NOT NULL,
    remembered_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON sagas.past_draft (repository_id, number);

GRANT SELECT, INSERT, DELETE ON sagas.past_draft TO ${app_role};
