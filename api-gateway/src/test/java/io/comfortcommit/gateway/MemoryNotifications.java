package io.comfortcommit.gateway;

import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.notification.NotificationCommand.AnswerInSlack;
import io.comfortcommit.messages.notification.NotificationCommand.SetNotificationPreferences;
import io.comfortcommit.messages.notification.NotificationPreferences;
import io.comfortcommit.messages.notification.NotificationQuery.FindNotificationPreferences;
import io.comfortcommit.messages.notification.NotificationQuery.FindSlackUsers;
import io.comfortcommit.messages.notification.SlackUsers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.queryhandling.QueryHandler;

/** Stands where those stand who tell authors of their drafts. */
class MemoryNotifications {
    final Map<UserId, NotificationPreferences> preferences = new ConcurrentHashMap<>();
    final List<AnswerInSlack> answers = new CopyOnWriteArrayList<>();

    @CommandHandler
    void handle(SetNotificationPreferences command) {
        preferences.put(command.user(), command.preferences());
    }

    @CommandHandler
    void handle(AnswerInSlack command) {
        answers.add(command);
    }

    @QueryHandler
    NotificationPreferences handle(FindNotificationPreferences query) {
        return preferences.getOrDefault(query.user(), NotificationPreferences.unchosen("en"));
    }

    @QueryHandler
    SlackUsers handle(FindSlackUsers query) {
        return new SlackUsers(preferences.entrySet().stream()
                .filter(entry -> query.slackUser().equals(entry.getValue().slackUser()))
                .map(Map.Entry::getKey)
                .toList());
    }
}
