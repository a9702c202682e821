-- How it goes with the newest message that the author asked for; null unless it is being written or could not be.
ALTER TABLE query.draft ADD COLUMN redraft text;
