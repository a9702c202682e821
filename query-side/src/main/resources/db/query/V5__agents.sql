-- Who makes the commit and pushes it: the server, or an agent on the author's machine.
ALTER TABLE query.draft ADD COLUMN pushed_by text NOT NULL DEFAULT 'SERVER';
