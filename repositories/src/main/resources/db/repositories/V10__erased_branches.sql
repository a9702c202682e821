-- Where somebody pushed can be as personal as why it went elsewhere.
GRANT UPDATE (target_ref) ON repositories.push_attempt TO ${app_role};
GRANT UPDATE (branch) ON repositories.publication TO ${app_role};
