package io.comfortcommit.messages.notification;

import io.comfortcommit.messages.UserId;
import java.util.List;

/** @param users who said that they are told as one user of Slack; any number, since nobody checks what they say */
public record SlackUsers(List<UserId> users) {
    public SlackUsers {
        users = List.copyOf(users);
    }
}
