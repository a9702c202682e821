-- Whose rows are read is decided by PostgreSQL, not only by each query. A connection says for whom it reads
-- (comfort.caller, for one transaction) or that it projects (comfort.projecting); one that says neither sees no row.

-- Who sees the drafts of others in a repository. Given by operators: nobody gets in by capturing something.
CREATE TABLE query.membership (
    repository_id uuid        NOT NULL,
    user_id       uuid        NOT NULL,
    added_at      timestamptz NOT NULL,
    added_by      text        NOT NULL,
    PRIMARY KEY (repository_id, user_id)
);
CREATE INDEX membership_by_user ON query.membership (user_id);

CREATE FUNCTION query.caller() RETURNS uuid STABLE PARALLEL SAFE
    RETURN nullif(current_setting('comfort.caller', true), '')::uuid;

CREATE FUNCTION query.is_projecting() RETURNS boolean STABLE PARALLEL SAFE
    RETURN coalesce(current_setting('comfort.projecting', true) = 'on', false);

-- The role that answers requests may read and nothing else, so it can't be made to project.
GRANT USAGE ON SCHEMA query TO ${reader_role};
GRANT SELECT ON query.draft, query.timeline, query.audit_entry, query.membership TO ${reader_role};
GRANT SELECT, INSERT, DELETE ON query.membership TO ${app_role};

ALTER TABLE query.membership ENABLE ROW LEVEL SECURITY;
ALTER TABLE query.membership FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON query.membership FOR SELECT USING (user_id = (SELECT query.caller()));
CREATE POLICY projecting ON query.membership TO ${app_role}
    USING ((SELECT query.is_projecting())) WITH CHECK ((SELECT query.is_projecting()));

-- In a subquery each is asked once for a statement, and not for each row.
ALTER TABLE query.draft ENABLE ROW LEVEL SECURITY;
ALTER TABLE query.draft FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON query.draft FOR SELECT USING (
    author = (SELECT query.caller())
    OR repository_id IN (SELECT m.repository_id FROM query.membership m WHERE m.user_id = (SELECT query.caller())));
CREATE POLICY projecting ON query.draft TO ${app_role}
    USING ((SELECT query.is_projecting())) WITH CHECK ((SELECT query.is_projecting()));

-- Who sees a draft sees how it went.
ALTER TABLE query.timeline ENABLE ROW LEVEL SECURITY;
ALTER TABLE query.timeline FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON query.timeline FOR SELECT USING (
    EXISTS (SELECT FROM query.draft d WHERE d.draft_id = timeline.draft_id));
CREATE POLICY projecting ON query.timeline TO ${app_role}
    USING ((SELECT query.is_projecting())) WITH CHECK ((SELECT query.is_projecting()));
