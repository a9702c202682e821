package io.comfortcommit.repositories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.draft.GitAuthor;
import io.comfortcommit.repositories.RefusedException.Reason;
import io.comfortcommit.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PushedBranchesTest {
    private static TestDatabase database;

    @TempDir
    Path folder;

    private House house;
    private Git desk;
    private RepositoryId repository;
    private PushedBranches branches;

    @BeforeAll
    static void migrate() {
        database = TestDatabase.migrated("repositories");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void begin() {
        house = new House(folder, database);
        desk = house.desk("desk");
        repository = house.track(desk);
        branches = (PushedBranches) house.repositories;
    }

    @Test
    void whatWasPushedBecomesOneCaptureOnTheCommitWhereItLeftItsBranch() {
        String base = desk.head();
        desk.write("a", "1\n").commit("wip");
        desk.write("b", "2\n").run("add", "-A");
        desk.run("commit", "--quiet", "-m", "wip 2", "--author", "편안 <kim@example.org>");
        push("wip/main/laptop");

        IngestedCapture taken = take("wip/main/laptop");

        assertThat(taken.repeated()).isFalse();
        assertThat(taken.order().base()).isEqualTo(base);
        assertThat(taken.order().branch()).isEqualTo("main");
        assertThat(taken.order().author()).isEqualTo(new GitAuthor("편안", "kim@example.org"));
        assertThat(taken.unpushedCommits()).isZero();
        assertThat(taken.summary().filesChanged()).isEqualTo(2);
        assertThat(house.mirror(repository).run("rev-parse", taken.order().snapshot() + "^{tree}"))
                .isEqualTo(desk.run("rev-parse", "HEAD^{tree}"));
        house.assertClean();
    }

    @Test
    void theSameHeadAgainIsTheSameDraftAlsoFromManyAtATime() throws Exception {
        desk.write("a", "1\n").commit("wip");
        push("wip/main");
        Callable<IngestedCapture> take = () -> take("wip/main");
        Set<Object> drafts = new HashSet<>();
        try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<IngestedCapture> one :
                    many.invokeAll(Stream.generate(() -> take).limit(20).toList())) {
                drafts.add(one.get().draftId());
            }
        }
        assertThat(drafts).hasSize(1);
        assertThat(captures()).isEqualTo(1);
    }

    @Test
    void aForcedPushFollowsOnTheBranchsOwnLane() {
        desk.write("a", "1\n").commit("wip");
        push("wip/main");
        IngestedCapture first = take("wip/main");
        desk.write("a", "2\n").run("add", "-A");
        desk.run("commit", "--quiet", "--amend", "-m", "wip");
        push("wip/main");

        IngestedCapture second = take("wip/main");

        assertThat(second.previous()).isEqualTo(first.draftId());
        assertThat(second.order().lane()).isEqualTo(first.order().lane());
        assertThat(second.order().snapshot()).isNotEqualTo(first.order().snapshot());
    }

    @Test
    void afterItsDraftWasPushedMoreOfTheBranchIsOnlyWhatIsNew() {
        desk.write("a", "1\n").commit("wip");
        push("wip/main");
        IngestedCapture first = take("wip/main");
        house.repositories.publish(new PublishOrder(first.draftId(), "feat: a", Instant.parse("2026-11-02T10:00:00Z")));
        desk.write("b", "1\n").commit("wip");
        push("wip/main");

        IngestedCapture second = take("wip/main");

        assertThat(second.summary().filesChanged()).isEqualTo(1);
        house.repositories.publish(
                new PublishOrder(second.draftId(), "feat: b", Instant.parse("2026-11-02T11:00:00Z")));
        assertThat(remote().run("log", "--format=%s", "main").lines())
                .containsExactly("feat: b", "feat: a", "feat: go on", "feat: begin");
        assertThat(remote().run("rev-parse", "main^{tree}")).isEqualTo(desk.run("rev-parse", "HEAD^{tree}"));
    }

    @ParameterizedTest
    @CsvSource({
        "wip/main, main",
        "wip/main/laptop, main",
        "wip/feature/x, feature/x",
        "wip/feature/x/a/b, feature/x",
        "wip/feature/y, main",
        "wip/nobody/knows, main"
    })
    void aBranchIsMeantForTheLongestBeginningThatTheRemoteHas(String branch, String target) {
        desk.run("push", "--quiet", "origin", "HEAD:refs/heads/feature/x");
        desk.write("a", "1\n").commit("wip");
        push(branch);
        assertThat(take(branch).order().branch()).isEqualTo(target);
    }

    @Test
    void aBranchThatIsGoneIsNothing() {
        desk.write("a", "1\n").commit("wip");
        push("wip/main");
        desk.run("push", "--quiet", "origin", ":wip/main");
        assertThat(branches.take(pushed("wip/main", null))).isEmpty();
        assertThat(captures()).isZero();
    }

    @Test
    void whatIsOlderThanAskedForIsNothing() {
        desk.write("a", "1\n").commit("wip");
        push("wip/main");
        assertThat(branches.take(pushed("wip/main", Instant.parse("2026-11-01T10:00:01Z"))))
                .isEmpty();
        assertThat(branches.take(pushed("wip/main", Instant.parse("2026-11-01T10:00:00Z"))))
                .isPresent();
    }

    @Test
    void anAuthorWhomTheSenderMayNotSpeakForIsRefused() {
        desk.write("a", "1\n").commit("wip");
        push("wip/main");
        assertRefused(Reason.AUTHOR_NOT_ALLOWED, "wip/main", "somebody@example.org");
        assertThat(branches.take(new PushedBranch(
                        house.owner, repository, "wip/main", List.of("AUTHOR@example.org"), null, "test/1")))
                .as("addresses don't differ by case")
                .isPresent();
    }

    @Test
    void aBranchWithNothingNewOfAnotherHistoryOrWithAnotherNameIsRefused() {
        push("wip/main");
        assertRefused(Reason.NO_CHANGE, "wip/main", "*");
        desk.run("checkout", "--quiet", "--orphan", "alone");
        desk.write("a", "1\n").commit("wip");
        push("wip/alone");
        assertRefused(Reason.MISMATCH, "wip/alone", "*");
        assertRefused(Reason.MISMATCH, "main", "*");
        assertRefused(Reason.MISMATCH, "wip/../../../HEAD", "*");
    }

    @Test
    void hostileContentIsRefusedAsInEveryCapture() {
        String blob = desk.object("blob", "x".getBytes(StandardCharsets.US_ASCII));
        byte[] entry = ("100644 .git\0").getBytes(StandardCharsets.US_ASCII);
        byte[] raw = new byte[entry.length + 20];
        System.arraycopy(entry, 0, raw, 0, entry.length);
        System.arraycopy(HexFormat.of().parseHex(blob), 0, raw, entry.length, 20);
        String tree = desk.object("tree", raw);
        String commit = desk.commitTree(tree, desk.head());
        desk.run("push", "--quiet", "origin", commit + ":refs/heads/wip/main");
        assertRefused(Reason.HOSTILE_CONTENT, "wip/main", "*");
        assertThat(captures()).isZero();
    }

    @Test
    void headsAreThoseOfTheRemoteNow() {
        desk.write("a", "1\n").commit("wip");
        push("wip/main");
        push("other");
        assertThat(branches.heads(house.owner, repository)).isEqualTo(Map.of("wip/main", desk.head()));
        assertThat(branches.tracked(house.owner))
                .singleElement()
                .satisfies(tracked -> assertThat(tracked.remote()).endsWith("desk.git"));
    }

    private void push(String branch) {
        desk.run("push", "--quiet", "--force", "origin", "HEAD:refs/heads/" + branch);
    }

    private PushedBranch pushed(String branch, @Nullable Instant since) {
        return new PushedBranch(house.owner, repository, branch, List.of("*"), since, "test/1");
    }

    private IngestedCapture take(String branch) {
        return branches.take(pushed(branch, null)).orElseThrow();
    }

    private void assertRefused(Reason reason, String branch, String author) {
        assertThatThrownBy(() -> branches.take(
                        new PushedBranch(house.owner, repository, branch, List.of(author), null, "test/1")))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    private Git remote() {
        return new Git(folder.resolve("desk.git"));
    }

    private int captures() {
        return house.jdbc
                .sql("SELECT count(*) FROM repositories.capture WHERE caller_id = ?")
                .param(house.owner.value())
                .query(Integer.class)
                .single();
    }
}
