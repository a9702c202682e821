-- What is erased of a person, and nothing else of a row.
GRANT UPDATE (branch, author_name, author_email) ON repositories.capture TO ${app_role};
GRANT UPDATE (reason) ON repositories.push_attempt, repositories.publication TO ${app_role};
GRANT UPDATE (remote) ON repositories.repository TO ${app_role};
