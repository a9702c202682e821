package io.comfortcommit.cli.watch;

import io.comfortcommit.cli.client.Server;
import io.comfortcommit.cli.command.LazyServer;
import io.comfortcommit.cli.command.OutputOptions;
import io.comfortcommit.cli.command.Session;
import io.comfortcommit.cli.desk.DeskReader;
import io.comfortcommit.cli.failure.ExitCode;
import io.comfortcommit.cli.terminal.Terminal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code watch}. Goes on until it is told to stop. */
@Command(name = "watch")
public final class WatchCommand implements Callable<Integer> {
    /** Between two looks. Where somebody waits for hours, they are this far apart. */
    private static final Duration RAREST = Duration.ofSeconds(15);

    private static final Duration OFTENEST = Duration.ofMillis(500);
    private static final int LOOKS_PER_IDLE_TIME = 10;

    private final Session session;

    @Option(names = "--repo", paramLabel = "PATH", descriptionKey = "watch.repo")
    List<Path> repositories = new ArrayList<>();

    @Option(
            names = "--idle",
            paramLabel = "TIME",
            defaultValue = "5m",
            converter = IdleTime.class,
            descriptionKey = "watch.idle")
    Duration idle = Duration.ofMinutes(5);

    @Option(names = "--on-exit", descriptionKey = "watch.onExit")
    boolean onExit;

    @Mixin
    OutputOptions output = new OutputOptions();

    public WatchCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.run(output, this::watch);
    }

    private int watch(Terminal terminal) {
        List<Path> folders = repositories.isEmpty() ? List.of(Path.of("")) : repositories;
        List<Watched> watched = new ArrayList<>();
        for (Path folder : folders) {
            Path root = new DeskReader(session.environment()).read(folder).root();
            watched.add(new Watched(root, idle, session.environment(), session.clock(), session.ids(), terminal));
        }
        terminal.say(
                "watch.watching",
                String.join(", ", watched.stream().map(Watched::name).toList()),
                idle.toSeconds());
        try {
            CountDownLatch told = new CountDownLatch(1);
            CountDownLatch over = new CountDownLatch(1);
            Thread stop = new Thread(() -> {
                told.countDown();
                await(over);
            });
            Runtime.getRuntime().addShutdownHook(stop);
            try {
                do {
                    with(terminal, server -> watched.forEach(each -> each.look(server)));
                } while (!told.await(pause().toMillis(), TimeUnit.MILLISECONDS));
                if (onExit) {
                    with(terminal, server -> watched.forEach(each -> each.captureNow(server)));
                }
            } finally {
                over.countDown();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.OK;
    }

    /** Looks for the server anew each time: it may have been stopped and started elsewhere since. */
    private void with(Terminal terminal, Consumer<Supplier<Server>> work) {
        try (LazyServer server = new LazyServer(session, terminal)) {
            work.accept(server);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration pause() {
        Duration pause = idle.dividedBy(LOOKS_PER_IDLE_TIME);
        return pause.compareTo(RAREST) > 0 ? RAREST : pause.compareTo(OFTENEST) < 0 ? OFTENEST : pause;
    }
}
