-- Who tracks a repository says how messages are drafted for it.
WITH named AS (
    INSERT INTO gateway.action (code) VALUES ('repository.configure')
)
INSERT INTO gateway.role_action_map (role, action)
SELECT role, 'repository.configure'
FROM unnest('{owner,maintainer,author}'::text[]) AS role;
