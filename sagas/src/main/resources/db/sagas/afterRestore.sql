-- What was true of the process that wrote a backup, and is not of the one that is made of it. Run by its owner, once.
UPDATE sagas.token SET owner = NULL;
UPDATE sagas.scheduled_tasks SET picked = false, picked_by = NULL, last_heartbeat = NULL WHERE picked;
