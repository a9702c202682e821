package io.comfortcommit.repositories.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import io.comfortcommit.analysis.landing.CommitPlan;
import io.comfortcommit.analysis.landing.CommitPlanner;
import io.comfortcommit.analysis.landing.TreeMerge;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.CaptureId;
import io.comfortcommit.messages.draft.CaptureMode;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.Landing;
import io.comfortcommit.messages.draft.LaneId;
import io.comfortcommit.repositories.CaptureOrder;
import io.comfortcommit.repositories.PublishOutcome;
import io.comfortcommit.repositories.mirror.Mirror;
import io.comfortcommit.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * An author captures, has it pushed, keeps editing and captures again, while a colleague pushes and the author syncs or
 * pulls, in every order. Nobody's work is ever reverted and nobody conflicts with himself.
 */
class LaneOrdersTest {
    private enum Step {
        CAPTURE_1,
        PUSH_1,
        EDIT,
        CAPTURE_2,
        PUSH_2,
        COLLEAGUE,
        SYNC,
        PULL
    }

    private static final List<List<Step>> LINES = List.of(
            List.of(Step.CAPTURE_1, Step.PUSH_1, Step.EDIT, Step.CAPTURE_2, Step.PUSH_2),
            List.of(Step.CAPTURE_1, Step.EDIT, Step.PUSH_1, Step.CAPTURE_2, Step.PUSH_2),
            List.of(Step.CAPTURE_1, Step.EDIT, Step.CAPTURE_2, Step.PUSH_1, Step.PUSH_2));

    /** What the colleague does in the file that the author edits, or beside it. */
    private enum Work {
        OTHER_FILE,
        SAME_FILE,
        RENAME
    }

    /** Every order of the author's steps with some more put in at every place. */
    private static List<List<Step>> stories(List<Step> more) {
        List<List<Step>> stories = new ArrayList<>(LINES);
        for (Step step : more) {
            List<List<Step>> longer = new ArrayList<>();
            for (List<Step> story : stories) {
                for (int place = 0; place <= story.size(); place++) {
                    List<Step> with = new ArrayList<>(story);
                    with.add(place, step);
                    longer.add(with);
                }
            }
            stories = longer;
        }
        return stories.stream()
                .distinct()
                .filter(story -> !story.contains(Step.SYNC) || story.indexOf(Step.SYNC) > story.indexOf(Step.PUSH_1))
                .toList();
    }

    @Test
    void inEveryOrderEverybodysWorkIsOnTheBranch() throws IOException {
        int told = 0;
        for (Work work : Work.values()) {
            told += tellAll(work, List.of(), List.of(Step.SYNC), List.of(Step.COLLEAGUE));
            told += tellAll(work, List.of(Step.COLLEAGUE, Step.SYNC), List.of(Step.COLLEAGUE, Step.PULL));
        }
        told += tellAll(Work.RENAME, List.of(Step.COLLEAGUE, Step.COLLEAGUE));
        assertThat(told).isGreaterThan(500);
    }

    @Test
    @EnabledIfSystemProperty(named = "comfort.tests.long", matches = "true")
    void alsoWhenTheColleaguePushesTwice() throws IOException {
        for (Work work : Work.values()) {
            tellAll(
                    work,
                    List.of(Step.COLLEAGUE, Step.COLLEAGUE, Step.SYNC),
                    List.of(Step.COLLEAGUE, Step.COLLEAGUE, Step.PULL));
        }
    }

    @SafeVarargs
    private static int tellAll(Work work, List<Step>... extras) throws IOException {
        int told = 0;
        for (List<Step> more : extras) {
            for (List<Step> story : stories(more)) {
                new Story(new InMemoryPushes(), work).tell(story);
                told++;
            }
        }
        return told;
    }

    @Test
    void soItIsOnARealRemote(@TempDir Path folder) throws IOException {
        try (TestDatabase database = TestDatabase.migrated("repositories")) {
            Workshop workshop = new Workshop(folder, database);
            for (List<Step> story : stories(List.of(Step.COLLEAGUE))) {
                try (RealPushes pushes = new RealPushes(workshop, "story-" + UUID.randomUUID())) {
                    new Story(pushes, Work.SAME_FILE).tell(story);
                }
            }
            assertThat(workshop.remote.run("fsck", "--strict", "--no-dangling")).isEmpty();
        }
    }

    // --- the story, and what it must come to

    /** Where a branch lies, and how a capture gets there. */
    private interface Pushes {
        Repository git();

        @Nullable
        ObjectId tip() throws IOException;

        void move(ObjectId to) throws IOException;

        DraftId capture(ObjectId base, Map<String, String> desk) throws IOException;

        PublishOutcome.Landed publish(DraftId draft) throws IOException;
    }

    private static final class Story {
        private final Pushes pushes;
        private final Work work;
        private final ObjectId begin;

        private ObjectId base;
        private Map<String, String> desk;
        private final Map<Step, DraftId> drafts = new HashMap<>();
        private Map<String, String> captured = Map.of();
        private PublishOutcome.@Nullable Landed pushed;
        private Map<String, String> snapshotOfPushed = Map.of();

        private String file = "file.txt";
        private final String[] expected = new String[80];
        private final Map<String, String> expectedBeside = new TreeMap<>();
        private int commits = 1;
        private int colleaguesTurn;

        Story(Pushes pushes, Work work) throws IOException {
            this.pushes = pushes;
            this.work = work;
            for (int n = 0; n < expected.length; n++) {
                expected[n] = "line " + n;
            }
            expectedBeside.put("obsolete.txt", "obsolete\n");
            expectedBeside.put("dir/other.txt", "other\n");
            desk = new TreeMap<>(expectedBeside);
            desk.put(file, String.join("\n", expected) + "\n");
            begin = Trees.commit(pushes.git(), null, Trees.write(pushes.git(), desk), "begin");
            base = begin;
            pushes.move(begin);
            edit(5, "first edit");
            edit(30, "first edit too");
            desk.put("mine.txt", "mine\n");
            expectedBeside.put("mine.txt", "mine\n");
            desk.remove("obsolete.txt");
            expectedBeside.remove("obsolete.txt");
        }

        void tell(List<Step> story) throws IOException {
            try {
                for (Step step : story) {
                    take(step);
                }
                assertThat(Trees.read(pushes.git(), Trees.treeOf(pushes.git(), tip())))
                        .isEqualTo(everybodysWork());
                assertThat(linearHistory(tip())).hasSize(commits);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(work + " " + story + ": " + e.getMessage(), e);
            }
        }

        private void take(Step step) throws IOException {
            switch (step) {
                case CAPTURE_1, CAPTURE_2 -> {
                    if (step == Step.CAPTURE_1) {
                        captured = Map.copyOf(desk);
                    }
                    drafts.put(step, pushes.capture(base, desk));
                }
                case PUSH_1 -> {
                    pushed = push(Step.CAPTURE_1);
                    snapshotOfPushed = captured;
                }
                case PUSH_2 -> push(Step.CAPTURE_2);
                case EDIT -> {
                    edit(5, "second edit of the same line");
                    edit(31, "second edit beside the first");
                    desk.computeIfPresent("mine.txt", (name, text) -> text + "more\n");
                    expectedBeside.put("mine.txt", "mine\nmore\n");
                    desk.put("dir/mine too.txt", "too\n");
                    expectedBeside.put("dir/mine too.txt", "too\n");
                }
                case COLLEAGUE -> colleague();
                case SYNC -> sync();
                case PULL -> pull();
            }
        }

        private ObjectId tip() throws IOException {
            return Objects.requireNonNull(pushes.tip());
        }

        private PublishOutcome.Landed push(Step capture) throws IOException {
            ObjectId before = tip();
            PublishOutcome.Landed landed = pushes.publish(Objects.requireNonNull(drafts.get(capture)));
            commits++;
            assertThat(landed.landing()).isEqualTo(Landing.BRANCH);
            assertThat(landed.commitId()).isEqualTo(tip().name());
            assertThat(linearHistory(tip()).get(1)).isEqualTo(before);
            return landed;
        }

        private void edit(int line, String text) {
            String mine = desk.keySet().stream()
                    .filter(name -> name.startsWith("file"))
                    .findFirst()
                    .orElseThrow();
            String[] lines = Objects.requireNonNull(desk.get(mine)).split("\n");
            lines[line] = text;
            desk.put(mine, String.join("\n", lines) + "\n");
            expected[line] = text;
        }

        private void colleague() throws IOException {
            int turn = colleaguesTurn++;
            Map<String, String> files = new TreeMap<>(Trees.read(pushes.git(), Trees.treeOf(pushes.git(), tip())));
            switch (work) {
                case OTHER_FILE -> {
                    files.put("colleague-" + turn, "work\n");
                    expectedBeside.put("colleague-" + turn, "work\n");
                }
                case SAME_FILE -> {
                    String[] lines = Objects.requireNonNull(files.get(file)).split("\n");
                    lines[60 + 10 * turn] = "work of a colleague";
                    expected[60 + 10 * turn] = "work of a colleague";
                    files.put(file, String.join("\n", lines) + "\n");
                }
                case RENAME -> {
                    String text = Objects.requireNonNull(files.remove(file))
                            .replace("line " + (60 + 10 * turn) + "\n", "renamed\n");
                    expected[60 + 10 * turn] = "renamed";
                    file = "file-" + turn + ".txt";
                    files.put(file, text);
                }
            }
            pushes.move(Trees.commit(pushes.git(), tip(), Trees.write(pushes.git(), files), "colleague " + turn));
            commits++;
        }

        /** As `comfort sync`: onto the pushed commit, file by file, all or nothing. */
        private void sync() throws IOException {
            PublishOutcome.Landed onto = Objects.requireNonNull(pushed);
            ObjectId commit = ObjectId.fromString(onto.commitId());
            Map<String, String> there = Trees.read(pushes.git(), Trees.treeOf(pushes.git(), commit));
            Map<String, String> synced = new TreeMap<>();
            TreeMap<String, String> all = new TreeMap<>(there);
            all.putAll(desk);
            all.putAll(snapshotOfPushed);
            for (String path : all.keySet()) {
                String mine = desk.get(path);
                String was = snapshotOfPushed.get(path);
                String now = there.get(path);
                if (!Objects.equals(mine, was) && !Objects.equals(now, was)) {
                    return;
                }
                String result = Objects.equals(mine, was) ? now : mine;
                if (result != null) {
                    synced.put(path, result);
                }
            }
            desk = synced;
            base = commit;
        }

        /** As `git pull --rebase --autostash`; given up where it conflicts. */
        private void pull() throws IOException {
            ObjectId tip = tip();
            try (ObjectInserter inserter = pushes.git().newObjectInserter();
                    ObjectReader reader = inserter.newReader()) {
                TreeMerge.Outcome merged = TreeMerge.merge(
                        reader,
                        inserter,
                        Trees.treeOf(pushes.git(), base),
                        Trees.treeOf(pushes.git(), tip),
                        Trees.write(pushes.git(), desk),
                        TreeMerge.OnConflict.REPORT);
                inserter.flush();
                if (merged instanceof TreeMerge.Outcome.Clean(ObjectId tree)) {
                    desk = new TreeMap<>(Trees.read(pushes.git(), tree));
                    base = tip;
                }
            }
        }

        private Map<String, String> everybodysWork() {
            Map<String, String> files = new TreeMap<>(expectedBeside);
            files.put(file, String.join("\n", expected) + "\n");
            return files;
        }

        private List<ObjectId> linearHistory(ObjectId tip) throws IOException {
            List<ObjectId> history = new ArrayList<>();
            try (RevWalk walk = new RevWalk(pushes.git())) {
                walk.markStart(walk.parseCommit(tip));
                walk.forEach(commit -> {
                    assertThat(commit.getParentCount()).isLessThan(2);
                    history.add(commit.copy());
                });
            }
            return history;
        }
    }

    // --- without a remote: what is planned is what is there

    private static final class InMemoryPushes implements Pushes {
        private final Repository git = new InMemoryRepository(new DfsRepositoryDescription("lane"));
        private final Map<DraftId, CaptureOrder> orders = new HashMap<>();
        private final List<CommitPlanner.Earlier> landed = new ArrayList<>();
        private @Nullable ObjectId tip;

        @Override
        public Repository git() {
            return git;
        }

        @Override
        public @Nullable ObjectId tip() {
            return tip;
        }

        @Override
        public void move(ObjectId to) {
            tip = to;
        }

        @Override
        public DraftId capture(ObjectId base, Map<String, String> desk) throws IOException {
            ObjectId snapshot = Trees.commit(git, base, Trees.write(git, desk), "snapshot");
            DraftId draft = new DraftId(UUID.randomUUID());
            orders.put(
                    draft,
                    new CaptureOrder(
                            new CaptureId(UUID.randomUUID()),
                            new RepositoryId(UUID.randomUUID()),
                            new UserId(UUID.randomUUID()),
                            new LaneId(UUID.randomUUID()),
                            snapshot.name(),
                            base.name(),
                            "main",
                            CaptureMode.WORK_TREE,
                            Workshop.AUTHOR,
                            Workshop.CAPTURED_AT,
                            "test/1"));
            return draft;
        }

        @Override
        public PublishOutcome.Landed publish(DraftId draft) throws IOException {
            CaptureOrder order = Objects.requireNonNull(orders.get(draft));
            CommitPlan plan =
                    new CommitPlanner(git, git::newObjectInserter, Planning.captured(order)).plan(tip, landed);
            assertThat(plan).isInstanceOf(CommitPlan.OnBranch.class);
            CommitPlan.OnBranch commit = (CommitPlan.OnBranch) plan;
            tip = Trees.commit(git, commit.parent(), commit.tree(), "draft " + draft);
            PublishOutcome.Landed outcome =
                    new PublishOutcome.Landed(tip.name(), Landing.BRANCH, "main", commit.rebased(), 1, null);
            landed.addFirst(Planning.earlier(order, outcome));
            return outcome;
        }
    }

    // --- with one

    private static final class RealPushes implements Pushes, AutoCloseable {
        private final Workshop workshop;
        private final String branch;
        private final LaneId lane = new LaneId(UUID.randomUUID());
        private final Repository remote;

        RealPushes(Workshop workshop, String branch) throws IOException {
            this.workshop = workshop;
            this.branch = branch;
            this.remote = new FileRepositoryBuilder()
                    .setGitDir(workshop.remote.folder.toFile())
                    .setBare()
                    .build();
        }

        @Override
        public Repository git() {
            return remote;
        }

        @Override
        public @Nullable ObjectId tip() throws IOException {
            return remote.resolve("refs/heads/" + branch);
        }

        @Override
        public void move(ObjectId to) throws IOException {
            RefUpdate update = remote.updateRef("refs/heads/" + branch);
            update.setNewObjectId(to);
            assertThat(update.update()).isIn(RefUpdate.Result.NEW, RefUpdate.Result.FAST_FORWARD);
        }

        @Override
        public DraftId capture(ObjectId base, Map<String, String> desk) throws IOException {
            DraftId draft = new DraftId(UuidCreator.getTimeOrderedEpoch());
            ObjectId snapshot;
            try (Mirror mirror = workshop.mirrors.open(workshop.repository)) {
                mirror.fetch(branch);
                snapshot = Trees.commit(mirror.git(), base, Trees.write(mirror.git(), desk), "snapshot");
                mirror.pin(Mirror.DRAFT_REFS + draft, snapshot);
            }
            workshop.take(draft, lane, snapshot.name(), base.name(), branch, CaptureMode.WORK_TREE);
            return draft;
        }

        @Override
        public PublishOutcome.Landed publish(DraftId draft) {
            PublishOutcome outcome = workshop.publish(draft, "draft " + draft);
            assertThat(outcome).isInstanceOf(PublishOutcome.Landed.class);
            return (PublishOutcome.Landed) outcome;
        }

        @Override
        public void close() {
            remote.close();
        }
    }
}
