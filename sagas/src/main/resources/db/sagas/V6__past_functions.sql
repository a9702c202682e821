-- Vectors of the functions that carry the changes of approved drafts, up to three a draft.
CREATE TABLE sagas.past_function (
    draft_id  uuid     NOT NULL REFERENCES sagas.past_draft ON DELETE CASCADE,
    -- From 0: the one that carries most.
    place     smallint NOT NULL,
    -- How many the draft has: only drafts of equally many are compared.
    functions smallint NOT NULL,
    -- embedding_code2vec: 512 numbers, of length 1.
    code      real[]   NOT NULL,
    PRIMARY KEY (draft_id, place)
);

GRANT SELECT, INSERT ON sagas.past_function TO ${app_role};
