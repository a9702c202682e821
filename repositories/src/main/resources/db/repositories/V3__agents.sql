-- Drafts whose objects never come here: their commits are made by an agent on the author's machine. What was sent of the
-- change and the approved message are sealed with the author's key, and go when the draft has ended.
CREATE TABLE repositories.agent_draft (
    draft_id      uuid        PRIMARY KEY,
    analysis      text,
    -- of the approval that waits, or waited last
    round         integer,
    message       text,
    approved_at   timestamptz,
    waits         boolean     NOT NULL DEFAULT false,
    -- the desk whose agent is at it, and until when no other may be
    claimed_by    uuid,
    claimed_until timestamptz
);

GRANT SELECT, INSERT, UPDATE ON repositories.agent_draft TO ${app_role};
