-- Who has drafts sees what models took that were asked for them, and what plans there are.
WITH named AS (
    INSERT INTO gateway.action (code) VALUES ('usage.read'), ('plan.read')
)
INSERT INTO gateway.role_action_map (role, action)
SELECT role, action
FROM unnest('{owner,maintainer,author}'::text[]) AS role,
     unnest('{usage.read,plan.read}'::text[]) AS action;
