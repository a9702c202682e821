-- Axon's JDBC event store, as small as the tests of the read side need it.
CREATE TABLE test_events.domain_event (
    global_index         bigserial    PRIMARY KEY,
    aggregate_identifier varchar(255) NOT NULL,
    sequence_number      bigint       NOT NULL,
    type                 varchar(255),
    event_identifier     varchar(255) NOT NULL UNIQUE,
    meta_data            bytea,
    payload              bytea        NOT NULL,
    payload_revision     varchar(255),
    payload_type         varchar(255) NOT NULL,
    time_stamp           varchar(255) NOT NULL,
    UNIQUE (aggregate_identifier, sequence_number)
);

GRANT USAGE ON SCHEMA test_events TO ${app_role};
GRANT SELECT, INSERT ON test_events.domain_event TO ${app_role};
GRANT USAGE ON SEQUENCE test_events.domain_event_global_index_seq TO ${app_role};
