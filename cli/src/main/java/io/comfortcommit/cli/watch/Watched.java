package io.comfortcommit.cli.watch;

import io.comfortcommit.cli.capture.Capture;
import io.comfortcommit.cli.capture.Delivered;
import io.comfortcommit.cli.capture.Delivery;
import io.comfortcommit.cli.capture.Outcome;
import io.comfortcommit.cli.client.Draft;
import io.comfortcommit.cli.client.Server;
import io.comfortcommit.cli.desk.Change;
import io.comfortcommit.cli.desk.Desk;
import io.comfortcommit.cli.desk.DeskReader;
import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.lane.Snapshots;
import io.comfortcommit.cli.lane.Waiting;
import io.comfortcommit.cli.terminal.Json;
import io.comfortcommit.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/**
 * One work tree that is looked at again and again. What was left alone for a while is captured, once. The same trouble is
 * told once.
 */
final class Watched {
    private static final Duration BETWEEN_SENDINGS = Duration.ofMinutes(1);

    private final Path root;
    private final Duration idle;
    private final Map<String, String> environment;
    private final InstantSource clock;
    private final Supplier<UUID> ids;
    private final Terminal terminal;

    /** How the work tree looked, and since when it looks so. */
    private List<String> look = List.of();

    private Instant since;
    private boolean done;
    private Instant sent;
    private String trouble = "";

    Watched(
            Path root,
            Duration idle,
            Map<String, String> environment,
            InstantSource clock,
            Supplier<UUID> ids,
            Terminal terminal) {
        this.root = root;
        this.idle = idle;
        this.environment = environment;
        this.clock = clock;
        this.ids = ids;
        this.terminal = terminal;
        this.since = clock.instant();
        this.sent = clock.instant();
    }

    String name() {
        return String.valueOf(root.getFileName());
    }

    /** Looks at it, and captures it if it has been left alone for long enough. */
    void look(Supplier<Server> server) {
        try {
            Desk desk = new DeskReader(environment).read(root);
            Instant now = clock.instant();
            List<String> seen = looks(desk);
            if (!seen.equals(look)) {
                look = seen;
                since = now;
                done = false;
            }
            if (!done && !now.isBefore(since.plus(idle))) {
                done = true;
                capture(desk, server);
            }
            sendWaiting(desk, server, now);
        } catch (Failure failure) {
            tell(failure);
        }
    }

    /** Whether it was left alone or not. */
    void captureNow(Supplier<Server> server) {
        try {
            capture(new DeskReader(environment).read(root), server);
        } catch (Failure failure) {
            tell(failure);
        }
    }

    private void capture(Desk desk, Supplier<Server> server) {
        if (desk.changes().isEmpty()) {
            return;
        }
        Outcome outcome = new Capture(environment, clock, ids, terminal, false, true, false).take(desk, server);
        switch (outcome) {
            case Outcome.NoChange nothing -> {}
            case Outcome.CapturedBefore before -> {}
            case Outcome.Captured(Waiting waiting, String draftId) -> {
                trouble = "";
                told(waiting, draftId);
            }
            case Outcome.Spooled spooled -> {
                sent = clock.instant();
                terminal.object(line("SPOOLED")
                        .put("captureId", spooled.waiting().captureId())
                        .put("left", spooled.left()));
                Failure because = spooled.because();
                if (because != null) {
                    tell(because);
                }
            }
        }
    }

    /** What could not be sent is tried again now and then. */
    private void sendWaiting(Desk desk, Supplier<Server> server, Instant now) {
        Snapshots snapshots = new Snapshots(desk, clock);
        if (now.isBefore(sent.plus(BETWEEN_SENDINGS)) || snapshots.waiting().isEmpty()) {
            return;
        }
        sent = now;
        Delivered delivered = new Delivery(desk.git(), snapshots, server, terminal).send();
        delivered.sent().forEach(this::told);
        delivered.refused().values().forEach(this::tell);
        if (delivered.stopped() != null) {
            tell(delivered.stopped());
        }
    }

    private void told(Waiting waiting, String draftId) {
        terminal.say("watch.captured", name(), waiting.branch(), Draft.shortId(draftId));
        terminal.object(line("CAPTURED")
                .put("draftId", draftId)
                .put("captureId", waiting.captureId())
                .put("branch", waiting.branch()));
    }

    private void tell(Failure failure) {
        String sentence = terminal.sentence(failure);
        if (sentence.equals(trouble)) {
            return;
        }
        trouble = sentence;
        terminal.say("watch.trouble", name(), sentence);
        ObjectNode line = line("NOT_CAPTURED");
        line.set("because", terminal.described(failure));
        terminal.object(line);
    }

    private ObjectNode line(String status) {
        return Json.object().put("status", status).put("repository", root.toString());
    }

    /** Branch, commit and each changed path with its size and its time. */
    private static List<String> looks(Desk desk) {
        List<String> seen = new ArrayList<>();
        seen.add(desk.branch() + " " + desk.head());
        for (Change change : desk.changes()) {
            Optional<BasicFileAttributes> file =
                    change.path().under(desk.root()).flatMap(Watched::attributes);
            seen.add(change.path().raw() + " " + change.index() + change.indexId() + " "
                    + file.map(there -> there.size() + " " + there.lastModifiedTime())
                            .orElse(""));
        }
        return seen;
    }

    private static Optional<BasicFileAttributes> attributes(Path file) {
        try {
            return Optional.of(Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
