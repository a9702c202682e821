-- What is kept of a person besides events; the log of actions holds ids only. Also run after a restore.

-- Who writes of the person shares this lock and looks into this table once it has it. First the lock, so that what they have written
-- is seen below.
INSERT INTO gateway.erased_person (person)
SELECT :person FROM (SELECT pg_advisory_xact_lock(hashtextextended('comfort.person.' || CAST(:person AS text), 0))) AS locked
ON CONFLICT DO NOTHING;

DELETE FROM gateway.device WHERE user_id = :person;
DELETE FROM gateway.approval_link WHERE user_id = :person;
DELETE FROM gateway.user_secret WHERE user_id = :person;
DELETE FROM gateway.user_role WHERE user_id = :person;
DELETE FROM gateway.account WHERE user_id = :person;
