-- Whose entries of the audit log are read is decided by PostgreSQL too. Who audits (comfort.auditing, for one transaction)
-- sees those of everybody.
CREATE FUNCTION query.is_auditing() RETURNS boolean STABLE PARALLEL SAFE
    RETURN coalesce(current_setting('comfort.auditing', true) = 'on', false);

ALTER TABLE query.audit_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE query.audit_entry FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON query.audit_entry FOR SELECT USING (
    author = (SELECT query.caller()) OR (SELECT query.is_auditing()));
CREATE POLICY projecting ON query.audit_entry TO ${app_role}
    USING ((SELECT query.is_projecting())) WITH CHECK ((SELECT query.is_projecting()));

-- An auditor's pages are not of one author.
CREATE INDEX audit_by_time ON query.audit_entry (at DESC, event_id DESC);
DROP INDEX query.audit_by_actor;
CREATE INDEX audit_by_actor ON query.audit_entry (actor, at DESC, event_id DESC);
