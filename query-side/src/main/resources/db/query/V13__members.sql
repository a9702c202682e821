-- Members are told of by events now. Those that operators gave by SQL before stay, until they are removed as the others are.
ALTER TABLE query.membership RENAME TO earlier_membership;
ALTER INDEX query.membership_pkey RENAME TO earlier_membership_pkey;
ALTER INDEX query.membership_by_user RENAME TO earlier_membership_by_user;
REVOKE INSERT ON query.earlier_membership FROM ${app_role};

CREATE TABLE query.repository (
    repository_id  uuid        PRIMARY KEY,
    -- The newest event of the repository that is applied: what is at or below it changes nothing.
    sequence       bigint      NOT NULL,
    owner          uuid        NOT NULL,
    remote         text        NOT NULL,
    default_branch text        NOT NULL,
    tracked_at     timestamptz NOT NULL
);
CREATE INDEX repository_by_owner ON query.repository (owner, tracked_at);

-- Who but its owner sees the drafts of a repository.
CREATE TABLE query.membership (
    repository_id uuid        NOT NULL,
    user_id       uuid        NOT NULL,
    added_at      timestamptz NOT NULL,
    PRIMARY KEY (repository_id, user_id)
);
CREATE INDEX membership_by_user ON query.membership (user_id);

GRANT SELECT ON query.repository, query.membership TO ${reader_role};
GRANT SELECT, INSERT, UPDATE, DELETE ON query.repository, query.membership TO ${app_role};

ALTER TABLE query.repository ENABLE ROW LEVEL SECURITY;
ALTER TABLE query.repository FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON query.repository FOR SELECT USING (owner = (SELECT query.caller()));
CREATE POLICY projecting ON query.repository TO ${app_role}
    USING ((SELECT query.is_projecting())) WITH CHECK ((SELECT query.is_projecting()));

ALTER TABLE query.membership ENABLE ROW LEVEL SECURITY;
ALTER TABLE query.membership FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON query.membership FOR SELECT USING (user_id = (SELECT query.caller()));
CREATE POLICY of_owner ON query.membership FOR SELECT USING (
    repository_id IN (SELECT r.repository_id FROM query.repository r WHERE r.owner = (SELECT query.caller())));
CREATE POLICY projecting ON query.membership TO ${app_role}
    USING ((SELECT query.is_projecting())) WITH CHECK ((SELECT query.is_projecting()));
CREATE POLICY of_owner ON query.earlier_membership FOR SELECT USING (
    repository_id IN (SELECT r.repository_id FROM query.repository r WHERE r.owner = (SELECT query.caller())));

DROP POLICY seen ON query.draft;
CREATE POLICY seen ON query.draft FOR SELECT USING (
    author = (SELECT query.caller())
    OR repository_id IN (
        SELECT m.repository_id FROM query.membership m WHERE m.user_id = (SELECT query.caller())
        UNION ALL
        SELECT e.repository_id FROM query.earlier_membership e WHERE e.user_id = (SELECT query.caller())));
