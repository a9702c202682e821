-- Who tracks a repository says who else sees what is drafted for it.
WITH named AS (
    INSERT INTO gateway.action (code) VALUES ('member.read'), ('member.add'), ('member.remove')
)
INSERT INTO gateway.role_action_map (role, action)
SELECT role, action
FROM unnest('{owner,maintainer,author}'::text[]) AS role,
     unnest('{member.read,member.add,member.remove}'::text[]) AS action;
