-- Drafts whose newest state is not in the content log yet. Written with the rows themselves, so that none is forgotten,
-- whoever changes them; at most one row a draft, however long the log is away.
CREATE SEQUENCE query.search_turn;

CREATE TABLE query.search_due (
    draft_id   uuid    PRIMARY KEY,
    -- Another one with each change: what changed again while it was on its way stays due.
    turn       bigint  NOT NULL DEFAULT nextval('query.search_turn'),
    -- Its words are in, and only what they mean is missing.
    worded     boolean NOT NULL DEFAULT false
);

CREATE INDEX search_due_words ON query.search_due (turn) WHERE NOT worded;
CREATE INDEX search_due_meanings ON query.search_due (turn) WHERE worded;

-- What messages mean, as numbers: worked out once, while documents are written again and again.
CREATE TABLE query.search_meaning (
    draft_id   uuid   PRIMARY KEY,
    -- SHA-256 of the text.
    text_hash  bytea  NOT NULL,
    vector     real[] NOT NULL
);

-- One row: which indices are read, which are built beside them and written to as well, and of which cluster they are.
CREATE TABLE query.search_state (
    one        boolean PRIMARY KEY DEFAULT true CHECK (one),
    generation integer NOT NULL,
    building   integer,
    cluster    text
);
INSERT INTO query.search_state (generation) VALUES (1);

CREATE FUNCTION query.search_becomes_due() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO query.search_due (draft_id)
    VALUES (CASE WHEN TG_OP = 'DELETE' THEN OLD.draft_id ELSE NEW.draft_id END)
    ON CONFLICT (draft_id) DO UPDATE SET turn = excluded.turn, worded = false;
    RETURN NULL;
END
$$;

CREATE TRIGGER search_due AFTER INSERT OR UPDATE OR DELETE ON query.draft
    FOR EACH ROW EXECUTE FUNCTION query.search_becomes_due();

GRANT SELECT, INSERT, UPDATE, DELETE ON query.search_due, query.search_meaning TO ${app_role};
GRANT SELECT, UPDATE ON query.search_state TO ${app_role};
GRANT USAGE ON SEQUENCE query.search_turn TO ${app_role};
