-- What proves that no event was changed, left out or put in. Unlike the read models it is never rebuilt: the order in which
-- the leaves came is kept here and nowhere else. The application may add to it and read it, and change or remove nothing.
CREATE TABLE query.chain_leaf (
    leaf     bigint      PRIMARY KEY CHECK (leaf >= 0),
    kind     text        NOT NULL,
    id       text        NOT NULL UNIQUE,
    hash     bytea       NOT NULL CHECK (octet_length(hash) = 32),
    added_at timestamptz NOT NULL
);

-- Subtrees of 2^level leaves that are complete, from level 1 on.
CREATE TABLE query.chain_subtree (
    level smallint NOT NULL CHECK (level > 0),
    index bigint   NOT NULL,
    hash  bytea    NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (level, index)
);

CREATE TABLE query.chain_checkpoint (
    size      bigint      NOT NULL,
    key       text        NOT NULL,
    note      text        NOT NULL,
    signed_at timestamptz NOT NULL,
    PRIMARY KEY (size, key)
);

-- Public keys, and from which size on each was the one to sign.
CREATE TABLE query.chain_key (
    key       text   PRIMARY KEY,
    from_size bigint NOT NULL
);

-- Who adds at this time; whoever wants to, locks this row.
CREATE TABLE query.chain_head (
    only_one     boolean     PRIMARY KEY DEFAULT true CHECK (only_one),
    origin       text        NOT NULL,
    size         bigint      NOT NULL,
    term         bigint      NOT NULL,
    writer       text,
    writer_until timestamptz
);
INSERT INTO query.chain_head (origin, size, term) VALUES ('comfort-commit/' || gen_random_uuid(), 0, 0);

-- How far what becomes leaves has been read.
CREATE TABLE query.chain_source (
    name     text PRIMARY KEY,
    position text NOT NULL
);

GRANT SELECT, INSERT ON query.chain_leaf, query.chain_subtree, query.chain_checkpoint, query.chain_key TO ${app_role};
GRANT SELECT, UPDATE ON query.chain_head TO ${app_role};
GRANT SELECT, INSERT, UPDATE ON query.chain_source TO ${app_role};
