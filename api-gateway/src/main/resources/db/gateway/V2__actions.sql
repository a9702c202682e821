-- What may be done, and by whom. Operators may change role_action_map; what is new is granted by the migration that brings it.
CREATE TABLE gateway.role (
    code text PRIMARY KEY
);

CREATE TABLE gateway.action (
    -- noun.verb, stable
    code text PRIMARY KEY
);

CREATE TABLE gateway.role_action_map (
    role   text NOT NULL REFERENCES gateway.role,
    action text NOT NULL REFERENCES gateway.action,
    PRIMARY KEY (role, action)
);

CREATE TABLE gateway.user_role (
    user_id uuid NOT NULL,
    role    text NOT NULL REFERENCES gateway.role,
    PRIMARY KEY (user_id, role)
);

-- Less than its user may do; null where it is all.
ALTER TABLE gateway.device ADD COLUMN limited_to text REFERENCES gateway.role;

INSERT INTO gateway.role (code)
VALUES ('owner'), ('admin'), ('maintainer'), ('author'), ('reader'), ('auditor'), ('agent');

WITH granted (action, roles) AS (
    VALUES
        -- everybody's: it needs no role, or proves itself
        ('page.read',           '{}'),
        ('health.read',         '{}'),
        ('contract.read',       '{}'),
        ('signing-key.read',    '{}'),
        ('session.begin',       '{}'),
        ('session.renew',       '{}'),
        ('token.begin',         '{}'),
        ('token.renew',         '{}'),
        ('webhook.deliver',     '{}'),
        -- by role
        ('graphql.ask',         '{owner,admin,maintainer,author,reader,auditor,agent}'),
        ('me.read',             '{owner,admin,maintainer,author,reader,auditor,agent}'),
        ('session.end',         '{owner,admin,maintainer,author,reader,auditor,agent}'),
        ('device.revoke',       '{owner,admin,maintainer,author,reader,auditor}'),
        ('pairing.create',      '{owner,maintainer,author}'),
        ('capture.send',        '{owner,maintainer,author,agent}'),
        ('draft.read',          '{owner,maintainer,author,reader,agent}'),
        ('draft.edit',          '{owner,maintainer,author}'),
        ('draft.redraft',       '{owner,maintainer,author}'),
        ('draft.approve',       '{owner,maintainer,author}'),
        ('draft.discard',       '{owner,maintainer,author}'),
        ('finding.clear',       '{owner,maintainer,author}'),
        ('push.claim',          '{owner,maintainer,author,agent}'),
        ('push.record',         '{owner,maintainer,author,agent}'),
        ('audit.read',          '{owner,admin,maintainer,author,auditor}'),
        ('audit.export',        '{owner,admin,maintainer,author,auditor}'),
        ('actuator.read',       '{owner,admin}'),
        ('delivery.read',       '{owner,admin}'),
        ('key.rotate',          '{owner,admin}'),
        ('projection.read',     '{owner,admin,auditor}'),
        ('projection.replay',   '{owner,admin}'),
        ('dead-letter.read',    '{owner,admin,auditor}'),
        ('dead-letter.retry',   '{owner,admin}'),
        ('dead-letter.discard', '{owner,admin}')
), named AS (
    INSERT INTO gateway.action (code) SELECT action FROM granted
)
INSERT INTO gateway.role_action_map (role, action) SELECT unnest(roles::text[]), action FROM granted;

-- Who was let in, who did what matters, who was refused. Rows are added, and neither changed nor deleted.
CREATE TABLE gateway.action_log (
    -- rows of transactions that run at once may become visible in another order
    id      bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at      timestamptz NOT NULL,
    actor   text        NOT NULL,
    client  text        NOT NULL,
    trace   uuid        NOT NULL,
    action  text        NOT NULL,
    outcome text        NOT NULL CHECK (outcome IN ('ALLOWED', 'DENIED')),
    target  text,
    reason  text
);

CREATE INDEX action_log_by_trace ON gateway.action_log (trace);
CREATE INDEX action_log_by_actor ON gateway.action_log (actor, id DESC);

GRANT SELECT ON gateway.role, gateway.action, gateway.role_action_map TO ${app_role};
GRANT SELECT, INSERT, DELETE ON gateway.user_role TO ${app_role};
GRANT SELECT, INSERT ON gateway.action_log TO ${app_role};
