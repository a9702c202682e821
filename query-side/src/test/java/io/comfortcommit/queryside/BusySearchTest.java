package io.comfortcommit.queryside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.projection.ProjectionCommand.ResumeRebuild;
import io.comfortcommit.messages.projection.ProjectionCommand.StartRebuild;
import io.comfortcommit.messages.projection.ProjectionQuery.FindProjections;
import io.comfortcommit.messages.projection.ProjectionQuery.FoundProjections;
import io.comfortcommit.messages.projection.RebuildView;
import io.comfortcommit.messages.projection.RebuildView.State;
import io.comfortcommit.messages.search.FoundCommits;
import io.comfortcommit.messages.search.SearchAvailability;
import io.comfortcommit.messages.search.SearchQuery.FindCommits;
import io.comfortcommit.queryside.search.NodeProcess;
import io.comfortcommit.queryside.search.TroubledProxy;
import io.comfortcommit.queryside.search.TroubledProxy.Trouble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The content log is slow, has too much to do or says nothing: nobody else notices, and it has everything once afterwards. */
class BusySearchTest {
    private static final NodeProcess NODE = NodeProcess.shared();
    private static final int DRAFTS = 120;
    private static TroubledProxy proxy;
    private static ReadSide side;

    private final UserId author = Story.somebody();

    @BeforeAll
    static void start() {
        NODE.clear();
        proxy = new TroubledProxy(NODE);
        side = ReadSide.searching(
                proxy,
                "--comfort.search.patience=3s",
                "--comfort.search.bulk-patience=3s",
                "--comfort.search.bulk-documents=25");
    }

    @AfterAll
    static void stop() {
        side.close();
        proxy.close();
    }

    @AfterEach
    void over() {
        proxy.trouble(Trouble.NONE);
    }

    /** A machine with much to do may be too late for the first answers. */
    private void awaitSearch(SearchAvailability expected) {
        await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> side.ask(
                                        new FindCommits(author, "lighthouse", null, 20),
                                        ResponseTypes.instanceOf(FoundCommits.class))
                                .availability(),
                        expected::equals);
    }

    private static long due() {
        return side.jdbc()
                .sql("SELECT count(*) FROM query.search_due WHERE NOT worded")
                .query(Long.class)
                .single();
    }

    private static void awaitWritten() {
        await().atMost(Duration.ofSeconds(60)).until(() -> due() == 0);
    }

    private static List<String> documentsOf(List<Story> stories) {
        List<String> ids = stories.stream().map(story -> story.draft.toString()).toList();
        return NODE.documents().stream()
                .map(document -> document.substring(0, document.indexOf(' ')))
                .filter(ids::contains)
                .toList();
    }

    @ParameterizedTest
    @EnumSource(value = Trouble.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void everythingElseGoesOnAndTheLogHasEveryDraftOnceAfterwards(Trouble trouble) {
        side.pushed(author, "feat: lighthouse");
        side.awaitProjected();
        awaitWritten();
        proxy.trouble(trouble);

        List<Story> stories = new ArrayList<>(IntStream.range(0, DRAFTS)
                .mapToObj(n -> side.pushed(author, "feat: buoy " + n))
                .toList());
        side.awaitProjected();
        await().until(() -> proxy.requests() > 0);

        for (Story story : stories) {
            assertThat(side.draft(author, story.draft)).isPresent();
            assertThat(side.timeline(author, story.draft)).hasSize(4);
        }
        awaitSearch(
                switch (trouble) {
                    case NONE, SLOW, BUSY_AFTERWARDS -> SearchAvailability.AVAILABLE;
                    case BUSY, SILENT, SILENT_AFTERWARDS -> SearchAvailability.UNAVAILABLE;
                });
        if (trouble != Trouble.SLOW) {
            assertThat(due()).isPositive();
        }

        proxy.trouble(Trouble.NONE);
        awaitWritten();
        awaitSearch(SearchAvailability.AVAILABLE);
        assertThat(documentsOf(stories))
                .containsExactlyInAnyOrderElementsOf(
                        stories.stream().map(story -> story.draft.toString()).toList());
    }

    @Test
    void aRebuildThatMeetsTroubleStopsIsResumedAndHasEveryDraftOnce() {
        List<Story> stories = IntStream.range(0, DRAFTS)
                .mapToObj(n -> side.pushed(author, "feat: beacon " + n))
                .toList();
        side.awaitProjected();
        awaitWritten();
        proxy.trouble(Trouble.SILENT);
        UUID id = UUID.randomUUID();
        side.bean(CommandGateway.class).sendAndWait(new StartRebuild(id, "search", null, false, "user:test"));
        await().atMost(Duration.ofSeconds(30)).until(() -> newest().state() == State.FAILED);
        assertThat(newest().failure()).contains("did not answer").contains("resume");

        proxy.trouble(Trouble.NONE);
        side.bean(CommandGateway.class).sendAndWait(new ResumeRebuild("search"));
        await().atMost(Duration.ofSeconds(60)).until(() -> newest().state() == State.DONE);

        awaitWritten();
        assertThat(documentsOf(stories)).hasSize(DRAFTS).doesNotHaveDuplicates();
    }

    private static RebuildView newest() {
        return Objects.requireNonNull(
                side.ask(new FindProjections(), ResponseTypes.instanceOf(FoundProjections.class)).projections().stream()
                        .filter(projection -> projection.name().equals("search"))
                        .findFirst()
                        .orElseThrow()
                        .rebuild());
    }
}
