package io.comfortcommit.queryside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.projection.ProjectionCommand.CancelRebuild;
import io.comfortcommit.messages.projection.ProjectionCommand.ResumeRebuild;
import io.comfortcommit.messages.projection.ProjectionCommand.StartRebuild;
import io.comfortcommit.messages.projection.ProjectionQuery.FindProjections;
import io.comfortcommit.messages.projection.ProjectionQuery.FoundProjections;
import io.comfortcommit.messages.projection.ProjectionView;
import io.comfortcommit.messages.projection.RebuildView;
import io.comfortcommit.messages.projection.RebuildView.State;
import io.comfortcommit.messages.projection.RebuildView.TableDifference;
import io.comfortcommit.messages.search.FoundCommits;
import io.comfortcommit.messages.search.FoundCommits.Hit;
import io.comfortcommit.messages.search.ReconcileSearch;
import io.comfortcommit.messages.search.SearchAvailability;
import io.comfortcommit.messages.search.SearchQuery.FindCommits;
import io.comfortcommit.messages.search.SearchQuery.FindSearchState;
import io.comfortcommit.messages.search.SearchQuery.ReadMeaning;
import io.comfortcommit.messages.search.SearchState;
import io.comfortcommit.messages.search.SearchState.Reconciliation;
import io.comfortcommit.messages.search.TextVector;
import io.comfortcommit.queryside.search.NodeProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryBus;
import org.axonframework.queryhandling.QueryHandler;
import org.axonframework.queryhandling.annotation.AnnotationQueryHandlerAdapter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The content log follows what is shown, on a real OpenSearch, and nothing waits for it. */
class SearchTest {
    private static final NodeProcess NODE = NodeProcess.shared();
    private static ReadSide side;

    private final UserId author = Story.somebody();

    @BeforeAll
    static void start() {
        NODE.clear();
        side = ReadSide.searching(NODE);
        new AnnotationQueryHandlerAdapter<>(new Meanings()).subscribe(side.bean(QueryBus.class));
    }

    @AfterAll
    static void stop() {
        side.close();
    }

    /** Texts about money mean the like, and each other one something else. */
    static final class Meanings {
        @QueryHandler
        TextVector handle(ReadMeaning query) {
            int kind = query.text().matches("(?s).*(payment|charge|money).*")
                    ? 0
                    : 1 + Math.floorMod(query.text().hashCode(), TextVector.DIMENSIONS - 1);
            return new TextVector(IntStream.range(0, TextVector.DIMENSIONS)
                    .mapToObj(i -> i == kind ? 1f : 0f)
                    .toList());
        }
    }

    private static FoundCommits search(UserId caller, String text) {
        return side.ask(new FindCommits(caller, text, null, 20), ResponseTypes.instanceOf(FoundCommits.class));
    }

    private List<String> found(String text) {
        return search(author, text).hits().stream()
                .map(hit -> String.valueOf(hit.draft().message()))
                .toList();
    }

    private static SearchState state() {
        return side.ask(new FindSearchState(), ResponseTypes.instanceOf(SearchState.class));
    }

    /** Until all that happened is in the log, and can be found. */
    private static void awaitWritten() {
        side.awaitProjected();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> side.jdbc()
                                .sql("SELECT count(*) FROM query.search_due")
                                .query(Long.class)
                                .single()
                        == 0);
        NODE.refresh();
    }

    @Test
    void commitsAreFoundByWordsOfAnyLanguageByNamesOfTheChangeAndByTheirIds() {
        side.pushed(author, "fix: retry the upload\n\nThe network is slow.");
        side.pushed(author, "fix: 결제 재시도를 세 번으로 제한");
        awaitWritten();

        assertThat(found("retries of uploads")).startsWith("fix: retry the upload\n\nThe network is slow.");
        assertThat(found("결제를 재시도")).startsWith("fix: 결제 재시도를 세 번으로 제한");
        assertThat(found("Order.java")).hasSize(2);
        assertThat(found("order submit")).hasSize(2);
        assertThat(found(Story.COMMIT.substring(0, 9))).hasSize(2);
        assertThat(found("kubernetes")).isEmpty();
    }

    @Test
    void commitsThatMeanTheLikeAreFoundWithoutAWordInCommonAndBothListsAreOne() {
        side.pushed(author, "fix: charge again after a failure");
        side.pushed(author, "docs: describe the payment provider");
        side.pushed(author, "style: sort imports");
        awaitWritten();

        List<Hit> hits = search(author, "money for the provider").hits();

        assertThat(hits)
                .extracting(hit -> hit.draft().message())
                .containsExactly("docs: describe the payment provider", "fix: charge again after a failure");
        assertThat(hits.getFirst().byWords()).isEqualTo(1);
        assertThat(hits.getLast().byWords()).isNull();
        assertThat(hits).allSatisfy(hit -> assertThat(hit.byMeaning()).isNotNull());
    }

    @Test
    void nobodyFindsWhatIsNotTheirs() {
        side.pushed(author, "fix: the confidential merger");
        awaitWritten();

        assertThat(found("confidential merger")).hasSize(1);
        assertThat(search(Story.somebody(), "confidential merger").hits()).isEmpty();
    }

    @Test
    void whatLooksLikeASecretIsNotInTheLog() {
        String token = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8";
        Story story = side.pushed(author, "fix: stop printing " + token);
        awaitWritten();

        assertThat(NODE.document(story.draft.value())).contains("stop printing").doesNotContain(token);
    }

    @Test
    void whatHappensWhileTheLogIsAwayIsAddedOnceItIsBack() {
        awaitWritten();
        NODE.reachable(false);
        try {
            side.pushed(author, "feat: lighthouse keeper");
            side.awaitProjected();

            assertThat(search(author, "lighthouse").availability()).isEqualTo(SearchAvailability.UNAVAILABLE);
            assertThat(state())
                    .extracting(SearchState::availability, SearchState::due)
                    .containsExactly(SearchAvailability.UNAVAILABLE, 1L);
        } finally {
            NODE.reachable(true);
        }
        awaitWritten();

        assertThat(found("lighthouse")).hasSize(1);
        assertThat(state().availability()).isEqualTo(SearchAvailability.AVAILABLE);
    }

    @Test
    void aComparisonFindsAndMendsWhatIsMissingDifferentAndTooMuch() {
        List<Story> stories = new ArrayList<>();
        for (String name : List.of("anchor", "buoy", "compass", "davit")) {
            stories.add(side.pushed(author, "feat: " + name));
        }
        awaitWritten();
        reconcile(false);
        awaitWritten();
        NODE.remove(stories.get(0).draft.value());
        NODE.falsify(stories.get(1).draft.value());
        NODE.invent(UUID.randomUUID(), stories.get(2).draft.value());

        Reconciliation told = reconcile(true);
        assertThat(told)
                .extracting(Reconciliation::missing, Reconciliation::different, Reconciliation::surplus)
                .containsExactly(1L, 1L, 1L);
        assertThat(found("anchor")).isEmpty();

        assertThat(reconcile(false).missing()).isEqualTo(1);
        awaitWritten();
        assertThat(found("anchor")).hasSize(1);
        assertThat(reconcile(true))
                .extracting(Reconciliation::missing, Reconciliation::different, Reconciliation::surplus)
                .containsExactly(0L, 0L, 0L);
    }

    @Test
    void aRebuildFillsIndicesBesideThoseThatAreReadAndThenTakesTheirPlace() {
        side.pushed(author, "feat: sextant");
        awaitWritten();
        int generation = generation();

        assertThat(rebuild(false).events()).isPositive();
        side.pushed(author, "feat: quadrant");
        awaitWritten();

        assertThat(generation()).isEqualTo(generation + 1);
        assertThat(NODE.indices())
                .containsEntry(
                        "cc_org_commit_log_202611_" + (generation + 1),
                        Set.of("cc_commit_log", "cc_org_commit_log_202611"))
                .hasSize(1);
        assertThat(found("sextant")).hasSize(1);
        assertThat(found("quadrant")).hasSize(1);
        assertThat(rebuild(true).differences())
                .containsExactly(new TableDifference("cc_commit_log", 0, 0, 0, List.of()));
        assertThat(projection("search").lag()).isEqualTo(projection("drafts").lag());
    }

    @Test
    void aRebuildThatIsGivenUpLeavesWhatIsRead() {
        side.pushed(author, "feat: astrolabe");
        awaitWritten();
        NODE.reachable(false);
        try {
            side.bean(CommandGateway.class)
                    .sendAndWait(new StartRebuild(UUID.randomUUID(), "search", null, false, "user:test"));
            await().until(() -> newest().state() == State.FAILED);
            assertThat(newest().failure()).contains("resume");
            side.bean(CommandGateway.class).sendAndWait(new CancelRebuild("search"));

            // What it left can't be removed now, which is nothing to others.
            side.bean(CommandGateway.class)
                    .sendAndWait(new StartRebuild(UUID.randomUUID(), "timeline", null, false, "user:test"));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> newest("timeline").state() == State.DONE);
        } finally {
            NODE.reachable(true);
        }

        assertThat(newest().state()).isEqualTo(State.CANCELLED);
        assertThat(found("astrolabe")).hasSize(1);
    }

    /** The process ends, or is told to pause, when what was built is read, but nothing says that it is done. */
    @Test
    void aRebuildThatHasExchangedWhatIsReadIsDoneWhenItIsResumed() {
        side.pushed(author, "feat: gimbal");
        awaitWritten();
        rebuild(false);
        pauseAgain();
        int generation = generation();
        side.pushed(author, "feat: gimbal, again");
        awaitWritten();
        List<String> before = NODE.documents();

        resume();

        assertThat(NODE.documents()).hasSizeGreaterThan(1).isEqualTo(before);
        assertThat(generation()).isEqualTo(generation);
    }

    /** The process ends between the exchange and the row that tells of it. */
    @Test
    void aRebuildThatIsCancelledAfterItsExchangeLeavesWhatWasBuilt() {
        side.pushed(author, "feat: binnacle");
        awaitWritten();
        rebuild(false);
        int generation = generation();
        List<String> before = NODE.documents();
        pauseAgain();
        side.jdbc()
                .sql("UPDATE query.search_state SET building = generation, generation = generation - 1")
                .update();

        side.bean(CommandGateway.class).sendAndWait(new CancelRebuild("search"));

        await().atMost(Duration.ofSeconds(30))
                .until(() -> !side.jdbc()
                        .sql("SELECT copied FROM query.rebuild WHERE id = :id")
                        .param("id", newest().id())
                        .query(Boolean.class)
                        .single());
        assertThat(NODE.documents()).hasSizeGreaterThan(1).isEqualTo(before);
        assertThat(generation()).isEqualTo(generation);
    }

    /** By another process, which knew of an earlier rebuild alone. */
    @Test
    void whatARebuildFilledAndSomebodyRemovedIsFilledAnew() {
        side.pushed(author, "feat: quadrant");
        awaitWritten();
        rebuild(false);
        int generation = generation();
        List<String> before = NODE.documents();
        pauseAgain();
        side.jdbc()
                .sql(
                        "UPDATE query.rebuild_part SET token = regexp_replace(token, '^[0-9]+', :next) WHERE rebuild_id = :id")
                .param("next", String.valueOf(generation + 1))
                .param("id", newest().id())
                .update();

        resume();

        assertThat(NODE.documents()).hasSizeGreaterThan(1).isEqualTo(before);
        assertThat(generation()).isEqualTo(generation + 1);
    }

    private static void resume() {
        side.bean(CommandGateway.class).sendAndWait(new ResumeRebuild("search"));
        await().atMost(Duration.ofSeconds(30)).until(() -> newest().state() == State.DONE);
    }

    private static void pauseAgain() {
        side.jdbc()
                .sql("UPDATE query.rebuild SET state = 'PAUSED', copied = true, finished_at = NULL WHERE id = :id")
                .param("id", newest().id())
                .update();
    }

    private static int generation() {
        return side.jdbc()
                .sql("SELECT generation FROM query.search_state")
                .query(Integer.class)
                .single();
    }

    private static RebuildView rebuild(boolean dryRun) {
        UUID id = UUID.randomUUID();
        side.bean(CommandGateway.class).sendAndWait(new StartRebuild(id, "search", null, dryRun, "user:test"));
        await().atMost(Duration.ofSeconds(30)).until(() -> newest().state() != State.RUNNING);
        assertThat(newest().id()).isEqualTo(id);
        assertThat(newest().failure()).isNull();
        return newest();
    }

    private static RebuildView newest() {
        return newest("search");
    }

    private static RebuildView newest(String projection) {
        return Objects.requireNonNull(projection(projection).rebuild());
    }

    private static ProjectionView projection(String name) {
        return side.ask(new FindProjections(), ResponseTypes.instanceOf(FoundProjections.class)).projections().stream()
                .filter(projection -> projection.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Reconciliation reconcile(boolean dryRun) {
        ReconcileSearch command = new ReconcileSearch(UUID.randomUUID(), dryRun, "user:test");
        side.bean(CommandGateway.class).sendAndWait(command);
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            Reconciliation newest = state().reconciliation();
            return newest != null && newest.id().equals(command.id()) && newest.finishedAt() != null;
        });
        Reconciliation done = Objects.requireNonNull(state().reconciliation());
        assertThat(done.failure()).isNull();
        return done;
    }
}
