-- Vectors of the words of approved drafts' changes, where comfort.drafting.reuse.words is on.
CREATE TABLE sagas.past_words (
    draft_id uuid   PRIMARY KEY REFERENCES sagas.past_draft ON DELETE CASCADE,
    -- Vectors of two models can't be compared.
    model    text   NOT NULL,
    -- embedding_bert, of length 1, without the zeros that fill it up to 1536 numbers.
    words    real[] NOT NULL
);

GRANT SELECT, INSERT ON sagas.past_words TO ${app_role};
