-- Who reads events in order has to know which indexes may still appear. PostgreSQL gives a transaction a number of its own
-- when it writes a row, which is after the row's index was drawn; here it gets it before.
ALTER TABLE events.domain_event ALTER COLUMN global_index
    SET DEFAULT CASE WHEN pg_current_xact_id() IS NOT NULL THEN nextval('events.domain_event_global_index_seq') END;
