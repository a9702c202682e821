-- For a commit on a side branch: the pull request that was opened, or why none could be.
ALTER TABLE query.draft
    ADD COLUMN pull_request         text,
    ADD COLUMN pull_request_trouble text,
    ADD COLUMN pull_request_words   text;
