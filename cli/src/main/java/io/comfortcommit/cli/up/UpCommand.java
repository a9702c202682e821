package io.comfortcommit.cli.up;

import io.comfortcommit.cli.command.OutputOptions;
import io.comfortcommit.cli.command.Session;
import io.comfortcommit.cli.launcher.Launcher;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The command {@code up}, as the help has it. The launcher runs the server itself; only where other words stand before
 * {@code up} we come by here, and hand on.
 */
@Command(name = "up")
public final class UpCommand implements Callable<Integer> {
    private final Session session;

    @Option(names = "--port", paramLabel = "PORT", descriptionKey = "up.port")
    @Nullable
    Integer port;

    @Option(names = "--data", paramLabel = "DIR", descriptionKey = "up.data")
    @Nullable
    String data;

    @Option(names = "--host", paramLabel = "ADDRESS", descriptionKey = "up.host")
    @Nullable
    String host;

    @Option(names = "--allow-remote", descriptionKey = "up.allowRemote")
    boolean allowRemote;

    @Mixin
    OutputOptions output = new OutputOptions();

    public UpCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.run(output, terminal -> up(terminal.json()));
    }

    private int up(boolean json) {
        List<String> command = new ArrayList<>(List.of("up"));
        if (port != null) {
            command.addAll(List.of("--port", port.toString()));
        }
        if (data != null) {
            command.addAll(List.of("--data", data));
        }
        if (host != null) {
            command.addAll(List.of("--host", host));
        }
        if (allowRemote) {
            command.add("--allow-remote");
        }
        if (json) {
            command.add("--json");
        }
        return Launcher.run(command);
    }
}
