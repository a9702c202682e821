-- How the messages of a repository are drafted, as its owner chose.
ALTER TABLE query.repository
    ADD COLUMN drafting_language text    NOT NULL DEFAULT 'INSTALLATION',
    ADD COLUMN gitmoji           boolean NOT NULL DEFAULT false;
