-- Who was erased. What was on its way of theirs finds them here and is not written.
CREATE TABLE sagas.erased_person (
    person uuid PRIMARY KEY
);
GRANT SELECT, INSERT ON sagas.erased_person TO ${app_role};
