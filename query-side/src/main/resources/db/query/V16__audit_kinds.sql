-- An auditor's page of one kind of event is of everybody's, and else read along the time until it is full.
CREATE INDEX audit_by_kind ON query.audit_entry (event, at DESC, event_id DESC);
