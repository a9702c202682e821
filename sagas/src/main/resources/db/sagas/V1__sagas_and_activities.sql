-- Positions of this side's event processors.
CREATE TABLE sagas.token (
    processor_name varchar(255) NOT NULL,
    segment        integer      NOT NULL,
    token          bytea,
    token_type     varchar(255),
    timestamp      varchar(255),
    owner          varchar(255),
    PRIMARY KEY (processor_name, segment)
);

CREATE TABLE sagas.saga (
    saga_id         varchar(255) PRIMARY KEY,
    revision        varchar(255),
    saga_type       varchar(255),
    serialized_saga bytea
);

CREATE TABLE sagas.association_value (
    id                bigserial PRIMARY KEY,
    association_key   varchar(255),
    association_value varchar(255),
    saga_id           varchar(255),
    saga_type         varchar(255)
);
CREATE INDEX ON sagas.association_value (association_value, association_key, saga_type);
CREATE INDEX ON sagas.association_value (saga_id, saga_type);

-- db-scheduler's table (its postgresql_tables.sql), in our schema.
CREATE TABLE sagas.scheduled_tasks (
    task_name            text        NOT NULL,
    task_instance        text        NOT NULL,
    task_data            bytea,
    execution_time       timestamptz NOT NULL,
    picked               boolean     NOT NULL,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures integer,
    last_heartbeat       timestamptz,
    version              bigint      NOT NULL,
    priority             smallint,
    PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX ON sagas.scheduled_tasks (execution_time);
CREATE INDEX ON sagas.scheduled_tasks (last_heartbeat);

-- What each open draft waits for.
CREATE TABLE sagas.open_draft (
    draft_id uuid        PRIMARY KEY,
    awaiting text        NOT NULL,
    round    integer     NOT NULL,
    trace_id text        NOT NULL,
    due_at   timestamptz NOT NULL
);
CREATE INDEX ON sagas.open_draft (due_at);

GRANT USAGE ON SCHEMA sagas TO ${app_role};
GRANT SELECT, INSERT, UPDATE, DELETE
    ON sagas.token, sagas.saga, sagas.association_value, sagas.scheduled_tasks, sagas.open_draft TO ${app_role};
GRANT USAGE ON SEQUENCE sagas.association_value_id_seq TO ${app_role};
