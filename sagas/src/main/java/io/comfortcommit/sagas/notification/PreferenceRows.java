package io.comfortcommit.sagas.notification;

import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.Rejection.PersonErased;
import io.comfortcommit.messages.notification.NotificationCommand.SetNotificationPreferences;
import io.comfortcommit.messages.notification.NotificationPreferences;
import io.comfortcommit.messages.notification.NotificationQuery.FindNotificationPreferences;
import io.comfortcommit.messages.notification.NotificationQuery.FindSlackUsers;
import io.comfortcommit.messages.notification.SlackUsers;
import io.comfortcommit.repositories.ErasedPeople;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** How users want to be told, as they said last. */
class PreferenceRows {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcClient jdbc;
    private final ErasedPeople erased;
    private final String language;

    PreferenceRows(JdbcClient jdbc, ErasedPeople erased, String language) {
        this.jdbc = jdbc;
        this.erased = erased;
        this.language = language;
    }

    /** @throws CommandExecutionException with {@link PersonErased} as its details if the user was erased */
    @CommandHandler
    void handle(SetNotificationPreferences command) {
        Optional<Integer> stored = erased.ifKept(
                command.user(),
                () -> jdbc.sql(
                                "INSERT INTO sagas.notification_preferences (user_id, slack_user, preferences)"
                                        + " VALUES (:user, :slack, :preferences)"
                                        + " ON CONFLICT (user_id) DO UPDATE SET slack_user = :slack, preferences = :preferences")
                        .param("user", command.user().value())
                        .param("slack", command.preferences().slackUser())
                        .param("preferences", JSON.writeValueAsString(command.preferences()))
                        .update());
        if (stored.isEmpty()) {
            PersonErased refusal = new PersonErased(command.user());
            throw new CommandExecutionException(refusal.code(), null, refusal);
        }
    }

    @QueryHandler
    NotificationPreferences handle(FindNotificationPreferences query) {
        return of(query.user());
    }

    @QueryHandler
    SlackUsers handle(FindSlackUsers query) {
        return new SlackUsers(jdbc
                .sql("SELECT user_id FROM sagas.notification_preferences WHERE slack_user = ? ORDER BY user_id")
                .param(query.slackUser())
                .query(UUID.class)
                .list()
                .stream()
                .map(UserId::new)
                .toList());
    }

    NotificationPreferences of(UserId user) {
        return jdbc.sql("SELECT preferences FROM sagas.notification_preferences WHERE user_id = ?")
                .param(user.value())
                .query(String.class)
                .optional()
                .map(stored -> JSON.readValue(stored, NotificationPreferences.class))
                .orElseGet(() -> NotificationPreferences.unchosen(language));
    }
}
