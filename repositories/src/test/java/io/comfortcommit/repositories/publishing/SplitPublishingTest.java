package io.comfortcommit.repositories.publishing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.Landing;
import io.comfortcommit.repositories.PublishOrder;
import io.comfortcommit.repositories.PublishOrder.Part;
import io.comfortcommit.repositories.PublishOutcome;
import io.comfortcommit.repositories.PublishOutcome.Landed;
import io.comfortcommit.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A draft that becomes several commits: in order, together, once. */
class SplitPublishingTest {
    private static TestDatabase database;

    @TempDir
    private Path folder;

    private Workshop workshop;
    private Workshop.Desk author;

    @BeforeAll
    static void prepare() {
        database = TestDatabase.migrated("repositories");
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @BeforeEach
    void begin() throws IOException {
        workshop = new Workshop(folder, database);
        author = workshop.desk("author");
        author.write("app.txt", lines("app"));
        author.write("other.txt", lines("other"));
        author.commit("begin");
        author.git.run("push", "--quiet", "--set-upstream", "origin", "HEAD:main");
    }

    private static String lines(String word) {
        return IntStream.rangeClosed(1, 30).mapToObj(n -> word + " " + n + "\n").collect(Collectors.joining());
    }

    /** Two hunks in one file, and a new one. */
    private DraftId captured() throws IOException {
        author.write("app.txt", lines("app").replace("app 2\n", "app two\n").replace("app 28\n", "app 28\nmore\n"));
        author.write("새 파일.txt", "new\n");
        return author.capture();
    }

    private static PublishOrder order(DraftId draft) {
        return new PublishOrder(
                draft,
                List.of(
                        new Part("feat: second hunk\n\nbody", Map.of("app.txt", Set.of(1))),
                        new Part("feat: new file", Map.of("새 파일.txt", Set.of())),
                        new Part("fix: first hunk", Map.of("app.txt", Set.of(0)))),
                Workshop.APPROVED_AT);
    }

    private PublishOutcome publish(PublishOrder order) {
        return workshop.publisher().publish(order);
    }

    private String remote(String... arguments) {
        return workshop.remote.run(arguments);
    }

    private List<String> subjects(String range) {
        return remote("log", "--reverse", "--format=%s", range).lines().toList();
    }

    @Test
    void eachPartIsACommitInItsOrderAndTheLastTreeIsTheCapturedOne() throws IOException {
        String base = author.git.run("rev-parse", "HEAD");
        DraftId draft = captured();
        author.git.run("add", "-A");
        String tree = author.git.run("write-tree");

        Landed landed = (Landed) publish(order(draft));

        assertThat(landed.landing()).isEqualTo(Landing.BRANCH);
        assertThat(landed.rebased()).isFalse();
        assertThat(landed.attempts()).isEqualTo(1);
        assertThat(landed.commitId()).isEqualTo(remote("rev-parse", "main"));
        assertThat(landed.commits())
                .isEqualTo(
                        remote("rev-list", "--reverse", base + "..main").lines().toList())
                .hasSize(3);
        assertThat(subjects(base + "..main")).containsExactly("feat: second hunk", "feat: new file", "fix: first hunk");
        assertThat(remote("rev-parse", "main^{tree}")).isEqualTo(tree);
        assertThat(remote("show", "main~2:app.txt")).contains("app 2\n", "app 28\nmore");
        assertThat(remote("ls-tree", "--name-only", "-z", "main~2")).doesNotContain("새 파일");
        assertThat(remote("diff", "--name-only", "-z", "main~2", "main~1")).isEqualTo("새 파일.txt\0");
        assertThat(remote("log", "-1", "--format=%an %at %ct", "main~1"))
                .isEqualTo(Workshop.AUTHOR.name() + " " + Workshop.CAPTURED_AT.getEpochSecond() + " "
                        + Workshop.APPROVED_AT.getEpochSecond());
        remote("fsck", "--strict", "--no-dangling");
    }

    @Test
    void onABranchThatMovedEachCommitBringsItsPartAndNothingElse() throws IOException {
        DraftId draft = captured();
        Workshop.Desk colleague = workshop.desk("colleague");
        colleague.write("app.txt", lines("app").replace("app 15\n", "app fifteen\n"));
        colleague.write("other.txt", "others\n");
        String foreign = colleague.push("foreign");

        Landed landed = (Landed) publish(order(draft));

        assertThat(landed.rebased()).isTrue();
        assertThat(remote("rev-parse", "main~3")).isEqualTo(foreign);
        assertThat(subjects(foreign + "..main")).hasSize(3);
        assertThat(remote("diff", "--name-only", "main~3", "main~2")).isEqualTo("app.txt");
        assertThat(remote("show", "main~2:app.txt")).contains("app fifteen", "app 28\nmore", "app 2\n");
        assertThat(remote("show", "main:app.txt")).contains("app fifteen", "app 28\nmore", "app two\n");
        assertThat(remote("show", "main:other.txt")).isEqualTo("others");
    }

    @Test
    void aPartThatTheBranchHasAlreadyIsLeftOut() throws IOException {
        DraftId draft = captured();
        Workshop.Desk colleague = workshop.desk("colleague");
        colleague.write("새 파일.txt", "new\n");
        String foreign = colleague.push("the same file");

        Landed landed = (Landed) publish(order(draft));

        assertThat(subjects(foreign + "..main")).containsExactly("feat: second hunk", "fix: first hunk");
        assertThat(landed.commits()).hasSize(2);
    }

    @Test
    void refusedByTheBranchAllOfThemLieBesideIt() throws IOException {
        DraftId draft = captured();
        String before = remote("rev-parse", "main");
        workshop.refusePushes("while read old new ref; do [ \"$ref\" != refs/heads/main ] || exit 1; done");

        Landed landed = (Landed) publish(order(draft));

        assertThat(landed.landing()).isEqualTo(Landing.SIDE_BRANCH);
        assertThat(remote("rev-parse", "main")).isEqualTo(before);
        assertThat(remote("rev-list", "--reverse", before + ".." + landed.branch())
                        .lines())
                .containsExactlyElementsOf(landed.commits())
                .hasSize(3);
    }

    @ParameterizedTest
    @EnumSource(PublishStep.class)
    void whereverItDiesTheyLandTogetherAndOnce(PublishStep last) throws IOException {
        DraftId draft = captured();
        String before = remote("rev-parse", "main");
        workshop.observer = step -> {
            if (step == last) {
                throw new IllegalStateException("died at " + last);
            }
        };
        assertThatThrownBy(() -> publish(order(draft))).hasMessageContaining("died");
        String afterwards = remote("rev-parse", "main");
        assertThat(remote("rev-list", "--count", before + ".." + afterwards)).isIn("0", "3");
        workshop.observer = _ -> {};

        Landed landed = (Landed) publish(order(draft));
        Landed again = (Landed) publish(order(draft));

        assertThat(again).isEqualTo(landed);
        assertThat(remote("rev-list", "--reverse", before + "..main").lines())
                .containsExactlyElementsOf(landed.commits())
                .hasSize(3);
        if (!afterwards.equals(before)) {
            assertThat(landed.commitId()).isEqualTo(afterwards);
        }
    }

    @Test
    void theNextCaptureOfTheLaneStacksOnTheLastOfThem() throws IOException {
        DraftId draft = captured();
        Landed first = (Landed) publish(order(draft));
        author.write("other.txt", lines("other").replace("other 3\n", "other three\n"));

        Landed second = (Landed) workshop.publish(author.capture(), "fix: other");

        assertThat(remote("rev-parse", "main~1")).isEqualTo(first.commitId());
        assertThat(remote("diff", "--name-only", "main~1", "main")).isEqualTo("other.txt");
        assertThat(second.rebased()).isFalse();
    }

    @Test
    void aSplitOfAStackedCaptureHoldsOnlyWhatIsNew() throws IOException {
        Landed first = (Landed) workshop.publish(captured(), "feat: whole");
        author.write(
                "other.txt",
                lines("other").replace("other 3\n", "other three\n").replace("other 27\n", ""));
        DraftId next = author.capture();

        Landed landed = (Landed) publish(new PublishOrder(
                next,
                List.of(
                        new Part("fix: three", Map.of("other.txt", Set.of(0))),
                        new Part("fix: less", Map.of("other.txt", Set.of(1)))),
                Workshop.APPROVED_AT));

        assertThat(landed.commits()).hasSize(2);
        assertThat(remote("rev-parse", "main~2")).isEqualTo(first.commitId());
        assertThat(Arrays.asList(remote("diff", "--numstat", "main~2", "main~1").split("\t", -1)))
                .containsExactly("1", "1", "other.txt");
        assertThat(Arrays.asList(remote("diff", "--numstat", "main~1", "main").split("\t", -1)))
                .containsExactly("0", "1", "other.txt");
    }
}
