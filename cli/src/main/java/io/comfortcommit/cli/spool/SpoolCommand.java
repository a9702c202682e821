package io.comfortcommit.cli.spool;

import io.comfortcommit.cli.command.OutputOptions;
import io.comfortcommit.cli.command.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code spool}, which only has further ones. */
@Command(name = "spool")
public final class SpoolCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by the library that reads commands
    CommandSpec spec;

    @Mixin
    OutputOptions output = new OutputOptions();

    private SpoolCommand() {}

    public static CommandLine with(Session session) {
        return new CommandLine(new SpoolCommand())
                .addSubcommand("list", new ListCommand(session))
                .addSubcommand("send", new SendCommand(session));
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "list | send");
    }
}
