package io.comfortcommit.repositories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comfortcommit.analysis.exchange.AnalysisJson;
import io.comfortcommit.analysis.exchange.Masking;
import io.comfortcommit.analysis.reading.ChangeReader;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.ChangeSummary;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.LaneId;
import io.comfortcommit.messages.draft.PushFailure;
import io.comfortcommit.repositories.RefusedException.Reason;
import io.comfortcommit.repositories.agent.AgentDrafts;
import io.comfortcommit.repositories.ingest.AnalysisIngest;
import io.comfortcommit.repositories.lane.Captures;
import io.comfortcommit.repositories.terms.RemoteTerms;
import io.comfortcommit.testing.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

class AgentModeTest {
    private static final UUID DESK = UUID.fromString("00000000-0000-7000-8000-00000000000a");
    private static final UUID OTHER_DESK = UUID.fromString("00000000-0000-7000-8000-00000000000b");

    private static TestDatabase database;

    @TempDir
    Path folder;

    private House house;
    private Git desk;
    private RepositoryId repository;
    private RemoteTerms agents;

    @BeforeAll
    static void migrate() {
        database = TestDatabase.migrated("repositories");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void build() {
        house = new House(folder, database);
        desk = house.desk("desk");
        repository = house.track(desk);
        agents = new RemoteTerms(
                desk.run("remote", "get-url", "origin"),
                null,
                null,
                null,
                true,
                List.of(),
                RemoteTerms.Push.AGENT,
                null);
        house.agree(agents);
    }

    private record Sent(CaptureOrder order, byte[] analysis) {}

    private Sent change(String content) throws IOException {
        desk.write("src/Main.java", content);
        String snapshot = desk.snapshot();
        try (Repository git =
                new FileRepositoryBuilder().setWorkTree(desk.folder().toFile()).build()) {
            byte[] json = AnalysisJson.write(Masking.of(
                    new ChangeReader().read(git, ObjectId.fromString(desk.head()), ObjectId.fromString(snapshot)),
                    3,
                    List.of("feat: go on"),
                    Map.of(".comfortignore", "secret/\n"),
                    (_, _, _) -> "AAAAAAAAAAAAAAAAAAAAAA"));
            return new Sent(house.order(repository, snapshot, desk.head()), json);
        }
    }

    private IngestedCapture take(Sent sent) {
        return house.agents.take(sent.order(), new ByteArrayInputStream(sent.analysis()));
    }

    private static void assertRefused(Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    @Test
    void nothingIsFetchedFromTheRemoteEither() throws IOException {
        PushedBranches branches = (PushedBranches) house.repositories;
        desk.write("a", "unlikelyWord\n").commit("wip");
        desk.run("push", "--quiet", "origin", "HEAD:refs/heads/wip/main");

        assertThat(branches.tracked(house.owner)).isEmpty();
        assertRefused(Reason.AGENT_ONLY, () -> branches.heads(house.owner, repository));
        assertRefused(
                Reason.AGENT_ONLY,
                () -> branches.take(
                        new PushedBranch(house.owner, repository, "wip/main", List.of("*"), null, "test/1")));
        assertRefused(Reason.AGENT_ONLY, () -> house.repositories.have(house.owner, repository, List.of(desk.head())));
        try (Stream<Path> files = Files.walk(house.data)) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void aChangeIsReadFromItsAnalysisAndNothingOfItIsOnDisk() throws IOException {
        IngestedCapture capture = take(change("class Main { int unlikelyWord; }\n"));

        assertThat(capture.summary()).isEqualTo(new ChangeSummary(1, 1, 1));
        assertThat(capture.unpushedCommits()).isEqualTo(3);
        assertThat(house.agents.isLeftToAgent(capture.draftId())).isTrue();
        assertThat(house.repositories.changes(capture.draftId()).files())
                .singleElement()
                .satisfies(file ->
                        assertThat(file.hunks().getFirst().lines()).contains("+class Main { int unlikelyWord; }"));
        assertThat(house.repositories.recentSubjects(capture.draftId(), 5)).containsExactly("feat: go on");
        assertThat(house.repositories.texts(capture.draftId(), List.of(".comfortignore", "no")))
                .containsOnly(Map.entry(".comfortignore", "secret/\n"));
        house.repositories.history(capture.draftId(), _ -> {
            throw new AssertionError("there is no history here");
        });
        try (Stream<Path> files = Files.walk(house.data)) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
        assertThat(house.jdbc
                        .sql("SELECT analysis FROM repositories.agent_draft WHERE draft_id = ?")
                        .param(capture.draftId().value())
                        .query(String.class)
                        .single())
                .doesNotContain("unlikelyWord");
    }

    @Test
    void theSameCaptureAgainIsTheSameDraft() throws IOException {
        Sent sent = change("class Main { int x; }\n");
        IngestedCapture first = take(sent);

        IngestedCapture second = take(sent);

        assertThat(second.repeated()).isTrue();
        assertThat(second.draftId()).isEqualTo(first.draftId());
    }

    @Test
    void aBundleIsRefusedWhereAgentsAreTheRule() {
        desk.write("a.txt", "a\n");
        String snapshot = desk.snapshot();

        assertThat(house.agents.isRule(house.owner, repository)).isTrue();
        assertRefused(
                Reason.AGENT_ONLY,
                () -> house.ingest(house.order(repository, snapshot, desk.head()), desk.bundle(snapshot, desk.head())));
    }

    @Test
    void whatIsNoAnalysisIsRefusedAndStoresNothing() throws IOException {
        Sent sent = change("class Main { int z; }\n");
        Stream.of("{}", "[", "{\"version\":2}", "")
                .forEach(bad -> assertRefused(
                        Reason.BAD_ANALYSIS, () -> take(new Sent(sent.order(), bad.getBytes(StandardCharsets.UTF_8)))));
        byte[] tooLong = " ".repeat(2 << 20).getBytes(StandardCharsets.UTF_8);
        assertRefused(Reason.TOO_LARGE, () -> take(new Sent(sent.order(), tooLong)));
        String windows =
                new String(sent.analysis(), StandardCharsets.UTF_8).replace("src/Main.java", "src/git~1/hooks");
        assertRefused(
                Reason.HOSTILE_CONTENT, () -> take(new Sent(sent.order(), windows.getBytes(StandardCharsets.UTF_8))));

        assertThat(take(sent).repeated()).isFalse();
    }

    @Test
    void nothingIsKeptOfAnAnalysisWhoseAuthorIsErasedOnceItIsSealed() throws IOException {
        Sent sent = change("class Main { int erased; }\n");
        ErasedPeople erased =
                new ErasedPeople(house.jdbc, new DataSourceTransactionManager(database.dataSource()), "repositories");
        AgentMode.Seal seal = new House.PlainSeal() {
            @Override
            public String seal(UserId subject, byte[] plain) {
                String sealed = super.seal(subject, plain);
                erased.erase(subject);
                return sealed;
            }
        };
        AnalysisIngest ingest = new AnalysisIngest(
                new Captures(house.jdbc, erased, Clock.systemUTC()),
                new AgentDrafts(house.jdbc, seal, Clock.systemUTC()),
                sent.analysis().length);
        long before = kept();

        assertRefused(
                Reason.PERSON_ERASED, () -> ingest.ingest(sent.order(), new ByteArrayInputStream(sent.analysis())));

        assertThat(kept()).isEqualTo(before);
    }

    private long kept() {
        return house.jdbc
                .sql("SELECT count(*) FROM repositories.agent_draft")
                .query(Long.class)
                .single();
    }

    @Test
    void anApprovedDraftIsClaimedByOneDeskAtATime() throws IOException {
        DraftId draft = take(change("class Main { int claimed; }\n")).draftId();
        assertRefused(Reason.NOT_CLAIMED, () -> house.agents.claim(house.owner, draft, DESK));
        PublishOrder order = new PublishOrder(draft, "feat: say it", House.CAPTURED_AT);
        house.agents.handOver(order, 1);

        AgentMode.Claim claim = house.agents.claim(house.owner, draft, DESK);

        assertThat(claim.message()).startsWith("feat: say it\n\nSigned-off-by: ");
        assertThat(claim.approvedAt()).isEqualTo(House.CAPTURED_AT);
        assertRefused(Reason.CLAIMED, () -> house.agents.claim(house.owner, draft, OTHER_DESK));
        assertRefused(Reason.UNKNOWN_DRAFT, () -> house.agents.claim(new UserId(UUID.randomUUID()), draft, OTHER_DESK));
        assertThat(house.agents.claim(house.owner, draft, DESK).round()).isEqualTo(1);
        assertThat(house.agents.takeBack(draft, 1)).isFalse();
        house.agents.handOver(order, 1);
        assertThat(house.agents.claimed(house.owner, draft, DESK)).isEqualTo(1);

        house.jdbc
                .sql("UPDATE repositories.agent_draft SET claimed_until = now() - interval '1 s' WHERE draft_id = ?")
                .param(draft.value())
                .update();
        assertThat(house.agents.claim(house.owner, draft, OTHER_DESK).round()).isEqualTo(1);
        assertRefused(Reason.NOT_CLAIMED, () -> house.agents.claimed(house.owner, draft, DESK));
    }

    @Test
    void aDraftThatWasTakenBackWaitsAgainOnceItIsApprovedAgain() throws IOException {
        DraftId draft = take(change("class Main { int again; }\n")).draftId();
        house.agents.handOver(new PublishOrder(draft, "feat: once", House.CAPTURED_AT), 1);

        assertThat(house.agents.takeBack(draft, 1)).isTrue();
        assertRefused(Reason.NOT_CLAIMED, () -> house.agents.claim(house.owner, draft, DESK));
        house.agents.handOver(new PublishOrder(draft, "feat: twice", House.CAPTURED_AT), 2);

        assertThat(house.agents.claim(house.owner, draft, DESK).message()).startsWith("feat: twice");
        assertThat(house.agents.takeBack(draft, 1)).as("that round is over").isTrue();
        assertThat(house.agents.takeBack(draft, 2)).as("an agent is at it").isFalse();
    }

    @Test
    void whoLeavesARepositoryToAgentsHasTheServerPushNothingThatItHolds() {
        house.agree();
        desk.write("a.txt", "a\n");
        IngestedCapture capture = house.capture(repository, new LaneId(UUID.randomUUID()), desk);
        PublishOrder order = new PublishOrder(capture.draftId(), "feat: say it", House.CAPTURED_AT);
        String tip = remoteTip();

        house.agree(agents);

        assertThat(house.repositories.publish(order))
                .isInstanceOfSatisfying(
                        PublishOutcome.Failed.class,
                        failed -> assertThat(failed.failure()).isEqualTo(PushFailure.AGENT_ONLY));
        assertThat(remoteTip()).isEqualTo(tip);
        house.agree();
        assertThat(house.repositories.publish(order)).isInstanceOf(PublishOutcome.Landed.class);
        house.agree(agents);
        assertThat(house.repositories.publish(order)).isInstanceOf(PublishOutcome.Landed.class);
    }

    @Test
    void aDraftOfAnAgentStaysItsOwnWhereTheServerPushesAgain() throws IOException {
        DraftId open = take(change("class Main { int open; }\n")).draftId();
        DraftId approved = take(change("class Main { int approved; }\n")).draftId();
        house.agents.handOver(new PublishOrder(approved, "feat: before", House.CAPTURED_AT), 1);

        house.agree();

        assertThat(house.agents.claim(house.owner, approved, DESK).message())
                .startsWith("feat: before\n\nSigned-off-by: ");
        assertThat(house.agents.isLeftToAgent(open)).isTrue();
        house.agents.handOver(new PublishOrder(open, "feat: after", House.CAPTURED_AT), 1);
        assertThat(house.agents.claim(house.owner, open, DESK).message()).isEqualTo("feat: after");
        assertThat(house.repositories.changes(open).files()).hasSize(1);
        assertThat(house.capture(repository, new LaneId(UUID.randomUUID()), desk)
                        .repeated())
                .isFalse();
    }

    private String remoteTip() {
        return desk.run("ls-remote", "origin", "refs/heads/main");
    }

    @Test
    void nothingOfTheChangeIsKeptOnceItsDraftHasEnded() throws IOException {
        DraftId draft = take(change("class Main { int gone; }\n")).draftId();

        house.agents.forget(draft);

        assertRefused(Reason.UNKNOWN_DRAFT, () -> house.repositories.changes(draft));
        assertThat(house.agents.isLeftToAgent(draft)).isTrue();
        assertThat(house.jdbc
                        .sql(
                                "SELECT count(*) FROM repositories.agent_draft WHERE draft_id = ? AND analysis IS NOT NULL")
                        .param(draft.value())
                        .query(Long.class)
                        .single())
                .isZero();
    }
}
