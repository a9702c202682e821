package io.comfortcommit.cli.notification;

import io.comfortcommit.cli.client.Server;
import io.comfortcommit.cli.command.OutputOptions;
import io.comfortcommit.cli.command.Session;
import io.comfortcommit.cli.failure.ExitCode;
import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.failure.Problem;
import io.comfortcommit.cli.terminal.Json;
import io.comfortcommit.cli.terminal.Terminal;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The command {@code notify}. What is not named stays as it was chosen before. */
@Command(name = "notify")
public final class NotifyCommand implements Callable<Integer> {
    private static final Pattern HOURS = Pattern.compile("(\\d\\d:\\d\\d)-(\\d\\d:\\d\\d)");
    private static final String OFF = "off";

    private final Session session;

    /** As they are written on a command line. */
    enum Channel {
        SLACK,
        WEB_PUSH,
        KAKAO,
        EMAIL,
        SLACK_WEBHOOK,
        NONE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Option(names = "--channels", paramLabel = "CHANNEL", split = ",", descriptionKey = "notify.channels")
    @Nullable
    List<Channel> channels;

    @Option(names = "--language", paramLabel = "ko|en", descriptionKey = "notify.language")
    @Nullable
    String language;

    @Option(names = "--quiet-hours", paramLabel = "22:00-07:00|off", descriptionKey = "notify.quietHours")
    @Nullable
    String quietHours;

    @Option(names = "--zone", paramLabel = "ZONE", descriptionKey = "notify.zone")
    @Nullable
    String zone;

    @Option(names = "--digest-from", paramLabel = "N", descriptionKey = "notify.digestFrom")
    @Nullable
    Integer digestFrom;

    @Option(names = "--slack-user", paramLabel = "ID|off", descriptionKey = "notify.slackUser")
    @Nullable
    String slackUser;

    @Option(names = "--email", paramLabel = "ADDRESS|off", descriptionKey = "notify.email")
    @Nullable
    String email;

    @Mixin
    OutputOptions output = new OutputOptions();

    public NotifyCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.run(output, this::run);
    }

    private int run(Terminal terminal) {
        try (Server server = session.server(terminal)) {
            JsonNode before = server.notificationPreferences();
            show(terminal, changes() ? server.setNotificationPreferences(changed(before)) : before);
        }
        return ExitCode.OK;
    }

    private boolean changes() {
        return channels != null
                || language != null
                || quietHours != null
                || zone != null
                || digestFrom != null
                || slackUser != null
                || email != null;
    }

    private ObjectNode changed(JsonNode before) {
        ObjectNode after = (ObjectNode) before.deepCopy();
        if (channels != null) {
            after.set(
                    "channels",
                    Json.texts(channels.stream()
                            .filter(channel -> channel != Channel.NONE)
                            .map(Channel::name)
                            .toList()));
        }
        if (language != null) {
            after.put("language", language);
        }
        quiet(after);
        if (digestFrom != null) {
            after.put("digestFrom", digestFrom);
        }
        if (slackUser != null) {
            after.put("slackUser", slackUser.equals(OFF) ? null : slackUser);
        }
        if (email != null) {
            after.put("email", email.equals(OFF) ? null : email);
        }
        return after;
    }

    private void quiet(ObjectNode after) {
        if (OFF.equals(quietHours)) {
            after.putNull("quiet");
            return;
        }
        JsonNode before = after.path("quiet");
        if (quietHours != null) {
            Matcher hours = HOURS.matcher(quietHours);
            if (!hours.matches()) {
                throw Failure.of(Problem.NO_QUIET_HOURS, quietHours);
            }
            after.set(
                    "quiet",
                    Json.object()
                            .put("from", hours.group(1))
                            .put("to", hours.group(2))
                            .put(
                                    "zone",
                                    Objects.requireNonNullElseGet(
                                            Json.text(before, "zone"),
                                            () -> ZoneId.systemDefault().getId())));
        }
        if (zone != null) {
            if (!(after.path("quiet") instanceof ObjectNode quiet)) {
                throw Failure.of(Problem.ZONE_OF_WHAT);
            }
            quiet.put("zone", zone);
        }
    }

    private static void show(Terminal terminal, JsonNode chosen) {
        String names = chosen.path("channels")
                .valueStream()
                .map(channel -> terminal.text("notify." + channel.asString()))
                .collect(Collectors.joining(", "));
        if (names.isEmpty()) {
            terminal.say("notify.nothing");
        } else {
            terminal.say("notify.by", names);
        }
        terminal.say(
                "notify.in",
                terminal.text("notify.in." + chosen.path("language").asString()));
        JsonNode quiet = chosen.path("quiet");
        if (quiet.isObject()) {
            terminal.say(
                    "notify.quiet",
                    quiet.path("from").asString(),
                    quiet.path("to").asString(),
                    quiet.path("zone").asString());
        }
        int digest = chosen.path("digestFrom").asInt();
        if (digest > 0) {
            terminal.say("notify.digest", digest);
        }
        reached(terminal, chosen, "SLACK", "slackUser");
        reached(terminal, chosen, "EMAIL", "email");
        terminal.object(chosen);
    }

    /** Where a channel reaches the user, or how to say so if it is wanted and does not know. */
    private static void reached(Terminal terminal, JsonNode chosen, String channel, String field) {
        String address = Json.text(chosen, field);
        if (address != null) {
            terminal.say("notify.at." + channel, address);
        } else if (chosen.path("channels")
                .valueStream()
                .anyMatch(one -> one.asString().equals(channel))) {
            terminal.say("notify.nowhere." + channel);
        }
    }
}
