package io.comfortcommit.cli.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.cli.testing.Desktop;
import io.comfortcommit.cli.testing.Desktop.Ran;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchCommandTest {
    private static final String STATE = """
            {"availability":"AVAILABLE","documents":12,"due":3,"reconciliation":%s}""";

    private Desktop desktop;

    @BeforeEach
    void begin(@TempDir Path folder) {
        desktop = new Desktop(folder);
    }

    @AfterEach
    void end() {
        desktop.close();
    }

    private static String found(String availability) {
        return """
                {"data":{"search":{"availability":"%s","hits":[{"byWords":2,"byMeaning":1,"draft":{
                "id":"0190a000-0000-7000-8000-00000000beef","status":"PUSHED","commitId":"89e6c98d92887913cadf06b2adb97f26cde4849b",
                "subject":"fix: retry payments"}}]}}}""".formatted(availability);
    }

    private static String state(String finishedAt) {
        return STATE.formatted("""
                {"id":"00000000-0000-0000-0000-000000000001","dryRun":false,"startedBy":"user:x",
                "startedAt":"2026-11-01T09:00:00Z","finishedAt":%s,"compared":12,"total":12,"missing":1,"different":2,
                "surplus":0,"failure":null}""".formatted(finishedAt));
    }

    @Test
    void whatIsLikeItIsListedBestFirst() {
        desktop.server().answerOnce("/graphql", 200, found("AVAILABLE"));
        desktop.server().answerOnce("/graphql", 200, found("AVAILABLE"));

        Ran ran = desktop.comfort("search", "retry", "failed", "payments");
        Ran json = desktop.comfort("search", "retry", "--json");

        assertThat(ran.exit()).isZero();
        assertThat(ran.out()).contains("0000beef", "PUSHED", "89e6c98d92", "fix: retry payments");
        assertThat(ran.err()).doesNotContain("not available");
        assertThat(json.objects())
                .singleElement()
                .satisfies(hit -> assertThat(hit.path("byMeaning").asInt()).isEqualTo(1));
    }

    @Test
    void whereOnlyTheWordsCouldBeLookedForItSaysSo() {
        desktop.server().answerOnce("/graphql", 200, found("UNAVAILABLE"));

        Ran ran = desktop.comfort("search", "payments");

        assertThat(ran.exit()).isZero();
        assertThat(ran.out() + ran.err()).contains("Search by meaning is not available now", "fix: retry payments");
    }

    @Test
    void aComparisonIsWatchedToItsEnd() {
        desktop.server().answerOnce("/api/search/reconciliations", 202, state("null"));
        desktop.server().answerOnce("/api/search", 200, state("null"));
        desktop.server().answerOnce("/api/search", 200, state("\"2026-11-01T09:00:01Z\""));

        Ran ran = desktop.comfort("search", "--reconcile");

        assertThat(ran.exit()).isZero();
        assertThat(ran.out())
                .contains("12 drafts, 3 still to be added", "Compared 12 drafts: 1 missing, 2 different, 0 surplus");
    }

    @Test
    void withoutASearchThereIsNothingToCompare() {
        desktop.server()
                .answerOnce(
                        "/api/search/reconciliations",
                        202,
                        "{\"availability\":\"OFF\",\"documents\":null,\"due\":0,\"reconciliation\":null}");

        assertThat(desktop.comfort("search", "--reconcile").out()).contains("This installation has no search.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--dry-run", "--status --reconcile", "--status words", "--reconcile words"})
    void oneThingIsAskedAtATime(String arguments) {
        Ran ran = desktop.comfort(("search " + arguments).strip().split(" "));

        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).contains("--reconcile");
    }
}
