-- The branch that a repository was first captured from.
GRANT UPDATE (default_branch) ON repositories.repository TO ${app_role};
