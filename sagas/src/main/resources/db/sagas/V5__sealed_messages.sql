-- From here on messages lie encrypted under their authors' keys (cc1:…), as in events. Those in clear go; they come again as
-- such changes are approved.
DELETE FROM sagas.past_draft;
