package io.comfortcommit.cli.command;

import io.comfortcommit.cli.client.Server;
import io.comfortcommit.cli.client.ServerLocation;
import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.failure.Problem;
import io.comfortcommit.cli.terminal.Terminal;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * One run of the command line, and all that it takes from its surroundings.
 *
 * @param environment variables of this process
 * @param ids makes ids that nobody has
 */
public record Session(Map<String, String> environment, Terminal terminal, InstantSource clock, Supplier<UUID> ids) {

    /** What a command does. */
    @FunctionalInterface
    public interface Action {
        /** @return exit code */
        int run(Terminal terminal);
    }

    /** Runs it and says what went wrong, if something did. @return exit code */
    public int run(OutputOptions options, Action action) {
        Terminal speaking = options.on(terminal);
        try {
            return action.run(speaking);
        } catch (Failure failure) {
            return end(speaking, failure);
        } catch (RuntimeException e) {
            return end(
                    speaking,
                    Failure.of(
                            e,
                            Problem.UNEXPECTED,
                            Objects.requireNonNullElse(
                                    e.getMessage(), e.getClass().getSimpleName())));
        }
    }

    private int end(Terminal speaking, Failure failure) {
        speaking.fail(failure);
        if (!environment.getOrDefault("COMFORT_DEBUG", "").isEmpty()) {
            failure.printStackTrace();
        }
        return failure.exitCode();
    }

    /** The server that the environment or the pairing names. */
    public Server server(Terminal speaking) {
        return new Server(ServerLocation.find(environment), speaking.language().tag());
    }
}
