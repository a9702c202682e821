-- What the change of a draft is about, as JSON: names and numbers, shown whole. Drafts from before stay without one.
ALTER TABLE query.draft ADD COLUMN card text;
