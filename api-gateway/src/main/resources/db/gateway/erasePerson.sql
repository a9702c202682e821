-- What is kept of a person besides events; the log of actions holds ids only. Also run after a restore.
DELETE FROM gateway.device WHERE user_id = :person;
DELETE FROM gateway.approval_link WHERE user_id = :person;
DELETE FROM gateway.user_secret WHERE user_id = :person;
DELETE FROM gateway.user_role WHERE user_id = :person;
DELETE FROM gateway.account WHERE user_id = :person;
