-- Who was erased. What was on its way of theirs finds them here and is not written.
CREATE TABLE gateway.erased_person (
    person uuid PRIMARY KEY
);
GRANT SELECT, INSERT ON gateway.erased_person TO ${app_role};
