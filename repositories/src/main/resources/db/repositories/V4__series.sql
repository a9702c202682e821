-- A push may bring several commits: their object ids, first to last, with spaces between. Null where it is the one commit.
ALTER TABLE repositories.push_attempt ADD COLUMN commits text;
ALTER TABLE repositories.publication ADD COLUMN commits text;
