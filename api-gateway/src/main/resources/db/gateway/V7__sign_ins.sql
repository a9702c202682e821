-- Whether a browser came in by signing in at a provider: for some minutes it may let others in then.
ALTER TABLE gateway.device ADD COLUMN signed_in boolean NOT NULL DEFAULT false;
