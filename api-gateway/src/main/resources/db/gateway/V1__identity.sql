-- Keys that secrets are encrypted with, each wrapped by a key of the operator's that is not in the database.
CREATE TABLE gateway.data_key (
    id          text        PRIMARY KEY,
    wrapped     bytea       NOT NULL,
    -- which of the operator's keys wraps it
    wrapped_by  text        NOT NULL,
    created_at  timestamptz NOT NULL,
    -- newer than all others, also where two were made at once
    place       bigint      GENERATED ALWAYS AS IDENTITY
);

-- AES-256-GCM: nonce, ciphertext, tag; bound to its user, its name and its key.
CREATE TABLE gateway.user_secret (
    user_id    uuid        NOT NULL,
    name       text        NOT NULL,
    data_key   text        NOT NULL REFERENCES gateway.data_key,
    sealed     bytea       NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, name)
);

CREATE INDEX user_secret_by_key ON gateway.user_secret (data_key);

-- Public halves of the keys that tokens are signed with; the private ones are secrets of the installation.
CREATE TABLE gateway.signing_key (
    kid        text        PRIMARY KEY,
    public_jwk text        NOT NULL,
    created_at timestamptz NOT NULL,
    -- signs no more; what it signed is good until it is over
    retired_at timestamptz
);

-- A browser or a program that was let in. All tokens that it ever gets hang on its row.
CREATE TABLE gateway.device (
    id         uuid        PRIMARY KEY,
    user_id    uuid        NOT NULL,
    kind       text        NOT NULL CHECK (kind IN ('BROWSER', 'PROGRAM')),
    name       text        NOT NULL,
    -- SHA-256 of the one token of a program that does not renew it
    token_hash bytea       UNIQUE,
    created_at timestamptz NOT NULL,
    seen_at    timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    revoked_by text        CHECK (revoked_by IN ('USER', 'REPLAY'))
);

CREATE INDEX device_by_user ON gateway.device (user_id, created_at DESC);
CREATE INDEX device_ended ON gateway.device (expires_at);

-- Used ones stay until they would have ended: one that comes again was stolen.
CREATE TABLE gateway.refresh_token (
    hash       bytea       PRIMARY KEY,
    device_id  uuid        NOT NULL REFERENCES gateway.device ON DELETE CASCADE,
    issued_at  timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at    timestamptz
);

CREATE INDEX refresh_token_by_device ON gateway.refresh_token (device_id);

GRANT USAGE ON SCHEMA gateway TO ${app_role};
GRANT SELECT, INSERT, UPDATE, DELETE
    ON gateway.data_key, gateway.user_secret, gateway.signing_key, gateway.device, gateway.refresh_token TO ${app_role};
