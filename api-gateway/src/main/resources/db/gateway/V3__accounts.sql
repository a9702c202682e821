-- Who signed in by a provider. The address is not kept; subject is what never changes there.
CREATE TABLE gateway.account (
    issuer     text        NOT NULL,
    subject    text        NOT NULL,
    user_id    uuid        NOT NULL,
    created_at timestamptz NOT NULL,
    seen_at    timestamptz NOT NULL,
    PRIMARY KEY (issuer, subject)
);

-- one person is one account of a provider
CREATE UNIQUE INDEX account_by_user ON gateway.account (user_id, issuer);

INSERT INTO gateway.action (code) VALUES ('login.begin'), ('login.finish');

GRANT SELECT, INSERT, UPDATE, DELETE ON gateway.account TO ${app_role};
