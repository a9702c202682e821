package io.comfortcommit.gateway.graphql;

import graphql.GraphQLContext;
import io.comfortcommit.gateway.access.Caller;
import io.comfortcommit.gateway.dispatch.Client;
import io.comfortcommit.gateway.dispatch.Commands;
import io.comfortcommit.gateway.dispatch.Offload;
import io.comfortcommit.gateway.dispatch.Origin;
import io.comfortcommit.gateway.dispatch.Queries;
import io.comfortcommit.gateway.login.Accounts;
import io.comfortcommit.gateway.permission.Action;
import io.comfortcommit.gateway.permission.Requires;
import io.comfortcommit.gateway.problem.Problem;
import io.comfortcommit.messages.notification.NotificationChannel;
import io.comfortcommit.messages.notification.NotificationCommand.SetNotificationPreferences;
import io.comfortcommit.messages.notification.NotificationPreferences;
import io.comfortcommit.messages.notification.NotificationPreferences.QuietHours;
import io.comfortcommit.messages.notification.NotificationQuery.FindNotificationPreferences;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** How callers want to be told. */
@Controller
class NotificationController {
    private final Queries queries;
    private final Commands commands;
    private final Accounts accounts;
    private final Offload offload;

    NotificationController(Queries queries, Commands commands, Accounts accounts, Offload offload) {
        this.queries = queries;
        this.commands = commands;
        this.accounts = accounts;
        this.offload = offload;
    }

    record QuietHoursInput(String from, String to, String zone) {}

    record NotificationPreferencesInput(
            List<NotificationChannel> channels,
            String language,
            @Nullable QuietHoursInput quiet,
            int digestFrom,
            @Nullable String slackUser,
            @Nullable String email) {}

    @QueryMapping
    @Requires(Action.NOTIFICATION_READ)
    Mono<NotificationPreferences> notificationPreferences(@AuthenticationPrincipal Caller caller) {
        return queries.ask(new FindNotificationPreferences(caller.user()));
    }

    @MutationMapping
    @Requires(Action.NOTIFICATION_CHOOSE)
    Mono<NotificationPreferences> setNotificationPreferences(
            @Argument NotificationPreferencesInput input,
            @AuthenticationPrincipal Caller caller,
            GraphQLContext context) {
        NotificationPreferences preferences = preferences(input);
        String client = Client.of(RequestFacts.headers(context), caller);
        String trace = RequestFacts.trace(context).id();
        return offload.call(() -> {
            String email = preferences.email();
            if (email != null && !accounts.isOwn(caller.user(), email)) {
                throw Problem.badField("NOT_YOURS", "email").asException();
            }
            commands.send(
                    new SetNotificationPreferences(caller.user(), preferences),
                    Origin.user(trace, caller.user(), null, client));
            return preferences;
        });
    }

    private static NotificationPreferences preferences(NotificationPreferencesInput input) {
        QuietHoursInput quiet = input.quiet();
        try {
            return new NotificationPreferences(
                    input.channels(),
                    input.language(),
                    quiet == null
                            ? null
                            : new QuietHours(time(quiet.from(), "from"), time(quiet.to(), "to"), quiet.zone()),
                    input.digestFrom(),
                    input.slackUser(),
                    input.email());
        } catch (IllegalArgumentException e) {
            throw Problem.badField("UNUSABLE", String.valueOf(e.getMessage())).asException();
        }
    }

    private static LocalTime time(String text, String field) {
        try {
            return LocalTime.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(field, e);
        }
    }
}
