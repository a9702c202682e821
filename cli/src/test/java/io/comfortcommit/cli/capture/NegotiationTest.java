package io.comfortcommit.cli.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.cli.testing.Desktop;
import io.comfortcommit.cli.testing.Desktop.Ran;
import io.comfortcommit.cli.testing.GitRepository;
import io.comfortcommit.cli.testing.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What is left out of a bundle. */
class NegotiationTest {
    @TempDir
    Path folder;

    private Desktop desktop;
    private GitRepository work;

    @BeforeEach
    void open() {
        desktop = Desktop.withHistory(folder);
        work = desktop.work();
    }

    @AfterEach
    void close() {
        desktop.close();
    }

    private List<String> prerequisites(int bundle) {
        return desktop.server()
                .bundleHeaders()
                .get(bundle)
                .lines()
                .filter(line -> line.startsWith("-"))
                .map(line -> line.substring(1, 41))
                .toList();
    }

    private static List<String> candidates(JsonNode negotiation) {
        List<String> ids = new ArrayList<>();
        negotiation.path("candidates").forEach(id -> ids.add(id.asString()));
        return ids;
    }

    @Test
    void theBundleBuildsOnHeadWhereTheServerHasIt() {
        work.write("a.txt", "x\n");
        desktop.captured();
        assertThat(prerequisites(0)).containsExactly(work.head());
        assertThat(desktop.server().bundleHeaders().getFirst())
                .startsWith("# v2 git bundle\n")
                .endsWith(" refs/comfort/capture");
    }

    @Test
    void unpushedCommitsGoAlong() {
        String pushed = work.head();
        work.write("b.txt", "unpushed\n");
        work.commitAll("feat: unpushed");
        work.write("a.txt", "x\n");
        desktop.captured();
        assertThat(prerequisites(0)).containsExactly(pushed);
    }

    @Test
    void theLastSnapshotIsBuiltOn() {
        work.write("a.txt", "x\n");
        String first = desktop.capture().json().path("snapshot").asString();
        work.write("b.txt", "y\n");
        desktop.captured();
        assertThat(prerequisites(1)).containsExactlyInAnyOrder(work.head(), first);
    }

    @Test
    void aServerThatKnowsNothingGetsEverything() {
        desktop.server().hideEverything();
        work.write("a.txt", "x\n");
        desktop.captured();
        assertThat(prerequisites(0)).isEmpty();
    }

    @Test
    void whatTheServerLostInTheMeantimeIsSentInFull() {
        desktop.server().answerOnce("/api/captures", 422, TestServer.problem("MISSING_OBJECTS", "Gone."));
        work.write("a.txt", "x\n");
        Ran ran = desktop.capture();
        assertThat(ran.exit()).as(ran.toString()).isZero();
        assertThat(prerequisites(0)).isEmpty();
    }

    @Test
    void itIsSentInFullOnlyOnce() {
        desktop.server().answerOnce("/api/captures", 422, TestServer.problem("MISSING_OBJECTS", "Gone."));
        desktop.server().answerOnce("/api/captures", 422, TestServer.problem("MISSING_OBJECTS", "Gone again."));
        work.write("a.txt", "x\n");
        Ran ran = desktop.capture();
        assertThat(ran.exit()).isEqualTo(4);
        assertThat(ran.errorCode()).isEqualTo("MISSING_OBJECTS");
        assertThat(ran.json().path("error").path("message").asString()).isEqualTo("Gone again.");
    }

    @Test
    void ofALongHistoryTheAncestorsAreNamedFartherAndFartherApart() {
        StringBuilder commits = new StringBuilder();
        for (int i = 0; i < 400; i++) {
            commits.append("commit refs/heads/long\ncommitter K <k@example.com> ")
                    .append(1_700_000_000 + i)
                    .append(" +0000\ndata 1\nx\n");
            commits.append(i == 0 ? "from refs/heads/main^0\n\n" : "\n");
        }
        Path stream = work.write("../stream", commits.toString());
        work.git("-c", "alias.x=!git fast-import --quiet <" + stream, "x");
        work.git("checkout", "-q", "long");
        desktop.server().hideEverything();
        work.write("a.txt", "x\n");

        desktop.captured();

        List<JsonNode> asked = desktop.server().negotiations();
        assertThat(asked).hasSize(2);
        List<String> near = candidates(asked.get(0));
        assertThat(near).startsWith(work.head(), work.git("rev-parse", "HEAD~1"));
        assertThat(near).contains(work.git("rev-parse", "HEAD~256")).hasSizeLessThan(32);
        assertThat(candidates(asked.get(1)))
                .contains(work.git("rev-parse", "main"), work.git("rev-parse", "HEAD~256"))
                .hasSizeLessThan(32);
    }
}
