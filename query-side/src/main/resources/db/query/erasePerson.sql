-- What is shown of a person is hidden at once; a rebuild then shows again what events still say. Also run after a restore.
UPDATE query.timeline SET detail = NULL
WHERE detail IS NOT NULL AND draft_id IN (SELECT draft_id FROM query.draft WHERE author = :person);

DELETE FROM query.search_meaning WHERE draft_id IN (SELECT draft_id FROM query.draft WHERE author = :person);

UPDATE query.draft SET
    message = CASE WHEN message IS NOT NULL THEN '[erased]' END,
    card = NULL,
    branch = '[erased]',
    git_author_name = '[erased]',
    git_author_email = '[erased]',
    landed_on = CASE WHEN landed_on IS NOT NULL THEN '[erased]' END,
    reason = CASE WHEN reason IS NOT NULL THEN '[erased]' END,
    pull_request = CASE WHEN pull_request IS NOT NULL THEN '[erased]' END,
    pull_request_words = CASE WHEN pull_request_words IS NOT NULL THEN '[erased]' END
WHERE author = :person;

UPDATE query.audit_entry SET detail = NULL, words = '' WHERE author = :person;

UPDATE query.repository SET remote = '[erased]', default_branch = '[erased]' WHERE owner = :person;

DELETE FROM query.earlier_membership WHERE user_id = :person;
