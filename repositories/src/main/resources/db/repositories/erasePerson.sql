-- What is kept of a person besides events and mirrors. Also run after a restore.
DELETE FROM repositories.delivery WHERE caller_id = :person;

UPDATE repositories.agent_draft SET analysis = NULL, message = NULL
WHERE draft_id IN (SELECT draft_id FROM repositories.capture WHERE caller_id = :person);

UPDATE repositories.push_attempt SET reason = '[erased]'
WHERE reason IS NOT NULL AND draft_id IN (SELECT draft_id FROM repositories.capture WHERE caller_id = :person);

UPDATE repositories.publication SET reason = '[erased]'
WHERE reason IS NOT NULL AND draft_id IN (SELECT draft_id FROM repositories.capture WHERE caller_id = :person);

UPDATE repositories.capture SET branch = '[erased]', author_name = '[erased]', author_email = '[erased]'
WHERE caller_id = :person;

-- Two of one owner's are never of one name.
UPDATE repositories.repository SET remote = '[erased] ' || id WHERE tenant_id = :person;
