package io.comfortcommit.cli.access;

import io.comfortcommit.cli.command.OutputOptions;
import io.comfortcommit.cli.command.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code keys}, which only has further ones. */
@Command(name = "keys")
public final class KeysCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by the library that reads commands
    CommandSpec spec;

    @Mixin
    OutputOptions output = new OutputOptions();

    private KeysCommand() {}

    public static CommandLine with(Session session) {
        return new CommandLine(new KeysCommand()).addSubcommand("rotate", new RotateCommand(session));
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "rotate");
    }
}
