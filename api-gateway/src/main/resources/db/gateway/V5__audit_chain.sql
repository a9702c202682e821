INSERT INTO gateway.action (code) VALUES ('audit.prove'), ('chain.export');

-- The export of the chain holds the events of everybody, though nothing of a person in clear.
INSERT INTO gateway.role_action_map (role, action)
VALUES ('owner', 'audit.prove'), ('admin', 'audit.prove'), ('maintainer', 'audit.prove'), ('author', 'audit.prove'),
       ('auditor', 'audit.prove'),
       ('owner', 'chain.export'), ('admin', 'chain.export'), ('auditor', 'chain.export');
