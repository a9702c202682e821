package io.comfortcommit.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.ChangeCard.ClusterFile;
import io.comfortcommit.messages.draft.CommitDraftCommand.ApproveDraft;
import io.comfortcommit.messages.draft.CommitDraftCommand.DiscardDraft;
import io.comfortcommit.messages.draft.CommitDraftCommand.EditDraft;
import io.comfortcommit.messages.draft.CommitDraftCommand.RedraftDraft;
import io.comfortcommit.messages.draft.CommitDraftCommand.SplitDraft;
import io.comfortcommit.messages.draft.DraftStatus;
import io.comfortcommit.messages.draft.PullRequest;
import io.comfortcommit.messages.draft.PullRequestTrouble;
import io.comfortcommit.messages.draft.PushFailure;
import io.comfortcommit.messages.draft.RedraftState;
import io.comfortcommit.messages.draft.SplitPart;
import io.comfortcommit.messages.query.DiffView.FileDiff;
import io.comfortcommit.messages.query.DraftView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;

class GraphqlTest extends GatewayTest {
    private static final String APPROVE =
            "mutation($input: ApproveDraftInput!) { approveDraft(input: $input) { draftId status version } }";

    private static final String REDRAFT =
            "mutation($input: RedraftInput!) { redraft(input: $input) { draftId status version } }";

    private static final String CLEAR =
            "mutation($input: ClearFindingsInput!) { clearFindings(input: $input) { draftId status version } }";

    private static final String SPLIT =
            "mutation($input: SplitDraftInput!) { splitDraft(input: $input) { draftId status version } }";

    private static Map<String, ?> split(DraftView draft, List<List<Integer>> clusters) {
        List<Map<String, ?>> parts = new ArrayList<>();
        for (List<Integer> part : clusters) {
            parts.add(Map.of("message", "feat: part " + parts.size(), "clusters", part));
        }
        return Map.of(
                "input",
                Map.of("draftId", draft.draftId().toString(), "parts", parts, "expectedVersion", draft.version()));
    }

    @Test
    void aDraftSaysWhichCommitsItCouldBe() {
        DraftView draft = drafts.drafted("feat: a");

        JsonNode parts = ask(
                        "query($id: ID!) { draft(id: $id) { split { message cluster { title files { path hunks } } } } }",
                        Map.of("id", draft.draftId().toString()))
                .path("data")
                .path("draft")
                .path("split");

        assertThat(parts).hasSize(2);
        assertThat(parts.get(1).path("message").asString()).startsWith("docs: say when");
        assertThat(parts.get(1).path("cluster").path("title").asString()).isEqualTo("guide.md");
    }

    @Test
    void aSplitIsSentWithTheFilesAndHunksOfEachCluster() {
        DraftView draft = drafts.drafted("feat: a");

        JsonNode payload = ask(SPLIT, split(draft, List.of(List.of(1), List.of(0))))
                .path("data")
                .path("splitDraft");

        assertThat(payload.path("status").asString()).isEqualTo("APPROVED");
        assertThat(drafts.sent().getLast().command())
                .isEqualTo(new SplitDraft(
                        draft.draftId(),
                        new UserId(OWNER),
                        List.of(
                                new SplitPart(
                                        "feat: part 0",
                                        MemoryDrafts.CARD.clusters().get(1).files()),
                                new SplitPart(
                                        "feat: part 1",
                                        MemoryDrafts.CARD.clusters().get(0).files())),
                        draft.version()));
    }

    @Test
    void hunksAndFilesMoveToAnotherPartAndEachStaysInExactlyOne() {
        DraftView draft = drafts.drafted("feat: a");
        Map<String, ?> client = Map.of("path", "src/order/OrderClient.java", "hunks", List.of(2));
        Map<String, ?> guide = Map.of("path", "docs/guide.md");
        Map<String, ?> unknown = Map.of("path", "src/order/OrderClient.java", "hunks", List.of(1));

        assertThat(why(ask(SPLIT, moving(draft, List.of(), List.of(unknown))))).isEqualTo("NOT_THERE");
        assertThat(why(ask(SPLIT, moving(draft, List.of(client), List.of(client)))))
                .isEqualTo("TAKEN_TWICE");
        assertThat(drafts.sent()).isEmpty();
        assertThat(ask(SPLIT, moving(draft, List.of(guide), List.of(client))).has("errors"))
                .isFalse();

        SplitDraft sent = (SplitDraft) drafts.sent().getLast().command();
        assertThat(sent.parts())
                .extracting(SplitPart::files)
                .containsExactly(
                        List.of(
                                new ClusterFile("docs/guide.md", List.of(0)),
                                new ClusterFile("src/order/OrderClient.java", List.of(0)),
                                new ClusterFile("src/order/Retry.java", List.of(0))),
                        List.of(new ClusterFile("src/order/OrderClient.java", List.of(2))));
    }

    private static String why(JsonNode refused) {
        return refused.path("errors").get(0).path("extensions").path("why").asString();
    }

    private static Map<String, ?> moving(DraftView draft, List<?> toFirst, List<?> toSecond) {
        return Map.of(
                "input",
                Map.of(
                        "draftId",
                        draft.draftId().toString(),
                        "parts",
                        List.of(
                                Map.of("message", "feat: one", "clusters", List.of(0), "files", toFirst),
                                Map.of("message", "feat: other", "clusters", List.of(1), "files", toSecond)),
                        "expectedVersion",
                        draft.version()));
    }

    @Test
    void whatIsNoSplitIsRefusedWithTheReason() {
        DraftView draft = drafts.drafted("feat: a");

        JsonNode twice = ask(SPLIT, split(draft, List.of(List.of(0, 1), List.of(1))));
        JsonNode leftOut = ask(SPLIT, split(draft, List.of(List.of(0), List.of())));
        JsonNode unknown = ask(SPLIT, split(draft, List.of(List.of(0), List.of(7))));

        assertThat(code(twice)).isEqualTo("UNUSABLE_SPLIT");
        assertThat(twice.path("errors").get(0).path("extensions").path("why").asString())
                .isEqualTo("TAKEN_TWICE");
        assertThat(leftOut.path("errors").get(0).path("extensions").path("why").asString())
                .isEqualTo("LEFT_OUT");
        assertThat(code(unknown)).isEqualTo("BAD_REQUEST");
        assertThat(drafts.sent()).isEmpty();
    }

    @Test
    void aDraftHasEveryFieldOfTheSchema() {
        DraftView draft = drafts.drafted("feat: a\n\nbody");
        drafts.hasDiff(
                draft.draftId(), List.of(new FileDiff(null, "a", "ADDED", false, 1, 0, "@@ -0,0 +1 @@\n+x\n")), true);
        JsonNode answer = ask("""
                query($id: ID!) { draft(id: $id) { id repositoryId status version message subject origin branch mode
                  summary { filesChanged insertions deletions } author { name email } unpushedCommits commitId landing
                  landedOn rebased failure reason advice canRedraft redraft successorId capturedAt updatedAt
                  timeline { sequence event type at actor traceId detail }
                  diff { truncated files { oldPath newPath kind binary insertions deletions patch } } } }""", Map.of("id", draft.draftId().toString()));
        assertThat(answer.has("errors")).isFalse();
        JsonNode node = answer.path("data").path("draft");
        assertThat(node.path("id").asString()).isEqualTo(draft.draftId().toString());
        assertThat(node.path("subject").asString()).isEqualTo("feat: a");
        assertThat(node.path("version").asInt()).isEqualTo(2);
        assertThat(node.path("origin").asString()).isEqualTo("STRUCTURAL");
        assertThat(node.path("author").path("email").asString()).isEqualTo("mina@example.org");
        assertThat(node.path("capturedAt").asString())
                .isEqualTo(draft.capturedAt().toString());
        assertThat(node.path("timeline").get(0).path("type").asString()).isEqualTo("Captured");
        assertThat(node.path("timeline").get(1).path("type").asString()).isEqualTo("PushFailed");
        assertThat(node.path("timeline").get(1).path("event").asString()).isEqualTo("commit-draft.push-failed");
        assertThat(node.path("diff").path("truncated").asBoolean()).isTrue();
        assertThat(node.path("diff").path("files").get(0).path("kind").asString())
                .isEqualTo("ADDED");
        assertThat(node.path("advice").isNull()).isTrue();
    }

    @Test
    void aDraftSaysWhatItIsAboutInTheCallersLanguage() {
        DraftView draft = drafts.drafted("feat: a");
        String query = """
                query($id: ID!) { draft(id: $id) { card {
                  clusters { title theme files { path hunks } fileCount insertions deletions }
                  symbols { name kind change path }
                  risk { level reasons { code values text } }
                  secrets { id kind path line placeholder cleared }
                  reasons { code values text } } } }""";
        Map<String, Object> id = Map.of("id", draft.draftId().toString());

        JsonNode card = ask(query, id).path("data").path("draft").path("card");

        assertThat(card.path("clusters")
                        .get(0)
                        .path("files")
                        .get(0)
                        .path("hunks")
                        .toString())
                .isEqualTo("[0,2]");
        assertThat(card.path("symbols").get(1).path("name").asString()).isEqualTo("Retry");
        assertThat(card.path("secrets").get(0).path("placeholder").asString()).isEqualTo("<GITHUB_TOKEN:1>");
        assertThat(card.path("risk").path("level").asString()).isEqualTo("HIGH");
        assertThat(texts(card))
                .containsExactly(
                        "One value looks like a secret and would be pushed.",
                        "1,200 lines of source change and no test.");
        assertThat(card.path("reasons").get(0).path("text").asString())
                .isEqualTo("changes under src/order/ were feat in 41 of 44 commits");
        JsonNode korean =
                json(send(owner.mutate().defaultHeader("Accept-Language", "ko").build(), query, id)
                        .expectStatus()
                        .isOk());
        assertThat(texts(korean.path("data").path("draft").path("card")))
                .containsExactly("비밀로 보이는 값 1개가 푸시됩니다.", "소스 1,200줄이 바뀌었지만 테스트는 그대로입니다.");
    }

    private static List<String> texts(JsonNode card) {
        return card.path("risk")
                .path("reasons")
                .valueStream()
                .map(reason -> reason.path("text").asString())
                .toList();
    }

    @Test
    void theAnswerNamesTheRepositoryItIsAbout() {
        DraftView draft = drafts.drafted("feat: a");
        repositories.holds(draft.draftId(), draft.repositoryId());
        send(owner, "{ draft(id: \"" + draft.draftId() + "\") { id } }", Map.of())
                .expectHeader()
                .valueEquals("repo_uuid", draft.repositoryId().toString())
                .expectHeader()
                .exists("trace_uuid");
        send(owner, APPROVE, approval(draft, 2))
                .expectHeader()
                .valueEquals("repo_uuid", draft.repositoryId().toString());
        assertThat(drafts.sent().getLast().metaData())
                .containsEntry("repositoryId", draft.repositoryId().toString())
                .containsEntry("actor", "user:" + OWNER)
                .containsEntry("userId", OWNER.toString())
                .containsEntry("client", "api/1");
    }

    @Test
    void anUnknownDraftIsNullAndAMalformedIdAnError() {
        JsonNode answer = ask("{ draft(id: \"" + UUID.randomUUID() + "\") { id } }", Map.of());
        assertThat(answer.path("data").path("draft").isNull()).isTrue();
        assertThat(answer.has("errors")).isFalse();
        assertThat(code(ask("{ draft(id: \"7\") { id } }", Map.of()))).isEqualTo("BAD_REQUEST");
    }

    @Test
    void aListIsPagedUntilItsEnd() {
        Set<String> expected = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            expected.add(drafts.drafted("feat: " + i).draftId().toString());
        }
        drafts.captured();
        List<String> seen = new ArrayList<>();
        String after = "null";
        for (int page = 0; page < 3; page++) {
            JsonNode drafts = ask(
                            "{ drafts(status: [DRAFTED], first: 2, after: " + after
                                    + ") { edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage"
                                    + " startCursor endCursor } } }",
                            Map.of())
                    .path("data")
                    .path("drafts");
            drafts.path("edges")
                    .forEach(edge -> seen.add(edge.path("node").path("id").asString()));
            JsonNode info = drafts.path("pageInfo");
            assertThat(info.path("hasNextPage").asBoolean()).isEqualTo(page < 2);
            assertThat(info.path("hasPreviousPage").asBoolean()).isEqualTo(page > 0);
            after = "\"" + info.path("endCursor").asString() + "\"";
        }
        assertThat(seen).hasSize(5).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(ask("{ drafts { edges { node { id } } } }", Map.of())
                        .path("data")
                        .path("drafts")
                        .path("edges"))
                .hasSize(6);
    }

    @Test
    void draftsAreFoundByWhatTheySay() {
        DraftView found = drafts.drafted("feat(결제): 결제를 다시 시도한다");
        drafts.drafted("fix: something else");
        JsonNode page = ask(
                "query($text: String) { drafts(text: $text, status: [DRAFTED]) { edges { node { id } } } }",
                Map.of("text", " 시도  feat feat "));
        assertThat(page.path("data").path("drafts").path("edges").findValuesAsString("id"))
                .containsExactly(found.draftId().toString());
        assertThat(code(ask(
                        "query($text: String) { drafts(text: $text) { edges { node { id } } } }",
                        Map.of("text", "x".repeat(201)))))
                .isEqualTo("BAD_REQUEST");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ drafts(first: 0) { pageInfo { hasNextPage } } }",
                "{ drafts(first: 101) { pageInfo { hasNextPage } } }",
                "{ drafts(text: \"\\u0000\") { pageInfo { hasNextPage } } }",
                "{ drafts(after: \"!\") { pageInfo { hasNextPage } } }",
                "{ drafts(after: \"ZHJhZnQ6eA\") { pageInfo { hasNextPage } } }",
                "{ drafts(status: [NONSENSE]) { pageInfo { hasNextPage } } }",
                "{ nothing }",
                "{ drafts { ",
                "mutation { editDraft(input: {draftId: \"x\"}) { version } }",
                "subscription { draftChanged(id: \"7\") { id } }"
            })
    void aRequestThatMakesNoSenseIsBad(String query) {
        JsonNode answer =
                query.startsWith("subscription") ? events(query, Map.of()).getFirst() : ask(query, Map.of());
        assertThat(code(answer)).isEqualTo("BAD_REQUEST");
    }

    @Test
    void theAuthorEditsApprovesAndDiscards() {
        DraftView draft = drafts.drafted("feat: a");
        JsonNode edited = ask(
                "mutation($input: EditDraftInput!) { editDraft(input: $input) { draftId status version } }",
                Map.of(
                        "input",
                        Map.of("draftId", draft.draftId().toString(), "message", "feat: b", "expectedVersion", 2)));
        assertThat(edited.path("data").path("editDraft").path("version").asInt())
                .isEqualTo(3);
        assertThat(drafts.sent().getLast().command())
                .isInstanceOfSatisfying(
                        EditDraft.class, sent -> assertThat(sent.message()).isEqualTo("feat: b"));
        assertThat(drafts.sent().getLast().thread().isVirtual())
                .as("off the event loop")
                .isTrue();

        JsonNode approved = ask(APPROVE, approval(draft, 3));
        assertThat(approved.path("data").path("approveDraft").path("status").asString())
                .isEqualTo("APPROVED");
        assertThat(drafts.sent().getLast().command()).isInstanceOfSatisfying(ApproveDraft.class, sent -> {
            assertThat(sent.message()).isNull();
            assertThat(sent.approver().value()).isEqualTo(OWNER);
        });

        DraftView other = drafts.drafted("feat: c");
        JsonNode discarded = ask(
                "mutation($input: DiscardDraftInput!) { discardDraft(input: $input) { status } }",
                Map.of("input", Map.of("draftId", other.draftId().toString(), "reason", "no", "expectedVersion", 2)));
        assertThat(discarded.path("data").path("discardDraft").path("status").asString())
                .isEqualTo("DISCARDED");
        assertThat(drafts.sent().getLast().command())
                .isInstanceOfSatisfying(
                        DiscardDraft.class, sent -> assertThat(sent.reason()).isEqualTo("no"));
    }

    @Test
    void aMessageThatBreaksTheRepositorysRulesIsRefusedInItsWords() {
        repositories.texts(Map.of(".commitlintrc.yml", """
                extends: ['@commitlint/config-conventional']
                rules:
                  type-enum: [2, always, [feat, fix]]
                """));
        DraftView draft = drafts.drafted("feat: a");
        Map<String, ?> approval = Map.of(
                "input",
                Map.of("draftId", draft.draftId().toString(), "message", "feature: Add it.", "expectedVersion", 2));

        JsonNode error = ask(APPROVE, approval).path("errors").get(0);
        assertThat(error.path("extensions").path("code").asString()).isEqualTo("MESSAGE_BREAKS_RULES");
        assertThat(error.path("extensions").path("rules").toString())
                .isEqualTo("[\"type-enum\",\"subject-case\",\"subject-full-stop\"]");
        assertThat(error.path("message").asString())
                .contains("the type is one of feat, fix", "the subject does not end with \".\"");
        JsonNode korean =
                json(send(owner.mutate().defaultHeader("Accept-Language", "ko").build(), APPROVE, approval));
        assertThat(korean.path("errors").get(0).path("message").asString()).contains("타입은 feat, fix 중 하나여야 합니다");
        JsonNode edited = ask(
                "mutation($input: EditDraftInput!) { editDraft(input: $input) { version } }",
                Map.of(
                        "input",
                        Map.of("draftId", draft.draftId().toString(), "message", "no type", "expectedVersion", 2)));
        assertThat(code(edited)).isEqualTo("MESSAGE_BREAKS_RULES");
        assertThat(drafts.sent()).isEmpty();
    }

    @Test
    void aDraftWhoseOwnMessageBreaksTheRulesIsNotApprovedAsItIs() {
        repositories.texts(Map.of(".commitlintrc.yml", "rules: {scope-empty: [2, never]}"));
        DraftView draft = drafts.drafted("feat: a");

        assertThat(code(ask(APPROVE, approval(draft, 2)))).isEqualTo("MESSAGE_BREAKS_RULES");
        assertThat(drafts.sent()).isEmpty();
    }

    @Test
    void everyCommitOfASplitKeepsToTheRules() {
        repositories.texts(Map.of(".commitlintrc.yml", "rules: {type-enum: [2, always, [feat, fix]]}"));
        DraftView draft = drafts.drafted("feat: a");
        Map<String, ?> split = Map.of(
                "input",
                Map.of(
                        "draftId",
                        draft.draftId().toString(),
                        "parts",
                        List.of(
                                Map.of("message", "feat: one", "clusters", List.of(0)),
                                Map.of("message", "docs: two", "clusters", List.of(1))),
                        "expectedVersion",
                        2));

        JsonNode refused = ask(SPLIT, split);

        assertThat(code(refused)).isEqualTo("MESSAGE_BREAKS_RULES");
        assertThat(refused.path("errors").get(0).path("message").asString())
                .contains("docs: two: the type is one of feat, fix");
        assertThat(drafts.sent()).isEmpty();
    }

    @Test
    void aWarningIsToldAndRefusesNothing() {
        repositories.texts(Map.of(".commitlintrc.yml", "rules: {type-enum: [1, always, [feat, fix]]}"));
        DraftView draft = drafts.drafted("docs: a");

        JsonNode lint = ask(
                        "query($id: ID!) { lintMessage(draftId: $id, message: \"docs: b\") { rule level text } }",
                        Map.of("id", draft.draftId().toString()))
                .path("data")
                .path("lintMessage");
        assertThat(lint.toString())
                .isEqualTo(
                        "[{\"rule\":\"type-enum\",\"level\":\"WARNING\",\"text\":\"the type is one of feat, fix\"}]");
        assertThat(ask(APPROVE, approval(draft, 2))
                        .path("data")
                        .path("approveDraft")
                        .path("status")
                        .asString())
                .isEqualTo("APPROVED");
    }

    @Test
    void aDraftBesideItsBranchHasItsPullRequest() {
        DraftView draft = drafts.drafted("feat: a");
        drafts.change(
                draft.draftId(),
                change -> change.beside("c0ffee", "comfort/a", "conflict: a.txt")
                        .withPullRequest(PullRequest.notOpened(PullRequestTrouble.FORBIDDEN, "not accessible")));

        JsonNode found = ask(
                        "query($id: ID!) { draft(id: $id) { pullRequest { url trouble words } advice } }",
                        Map.of("id", draft.draftId().toString()))
                .path("data")
                .path("draft");

        assertThat(found.path("pullRequest").toString())
                .isEqualTo("{\"url\":null,\"trouble\":\"FORBIDDEN\",\"words\":\"not accessible\"}");
        assertThat(found.path("advice").asString()).contains("We could not open it for you");
    }

    @Test
    void whatAHookOfTheRemoteSaidIsToldWordByWord() {
        DraftView draft = drafts.drafted("feat: a");
        String words = "pre-receive hook declined\ncommit 1 has no issue key.\n  예: SHOP-17 재시도";
        drafts.change(draft.draftId(), change -> change.failed(PushFailure.REMOTE_REFUSED, words));

        assertThat(ask(
                                "query($id: ID!) { draft(id: $id) { reason } }",
                                Map.of("id", draft.draftId().toString()))
                        .path("data")
                        .path("draft")
                        .path("reason")
                        .asString())
                .isEqualTo(words);
    }

    @Test
    void whatLooksLikeASecretKeepsADraftFromApprovalUntilItsAuthorSaysThatItIsNone() {
        DraftView draft = drafts.drafted("feat: a", MemoryDrafts.finding("two", "PASSWORD", ".env"));

        JsonNode error = ask(APPROVE, approval(draft, 3)).path("errors").get(0);
        assertThat(error.path("extensions").path("code").asString()).isEqualTo("SECRETS_FOUND");
        assertThat(error.path("extensions").path("findings").toString()).isEqualTo("[\"two\"]");
        assertThat(error.path("message").asString()).startsWith("One value looks like a secret, and would be pushed.");

        JsonNode unknown = ask(CLEAR, clearance(draft, "two", "three"));
        assertThat(unknown.path("errors").get(0).path("extensions").path("code").asString())
                .isEqualTo("FINDING_NOT_FOUND");
        JsonNode cleared = ask(CLEAR, clearance(draft, "two")).path("data").path("clearFindings");
        assertThat(cleared.path("version").asInt()).isEqualTo(4);
        JsonNode found =
                ask("{ draft(id: \"" + draft.draftId() + "\") { card { secrets { id cleared } } } }", Map.of());
        assertThat(found.findValue("secrets").toString()).isEqualTo("[{\"id\":\"two\",\"cleared\":true}]");
        assertThat(ask(APPROVE, approval(draft, 4))
                        .path("data")
                        .path("approveDraft")
                        .path("status")
                        .asString())
                .isEqualTo("APPROVED");
    }

    @Test
    void whatIsToldOfASecretIsInTheCallersLanguage() {
        DraftView draft = drafts.drafted(
                "feat: a",
                MemoryDrafts.finding("two", "PASSWORD", ".env"),
                MemoryDrafts.finding("three", "PASSWORD", "b.env"));
        assertThat(ask(APPROVE, approval(draft, 3))
                        .path("errors")
                        .get(0)
                        .path("message")
                        .asString())
                .startsWith("2 values look like a secret");
        JsonNode korean =
                json(send(owner.mutate().defaultHeader("Accept-Language", "ko").build(), APPROVE, approval(draft, 3)));
        assertThat(korean.path("errors").get(0).path("message").asString()).startsWith("비밀로 보이는 값 2개가 푸시됩니다.");
    }

    @Test
    void noFindingsOrTooManyAreBad() {
        DraftView draft = drafts.drafted("feat: a");
        assertThat(ask(CLEAR, clearance(draft))
                        .path("errors")
                        .get(0)
                        .path("extensions")
                        .path("code")
                        .asString())
                .isEqualTo("BAD_REQUEST");
    }

    private static Map<String, Object> clearance(DraftView draft, String... findings) {
        return Map.of("input", Map.of("draftId", draft.draftId().toString(), "findings", List.of(findings)));
    }

    @Test
    void anotherMessageIsAskedForWhereAModelMayWriteIt() {
        drafts.withModel(true);
        DraftView draft = drafts.drafted("feat: a");
        String canRedraft = "{ draft(id: \"" + draft.draftId() + "\") { canRedraft redraft } }";
        assertThat(ask(canRedraft, Map.of())
                        .path("data")
                        .path("draft")
                        .path("canRedraft")
                        .asBoolean())
                .isTrue();

        JsonNode asked = ask(REDRAFT, wish(draft, " shorter ", 2)).path("data").path("redraft");
        assertThat(asked.path("status").asString()).isEqualTo("DRAFTED");
        assertThat(asked.path("version").asInt()).isEqualTo(2);
        assertThat(drafts.sent().getLast().command())
                .isEqualTo(new RedraftDraft(draft.draftId(), new UserId(OWNER), "shorter", 2L));
        assertThat(ask(canRedraft, Map.of())
                        .path("data")
                        .path("draft")
                        .path("redraft")
                        .asString())
                .isEqualTo("WRITING");
        assertThat(code(ask(REDRAFT, wish(draft, "shorter", 9)))).isEqualTo("STALE_VERSION");
    }

    @Test
    void withoutAModelAWishIsRefusedWithWhatToSetAndNothingIsSent() {
        DraftView draft = drafts.drafted("feat: a");
        JsonNode answer = ask(REDRAFT, wish(draft, "shorter", 2));
        assertThat(code(answer)).isEqualTo("NO_MODEL");
        assertThat(answer.path("errors").get(0).path("message").asString()).contains("COMFORT_LLM_BASE_URL");
        assertThat(drafts.sent()).isEmpty();
        assertThat(ask("{ draft(id: \"" + draft.draftId() + "\") { canRedraft } }", Map.of())
                        .path("data")
                        .path("draft")
                        .path("canRedraft")
                        .asBoolean(true))
                .isFalse();
    }

    @Test
    void aWishOfNothingOrOfTooMuchIsBad() {
        drafts.withModel(true);
        DraftView draft = drafts.drafted("feat: a");
        for (String instruction : List.of(" ", "x".repeat(1_001), "a\0b")) {
            assertThat(code(ask(REDRAFT, wish(draft, instruction, 2)))).isEqualTo("BAD_REQUEST");
        }
        assertThat(code(ask("{ candidates(draftId: \"" + draft.draftId() + "\", byModel: 4) { message } }", Map.of())))
                .isEqualTo("BAD_REQUEST");
    }

    @Test
    void aReasonThatCouldNotBeStoredIsBad() {
        DraftView draft = drafts.drafted("feat: a");
        JsonNode answer = ask(
                "mutation($input: DiscardDraftInput!) { discardDraft(input: $input) { status } }",
                Map.of("input", Map.of("draftId", draft.draftId().toString(), "reason", "a\0b", "expectedVersion", 2)));
        assertThat(code(answer)).isEqualTo("BAD_REQUEST");
        assertThat(drafts.sent()).isEmpty();
    }

    @Test
    void thereAreMessagesToChooseFrom() {
        DraftView draft = drafts.drafted("feat: a");
        JsonNode found = ask(
                        "{ candidates(draftId: \"" + draft.draftId() + "\", byModel: 2) { message subject origin } }",
                        Map.of())
                .path("data")
                .path("candidates");
        assertThat(found).hasSize(3);
        assertThat(found.get(0).path("origin").asString()).isEqualTo("LLM");
        assertThat(found.get(2).path("subject").asString()).isEqualTo("feat: structural");
        assertThat(code(ask("{ candidates(draftId: \"" + UUID.randomUUID() + "\") { message } }", Map.of())))
                .isEqualTo("DRAFT_NOT_FOUND");
    }

    @Test
    void aMessageCanBeWatchedWhileItIsWritten() {
        DraftView draft = drafts.drafted("feat: a");
        List<JsonNode> events = new CopyOnWriteArrayList<>();
        var subscription = follow(
                        "subscription($id: ID!) { draftProgress(id: $id) { subject } }",
                        Map.of("id", draft.draftId().toString()))
                .subscribe(events::add);
        try {
            await().untilAsserted(() -> assertThat(events).hasSize(1));
            drafts.writes(draft.draftId(), "add");
            await().untilAsserted(() -> assertThat(events).hasSize(2));
            drafts.writes(draft.draftId(), "add retry");
            await().untilAsserted(() -> assertThat(events).hasSize(3));
            assertThat(events.getLast()
                            .path("data")
                            .path("draftProgress")
                            .path("subject")
                            .asString())
                    .isEqualTo("add retry");
        } finally {
            subscription.dispose();
        }
        await().untilAsserted(() -> assertThat(drafts.watchers()).isZero());
        assertThat(code(events(
                                "subscription { draftProgress(id: \"" + UUID.randomUUID() + "\") { subject } }",
                                Map.of())
                        .getFirst()))
                .isEqualTo("DRAFT_NOT_FOUND");
    }

    @Test
    void howItGoesWithAnotherMessageIsToldThoughTheVersionStays() {
        DraftView draft = drafts.drafted("feat: a");
        List<JsonNode> events = new CopyOnWriteArrayList<>();
        var subscription = follow(
                        "subscription($id: ID) { draftChanged(id: $id) { version redraft } }",
                        Map.of("id", draft.draftId().toString()))
                .subscribe(events::add);
        try {
            await().untilAsserted(() -> assertThat(events).hasSize(1));
            drafts.redraft(draft.draftId(), RedraftState.WRITING);
            drafts.redraft(draft.draftId(), RedraftState.FAILED);
            await().untilAsserted(() -> assertThat(events).hasSize(3));
            assertThat(changed(events.getLast()).path("redraft").asString()).isEqualTo("FAILED");
        } finally {
            subscription.dispose();
        }
    }

    private static Map<String, ?> wish(DraftView draft, String instruction, int version) {
        return Map.of(
                "input",
                Map.of("draftId", draft.draftId().toString(), "instruction", instruction, "expectedVersion", version));
    }

    @Test
    void aStaleVersionSaysWhatIsThereNow() {
        DraftView draft = drafts.drafted("feat: a");
        JsonNode error = ask(APPROVE, approval(draft, 1)).path("errors").get(0);
        JsonNode extensions = error.path("extensions");
        assertThat(extensions.path("code").asString()).isEqualTo("STALE_VERSION");
        assertThat(extensions.path("expected").asInt()).isEqualTo(1);
        assertThat(extensions.path("actual").asInt()).isEqualTo(2);
        assertThat(extensions.path("status").asString()).isEqualTo("DRAFTED");
        assertThat(error.path("path").get(0).asString()).isEqualTo("approveDraft");
    }

    @Test
    void everyRejectionHasItsCodeAndBothLanguages() {
        DraftView approved = drafts.drafted("feat: a");
        drafts.change(approved.draftId(), change -> change.status(DraftStatus.APPROVED));
        DraftView open = drafts.drafted("feat: a");
        UUID unknown = UUID.randomUUID();
        String edit = "mutation($input: EditDraftInput!) { editDraft(input: $input) { version } }";
        Map<String, Map<String, Object>> requests = Map.of(
                "DRAFT_NOT_FOUND", Map.of("draftId", unknown.toString(), "message", "x", "expectedVersion", 1),
                "ILLEGAL_TRANSITION",
                        Map.of("draftId", approved.draftId().toString(), "message", "x", "expectedVersion", 3),
                "STALE_VERSION", Map.of("draftId", open.draftId().toString(), "message", "x", "expectedVersion", 9),
                "UNUSABLE_MESSAGE", Map.of("draftId", open.draftId().toString(), "message", " ", "expectedVersion", 2));
        requests.forEach((code, input) -> {
            List<String> messages = new ArrayList<>();
            for (String language : List.of("en", "ko")) {
                JsonNode error = json(send(
                                owner.mutate()
                                        .defaultHeader("Accept-Language", language)
                                        .build(),
                                edit,
                                Map.of("input", input)))
                        .path("errors")
                        .get(0);
                assertThat(error.path("extensions").path("code").asString()).isEqualTo(code);
                messages.add(error.path("message").asString());
            }
            assertThat(messages.get(0)).matches("[\\x00-\\x7f]+");
            assertThat(messages.get(1)).matches("(?s).*[가-힣].*");
        });
    }

    @Test
    void anUnexpectedFailureTellsNothing() {
        drafts.failNextWith(new IllegalStateException("jdbc:postgresql://localhost/x?password=hunter2"));
        JsonNode answer = ask("{ draft(id: \"" + UUID.randomUUID() + "\") { id } }", Map.of());
        assertThat(code(answer)).isEqualTo("INTERNAL");
        assertThat(answer.toString()).doesNotContain("hunter2", "Exception");

        DraftView draft = drafts.drafted("feat: a");
        drafts.failNextWith(new IllegalStateException("/home/mina"));
        answer = ask(APPROVE, approval(draft, 2));
        assertThat(code(answer)).isEqualTo("INTERNAL");
        assertThat(answer.toString()).doesNotContain("mina");
    }

    @Test
    void adviceComesInTheCallersLanguage() {
        DraftView failed = drafts.drafted("feat: a");
        drafts.change(failed.draftId(), change -> change.failed(PushFailure.REMOTE_UNREACHABLE, "timeout"));
        DraftView beside = drafts.drafted("feat: b");
        drafts.change(beside.draftId(), change -> change.beside("c0ffee", "comfort/b", "unpushed-commits"));
        String query = "{ failed: draft(id: \"" + failed.draftId()
                + "\") { advice reason failure } beside: draft(id: \"" + beside.draftId() + "\") { advice landedOn } }";
        JsonNode english = ask(query, Map.of()).path("data");
        assertThat(english.path("failed").path("advice").asString()).contains("approve again");
        assertThat(english.path("failed").path("reason").asString()).isEqualTo("timeout");
        assertThat(english.path("beside").path("advice").asString()).contains("comfort/b", "never rewritten");
        JsonNode korean = json(send(
                        owner.mutate().defaultHeader("Accept-Language", "ko-KR").build(), query, Map.of()))
                .path("data");
        assertThat(korean.path("failed").path("advice").asString()).contains("다시 승인하세요");
        assertThat(korean.path("beside").path("advice").asString()).contains("comfort/b", "풀 리퀘스트");
    }

    @Test
    void theContentTypeFollowsGraphqlOverHttp() {
        owner.post()
                .uri("/graphql")
                .contentType(MediaType.APPLICATION_JSON)
                .accept(MediaType.APPLICATION_GRAPHQL_RESPONSE)
                .bodyValue("{\"query\":\"{ nothing }\"}")
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectHeader()
                .contentTypeCompatibleWith(MediaType.APPLICATION_GRAPHQL_RESPONSE);
        owner.post()
                .uri("/graphql")
                .contentType(MediaType.APPLICATION_JSON)
                .accept(MediaType.APPLICATION_JSON)
                .bodyValue("{\"query\":\"{ nothing }\"}")
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentTypeCompatibleWith(MediaType.APPLICATION_JSON);
        owner.post()
                .uri("/graphql")
                .contentType(MediaType.APPLICATION_JSON)
                .accept(MediaType.TEXT_HTML)
                .bodyValue("{\"query\":\"{ __typename }\"}")
                .exchange()
                .expectStatus()
                .isEqualTo(406);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"variables\":{}}", "7"})
    void aBodyThatIsNoGraphqlIsAProblem(String body) {
        JsonNode problem = json(owner.post()
                .uri("/graphql")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON));
        assertThat(problem.path("code").asString()).isEqualTo("BAD_REQUEST");
        assertThat(problem.toString()).doesNotContain("Exception", "springframework");
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() {
        owner.post()
                .uri("/graphql")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"query\":\"" + " ".repeat(400_000) + "\"}")
                .exchange()
                .expectStatus()
                .isEqualTo(413);
    }

    @Test
    void requestsThatCostTooMuchAreRefusedBeforeTheyAreWorkedOn() {
        String diffs = "{ drafts(first: 100) { edges { node { diff { files { patch } } } } } }";
        assertThat(code(ask(diffs, Map.of()))).isEqualTo("BAD_REQUEST");
        StringBuilder aliases = new StringBuilder("{");
        for (int i = 0; i < 200; i++) {
            aliases.append(" a").append(i).append(": drafts(first: 50) { edges { node { id } } }");
        }
        assertThat(code(ask(aliases.append(" }").toString(), Map.of()))).isEqualTo("BAD_REQUEST");
        String deep = "{ __schema { types " + "{ ofType ".repeat(20) + "{ name }" + " }".repeat(20) + " } }";
        assertThat(code(ask(
                        deep.replaceFirst("types \\{ ofType", "types { fields { type { ofType") + " } }", Map.of())))
                .isEqualTo("BAD_REQUEST");
    }

    @Test
    void aSubscriptionTellsTheDraftAsItStandsAndThenEachChange() {
        DraftView draft = drafts.drafted("feat: a");
        List<JsonNode> events = new CopyOnWriteArrayList<>();
        var subscription = follow(
                        "subscription($id: ID) { draftChanged(id: $id) { status version subject } }",
                        Map.of("id", draft.draftId().toString()))
                .subscribe(events::add);
        try {
            await().untilAsserted(() -> assertThat(events).hasSize(1));
            assertThat(changed(events.getFirst()).path("version").asInt()).isEqualTo(2);
            drafts.drafted("feat: another");
            drafts.change(draft.draftId(), change -> change.message("feat: b"));
            drafts.change(draft.draftId(), change -> change.status(DraftStatus.APPROVED));
            await().untilAsserted(() -> assertThat(events).hasSize(3));
            assertThat(events.stream()
                            .map(event -> changed(event).path("version").asInt()))
                    .containsExactly(2, 3, 4);
            assertThat(changed(events.get(1)).path("subject").asString()).isEqualTo("feat: b");
        } finally {
            subscription.dispose();
        }
        await().untilAsserted(() -> assertThat(drafts.watchers()).isZero());
    }

    @Test
    void aSubscriptionToEverythingTellsOnlyWhatChanges() {
        DraftView draft = drafts.drafted("feat: a");
        List<JsonNode> events = new CopyOnWriteArrayList<>();
        var subscription =
                follow("subscription { draftChanged { id status } }", Map.of()).subscribe(events::add);
        try {
            await().until(() -> drafts.watchers() == 1);
            DraftView other = drafts.captured();
            drafts.change(draft.draftId(), change -> change.status(DraftStatus.DISCARDED));
            await().untilAsserted(() -> assertThat(events).hasSize(2));
            assertThat(changed(events.get(0)).path("id").asString())
                    .isEqualTo(other.draftId().toString());
        } finally {
            subscription.dispose();
        }
        await().untilAsserted(() -> assertThat(drafts.watchers()).isZero());
    }

    @Test
    void aSubscriptionToNothingIsAnError() {
        JsonNode answer = events("subscription { draftChanged(id: \"" + UUID.randomUUID() + "\") { id } }", Map.of())
                .getFirst();
        assertThat(code(answer)).isEqualTo("DRAFT_NOT_FOUND");
        await().untilAsserted(() -> assertThat(drafts.watchers()).isZero());
    }

    private static JsonNode changed(JsonNode event) {
        return event.path("data").path("draftChanged");
    }

    private List<JsonNode> events(String query, Map<String, ?> variables) {
        List<JsonNode> events = follow(query, variables).take(1).collectList().block(Duration.ofSeconds(10));
        return events == null ? List.of() : events;
    }

    private static Map<String, ?> approval(DraftView draft, int version) {
        return Map.of("input", Map.of("draftId", draft.draftId().toString(), "expectedVersion", version));
    }

    private static String code(JsonNode answer) {
        return answer.path("errors").path(0).path("extensions").path("code").asString();
    }
}
