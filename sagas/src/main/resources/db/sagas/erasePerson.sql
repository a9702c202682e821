-- What is kept of a person besides events. Also run after a restore.

-- Who writes of the person shares this lock and looks into this table once it has it. First the lock, so that what they have written
-- is seen below.
INSERT INTO sagas.erased_person (person)
SELECT :person FROM (SELECT pg_advisory_xact_lock(hashtextextended('comfort.person.' || CAST(:person AS text), 0))) AS locked
ON CONFLICT DO NOTHING;

DELETE FROM sagas.past_draft WHERE author = :person;
DELETE FROM sagas.notification_preferences WHERE user_id = :person;
DELETE FROM sagas.sent_notice WHERE user_id = :person;
DELETE FROM sagas.postponed_notice WHERE user_id = :person;
