-- Who reads the log in order has to know which numbers may still appear. PostgreSQL gives a transaction a number of its own
-- when it writes a row, which is after the row's number was drawn; here it gets it before.
ALTER TABLE gateway.action_log ALTER COLUMN id DROP IDENTITY;
CREATE SEQUENCE gateway.action_log_number OWNED BY gateway.action_log.id;
SELECT setval('gateway.action_log_number', coalesce(max(id), 0) + 1, false) FROM gateway.action_log;
ALTER TABLE gateway.action_log ALTER COLUMN id
    SET DEFAULT CASE WHEN pg_current_xact_id() IS NOT NULL THEN nextval('gateway.action_log_number') END;
GRANT USAGE ON SEQUENCE gateway.action_log_number TO ${app_role};

-- To be searched by words, like the events beside which it is shown. All that is in it is ASCII.
ALTER TABLE gateway.action_log ADD COLUMN words tsvector NOT NULL GENERATED ALWAYS AS (
    array_to_tsvector(array_remove(regexp_split_to_array(
        lower(action || ' ' || outcome || ' ' || client || ' ' || coalesce(target, '') || ' ' || coalesce(reason, '')),
        '[^a-z0-9]+'), ''))
) STORED;

DROP INDEX gateway.action_log_by_actor;
CREATE INDEX action_log_by_time ON gateway.action_log (at DESC, id DESC);
CREATE INDEX action_log_by_actor ON gateway.action_log (actor, at DESC, id DESC);
CREATE INDEX action_log_by_target ON gateway.action_log (target, at DESC, id DESC);
CREATE INDEX action_log_by_words ON gateway.action_log USING gin (words);
