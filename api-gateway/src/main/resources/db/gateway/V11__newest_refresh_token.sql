-- What is open for long asks again and again when its device was renewed last: one row, however many it has used.
CREATE INDEX refresh_token_newest ON gateway.refresh_token (device_id, issued_at DESC);
DROP INDEX gateway.refresh_token_by_device;
