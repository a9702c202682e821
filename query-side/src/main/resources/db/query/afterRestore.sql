-- What was true of the process that wrote a backup, and is not of the one that is made of it. Run by its owner, once.

-- Their copies are in a schema of their own, which no backup has.
UPDATE query.rebuild
SET state = 'CANCELLED', finished_at = coalesce(finished_at, updated_at), copied = false, owner = NULL, leased_until = NULL
WHERE copied OR state IN ('RUNNING', 'PAUSED', 'FAILED');

UPDATE query.token SET owner = NULL;
UPDATE query.chain_head SET writer = NULL, writer_until = NULL;
-- Transactions are numbered anew here: nobody runs any more that may have drawn what is missing.
UPDATE query.chain_source SET position = regexp_replace(position, '@\d+', '@0', 'g');

-- The content log has not come back with it, or is another one's: all drafts are due.
UPDATE query.search_state SET cluster = NULL, building = NULL;
