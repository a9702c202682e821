package io.comfortcommit.cli.eval;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.cli.testing.Desktop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** The command {@code eval} on real repositories. */
class EvalTest {
    @TempDir
    Path folder;

    private Desktop desktop;

    @BeforeEach
    void open() {
        desktop = new Desktop(folder);
    }

    @AfterEach
    void close() {
        desktop.close();
    }

    private void history() {
        for (int i = 0; i < 3; i++) {
            desktop.work().write("README.md", "page " + i + "\n");
            desktop.work().commitAll("docs: describe page " + i);
        }
    }

    @Test
    void theTableComparesTheDraftWithBothBaselines() {
        history();
        var ran = desktop.comfort("eval", "--repo", desktop.work().root().toString());
        assertThat(ran.exit()).isZero();
        assertThat(ran.out())
                .contains("3 by people, 0 by bots")
                .contains("draft", "nearest message", "paths only")
                .contains("type accuracy           1.000", "Failures: 0")
                .containsPattern("hits / commits +\\d+ / 3 +\\d+ / 3\\R")
                .containsPattern("hit rate +[01]\\.\\d{3}")
                .containsPattern("type agrees +[01]\\.\\d{3}")
                .containsPattern("Request to a model, in tokens: half within \\d{3,}, .* longest \\d{3,}\\.")
                .containsPattern("Time to read and draft, in ms: half within \\d+, .* longest \\d+\\.");
        assertThat(desktop.comfort(
                                "eval",
                                "--lang",
                                "ko",
                                "--repo",
                                desktop.work().root().toString())
                        .out())
                .contains("타입 정확도");
    }

    @Test
    void jsonHasTheSameInOneObject() {
        history();
        var ran = desktop.comfort(
                "eval", "--json", "--last", "1", "--repo", desktop.work().root().toString());
        assertThat(ran.exit()).isZero();
        assertThat(ran.json().path("commits").path("byPeople").asInt()).isEqualTo(1);
        assertThat(ran.json().path("people").path("DRAFT").path("typeAccuracy").asDouble())
                .isEqualTo(1);
        assertThat(ran.err()).isEmpty();
    }

    @Test
    void twoRunsDifferInNothingButTheTimes() {
        history();
        desktop.work().write("package.json", "{\"dependencies\": {\"a\": \"2.0.0\"}}\n");
        desktop.work().git("add", "-A");
        desktop.work()
                .git(
                        "commit",
                        "-q",
                        "--author=dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>",
                        "-m",
                        "build(deps): bump a from 1.0.0 to 2.0.0");
        var one = (ObjectNode) desktop.comfort(
                        "eval", "--json", "--repo", desktop.work().root().toString())
                .json();
        var other = (ObjectNode) desktop.comfort(
                        "eval", "--json", "--repo", desktop.work().root().toString())
                .json();
        for (var report : List.of(one, other)) {
            var millis = report.remove("millis");
            for (var name : List.of("p50", "p90", "p99", "max")) {
                assertThat(millis.path(name).isIntegralNumber()).as(name).isTrue();
                assertThat(report.path("promptTokens").path(name).isIntegralNumber())
                        .as(name)
                        .isTrue();
            }
            assertThat(report.path("promptTokens").path("p50").asInt()).isBetween(100, 7_000);
            for (var whose : List.of("people", "withBots")) {
                assertThat(report.path("reuse").path(whose).propertyNames())
                        .containsExactly(
                                "asked",
                                "hits",
                                "rate",
                                "rightTypes",
                                "typeAccuracy",
                                "leastTypeAccuracy",
                                "sameSubjects",
                                "rougeL");
            }
            assertThat(report.path("reuse").path("people").path("asked").asInt())
                    .isEqualTo(report.path("commits").path("byPeople").asInt());
            assertThat(report.path("reuse").path("withBots").path("asked").asInt())
                    .isEqualTo(report.path("commits").path("byPeople").asInt() + 1);
            assertThat(report.path("failures").isEmpty()).isTrue();
        }
        assertThat(other).isEqualTo(one);
    }

    @Test
    void aBareRepositoryWillDoAndNothingInItChanges() {
        history();
        desktop.work().git("push", "-q", "origin", "HEAD:main");
        desktop.remote().git("symbolic-ref", "HEAD", "refs/heads/main");
        var before = desktop.remote().everything();
        var ran = desktop.comfort(
                "eval", "--json", "--repo", desktop.remote().root().toString());
        assertThat(ran.json().path("commits").path("byPeople").asInt()).isEqualTo(3);
        assertThat(desktop.remote().everything()).isEqualTo(before);
    }

    @Test
    void withoutAHistoryThereIsNothingToMeasure() throws IOException {
        assertThat(desktop.comfort(
                                "eval",
                                "--json",
                                "--repo",
                                desktop.work().root().toString())
                        .errorCode())
                .isEqualTo("NO_COMMITS");
        var nowhere = Files.createDirectory(folder.resolve("nowhere"));
        assertThat(desktop.comfort("eval", "--json", "--repo", nowhere.toString())
                        .errorCode())
                .isEqualTo("NOT_A_REPOSITORY");
    }
}
