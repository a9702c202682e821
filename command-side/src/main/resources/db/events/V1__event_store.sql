-- Axon's JDBC event store. The application may add events and read them; it can't change or remove one.
CREATE TABLE events.domain_event (
    global_index         bigserial    PRIMARY KEY,
    aggregate_identifier varchar(255) NOT NULL,
    sequence_number      bigint       NOT NULL,
    type                 varchar(255),
    event_identifier     varchar(255) NOT NULL,
    meta_data            bytea,
    payload              bytea        NOT NULL,
    payload_revision     varchar(255),
    payload_type         varchar(255) NOT NULL,
    time_stamp           varchar(255) NOT NULL,
    UNIQUE (aggregate_identifier, sequence_number),
    UNIQUE (event_identifier)
);

CREATE TABLE events.snapshot (
    aggregate_identifier varchar(255) NOT NULL,
    sequence_number      bigint       NOT NULL,
    type                 varchar(255) NOT NULL,
    event_identifier     varchar(255) NOT NULL,
    meta_data            bytea,
    payload              bytea        NOT NULL,
    payload_revision     varchar(255),
    payload_type         varchar(255) NOT NULL,
    time_stamp           varchar(255) NOT NULL,
    PRIMARY KEY (aggregate_identifier, sequence_number),
    UNIQUE (event_identifier)
);

GRANT USAGE ON SCHEMA events TO ${app_role};
GRANT SELECT, INSERT ON events.domain_event TO ${app_role};
GRANT USAGE ON SEQUENCE events.domain_event_global_index_seq TO ${app_role};
GRANT SELECT, INSERT, DELETE ON events.snapshot TO ${app_role};
