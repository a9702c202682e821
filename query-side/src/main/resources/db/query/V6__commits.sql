-- All commits that a draft became, first to last, with spaces between; null until pushed, and where it is the one of commit_id.
ALTER TABLE query.draft ADD COLUMN commit_ids text;
