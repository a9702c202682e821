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
import picocli.CommandLine.Parameters;

/** The command {@code restore}, as the help has it; like {@link UpCommand} it is the launcher that runs it. */
@Command(name = "restore")
public final class RestoreCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "FILE", descriptionKey = "restore.file")
    String file = "";

    @Option(names = "--data", paramLabel = "DIR", descriptionKey = "restore.data")
    @Nullable
    String data;

    @Option(names = "--secrets", paramLabel = "DIR", descriptionKey = "restore.secrets")
    @Nullable
    String secrets;

    @Option(names = "--erased", paramLabel = "FILE", descriptionKey = "restore.erased")
    @Nullable
    String erased;

    @Mixin
    OutputOptions output = new OutputOptions();

    public RestoreCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.run(output, _ -> {
            List<String> command = new ArrayList<>(List.of("restore", file));
            if (data != null) {
                command.addAll(List.of("--data", data));
            }
            if (secrets != null) {
                command.addAll(List.of("--secrets", secrets));
            }
            if (erased != null) {
                command.addAll(List.of("--erased", erased));
            }
            command.addAll(output.handedOn());
            return Launcher.run(command);
        });
    }
}
