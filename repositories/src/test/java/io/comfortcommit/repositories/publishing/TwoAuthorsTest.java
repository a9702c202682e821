package io.comfortcommit.repositories.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.Landing;
import io.comfortcommit.repositories.PublishOrder;
import io.comfortcommit.repositories.PublishOutcome;
import io.comfortcommit.repositories.PublishOutcome.Landed;
import io.comfortcommit.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two authors approve what they captured while somebody else pushes to the same branch, also in the midst of their pushes. */
class TwoAuthorsTest {
    private static final int EACH = Boolean.getBoolean("comfort.tests.long") ? 500 : 50;
    private static final long SEED = Long.getLong("comfort.tests.seed", 20_261_128);

    private static final int AUTHORS = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    @Test
    void everyApprovalOfTwoAuthorsAmongForeignPushesLandsOnceInOneLine() throws Exception {
        System.out.println("two authors: seed " + SEED + ", " + 2 * EACH + " approvals");
        try (TestDatabase database = TestDatabase.migrated("repositories")) {
            Workshop workshop = new Workshop(folder, database);
            workshop.patience = new Patience(PATIENCE, PATIENCE, PATIENCE, Patience.DEFAULT.rounds());
            Workshop.Desk stranger = workshop.desk("stranger");
            stranger.write("README.md", "text\n");
            stranger.commit("begin");
            stranger.git.run("push", "--quiet", "origin", "HEAD:main");
            Workshop.Desk mina = workshop.desk("mina");
            Workshop.Desk haneul = workshop.desk("haneul");

            AtomicInteger foreign = new AtomicInteger();
            Random when = new Random(SEED);
            workshop.observer = step -> {
                // Whoever publishes has the turn on the branch, so one at a time is here.
                if (step == PublishStep.ATTEMPT_STORED && when.nextInt(3) == 0) {
                    push(stranger, foreign.incrementAndGet());
                }
            };
            Publisher one = workshop.publisher();
            Publisher two = workshop.publisher();
            List<String> landed = new ArrayList<>();
            try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
                Future<List<String>> hers = threads.submit(() -> approveAll(mina, "mina", one, SEED + 1));
                Future<List<String>> his = threads.submit(() -> approveAll(haneul, "haneul", two, SEED + 2));
                landed.addAll(hers.get());
                landed.addAll(his.get());
            }

            Git remote = workshop.remote;
            assertThat(landed).hasSize(2 * EACH).doesNotHaveDuplicates();
            assertThat(foreign).hasPositiveValue();
            assertThat(remote.run("rev-list", "main").lines()).containsAll(landed);
            assertThat(remote.run("rev-list", "--count", "main"))
                    .as("nothing but the beginning, the approvals and the foreign commits")
                    .isEqualTo(String.valueOf(1 + 2 * EACH + foreign.get()));
            assertThat(remote.run("rev-list", "--count", "--merges", "main")).isEqualTo("0");
            assertThat(remote.run("log", "--format=%s", "main").lines()).doesNotHaveDuplicates();
            assertThat(remote.run("for-each-ref", "--format=%(refname)")).isEqualTo("refs/heads/main");
            for (String author : List.of("mina", "haneul")) {
                assertThat(remote.run("show", "main:" + author + "/notes.txt").lines())
                        .as("each change is there, in the order of its author")
                        .containsExactlyElementsOf(numbered(EACH));
                assertThat(remote.run("ls-tree", "--name-only", "main", author + "/")
                                .lines())
                        .hasSize(EACH + 1);
            }
            assertThat(remote.run("ls-tree", "--name-only", "main", "stranger/").lines())
                    .hasSize(foreign.get());
        }
    }

    /** As people of one installation do. A single round is all that each has, so that a branch that moves would be told. */
    @Test
    void authorsWhoTrackTheSameRemoteEachForThemselvesDoNotMoveItUnderEachOther() throws Exception {
        try (TestDatabase database = TestDatabase.migrated("repositories");
                ExecutorService threads = Executors.newFixedThreadPool(AUTHORS)) {
            Workshop first = new Workshop(folder, database);
            Workshop.Desk stranger = first.desk("stranger");
            stranger.write("README.md", "text\n");
            stranger.commit("begin");
            stranger.git.run("push", "--quiet", "origin", "HEAD:main");
            List<Callable<PublishOutcome>> approvals = new ArrayList<>();
            for (int author = 0; author < AUTHORS; author++) {
                Workshop workshop = new Workshop(folder, database);
                workshop.patience = new Patience(PATIENCE, PATIENCE, PATIENCE, 1);
                Workshop.Desk desk = workshop.desk("author-" + author);
                desk.write(author + ".txt", "content\n");
                DraftId draft = desk.capture();
                String message = "feat: of author " + author;
                approvals.add(() -> workshop.publish(draft, message));
            }
            for (Future<PublishOutcome> outcome : threads.invokeAll(approvals)) {
                assertThat(outcome.get())
                        .isInstanceOfSatisfying(
                                Landed.class,
                                landed -> assertThat(landed.landing()).isEqualTo(Landing.BRANCH));
            }
            assertThat(first.remote.run("rev-list", "--count", "main")).isEqualTo(String.valueOf(1 + AUTHORS));
        }
    }

    /** Their threads are for those who publish elsewhere. */
    @Test
    void whoFindsALineOfOthersOnTheBranchIsSentAwayAndLandsWhenAskedAgain() throws Exception {
        CountDownLatch pushing = new CountDownLatch(1);
        CountDownLatch mayGoOn = new CountDownLatch(1);
        try (TestDatabase database = TestDatabase.migrated("repositories");
                ExecutorService threads = Executors.newFixedThreadPool(AUTHORS)) {
            Workshop workshop = new Workshop(folder, database);
            workshop.patience = new Patience(PATIENCE, PATIENCE, PATIENCE, 3);
            Workshop.Desk begin = workshop.desk("begin");
            begin.write("README.md", "text\n");
            begin.commit("begin");
            begin.git.run("push", "--quiet", "origin", "HEAD:main");
            List<DraftId> drafts = new ArrayList<>();
            for (int author = 0; author < AUTHORS; author++) {
                Workshop.Desk desk = workshop.desk("author-" + author);
                desk.write(author + ".txt", "content\n");
                drafts.add(desk.capture());
            }
            workshop.observer = step -> {
                pushing.countDown();
                awaited(mayGoOn);
            };
            Publisher publisher = workshop.publisher();
            CompletionService<PublishOutcome> outcomes = new ExecutorCompletionService<>(threads);
            Map<Future<PublishOutcome>, DraftId> asked = new HashMap<>();
            for (DraftId draft : drafts) {
                asked.put(outcomes.submit(() -> publisher.publish(order(draft))), draft);
            }
            awaited(pushing);

            List<DraftId> sentAway = new ArrayList<>();
            try {
                for (int n = 0; n < AUTHORS - BranchTurns.IN_LINE; n++) {
                    Future<PublishOutcome> outcome = outcomes.take();
                    assertThat(outcome.get()).isEqualTo(new PublishOutcome.Busy());
                    sentAway.add(asked.get(outcome));
                }
            } finally {
                mayGoOn.countDown();
            }
            for (int n = 0; n < BranchTurns.IN_LINE; n++) {
                assertThat(outcomes.take().get()).isInstanceOf(Landed.class);
            }
            for (DraftId draft : sentAway) {
                assertThat(publisher.publish(order(draft))).isInstanceOf(Landed.class);
            }
            assertThat(workshop.remote.run("rev-list", "--count", "main")).isEqualTo(String.valueOf(1 + AUTHORS));
        }
    }

    private static PublishOrder order(DraftId draft) {
        return new PublishOrder(draft, "feat: draft " + draft, Workshop.APPROVED_AT);
    }

    private static void awaited(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static List<String> approveAll(Workshop.Desk desk, String author, Publisher publisher, long seed)
            throws Exception {
        Random random = new Random(seed);
        List<String> commits = new ArrayList<>();
        List<DraftId> waiting = new ArrayList<>();
        for (int n = 1; n <= EACH; n++) {
            if (waiting.isEmpty() && random.nextInt(4) == 0) {
                desk.git.run("fetch", "--quiet", "origin", "main");
                desk.git.run("reset", "--quiet", "--hard", "origin/main");
            }
            desk.write(author + "/notes.txt", String.join("\n", numbered(n)) + "\n");
            desk.write(author + "/" + n + ".txt", "content " + n + "\n");
            waiting.add(desk.capture());
            if (n == EACH || random.nextInt(3) > 0) {
                for (DraftId draft : waiting) {
                    String message = "feat(" + author + "): draft " + draft;
                    Landed landed = (Landed) publisher.publish(new PublishOrder(draft, message, Workshop.APPROVED_AT));
                    assertThat(landed.landing()).isEqualTo(Landing.BRANCH);
                    commits.add(landed.commitId());
                }
                waiting.clear();
            }
        }
        return commits;
    }

    private static void push(Workshop.Desk desk, int number) {
        try {
            desk.write("stranger/" + number + ".txt", "foreign " + number + "\n");
            desk.push("docs: foreign " + number);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> numbered(int last) {
        List<String> lines = new ArrayList<>();
        for (int n = 1; n <= last; n++) {
            lines.add("line " + n);
        }
        return lines;
    }
}
