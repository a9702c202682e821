-- What is kept of a person besides events and mirrors. Also run after a restore.

-- Who writes of the person shares this lock and looks into this table once it has it. First the lock, so that what they have written
-- is seen below.
INSERT INTO repositories.erased_person (person)
SELECT :person FROM (SELECT pg_advisory_xact_lock(hashtextextended('comfort.person.' || CAST(:person AS text), 0))) AS locked
ON CONFLICT DO NOTHING;

DELETE FROM repositories.delivery WHERE caller_id = :person;

-- Before what is kept of pushes: who records one waits for this row, and then records nothing personal. No branch is of that name.
UPDATE repositories.capture SET branch = '[erased]', author_name = '[erased]', author_email = '[erased]'
WHERE caller_id = :person;

UPDATE repositories.agent_draft SET analysis = NULL, message = NULL
WHERE draft_id IN (SELECT draft_id FROM repositories.capture WHERE caller_id = :person);

UPDATE repositories.push_attempt
SET target_ref = 'refs/heads/[erased]', reason = CASE WHEN reason IS NOT NULL THEN '[erased]' END
WHERE draft_id IN (SELECT draft_id FROM repositories.capture WHERE caller_id = :person);

UPDATE repositories.publication
SET branch = '[erased]', reason = CASE WHEN reason IS NOT NULL THEN '[erased]' END
WHERE draft_id IN (SELECT draft_id FROM repositories.capture WHERE caller_id = :person);

-- Two of one owner's are never of one name.
UPDATE repositories.repository SET remote = '[erased] ' || id, default_branch = '[erased]' WHERE tenant_id = :person;
