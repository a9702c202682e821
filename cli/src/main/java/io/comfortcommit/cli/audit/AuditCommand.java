package io.comfortcommit.cli.audit;

import io.comfortcommit.cli.client.Server;
import io.comfortcommit.cli.client.Server.AuditPage;
import io.comfortcommit.cli.command.OutputOptions;
import io.comfortcommit.cli.command.Session;
import io.comfortcommit.cli.drafts.DraftFinder;
import io.comfortcommit.cli.failure.ExitCode;
import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.failure.Problem;
import io.comfortcommit.cli.terminal.Columns;
import io.comfortcommit.cli.terminal.Json;
import io.comfortcommit.cli.terminal.Terminal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** The command {@code audit}. */
@Command(name = "audit")
public final class AuditCommand implements Callable<Integer> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final int LARGEST_PAGE = 100;
    private static final int SHOWN = 50;
    private static final int SHOWN_BEFORE_FOLLOWING = 10;
    private static final Duration PAUSE = Duration.ofMillis(500);
    /** Events are stored in another order than they are dated in; who follows looks so far back each time. */
    private static final Duration LATE = Duration.ofMinutes(1);

    private final Session session;

    enum Format {
        TABLE,
        JSON,
        CSV
    }

    @Option(names = "--format", paramLabel = "table|json|csv", defaultValue = "TABLE", descriptionKey = "audit.format")
    Format format = Format.TABLE;

    @Option(names = "--follow", descriptionKey = "audit.follow")
    boolean follow;

    @Option(names = "--actor", paramLabel = "WHO", descriptionKey = "audit.actor")
    @Nullable
    String actor;

    @Option(names = "--repository", paramLabel = "ID", descriptionKey = "audit.repository")
    @Nullable
    String repository;

    @Option(names = "--draft", paramLabel = "ID", descriptionKey = "audit.draft")
    @Nullable
    String draft;

    @Option(names = "--event", split = ",", paramLabel = "EVENT", descriptionKey = "audit.event")
    List<String> events = List.of();

    @Option(names = "--trace", paramLabel = "ID", descriptionKey = "audit.trace")
    @Nullable
    String trace;

    @Option(names = "--from", paramLabel = "TIME", descriptionKey = "audit.from")
    @Nullable
    String from;

    @Option(names = "--until", paramLabel = "TIME", descriptionKey = "audit.until")
    @Nullable
    String until;

    @Option(names = "--text", paramLabel = "WORDS", descriptionKey = "audit.text")
    @Nullable
    String text;

    @Option(names = "--limit", paramLabel = "N", descriptionKey = "audit.limit")
    @Nullable
    Integer limit;

    @Mixin
    OutputOptions output = new OutputOptions();

    public AuditCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.run(output, terminal -> show(format == Format.JSON ? terminal.asJson() : terminal));
    }

    private int show(Terminal terminal) {
        boolean csv = format == Format.CSV;
        if (csv && terminal.json()) {
            throw Failure.of(Problem.CSV_OR_JSON);
        }
        try (Server server = session.server(terminal)) {
            Map<String, List<String>> filter = filter(server);
            if (csv && !follow && limit == null) {
                export(server, filter, "csv", terminal::print);
            } else if (follow) {
                follow(server, filter, terminal);
            } else if (terminal.json() && limit == null) {
                export(server, filter, "jsonl", line -> terminal.object(Json.parse(line)));
            } else {
                list(server, filter, limit == null ? SHOWN : limit, terminal);
            }
        }
        return ExitCode.OK;
    }

    private Map<String, List<String>> filter(Server server) {
        Map<String, List<String>> filter = new LinkedHashMap<>();
        put(filter, "actor", actor);
        put(filter, "repositoryId", repository);
        put(filter, "draftId", draft == null ? null : DraftFinder.find(server, draft));
        put(filter, "traceId", trace);
        put(filter, "from", moment(from));
        put(filter, "until", moment(until));
        put(filter, "text", text);
        if (!events.isEmpty()) {
            filter.put("events", events);
        }
        return filter;
    }

    private static void put(Map<String, List<String>> filter, String name, @Nullable String value) {
        if (value != null) {
            filter.put(name, List.of(value));
        }
    }

    private @Nullable String moment(@Nullable String written) {
        return written == null
                ? null
                : Moment.of(written, session.clock(), ZoneId.systemDefault()).toString();
    }

    private static void export(Server server, Map<String, List<String>> filter, String format, Consumer<String> line) {
        try (Stream<String> lines = server.auditExport(filter, format)) {
            lines.forEach(line);
        }
    }

    private void list(Server server, Map<String, List<String>> filter, int most, Terminal terminal) {
        List<JsonNode> entries = newest(server, filter, Math.max(1, most));
        printHeader(terminal);
        if (entries.isEmpty()) {
            terminal.say("audit.none");
        }
        entries.forEach(entry -> print(terminal, entry));
        if (limit == null && entries.size() == most) {
            terminal.note("audit.more", most);
        }
    }

    private static List<JsonNode> newest(Server server, Map<String, List<String>> filter, int most) {
        List<JsonNode> entries = new ArrayList<>();
        String after = null;
        do {
            AuditPage page = server.audit(filter, Math.min(LARGEST_PAGE, most - entries.size()), after);
            entries.addAll(page.entries());
            after = page.next();
        } while (after != null && entries.size() < most);
        return entries;
    }

    /** Oldest first, as they come; until the process is ended. A server that is away is asked again until it is back. */
    private void follow(Server server, Map<String, List<String>> filter, Terminal terminal) {
        printHeader(terminal);
        Set<String> shown = new LinkedHashSet<>();
        List<JsonNode> entries = newest(server, filter, SHOWN_BEFORE_FOLLOWING);
        Instant reached = entries.isEmpty() ? session.clock().instant() : at(entries.getFirst());
        boolean away = false;
        while (!Thread.currentThread().isInterrupted()) {
            for (JsonNode entry : entries.reversed()) {
                if (shown.add(String.valueOf(Json.text(entry, "id")))) {
                    print(terminal, entry);
                    reached = at(entry).isAfter(reached) ? at(entry) : reached;
                }
            }
            forgetOldest(shown);
            try {
                Thread.sleep(PAUSE);
                entries = newest(server, since(filter, reached.minus(LATE)), Integer.MAX_VALUE);
                away = false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Failure failure) {
                if (failure.exitCode() != ExitCode.UNREACHABLE) {
                    throw failure;
                }
                entries = List.of();
                if (!away) {
                    terminal.note("audit.away", server.url());
                    away = true;
                }
            }
        }
    }

    private Map<String, List<String>> since(Map<String, List<String>> filter, Instant since) {
        Map<String, List<String>> narrowed = new LinkedHashMap<>(filter);
        List<String> asked = filter.get("from");
        if (asked == null || Instant.parse(asked.getFirst()).isBefore(since)) {
            narrowed.put("from", List.of(since.toString()));
        }
        return narrowed;
    }

    private static void forgetOldest(Set<String> shown) {
        var oldest = shown.iterator();
        for (int tooMany = shown.size() - 100_000; tooMany > 0; tooMany--) {
            oldest.next();
            oldest.remove();
        }
    }

    private static Instant at(JsonNode entry) {
        return Instant.parse(String.valueOf(Json.text(entry, "at")));
    }

    private void printHeader(Terminal terminal) {
        if (format == Format.CSV) {
            terminal.print(CsvLine.HEADER);
        }
    }

    private void print(Terminal terminal, JsonNode entry) {
        if (format == Format.CSV) {
            terminal.print(CsvLine.of(entry));
            return;
        }
        terminal.object(entry);
        String draft = Objects.requireNonNullElse(Json.text(entry, "draftId"), "");
        terminal.print("%s  %s  %s  %s"
                .formatted(
                        terminal.faint(TIME.format(at(entry))),
                        Columns.padded(draft.substring(Math.max(0, draft.length() - 8)), 8),
                        Columns.padded(who(entry), 20),
                        Json.text(entry, "description"))
                .stripTrailing());
    }

    /** Ids of people say nothing to people; what they used does. */
    private static String who(JsonNode entry) {
        String client = Json.text(entry, "client");
        return client != null ? client : Objects.requireNonNullElse(Json.text(entry, "actor"), "");
    }
}
