package io.comfortcommit.standalone.database;

import io.comfortcommit.standalone.postgres.PostgresServer;
import io.comfortcommit.standalone.refusal.CannotStartException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * The database, coming up beside the rest of the start, which waits here when it first needs it: on two cores the two
 * take hardly longer than one.
 */
public final class StartingDatabase implements AutoCloseable {
    private final CompletableFuture<PostgresServer> started = new CompletableFuture<>();

    private StartingDatabase() {}

    /** Starts it by {@code start} and brings its schemas up to date. */
    public static StartingDatabase by(Supplier<PostgresServer> start) {
        StartingDatabase database = new StartingDatabase();
        Thread.ofPlatform().name("database-start").start(() -> database.bringUp(start));
        return database;
    }

    private void bringUp(Supplier<PostgresServer> start) {
        try {
            PostgresServer server = start.get();
            try {
                Migrations.bringUpToDate(server);
            } catch (RuntimeException | Error e) {
                server.close();
                throw e;
            }
            started.complete(server);
        } catch (Throwable e) {
            started.completeExceptionally(e);
        }
    }

    /**
     * Waits until it serves.
     *
     * @throws CannotStartException when a person must do something about it
     */
    public PostgresServer server() {
        try {
            return started.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Stops it, also when it is still starting; waits. */
    @Override
    public void close() {
        started.handle((server, failure) -> server)
                .thenAccept(server -> {
                    if (server != null) {
                        server.close();
                    }
                })
                .join();
    }
}
