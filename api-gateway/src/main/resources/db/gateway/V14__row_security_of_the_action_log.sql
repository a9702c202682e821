-- Whose entries are read is decided by PostgreSQL too: one's own, or those of everybody by who audits. What records them, and
-- makes leaves of them, says by its connection that it projects. The owner of the table is not under it: it migrates only.
ALTER TABLE gateway.action_log ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON gateway.action_log FOR SELECT USING (
    actor = (SELECT 'user:' || nullif(current_setting('comfort.caller', true), ''))
    OR (SELECT coalesce(current_setting('comfort.auditing', true) = 'on', false)));
CREATE POLICY projecting ON gateway.action_log TO ${app_role}
    USING ((SELECT coalesce(current_setting('comfort.projecting', true) = 'on', false))) WITH CHECK (true);

-- What an entry is called in the audit log, so that the pages of one kind are read along an index, however seldom it is.
ALTER TABLE gateway.action_log ADD COLUMN event text NOT NULL GENERATED ALWAYS AS (
    CASE WHEN action IN ('session.begin', 'session.renew', 'token.begin', 'token.renew', 'login.begin', 'login.finish')
        THEN CASE outcome WHEN 'ALLOWED' THEN 'access.logged-in' ELSE 'access.login-refused' END
        ELSE CASE outcome WHEN 'ALLOWED' THEN 'access.allowed' ELSE 'access.denied' END END
) STORED;
CREATE INDEX action_log_by_kind ON gateway.action_log (event, at DESC, id DESC);
