package io.comfortcommit.cli.members;

import io.comfortcommit.cli.command.OutputOptions;
import io.comfortcommit.cli.command.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code members}, which only has further ones. */
@Command(name = "members")
public final class MembersCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by the library that reads commands
    CommandSpec spec;

    @Mixin
    OutputOptions output = new OutputOptions();

    private MembersCommand() {}

    public static CommandLine with(Session session) {
        return new CommandLine(new MembersCommand())
                .addSubcommand("list", new ListCommand(session))
                .addSubcommand("add", ChangeCommand.adding(session))
                .addSubcommand("remove", ChangeCommand.removing(session));
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "list | add | remove");
    }
}
