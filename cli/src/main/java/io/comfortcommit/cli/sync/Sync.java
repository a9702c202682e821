package io.comfortcommit.cli.sync;

import io.comfortcommit.cli.client.Draft;
import io.comfortcommit.cli.client.Server;
import io.comfortcommit.cli.desk.Change;
import io.comfortcommit.cli.desk.Desk;
import io.comfortcommit.cli.desk.DeskReader;
import io.comfortcommit.cli.desk.Refusals;
import io.comfortcommit.cli.desk.Remote;
import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.failure.Problem;
import io.comfortcommit.cli.git.Git;
import io.comfortcommit.cli.git.GitOutput;
import io.comfortcommit.cli.git.GitPath;
import io.comfortcommit.cli.lane.Kept;
import io.comfortcommit.cli.lane.Lane;
import io.comfortcommit.cli.lane.Snapshots;
import io.comfortcommit.cli.sync.TreeEntry.Difference;
import io.comfortcommit.messages.draft.DraftStatus;
import io.comfortcommit.messages.draft.LaneId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Moves the desk's branch onto the newest pushed commit of its lane. First everything is looked at, and only when nothing
 * stands against it something is written: files that others changed, then the index, then the branch (compare-and-swap).
 * Cut off in between, it can be run again: what is as pushed already counts as done.
 */
public final class Sync {
    private static final String EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
    private static final String NO_COMMIT = "0".repeat(40);
    private static final String BACKUPS = "refs/comfort/backup/";
    private static final int KEPT_BACKUPS = 10;
    private static final DateTimeFormatter BACKUP_NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Map<String, String> environment;
    private final InstantSource clock;
    private final Supplier<UUID> ids;
    private final boolean mayAsk;

    /**
     * @param environment of this process
     * @param mayAsk whether git may ask for a password
     */
    public Sync(Map<String, String> environment, InstantSource clock, Supplier<UUID> ids, boolean mayAsk) {
        this.environment = environment;
        this.clock = clock;
        this.ids = ids;
        this.mayAsk = mayAsk;
    }

    /**
     * @param path a folder in the work tree
     * @throws Failure if it can't be done without losing something; nothing was changed then
     */
    public Synced run(Path path, Supplier<Server> server) {
        DeskReader reader = new DeskReader(environment);
        Desk desk = reader.read(path);
        Refusals.checkState(desk);
        Snapshots snapshots = new Snapshots(desk, clock);
        LaneId lane = Lane.of(desk, environment, ids);
        List<Kept> captures = snapshots.of(lane);
        if (captures.isEmpty()) {
            return new Synced.NothingCaptured();
        }
        Latest latest = latest(captures, server.get());
        Synced synced = latest.pushed == null
                ? latest.unpushed()
                : move(reader, desk, snapshots, latest.pushed, Objects.requireNonNull(latest.pushedDraft));
        forget(desk, snapshots, lane, latest, synced);
        return synced;
    }

    /**
     * Takes the newest sync of a work tree back.
     *
     * @param path a folder in the work tree
     * @throws Failure where something happened since that this would lose; nothing was changed then
     */
    public Synced undo(Path path) {
        DeskReader reader = new DeskReader(environment);
        Desk before = reader.read(path);
        Refusals.checkState(before);
        Snapshots snapshots = new Snapshots(before, clock);
        Path temporary = snapshots.temporaryFolder();
        try (IndexMove index = new IndexMove(before, temporary)) {
            Desk desk = reader.read(before.root());
            Refusals.checkState(desk);
            return Undo.run(desk, index, snapshots);
        } finally {
            Snapshots.remove(temporary);
        }
    }

    // --- what was pushed

    /**
     * @param pushed the newest capture that lies on the branch
     * @param newest the newest capture that lies nowhere, or on a branch of its own
     */
    private record Latest(
            @Nullable Kept pushed,
            @Nullable Draft pushedDraft,
            @Nullable Draft newest,
            Set<String> ended) {
        Synced unpushed() {
            if (newest == null) {
                return new Synced.NothingCaptured();
            }
            return newest.status() == DraftStatus.PUSHED
                    ? new Synced.OnSideBranch(newest.id(), newest.orEmpty("commitId"), newest.orEmpty("landedOn"))
                    : new Synced.NothingPushed(newest.id(), newest.status().name());
        }
    }

    private static Latest latest(List<Kept> captures, Server server) {
        Draft newest = null;
        Set<String> ended = new HashSet<>();
        for (Kept capture : captures.reversed()) {
            Optional<Draft> found = server.draft(capture.draftId());
            if (found.isEmpty()) {
                continue;
            }
            Draft draft = found.get();
            boolean pushed = draft.status() == DraftStatus.PUSHED;
            if (pushed && "BRANCH".equals(draft.text("landing"))) {
                return new Latest(capture, draft, newest, ended);
            }
            if (draft.status().ended() && !pushed) {
                ended.add(capture.captureId());
            }
            newest = newest == null ? draft : newest;
        }
        return new Latest(null, null, newest, ended);
    }

    private static void forget(Desk desk, Snapshots snapshots, LaneId lane, Latest latest, Synced synced) {
        Set<String> done = new HashSet<>();
        boolean landed = synced instanceof Synced.Moved || synced instanceof Synced.UpToDate;
        if (landed && latest.pushed != null) {
            for (Kept capture : snapshots.of(lane)) {
                done.add(capture.captureId());
                if (capture.equals(latest.pushed)) {
                    break;
                }
            }
        }
        if (synced instanceof Synced.Moved) {
            List<Kept> used = snapshots.of(lane).stream()
                    .filter(capture -> done.contains(capture.captureId()))
                    .toList();
            Undo.setAside(desk, snapshots, lane, used);
        }
        done.addAll(latest.ended);
        snapshots.forget(lane, capture -> done.contains(capture.captureId()));
    }

    // --- moving

    private Synced move(DeskReader reader, Desk before, Snapshots snapshots, Kept capture, Draft draft) {
        String pushed = draft.orEmpty("commitId");
        fetch(before, draft, pushed);
        Path temporary = snapshots.temporaryFolder();
        try (IndexMove index = new IndexMove(before, temporary)) {
            // Now that nobody else can stage anything.
            Desk desk = reader.read(before.root());
            Refusals.checkState(desk);
            Git git = snapshots.reading(desk.git(), List.of(capture));
            String head = desk.head();
            if (head != null && git.succeeds("merge-base", "--is-ancestor", pushed, head)) {
                return new Synced.UpToDate(draft.id(), pushed);
            }
            if (head != null && !git.succeeds("merge-base", "--is-ancestor", head, pushed)) {
                throw Failure.of(Problem.SYNC_LOCAL_COMMITS, desk.onBranch(), pushed);
            }
            return move(desk, git, index, capture, draft, pushed, temporary);
        } finally {
            Snapshots.remove(temporary);
        }
    }

    private Synced move(Desk desk, Git git, IndexMove index, Kept capture, Draft draft, String pushed, Path temporary) {
        if (!git.succeeds("cat-file", "-e", capture.snapshot() + "^{tree}")) {
            throw Failure.of(Problem.SYNC_SNAPSHOT_GONE, draft.shortId());
        }
        String head = Objects.requireNonNullElse(desk.head(), EMPTY_TREE);
        Map<GitPath, Difference> foreign = TreeEntry.differences(git, capture.snapshot(), pushed);
        Map<GitPath, Difference> moved = TreeEntry.differences(git, head, pushed);
        List<Change> kept = stagedOnTop(desk, moved, foreign);
        WorkTreeMove files = new WorkTreeMove(
                desk, git, capture.snapshot(), pushed, foreign, index.copy(temporary.resolve("index-files")));
        List<GitPath> leftOut = List.of();
        if (!foreign.isEmpty()) {
            files.check();
        }
        String backup = backUp(desk);
        Undo undo = Undo.prepare(desk, index.before(), pushed, foreign, backup);
        if (!foreign.isEmpty()) {
            files.apply();
            leftOut = files.leftOut();
        }
        Path fresh = index.write(git, head, pushed, moved, kept, leftOut, temporary.resolve("index-moved"));
        index.install(fresh);
        moveBranch(desk, index, pushed);
        undo.done(desk.git());
        return new Synced.Moved(
                draft.id(),
                desk.onBranch(),
                desk.head(),
                pushed,
                paths(foreign, false),
                paths(foreign, true),
                kept.stream().map(Change::path).toList(),
                backup);
    }

    private static List<GitPath> paths(Map<GitPath, Difference> foreign, boolean ofSubmodules) {
        return foreign.entrySet().stream()
                .filter(change -> change.getValue().inSubmodule() == ofSubmodules)
                .map(Map.Entry::getKey)
                .toList();
    }

    private void fetch(Desk desk, Draft draft, String pushed) {
        Remote remote = Remote.of(desk);
        Git git = mayAsk ? desk.git().mayAsk() : desk.git();
        GitOutput fetched = git.run("fetch", "-q", "--no-recurse-submodules", remote.name());
        if (!fetched.ok()) {
            throw Failure.of(Problem.FETCH_FAILED, remote.name(), Git.lastWords(fetched.err()));
        }
        if (desk.git().succeeds("cat-file", "-e", pushed + "^{commit}")) {
            return;
        }
        git.run("fetch", "-q", "--no-recurse-submodules", remote.name(), "refs/heads/" + draft.orEmpty("landedOn"));
        if (!desk.git().succeeds("cat-file", "-e", pushed + "^{commit}")) {
            throw Failure.of(Problem.PUSHED_COMMIT_MISSING, pushed);
        }
    }

    /**
     * What the author staged after the capture, and others left alone.
     *
     * @throws Failure {@link Problem#SYNC_FILES_CHANGED_TWICE}
     */
    private static List<Change> stagedOnTop(
            Desk desk, Map<GitPath, Difference> moved, Map<GitPath, Difference> foreign) {
        List<Change> kept = new ArrayList<>();
        List<GitPath> changedTwice = new ArrayList<>();
        for (Change change : desk.staged()) {
            Difference difference = moved.get(change.path());
            if (difference == null) {
                continue;
            }
            TreeEntry staged = new TreeEntry(change.indexMode(), change.indexId());
            Difference byOthers = foreign.get(change.path());
            TreeEntry captured = byOthers == null ? difference.after() : byOthers.before();
            if (staged.equals(difference.after()) || staged.equals(captured)) {
                continue;
            }
            if (byOthers == null) {
                kept.add(change);
            } else {
                changedTwice.add(change.path());
            }
        }
        if (!changedTwice.isEmpty()) {
            throw Failure.of(Problem.SYNC_FILES_CHANGED_TWICE, Refusals.named(changedTwice))
                    .with("files", changedTwice.stream().map(GitPath::toString).toList());
        }
        return kept;
    }

    /** @return the ref that names where the branch is now; null where it is nowhere */
    private @Nullable String backUp(Desk desk) {
        if (desk.head() == null) {
            return null;
        }
        String backup = BACKUPS + BACKUP_NAME.format(clock.instant());
        StringBuilder updates = new StringBuilder();
        updates.append("update ").append(backup).append(' ').append(desk.head()).append('\n');
        oldBackups(desk).forEach(old -> updates.append("delete ").append(old).append('\n'));
        desk.git().mustFeed(updates.toString().getBytes(StandardCharsets.UTF_8), "update-ref", "--stdin");
        return backup;
    }

    private static void moveBranch(Desk desk, IndexMove index, String pushed) {
        String from = desk.head() == null ? NO_COMMIT : desk.head();
        GitOutput updated = desk.git().run("update-ref", "-m", "comfort sync", "--create-reflog", "HEAD", pushed, from);
        if (!updated.ok()) {
            index.restore();
            throw Failure.of(Problem.SYNC_BRANCH_MOVED, Git.lastWords(updated.err()));
        }
    }

    private static List<String> oldBackups(Desk desk) {
        return desk.git().must("for-each-ref", "--sort=-refname", "--format=%(refname)", BACKUPS).lines().stream()
                .skip(KEPT_BACKUPS - 1)
                .toList();
    }
}
