WITH named AS (
    INSERT INTO gateway.action (code) VALUES ('notification.read'), ('notification.choose')
)
INSERT INTO gateway.role_action_map (role, action)
SELECT role, action
FROM unnest('{owner,maintainer,author}'::text[]) AS role,
     unnest('{notification.read,notification.choose}'::text[]) AS action;
