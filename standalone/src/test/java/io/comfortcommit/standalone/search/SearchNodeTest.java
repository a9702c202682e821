package io.comfortcommit.standalone.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.comfortcommit.queryside.search.SearchServer.Place;
import io.comfortcommit.testing.SearchNodeClassPath;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.util.unit.DataSize;

/** The real process. */
class SearchNodeTest {
    private static final Duration STARTING = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    private SearchNode node() throws IOException {
        Path classPath = folder.resolve("class path");
        Files.writeString(classPath, SearchNodeClassPath.built() + "\n");
        return new SearchNode(
                new SearchNodeProperties(
                        true,
                        classPath,
                        folder.resolve("검색"),
                        folder,
                        DataSize.ofMegabytes(256),
                        DataSize.ofMegabytes(1),
                        Duration.ofMillis(100)),
                LoggerFactory.getLogger(SearchNodeTest.class));
    }

    private static Place awaitPlace(SearchNode node) {
        await().atMost(STARTING).until(() -> node.place().isPresent());
        return node.place().orElseThrow();
    }

    private static int status(Place place, boolean authorized) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(place.url().resolve("/_cluster/health"));
            if (authorized) {
                request.header("Authorization", String.valueOf(place.authorization()));
            }
            return http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    @Test
    void itAnswersWhoHasItsTokenIsStartedAgainWhenItDiesAndEndsWithItsParent() throws Exception {
        ProcessHandle second;
        try (SearchNode node = node()) {
            node.start();
            assertThat(node.exists()).isTrue();
            Place place = awaitPlace(node);
            assertThat(place.url().getHost()).isEqualTo("127.0.0.1");
            assertThat(place.toString()).doesNotContain(String.valueOf(place.authorization()));
            assertThat(status(place, true)).isEqualTo(200);
            assertThat(status(place, false)).isEqualTo(401);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("검색"))))
                    .isEqualTo("rwx------");

            ProcessHandle first = node.process().orElseThrow();
            first.destroyForcibly();
            await().atMost(STARTING)
                    .until(() -> node.process()
                            .filter(now -> now.pid() != first.pid())
                            .isPresent());
            assertThat(status(awaitPlace(node), true)).isEqualTo(200);
            second = node.process().orElseThrow();
            assertThat(node.place()).get().isNotEqualTo(place);
        }
        assertThat(second.isAlive()).isFalse();
    }

    @Test
    void oneThatCanNotBeStartedIsTriedAgainAndKeepsNobodyFromClosing() throws Exception {
        try (SearchNode node = node()) {
            Files.writeString(
                    folder.resolve("class path"), folder.resolve("nothing").toString());
            node.start();

            await().atMost(STARTING).until(() -> node.process().isPresent());
            assertThat(node.place()).isEmpty();
        }
    }
}
