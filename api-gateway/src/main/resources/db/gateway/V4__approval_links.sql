-- Links that let one browser decide about one draft. The nonce itself is in the signed token of the link only.
CREATE TABLE gateway.approval_link (
    -- SHA-256
    nonce      bytea       PRIMARY KEY,
    user_id    uuid        NOT NULL,
    draft_id   uuid        NOT NULL,
    issued_at  timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at    timestamptz
);

CREATE INDEX approval_link_ended ON gateway.approval_link (expires_at);

-- The one draft that such a browser may see; null where it is all of its user's.
ALTER TABLE gateway.device ADD COLUMN only_draft uuid;

INSERT INTO gateway.role (code) VALUES ('approver');

INSERT INTO gateway.role_action_map (role, action)
SELECT 'approver', unnest('{graphql.ask,session.end,draft.read,draft.edit,draft.redraft,draft.approve,draft.discard,finding.clear}'::text[]);

GRANT SELECT, INSERT, UPDATE, DELETE ON gateway.approval_link TO ${app_role};
