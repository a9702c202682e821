-- Who was erased. A request of theirs that was on its way finds them here and writes nothing.
CREATE TABLE repositories.erased_person (
    person uuid PRIMARY KEY
);
GRANT SELECT, INSERT ON repositories.erased_person TO ${app_role};
