package io.comfortcommit.gateway;

import static org.awaitility.Awaitility.await;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.CaptureMode;
import io.comfortcommit.messages.draft.ChangeCard;
import io.comfortcommit.messages.draft.ChangeCard.ChangedSymbol;
import io.comfortcommit.messages.draft.ChangeCard.Cluster;
import io.comfortcommit.messages.draft.ChangeCard.ClusterFile;
import io.comfortcommit.messages.draft.ChangeCard.Reason;
import io.comfortcommit.messages.draft.ChangeCard.Risk;
import io.comfortcommit.messages.draft.ChangeCard.SecretFinding;
import io.comfortcommit.messages.draft.ChangeCard.Theme;
import io.comfortcommit.messages.draft.ChangeSummary;
import io.comfortcommit.messages.draft.CommitDraftCommand;
import io.comfortcommit.messages.draft.CommitDraftCommand.ApproveDraft;
import io.comfortcommit.messages.draft.CommitDraftCommand.CaptureChange;
import io.comfortcommit.messages.draft.CommitDraftCommand.ClearFindings;
import io.comfortcommit.messages.draft.CommitDraftCommand.DiscardDraft;
import io.comfortcommit.messages.draft.CommitDraftCommand.EditDraft;
import io.comfortcommit.messages.draft.CommitDraftCommand.RecordPush;
import io.comfortcommit.messages.draft.CommitDraftCommand.RecordPushFailure;
import io.comfortcommit.messages.draft.CommitDraftCommand.RedraftDraft;
import io.comfortcommit.messages.draft.CommitDraftCommand.RepeatCapture;
import io.comfortcommit.messages.draft.CommitDraftCommand.SplitDraft;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.DraftOrigin;
import io.comfortcommit.messages.draft.DraftState;
import io.comfortcommit.messages.draft.DraftStatus;
import io.comfortcommit.messages.draft.GitAuthor;
import io.comfortcommit.messages.draft.Landing;
import io.comfortcommit.messages.draft.PullRequest;
import io.comfortcommit.messages.draft.PushFailure;
import io.comfortcommit.messages.draft.PushedBy;
import io.comfortcommit.messages.draft.RedraftState;
import io.comfortcommit.messages.draft.Rejection;
import io.comfortcommit.messages.draft.Rejection.IllegalTransition;
import io.comfortcommit.messages.draft.Rejection.SecretsFound;
import io.comfortcommit.messages.draft.Rejection.StaleVersion;
import io.comfortcommit.messages.draft.Rejection.UnknownDraft;
import io.comfortcommit.messages.draft.Rejection.UnknownFinding;
import io.comfortcommit.messages.draft.Rejection.UnusableMessage;
import io.comfortcommit.messages.query.Candidates;
import io.comfortcommit.messages.query.Candidates.Candidate;
import io.comfortcommit.messages.query.DiffView;
import io.comfortcommit.messages.query.DiffView.FileDiff;
import io.comfortcommit.messages.query.DraftPage;
import io.comfortcommit.messages.query.DraftQuery;
import io.comfortcommit.messages.query.DraftQuery.FindCandidates;
import io.comfortcommit.messages.query.DraftQuery.FindDiff;
import io.comfortcommit.messages.query.DraftQuery.FindDraft;
import io.comfortcommit.messages.query.DraftQuery.FindDrafts;
import io.comfortcommit.messages.query.DraftQuery.FindModelUse;
import io.comfortcommit.messages.query.DraftQuery.FindSplit;
import io.comfortcommit.messages.query.DraftQuery.FindTimelines;
import io.comfortcommit.messages.query.DraftQuery.WatchDrafts;
import io.comfortcommit.messages.query.DraftQuery.WatchWriting;
import io.comfortcommit.messages.query.DraftView;
import io.comfortcommit.messages.query.FoundDiff;
import io.comfortcommit.messages.query.FoundDraft;
import io.comfortcommit.messages.query.ModelUse;
import io.comfortcommit.messages.query.PartialMessage;
import io.comfortcommit.messages.query.SplitProposal;
import io.comfortcommit.messages.query.Timeline;
import io.comfortcommit.messages.query.TimelineEntry;
import io.comfortcommit.messages.query.Timelines;
import io.comfortcommit.messages.repository.TrackedRepositoryCommand.TrackRepository;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.messaging.MetaData;
import org.axonframework.queryhandling.QueryHandler;
import org.axonframework.queryhandling.QueryUpdateEmitter;
import org.jspecify.annotations.Nullable;

/** Command and read side in one map: enough rules for the gateway to meet every answer. */
public final class MemoryDrafts {
    /** Of a change with two concerns, one of which has a secret. */
    static final ChangeCard CARD = new ChangeCard(
            List.of(
                    new Cluster(
                            "OrderClient.java",
                            Theme.SOURCE,
                            List.of(
                                    new ClusterFile("src/order/OrderClient.java", List.of(0, 2)),
                                    new ClusterFile("src/order/Retry.java", List.of(0))),
                            2,
                            10,
                            3),
                    new Cluster(
                            "guide.md",
                            Theme.DOCUMENTATION,
                            List.of(new ClusterFile("docs/guide.md", List.of(0))),
                            1,
                            2,
                            1)),
            List.of(
                    new ChangedSymbol("OrderClient.submit", "METHOD", "MODIFIED", "src/order/OrderClient.java"),
                    new ChangedSymbol("Retry", "CLASS", "ADDED", "src/order/Retry.java")),
            new Risk(
                    Risk.Level.HIGH,
                    List.of(new Reason("SECRETS", List.of("1")), new Reason("NO_TESTS", List.of("1200")))),
            List.of(finding("one", "GITHUB_TOKEN", "src/order/OrderClient.java").asCleared()),
            List.of(new Reason(
                    "TYPE",
                    List.of(
                            "changes under src/order/ were feat in 41 of 44 commits",
                            "src/order/ 아래의 변경은 커밋 44개 가운데 41개에서 feat였습니다"))));

    static SecretFinding finding(String id, String kind, String path) {
        return new SecretFinding(id, kind, path, 7, "<" + kind + ":1>", null);
    }

    private final Map<DraftId, DraftView> drafts = new ConcurrentHashMap<>();
    private final Map<DraftId, DiffView> diffs = new ConcurrentHashMap<>();
    private final List<Sent> sent = new CopyOnWriteArrayList<>();
    private final List<DraftQuery> asked = new CopyOnWriteArrayList<>();
    private final Clock clock;
    private final QueryUpdateEmitter updates;
    private volatile @Nullable RuntimeException nextFailure;
    private volatile boolean withModel;

    MemoryDrafts(Clock clock, QueryUpdateEmitter updates) {
        this.clock = clock;
        this.updates = updates;
    }

    /** A command as it arrived, and the thread that it was handled on. */
    public record Sent(Object command, Map<String, Object> metaData, Thread thread) {}

    List<Sent> sent() {
        return sent;
    }

    void forget() {
        drafts.clear();
        diffs.clear();
        sent.clear();
        nextFailure = null;
        withModel = false;
        asked.clear();
    }

    /** Whether a model may be asked. */
    void withModel(boolean allowed) {
        withModel = allowed;
    }

    void failNextWith(RuntimeException failure) {
        nextFailure = failure;
    }

    /** A drafted draft of the owner. */
    DraftView drafted(String message) {
        return draftedBy(new UserId(GatewayTest.OWNER), message);
    }

    DraftView draftedBy(UserId author, String message) {
        return put(view(author, DraftStatus.DRAFTED, message, 2));
    }

    /** A drafted draft of the owner, of a repository that others of theirs may be of too. */
    DraftView draftedFor(RepositoryId repository, String message) {
        return put(view(new UserId(GatewayTest.OWNER), repository, DraftStatus.DRAFTED, message, 2));
    }

    /** A drafted draft of the owner, of a change with what looks like secrets. */
    DraftView drafted(String message, SecretFinding... findings) {
        DraftView draft = drafted(message);
        return change(draft.draftId(), next -> next.card(CARD.withSecrets(List.of(findings))));
    }

    DraftView captured() {
        return put(view(new UserId(GatewayTest.OWNER), DraftStatus.CAPTURED, null, 1));
    }

    void hasDiff(DraftId draft, List<FileDiff> files, boolean truncated) {
        diffs.put(draft, new DiffView(files, List.of(), truncated));
    }

    /** As an event of the command side would: the version goes on, who watches is told. */
    DraftView change(DraftId draft, UnaryOperator<Change> change) {
        DraftView changed = drafts.compute(draft, (_, before) -> {
            if (before == null) {
                throw new IllegalStateException("no draft " + draft);
            }
            Change made = change.apply(new Change(before));
            return made.next(before.version() + 1);
        });
        tell(changed);
        return changed;
    }

    /** What was asked about drafts that were found already. */
    List<DraftQuery> asked() {
        return asked;
    }

    int watchers() {
        return updates.activeSubscriptions().size();
    }

    /** Without a new version. */
    DraftView redraft(DraftId draft, RedraftState state) {
        DraftView before = Objects.requireNonNull(drafts.get(draft));
        return put(new Change(before).redraft(state).next(before.version()));
    }

    /** Until somebody watches what a model writes. */
    void awaitsProgress() {
        await().until(() ->
                updates.activeSubscriptions().stream().anyMatch(watch -> watch.getPayload() instanceof WatchWriting));
    }

    /** As a model writes. */
    void writes(DraftId draft, String subject) {
        updates.emit(WatchWriting.class, watch -> watch.draftId().equals(draft), new PartialMessage(subject));
    }

    private DraftView put(DraftView draft) {
        drafts.put(draft.draftId(), draft);
        tell(draft);
        return draft;
    }

    private void tell(DraftView draft) {
        updates.emit(
                WatchDrafts.class,
                watch -> watch.caller().equals(draft.author())
                        && (watch.draftId() == null || watch.draftId().equals(draft.draftId())),
                draft);
    }

    private DraftView view(UserId author, DraftStatus status, @Nullable String message, long version) {
        return view(author, new RepositoryId(UUID.randomUUID()), status, message, version);
    }

    private DraftView view(
            UserId author, RepositoryId repository, DraftStatus status, @Nullable String message, long version) {
        return new DraftView(
                new DraftId(UUID.randomUUID()),
                repository,
                author,
                status,
                version,
                message,
                message == null ? null : DraftOrigin.STRUCTURAL,
                message == null ? null : CARD,
                "main",
                CaptureMode.WORK_TREE,
                new ChangeSummary(3, 12, 4),
                new GitAuthor("Mina Kim", "mina@example.org"),
                0,
                PushedBy.SERVER,
                null,
                List.of(),
                null,
                null,
                false,
                null,
                null,
                null,
                null,
                null,
                clock.instant(),
                clock.instant());
    }

    /** What can change about a view. */
    static final class Change {
        private final DraftView before;
        private DraftStatus status;
        private @Nullable String message;
        private String branch;
        private int unpushedCommits;
        private @Nullable String commitId;
        private List<String> commitIds;
        private @Nullable Landing landing;
        private @Nullable String landedOn;
        private final boolean rebased;
        private @Nullable PushFailure failure;
        private @Nullable String reason;
        private @Nullable PullRequest pullRequest;
        private @Nullable DraftId successor;
        private @Nullable RedraftState redraft;
        private @Nullable ChangeCard card;

        Change(DraftView before) {
            this.before = before;
            this.status = before.status();
            this.message = before.message();
            this.branch = before.branch();
            this.unpushedCommits = before.unpushedCommits();
            this.commitId = before.commitId();
            this.commitIds = before.commitIds();
            this.landing = before.landing();
            this.landedOn = before.landedOn();
            this.pullRequest = before.pullRequest();
            this.successor = before.successor();
            this.rebased = before.rebased();
            this.card = before.card();
        }

        Change status(DraftStatus next) {
            status = next;
            return this;
        }

        Change card(@Nullable ChangeCard next) {
            card = next;
            return this;
        }

        Change message(String next) {
            message = next;
            redraft = null;
            return this;
        }

        Change branch(String name) {
            branch = name;
            return this;
        }

        Change unpushed(int commits) {
            unpushedCommits = commits;
            return this;
        }

        Change pushed(String commit, String branch) {
            status = DraftStatus.PUSHED;
            commitId = commit;
            commitIds = List.of(commit);
            landing = Landing.BRANCH;
            landedOn = branch;
            return this;
        }

        Change pushed(List<String> commits, String branch) {
            pushed(commits.getLast(), branch);
            commitIds = commits;
            return this;
        }

        Change beside(String commit, String branch, String why) {
            pushed(commit, branch);
            landing = Landing.SIDE_BRANCH;
            reason = why;
            return this;
        }

        Change withPullRequest(PullRequest request) {
            pullRequest = request;
            return this;
        }

        Change failed(PushFailure why, String words) {
            status = DraftStatus.PUSH_FAILED;
            failure = why;
            reason = words;
            return this;
        }

        Change redraft(@Nullable RedraftState next) {
            redraft = next;
            return this;
        }

        Change supersededBy(DraftId newer) {
            status = DraftStatus.SUPERSEDED;
            successor = newer;
            return this;
        }

        private DraftView next(long version) {
            return new DraftView(
                    before.draftId(),
                    before.repositoryId(),
                    before.author(),
                    status,
                    version,
                    message,
                    before.origin() == null && message != null ? DraftOrigin.STRUCTURAL : before.origin(),
                    card,
                    branch,
                    before.mode(),
                    before.summary(),
                    before.gitAuthor(),
                    unpushedCommits,
                    before.pushedBy(),
                    commitId,
                    commitIds,
                    landing,
                    landedOn,
                    rebased,
                    failure,
                    reason,
                    pullRequest,
                    successor,
                    redraft,
                    before.capturedAt(),
                    before.updatedAt().plusMillis(1));
        }
    }

    @CommandHandler
    void handle(TrackRepository command, MetaData metaData) {
        note(command, metaData);
    }

    @CommandHandler
    DraftState handle(CaptureChange command, MetaData metaData) {
        note(command, metaData);
        DraftView draft = drafts.computeIfAbsent(
                command.draftId(),
                id -> new DraftView(
                        id,
                        command.repositoryId(),
                        command.author(),
                        DraftStatus.CAPTURED,
                        1,
                        null,
                        null,
                        null,
                        command.branch(),
                        command.mode(),
                        command.summary(),
                        command.gitAuthor(),
                        command.unpushedCommits(),
                        command.pushedBy(),
                        null,
                        List.of(),
                        null,
                        null,
                        false,
                        null,
                        null,
                        null,
                        null,
                        null,
                        command.capturedAt(),
                        clock.instant()));
        return state(draft);
    }

    @CommandHandler
    DraftState handle(RepeatCapture command, MetaData metaData) {
        return handle(command.capture(), metaData);
    }

    @CommandHandler
    DraftState handle(EditDraft command, MetaData metaData) {
        note(command, metaData);
        open(command, command.expectedVersion());
        if (command.message().isBlank()) {
            throw rejected(new UnusableMessage(command.draftId(), "EMPTY", null));
        }
        if (command.message().length() > 20_000) {
            throw rejected(new UnusableMessage(command.draftId(), "TOO_LONG", 20_000));
        }
        return state(change(command.draftId(), draft -> draft.message(command.message())));
    }

    @CommandHandler
    DraftState handle(ApproveDraft command, MetaData metaData) {
        note(command, metaData);
        open(command, command.expectedVersion());
        String message = command.message();
        List<String> undecided = findings(command.draftId())
                .filter(found -> !found.cleared())
                .map(SecretFinding::id)
                .toList();
        if (!undecided.isEmpty()) {
            throw rejected(new SecretsFound(command.draftId(), undecided));
        }
        return state(change(
                command.draftId(),
                draft -> (message == null ? draft : draft.message(message)).status(DraftStatus.APPROVED)));
    }

    @CommandHandler
    DraftState handle(SplitDraft command, MetaData metaData) {
        note(command, metaData);
        open(command, command.expectedVersion());
        return state(change(command.draftId(), draft -> draft.status(DraftStatus.APPROVED)));
    }

    @CommandHandler
    DraftState handle(ClearFindings command, MetaData metaData) {
        note(command, metaData);
        open(command, null);
        for (String id : command.findings()) {
            if (findings(command.draftId()).noneMatch(found -> found.id().equals(id))) {
                throw rejected(new UnknownFinding(command.draftId(), id));
            }
        }
        return state(change(
                command.draftId(),
                draft -> draft.card(draft.card == null ? null : draft.card.withCleared(command.findings()))));
    }

    private Stream<SecretFinding> findings(DraftId draft) {
        ChangeCard card = Objects.requireNonNull(drafts.get(draft)).card();
        return card == null ? Stream.empty() : card.secrets().stream();
    }

    @CommandHandler
    DraftState handle(RedraftDraft command, MetaData metaData) {
        note(command, metaData);
        open(command, command.expectedVersion());
        return state(redraft(command.draftId(), RedraftState.WRITING));
    }

    @CommandHandler
    DraftState handle(DiscardDraft command, MetaData metaData) {
        note(command, metaData);
        open(command, command.expectedVersion());
        return state(change(command.draftId(), draft -> draft.status(DraftStatus.DISCARDED)));
    }

    @CommandHandler
    DraftState handle(RecordPush command, MetaData metaData) {
        note(command, metaData);
        return state(change(command.draftId(), draft -> draft.pushed(command.commitId(), command.branch())));
    }

    @CommandHandler
    DraftState handle(RecordPushFailure command, MetaData metaData) {
        note(command, metaData);
        return state(change(command.draftId(), draft -> draft.failed(command.failure(), command.detail())));
    }

    @QueryHandler
    FoundDraft handle(FindDraft query) {
        failQuery();
        DraftView draft = drafts.get(query.draftId());
        return draft != null && draft.author().equals(query.caller()) ? new FoundDraft(draft) : FoundDraft.NOTHING;
    }

    @QueryHandler
    DraftPage handle(FindDrafts query) {
        List<DraftView> found = drafts.values().stream()
                .filter(draft -> draft.author().equals(query.caller()))
                .filter(draft -> query.statuses().isEmpty() || query.statuses().contains(draft.status()))
                .filter(draft -> query.words().stream()
                        .allMatch(word -> (draft.message() + " " + draft.branch())
                                .toLowerCase(Locale.ROOT)
                                .contains(word.toLowerCase(Locale.ROOT))))
                .sorted(Comparator.comparing(
                                (DraftView draft) -> draft.draftId().value())
                        .reversed())
                .filter(draft -> query.after() == null
                        || draft.draftId().value().compareTo(query.after().value()) < 0)
                .toList();
        return new DraftPage(found.stream().limit(query.first()).toList(), found.size() > query.first());
    }

    @QueryHandler
    Timelines handle(FindTimelines query) {
        asked.add(query);
        return new Timelines(query.draftIds().stream().map(this::timeline).toList());
    }

    private Timeline timeline(DraftId id) {
        DraftView draft = drafts.get(id);
        String branch = draft == null ? "main" : draft.branch();
        return new Timeline(
                id,
                List.of(
                        new TimelineEntry(0, "commit-draft.captured", clock.instant(), "editor:comfort/1", "t", branch),
                        new TimelineEntry(1, "commit-draft.push-failed", clock.instant(), "system", null, null)));
    }

    @QueryHandler
    FoundDiff handle(FindDiff query) {
        return new FoundDiff(diffs.get(query.draftId()));
    }

    @QueryHandler
    ModelUse handle(FindModelUse query) {
        asked.add(query);
        failQuery();
        return new ModelUse(withModel);
    }

    @QueryHandler
    SplitProposal handle(FindSplit query) {
        return new SplitProposal(List.of("feat(order): retry", "docs: say when it is retried\n\n- in the guide"));
    }

    @QueryHandler
    Candidates handle(FindCandidates query) {
        List<Candidate> found = new ArrayList<>();
        for (int i = 0; i < query.byModel(); i++) {
            found.add(new Candidate("feat: candidate " + i, DraftOrigin.LLM));
        }
        found.add(new Candidate("feat: structural\n\n- with a body", DraftOrigin.STRUCTURAL));
        return new Candidates(found);
    }

    @QueryHandler
    PartialMessage handle(WatchWriting query) {
        return PartialMessage.NOTHING;
    }

    @QueryHandler
    FoundDraft handle(WatchDrafts query) {
        return FoundDraft.NOTHING;
    }

    private void note(Object command, MetaData metaData) {
        sent.add(new Sent(command, new HashMap<>(metaData), Thread.currentThread()));
        RuntimeException failure = nextFailure;
        nextFailure = null;
        if (failure != null) {
            throw failure;
        }
        if (command instanceof CommitDraftCommand about) {
            DraftView draft = drafts.get(about.draftId());
            if (draft != null && !draft.author().toString().equals(metaData.get("userId"))) {
                throw rejected(new UnknownDraft(about.draftId()));
            }
        }
    }

    private void failQuery() {
        RuntimeException failure = nextFailure;
        nextFailure = null;
        if (failure != null) {
            throw failure;
        }
    }

    private void open(CommitDraftCommand command, @Nullable Long expectedVersion) {
        DraftView draft = drafts.get(command.draftId());
        if (draft == null) {
            throw rejected(new UnknownDraft(command.draftId()));
        }
        if (expectedVersion != null && expectedVersion != draft.version()) {
            throw rejected(new StaleVersion(draft.draftId(), expectedVersion, draft.version(), draft.status()));
        }
        if (!draft.status().open()) {
            throw rejected(new IllegalTransition(
                    draft.draftId(), draft.status(), command.getClass().getSimpleName()));
        }
    }

    private static CommandExecutionException rejected(Rejection rejection) {
        return new CommandExecutionException(rejection.code(), null, rejection);
    }

    private static DraftState state(DraftView draft) {
        return new DraftState(draft.draftId(), draft.status(), draft.version());
    }
}
