INSERT INTO gateway.action (code) VALUES ('person.erase');
INSERT INTO gateway.role_action_map (role, action) VALUES ('owner', 'person.erase'), ('admin', 'person.erase');
