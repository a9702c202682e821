package io.comfortcommit.cli.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.cli.testing.Desktop;
import io.comfortcommit.cli.testing.Desktop.Ran;
import io.comfortcommit.cli.testing.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperationsTest {
    private static final String PROJECTIONS = "/api/projections";
    private static final String LETTERS = "/api/dead-letters";
    private static final String UNFINISHED =
            TestServer.problem("REBUILD_UNFINISHED", "Another rebuild is not finished.");

    private Desktop desktop;

    @BeforeEach
    void begin(@TempDir Path folder) {
        desktop = new Desktop(folder);
    }

    @AfterEach
    void end() {
        desktop.close();
    }

    private static String projections(String rebuild) {
        return """
                {"projections":[{"name":"drafts","position":90,"head":100,"lag":10,"rate":12.5,
                "segments":[{"segment":0,"position":90},{"segment":1,"position":95}],"deadLetters":2,"rebuild":%s}]}""".formatted(rebuild);
    }

    private static String rebuild(String state, String more) {
        return """
                {"id":"00000000-0000-0000-0000-000000000001","projection":"drafts","state":"%s","dryRun":false,
                "position":49,"target":99,"events":50,"rate":25.0,"secondsLeft":2,"copies":[]%s}""".formatted(state, more);
    }

    @Test
    void projectionsAreListedWithWhereTheyStand() {
        desktop.server().answerOnce(PROJECTIONS, 200, projections(rebuild("RUNNING", "")));
        desktop.server().answerOnce(PROJECTIONS, 200, projections("null"));

        Ran ran = desktop.comfort("projections");
        Ran json = desktop.comfort("projections", "--json");

        assertThat(ran.exit()).isZero();
        assertThat(ran.out())
                .contains("drafts", "at event 90", "10 behind", "12.5 events/s", "2 dead letters")
                .contains("rebuild at 50%", "50 events", "2 s left");
        assertThat(json.objects()).singleElement().satisfies(projection -> {
            assertThat(projection.path("lag").asInt()).isEqualTo(10);
            assertThat(projection.path("segments").size()).isEqualTo(2);
        });
    }

    @Test
    void aReplayIsWatchedToItsEndAndSaysWhatItMended() {
        desktop.server().answerOnce("/api/projections/drafts/rebuilds", 202, rebuild("RUNNING", ""));
        desktop.server().answerOnce(PROJECTIONS, 200, projections(rebuild("RUNNING", "")));
        desktop.server()
                .answerOnce(
                        PROJECTIONS,
                        200,
                        projections(
                                rebuild(
                                        "DONE",
                                        ",\"differences\":[{\"table\":\"draft\",\"missing\":1,\"surplus\":2,\"different\":3,\"samples\":[]}]")));

        Ran ran = desktop.comfort("replay", "drafts");

        assertThat(ran.exit()).isZero();
        assertThat(ran.out()).contains("drafts: 50 events; mended draft: 1 missing, 2 too many, 3 different");
    }

    @Test
    void aReplayThatStoppedFailsAndNamesTheEvent() {
        desktop.server().answerOnce("/api/projections/drafts/rebuilds", 202, rebuild("RUNNING", ""));
        desktop.server()
                .answerOnce(
                        PROJECTIONS,
                        200,
                        projections(rebuild("FAILED", ",\"failure\":\"event 1 of x can't be applied\"")));

        Ran ran = desktop.comfort("replay", "drafts", "--json");

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.objects()).singleElement().satisfies(rebuild -> {
            assertThat(rebuild.path("state").asString()).isEqualTo("FAILED");
            assertThat(rebuild.path("failure").asString()).isEqualTo("event 1 of x can't be applied");
        });
    }

    @Test
    void allProjectionsAreRebuiltAndOneIsPaused() {
        desktop.server().answerOnce(PROJECTIONS, 200, projections("null"));
        desktop.server().answerOnce("/api/projections/drafts/rebuilds", 202, rebuild("RUNNING", ""));
        desktop.server().answerOnce(PROJECTIONS, 200, projections(rebuild("DONE", ",\"differences\":[]")));
        assertThat(desktop.comfort("replay", "--all", "--dry-run").exit()).isZero();

        desktop.server().answerOnce("/api/projections/drafts/rebuild/pause", 200, rebuild("PAUSED", ""));
        desktop.server().answerOnce(PROJECTIONS, 200, projections(rebuild("PAUSED", "")));
        Ran paused = desktop.comfort("replay", "drafts", "--pause");
        assertThat(paused.exit()).isZero();
        assertThat(paused.out()).contains("paused at 50%");
    }

    private static String two(String rebuild) {
        return """
                {"projections":[{"name":"drafts","rebuild":%1$s},{"name":"audit","rebuild":%1$s}]}""".formatted(rebuild);
    }

    @Test
    void whereOneProjectionRefusesTheOthersAreRebuiltAndItIsNamed() {
        for (int run = 0; run < 2; run++) {
            desktop.server().answerOnce(PROJECTIONS, 200, two("null"));
            desktop.server().answerOnce("/api/projections/drafts/rebuilds", 409, UNFINISHED);
            desktop.server().answerOnce("/api/projections/audit/rebuilds", 202, rebuild("RUNNING", ""));
            desktop.server().answerOnce(PROJECTIONS, 200, two(rebuild("DONE", ",\"differences\":[]")));
        }

        Ran ran = desktop.comfort("replay", "--all");
        Ran json = desktop.comfort("replay", "--all", "--json");

        assertThat(ran.exit()).isEqualTo(4);
        assertThat(ran.out()).contains("drafts: Another rebuild is not finished.", "audit: 50 events");
        assertThat(json.exit()).isEqualTo(4);
        assertThat(json.objects()).hasSize(2);
        assertThat(json.objects().getFirst().path("projection").asString()).isEqualTo("drafts");
        assertThat(json.objects().getFirst().path("error").path("code").asString())
                .isEqualTo("REBUILD_UNFINISHED");
        assertThat(json.objects().getLast().path("state").asString()).isEqualTo("DONE");
    }

    @Test
    void whereOneProjectionRefusesAndAnotherFailsBothAreTold() {
        desktop.server().answerOnce(PROJECTIONS, 200, two("null"));
        desktop.server().answerOnce("/api/projections/drafts/rebuilds", 202, rebuild("RUNNING", ""));
        desktop.server().answerOnce("/api/projections/audit/rebuilds", 409, UNFINISHED);
        desktop.server().answerOnce(PROJECTIONS, 200, two(rebuild("FAILED", ",\"failure\":\"event 1 of x\"")));

        Ran ran = desktop.comfort("replay", "--all", "--json");

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.objects()).hasSize(2);
        assertThat(ran.objects().getFirst().path("projection").asString()).isEqualTo("audit");
        assertThat(ran.objects().getLast().path("failure").asString()).isEqualTo("event 1 of x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "drafts --all", "drafts --pause --resume", "drafts --pause --dry-run"})
    void whatMeansNothingIsNotUnderstood(String arguments) {
        Ran ran = desktop.comfort(("replay " + arguments).strip().split(" ", -1));

        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).contains("--all");
    }

    @Test
    void deadLettersAreListedShownRetriedAndDiscarded() {
        String letter = """
                {"id":"letter-1","projection":"drafts","stream":"s","sequence":1,"event":"commit-draft.drafted",
                "cause":"FailedWriteException: SQLSTATE 23514","failures":2,"waiting":3}""";
        desktop.server().answerOnce(LETTERS, 200, "{\"deadLetters\":[" + letter + "],\"total\":7}");
        desktop.server().answerOnce(LETTERS, 200, "{\"deadLetters\":[],\"total\":0}");
        desktop.server().answerOnce(LETTERS + "/letter-1", 200, letter);
        desktop.server().answerOnce(LETTERS + "/letter-1", 200, letter);
        desktop.server().answerOnce(LETTERS + "/letter-1/retry", 204, "");
        desktop.server().answerOnce(LETTERS + "/letter-1", 204, "");

        Ran list = desktop.comfort("dead-letters", "list", "--limit", "1");
        assertThat(list.out()).contains("letter-1", "drafts", "commit-draft.drafted", "SQLSTATE 23514");
        assertThat(list.err()).contains("7 in all");
        assertThat(desktop.comfort("dead-letters", "list").out()).contains("No dead letters");
        assertThat(desktop.comfort("dead-letters", "show", "letter-1").out()).contains("Waiting", "3");
        assertThat(desktop.comfort("--lang", "ko", "dead-letters", "show", "letter-1")
                        .out())
                .contains("대기 중", "SQLSTATE 23514");
        assertThat(desktop.comfort("dead-letters", "retry", "letter-1").out()).contains("Applied");
        assertThat(desktop.comfort("dead-letters", "discard", "letter-1", "--json")
                        .objects())
                .singleElement()
                .satisfies(
                        answer -> assertThat(answer.path("outcome").asString()).isEqualTo("DISCARDED"));
        Ran unknown = desktop.comfort("dead-letters", "show", "other");
        assertThat(unknown.exit()).isEqualTo(4);
    }
}
