package io.comfortcommit.cli.hook;

import io.comfortcommit.cli.command.OutputOptions;
import io.comfortcommit.cli.command.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code hook}, which only has further ones. */
@Command(name = "hook")
public final class HookCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by the library that reads commands
    CommandSpec spec;

    @Mixin
    OutputOptions output = new OutputOptions();

    private HookCommand() {}

    public static CommandLine with(Session session) {
        return new CommandLine(new HookCommand())
                .addSubcommand("install", new InstallCommand(session))
                .addSubcommand("remove", new RemoveCommand(session));
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "install | remove");
    }
}
