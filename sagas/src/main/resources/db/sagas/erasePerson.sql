-- What is kept of a person besides events. Also run after a restore.
DELETE FROM sagas.past_draft WHERE author = :person;
DELETE FROM sagas.notification_preferences WHERE user_id = :person;
DELETE FROM sagas.sent_notice WHERE user_id = :person;
DELETE FROM sagas.postponed_notice WHERE user_id = :person;
