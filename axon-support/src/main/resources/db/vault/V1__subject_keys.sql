-- One key per data subject. A destroyed key leaves its row, so that no new key is made for an erased person.
CREATE TABLE vault.subject_key (
    subject      uuid PRIMARY KEY,
    wrapped_key  bytea,
    created_at   timestamptz NOT NULL,
    destroyed_at timestamptz,
    CHECK ((wrapped_key IS NULL) = (destroyed_at IS NOT NULL))
);

GRANT USAGE ON SCHEMA vault TO ${app_role};
GRANT SELECT, INSERT, UPDATE ON vault.subject_key TO ${app_role};
