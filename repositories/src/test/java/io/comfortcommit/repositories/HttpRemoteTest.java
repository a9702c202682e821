package io.comfortcommit.repositories;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import com.sun.net.httpserver.SimpleFileServer.OutputLevel;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.testing.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Remotes behind a real HTTP server on loopback, which is allowed here. */
class HttpRemoteTest {
    private static TestDatabase database;

    @TempDir
    Path folder;

    @BeforeAll
    static void migrate() {
        database = TestDatabase.migrated("repositories");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void aRemoteIsFetchedAlsoWhereItMoved() throws IOException {
        House house = new House(folder, database);
        Git desk = house.desk("desk");
        new Git(folder.resolve("desk.git")).run("update-server-info");
        HttpServer files = SimpleFileServer.createFileServer(loopback(), folder, OutputLevel.NONE);
        HttpServer moved = HttpServer.create(loopback(), 0);
        moved.createContext("/", exchange -> {
            exchange.getResponseHeaders()
                    .add("Location", url(files) + exchange.getRequestURI().toString());
            exchange.sendResponseHeaders(301, -1);
            exchange.close();
        });
        files.start();
        moved.start();
        try {
            for (HttpServer server : List.of(files, moved)) {
                RepositoryId repository = house.repositories.track(house.owner, url(server) + "/desk.git", "main");
                assertThat(house.repositories.have(house.owner, repository, List.of(desk.head())))
                        .containsExactly(desk.head());
            }
        } finally {
            files.stop(0);
            moved.stop(0);
        }
    }

    @Test
    void aRemoteThatNeverAnswersIsGivenUpOn() throws IOException {
        House house = new House(folder, database);
        Git desk = house.desk("desk");
        house.start(House.LIMITS, new RepositoriesSettings.Fetch(Duration.ofSeconds(1), Duration.ofSeconds(1)));
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            RepositoryId repository = house.repositories.track(
                    house.owner, "http://127.0.0.1:" + silent.getLocalPort() + "/x.git", "main");

            assertThat(house.repositories.have(house.owner, repository, List.of(desk.head())))
                    .isEmpty();
        }
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static String url(HttpServer server) {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }
}
