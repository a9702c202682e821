-- How users want to be told.
CREATE TABLE sagas.notification_preferences (
    user_id     uuid PRIMARY KEY,
    -- Clear, to be found when somebody presses a button there; a pseudonym like our own.
    slack_user  text,
    -- The rest, as JSON.
    preferences text NOT NULL
);
CREATE INDEX ON sagas.notification_preferences (slack_user);

-- Who was told what by which way, so that nobody is told twice and messages can be changed later.
CREATE TABLE sagas.sent_notice (
    draft_id  uuid        NOT NULL,
    reminder  boolean     NOT NULL,
    channel   text        NOT NULL,
    user_id   uuid        NOT NULL,
    -- What the channel knows the message by; null where it can't be changed.
    reference text,
    sent_at   timestamptz NOT NULL,
    PRIMARY KEY (draft_id, reminder)
);
CREATE INDEX ON sagas.sent_notice (user_id, sent_at);

-- Notices that wait for the end of quiet hours or of a burst. Several are told at once then.
CREATE TABLE sagas.postponed_notice (
    draft_id uuid        NOT NULL,
    reminder boolean     NOT NULL,
    user_id  uuid        NOT NULL,
    due_at   timestamptz NOT NULL,
    -- The notice that tells of this one too, from when on.
    taken_by uuid,
    taken_at timestamptz,
    told_at  timestamptz,
    PRIMARY KEY (draft_id, reminder)
);
CREATE INDEX ON sagas.postponed_notice (user_id, due_at);

GRANT SELECT, INSERT, UPDATE, DELETE
    ON sagas.notification_preferences, sagas.sent_notice, sagas.postponed_notice TO ${app_role};
