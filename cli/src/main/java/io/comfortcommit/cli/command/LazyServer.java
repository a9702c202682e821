package io.comfortcommit.cli.command;

import io.comfortcommit.cli.client.Server;
import io.comfortcommit.cli.terminal.Terminal;
import java.util.Optional;
import java.util.function.Supplier;

/** The server, looked for when it is needed first: often there is nothing to say to it. */
public final class LazyServer implements Supplier<Server>, AutoCloseable {
    private final Session session;
    private final Terminal terminal;
    private Optional<Server> server = Optional.empty();

    public LazyServer(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
    }

    @Override
    public Server get() {
        if (server.isEmpty()) {
            server = Optional.of(session.server(terminal));
        }
        return server.get();
    }

    @Override
    public void close() {
        server.ifPresent(Server::close);
    }
}
