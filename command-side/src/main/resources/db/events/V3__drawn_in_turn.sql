-- A transaction that has drawn an index ends before another one draws: indexes count in the order of the commits, even where
-- the server still works for somebody whose connection broke, while he appends by another one. The lock ends with its
-- transaction; the number is any that nothing else locks in this database.
ALTER TABLE events.domain_event ALTER COLUMN global_index
    SET DEFAULT CASE WHEN pg_current_xact_id() IS NOT NULL AND pg_advisory_xact_lock(4716358906401720001) IS NOT NULL
        THEN nextval('events.domain_event_global_index_seq') END;
