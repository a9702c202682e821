-- Says whether an address is the one that the provider verified, without keeping it. Filled at the next sign-in.
ALTER TABLE gateway.account ADD COLUMN address_digest bytea;
