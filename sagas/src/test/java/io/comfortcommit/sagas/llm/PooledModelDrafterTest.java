package io.comfortcommit.sagas.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.FileChange.Hunk;
import io.comfortcommit.analysis.FileChange.Kind;
import io.comfortcommit.analysis.drafting.DraftingContext;
import io.comfortcommit.analysis.prompt.Redaction;
import io.comfortcommit.analysis.prompt.TokenCount;
import io.comfortcommit.analysis.prompt.Wish;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.drafting.DraftingCallEvent;
import io.comfortcommit.messages.drafting.DraftingCallEvent.BudgetReached;
import io.comfortcommit.messages.drafting.DraftingCallEvent.ModelCalled;
import io.comfortcommit.messages.query.DraftQuery.WatchWriting;
import io.comfortcommit.messages.query.PartialMessage;
import io.comfortcommit.sagas.llm.ModelDrafter.Attempt;
import io.comfortcommit.sagas.llm.ModelDrafter.Order;
import io.comfortcommit.sagas.tokens.CallTracker;
import io.comfortcommit.sagas.tokens.ModelCall;
import io.comfortcommit.sagas.tokens.Trackers;
import io.comfortcommit.testing.FakeModelServer;
import io.comfortcommit.testing.FakeModelServer.Behaviour;
import io.comfortcommit.testing.FakeModelServer.Behaviour.BreaksOff;
import io.comfortcommit.testing.FakeModelServer.Behaviour.Drips;
import io.comfortcommit.testing.FakeModelServer.Behaviour.Fails;
import io.comfortcommit.testing.FakeModelServer.Behaviour.Garbage;
import io.comfortcommit.testing.FakeModelServer.Behaviour.Holds;
import io.comfortcommit.testing.FakeModelServer.Behaviour.ReasonsTooLong;
import io.comfortcommit.testing.FakeModelServer.Behaviour.Says;
import io.comfortcommit.testing.FakeModelServer.Behaviour.SaysOneOf;
import io.comfortcommit.testing.FakeModelServer.Behaviour.Silent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionService;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.GenericSubscriptionQueryMessage;
import org.axonframework.queryhandling.SimpleQueryUpdateEmitter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Spring AI's client, the pool and the rules, against a real HTTP server. */
class PooledModelDrafterTest {
    private static final String GOOD = """
            {"type": "feat", "scope": "order", "subject": "add sendWithRetry to OrderClient", "body": [], "confidence": 0.9}""";
    private static final String MESSAGE = "feat(order): add sendWithRetry to OrderClient";
    private static final String KEY = "AKIA" + "Z7QK3XN5WV2LRT6B";

    private static final ModelCall.Purpose PURPOSE = new ModelCall.Purpose(
            DraftId.of("01980000-0000-7000-8000-000000000001"),
            RepositoryId.of("01980000-0000-7000-8000-000000000003"),
            UserId.of("01980000-0000-7000-8000-00000000000a"));

    private final List<ModelCalled> calls = new CopyOnWriteArrayList<>();
    private final List<BudgetReached> alerts = new CopyOnWriteArrayList<>();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final SimpleQueryUpdateEmitter updates =
            SimpleQueryUpdateEmitter.builder().build();
    private final PartialDrafts partials = new PartialDrafts(updates);
    private final FakeModelServer server;
    private final FakeModelServer second;

    PooledModelDrafterTest() throws IOException {
        server = new FakeModelServer();
        second = new FakeModelServer();
    }

    /** The first call loads the client's classes, which on a busy machine takes longer than a call may. */
    @BeforeAll
    static void loadTheClient() throws IOException {
        for (boolean streaming : List.of(false, true)) {
            PooledModelDrafterTest warm = new PooledModelDrafterTest();
            warm.server.will(new Says(GOOD));
            warm.drafter("timeout", "60s", "patience", "60s", "streaming", streaming)
                    .draft(order());
            warm.closeServers();
        }
    }

    @AfterEach
    void closeServers() {
        server.close();
        second.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aModelsMessageIsTaken(boolean streaming) {
        server.will(new Says(GOOD));
        assertThat(drafter("streaming", streaming).draft(order())).isEqualTo(new Attempt.Written(MESSAGE, List.of()));
        assertThat(server.received()).hasSize(1);
        assertThat(server.received().getFirst().authorization()).isEqualTo("Bearer key-1");
        assertThat(calls)
                .singleElement()
                .satisfies(call -> assertThat(call)
                        .extracting(
                                ModelCalled::promptTokens,
                                ModelCalled::answerTokens,
                                ModelCalled::counted,
                                ModelCalled::outcome)
                        .containsExactly(1000, 50, false, "OK"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aServerIsHeldToTheFormOfTheAnswer(boolean streaming) {
        server.will(new Says(GOOD));
        drafter("streaming", streaming).draft(order());
        var format = server.received().getFirst().body().path("response_format");
        assertThat(format.path("type").asString()).isEqualTo("json_schema");
        assertThat(format.path("json_schema").path("strict").asBoolean()).isTrue();
        var schema = format.path("json_schema").path("schema");
        assertThat(schema.path("required")).hasSameSizeAs(schema.path("properties"));
        assertThat(schema.path("additionalProperties").asBoolean(true)).isFalse();
    }

    static Stream<Arguments> formsThatServersKnow() {
        return Stream.of(
                Arguments.of(List.of("json_schema", "json_object"), List.of("json_schema")),
                Arguments.of(List.of("json_object"), List.of("json_schema", "json_object")),
                Arguments.of(List.of(), List.of("json_schema", "json_object", "")));
    }

    @ParameterizedTest
    @MethodSource("formsThatServersKnow")
    void aServerThatDoesNotKnowAFormIsAskedForALesserOneAndThatIsRemembered(List<String> known, List<String> asked) {
        for (boolean streaming : List.of(false, true)) {
            server.knowsOnly(known.toArray(String[]::new)).will(new Says(GOOD));
            ModelDrafter drafter = drafter("streaming", streaming);
            server.received().clear();
            calls.clear();
            assertThat(drafter.draft(order())).isInstanceOf(Attempt.Written.class);
            assertThat(server.received())
                    .extracting(PooledModelDrafterTest::form)
                    .isEqualTo(asked);
            assertThat(drafter.draft(order())).isInstanceOf(Attempt.Written.class);
            assertThat(server.received().subList(asked.size(), server.received().size()))
                    .extracting(PooledModelDrafterTest::form)
                    .containsExactly(asked.getLast());
            assertThat(calls).extracting(ModelCalled::outcome).containsExactly("OK", "OK");
        }
    }

    @Test
    void aServerThatRefusesForAnotherReasonIsAskedForTheFormAgain() {
        server.will(new Fails(400, 0), new Fails(400, 0), new Fails(400, 0), new Says(GOOD));
        ModelDrafter drafter = drafter();
        assertThat(drafter.draft(order()))
                .isInstanceOfSatisfying(
                        Attempt.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo("REFUSED"));
        assertThat(drafter.draft(order())).isInstanceOf(Attempt.Written.class);
        assertThat(form(server.received().getLast())).isEqualTo("json_schema");
    }

    private static String form(FakeModelServer.Received request) {
        return request.body().path("response_format").path("type").asString("");
    }

    @Test
    void theServerLearnsNothingOfThisMachine() {
        server.will(new Says(GOOD));
        drafter().draft(order());
        assertThat(server.received().getFirst().headers())
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("x-stainless"));
    }

    @Test
    void aServerWithoutAKeyIsSentNone() {
        server.will(new Says(GOOD));
        assertThat(drafter("api-key", "").draft(order())).isInstanceOf(Attempt.Written.class);
        assertThat(server.received().getFirst().authorization()).isEmpty();
    }

    static Stream<Arguments> everyWayToFail() {
        return Stream.of(
                        Arguments.of(new Silent(), "TIMEOUT"),
                        Arguments.of(new Drips(), "TIMEOUT"),
                        Arguments.of(new Fails(429, 0), "RATE_LIMITED"),
                        Arguments.of(new Fails(429, 3600), "RATE_LIMITED"),
                        Arguments.of(new Fails(500, 0), "SERVER_ERROR"),
                        Arguments.of(new Fails(401, 0), "REFUSED"),
                        Arguments.of(new Fails(404, 0), "REFUSED"),
                        Arguments.of(new BreaksOff("{\"type\": \"fe"), null),
                        Arguments.of(new Garbage("<html>proxy</html>"), null),
                        Arguments.of(new Garbage(""), null),
                        Arguments.of(new Garbage("{\"id\":\"x\",\"choices\":[]}"), null),
                        Arguments.of(new ReasonsTooLong(), "TRUNCATED"),
                        Arguments.of(new Says("   "), "EMPTY"),
                        Arguments.of(new Says("I would be glad to help."), "UNUSABLE"),
                        Arguments.of(new Says("{\"message\": \"feat: x\"}"), "UNUSABLE"),
                        Arguments.of(
                                new Says("{\"type\":\"feat\",\"subject\":\"add PaymentGateway to improve trust\"}"),
                                "UNUSABLE"))
                .flatMap(way -> Stream.of(
                        Arguments.of(way.get()[0], way.get()[1], false),
                        Arguments.of(way.get()[0], way.get()[1], true)));
    }

    @ParameterizedTest
    @MethodSource("everyWayToFail")
    void aModelThatFailsIsAnAnswerAndNoError(Behaviour way, String reason, boolean streaming) {
        server.will(way);
        Attempt attempt = drafter("streaming", streaming).draft(order());
        assertThat(attempt).isInstanceOfSatisfying(Attempt.Failed.class, failed -> {
            assertThat(failed.calls()).isBetween(1, 2);
            if (reason != null) {
                assertThat(failed.reason()).isEqualTo(reason);
            }
        });
    }

    @Test
    void aServerThatIsNotThereIsAFailure() {
        server.close();
        assertThat(drafter().draft(order())).isInstanceOf(Attempt.Failed.class);
    }

    @Test
    void aPassingFailureIsTriedAgain() {
        server.will(new Fails(500, 0), new Says(GOOD));
        assertThat(drafter().draft(order())).isEqualTo(new Attempt.Written(MESSAGE, List.of()));
        assertThat(calls).extracting(ModelCalled::outcome).containsExactly("SERVER_ERROR", "OK");
    }

    @Test
    void anEndpointThatAsksForALongWaitIsNotWaitedForButAnotherAsked() {
        server.will(new Fails(429, 3600));
        second.will(new Says(GOOD));
        assertThat(two().draft(order())).isEqualTo(new Attempt.Written(MESSAGE, List.of()));
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void endpointsTakeTurns() {
        server.will(new Says(GOOD));
        second.will(new Says(GOOD));
        ModelDrafter drafter = two();
        for (int i = 0; i < 4; i++) {
            drafter.draft(order());
        }
        assertThat(server.received()).hasSize(2);
        assertThat(second.received()).hasSize(2);
    }

    @Test
    void anEndpointThatFailsAgainAndAgainRests() {
        server.will(new Fails(500, 0));
        second.will(new Says(GOOD));
        ModelDrafter drafter = two();
        for (int i = 0; i < 20; i++) {
            assertThat(drafter.draft(order())).isInstanceOf(Attempt.Written.class);
        }
        assertThat(server.received()).hasSize(5);
    }

    @Test
    void whatAnEndpointHasNoRoomForGoesToAnother() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        server.will(new Holds(release, GOOD));
        second.will(new Says(GOOD));
        ModelDrafter drafter = two("concurrent", 2, "timeout", "60s", "patience", "60s");
        try (Drafts drafts = new Drafts(drafter, 10)) {
            // Five begin with each endpoint; the three that the held one has no room for are written by the other.
            for (int done = 0; done < 8; done++) {
                assertThat(drafts.next()).isEqualTo(new Attempt.Written(MESSAGE, List.of()));
            }
            assertThat(server.received()).hasSize(2);
            assertThat(second.received()).hasSize(8);
            release.countDown();
            for (int done = 8; done < 10; done++) {
                assertThat(drafts.next()).isEqualTo(new Attempt.Written(MESSAGE, List.of()));
            }
        }
        assertThat(calls).hasSize(10);
    }

    @Test
    void whatNoEndpointHasRoomForIsLeftToTheStructureWhileTheOthersAreStillBeingWritten() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        server.will(new Holds(release, GOOD));
        ModelDrafter drafter = drafter("concurrent", 2, "timeout", "60s", "patience", "60s", "bypass.least", 4);
        try (Drafts drafts = new Drafts(drafter, 12)) {
            for (int done = 0; done < 10; done++) {
                assertThat(drafts.next()).isEqualTo(new Attempt.Failed("UNAVAILABLE", 0));
            }
            assertThat(server.received()).as("the others are held").hasSize(2);
            release.countDown();
            for (int done = 10; done < 12; done++) {
                assertThat(drafts.next()).isEqualTo(new Attempt.Written(MESSAGE, List.of()));
            }
        }
        assertThat(drafter.draft(order()))
                .as("being busy is no failure that an endpoint would have to rest for")
                .isEqualTo(new Attempt.Written(MESSAGE, List.of()));
    }

    /** Drafts at the same time, in the order in which they end. */
    private static final class Drafts implements AutoCloseable {
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        private final CompletionService<Attempt> attempts = new ExecutorCompletionService<>(threads);

        Drafts(ModelDrafter drafter, int count) {
            for (int i = 0; i < count; i++) {
                attempts.submit(() -> drafter.draft(order()));
            }
        }

        Attempt next() throws InterruptedException, ExecutionException {
            Future<Attempt> ended = attempts.poll(50, TimeUnit.SECONDS);
            assertThat(ended).as("a draft that ends though others are held").isNotNull();
            return ended.get();
        }

        @Override
        public void close() {
            threads.shutdownNow();
        }
    }

    @Test
    void whileMoreThanAFewDraftsFailNoModelIsAsked() {
        server.will(new Says("no"));
        ModelDrafter drafter = drafter("bypass.least", 4);
        for (int i = 0; i < 4; i++) {
            assertThat(drafter.draft(order())).isInstanceOf(Attempt.Failed.class);
        }
        int before = server.received().size();
        assertThat(drafter.draft(order())).isEqualTo(new Attempt.NotAsked());
        assertThat(server.received()).hasSize(before);
    }

    @Test
    void aWrongAnswerIsRepairedOnce() {
        server.will(
                new Says("{\"type\":\"feat\",\"subject\":\"add sendWithRetry to OrderClient because of outages.\"}"),
                new Says("Sure:\n```json\n" + GOOD + "\n```"));
        assertThat(drafter().draft(order())).isEqualTo(new Attempt.Written(MESSAGE, List.of()));
        assertThat(server.received()).hasSize(2);
        assertThat(server.received().getLast().conversation()).contains("\"because\" gives a reason");
    }

    @Test
    void pointsThatStayWrongAreLeftOut() {
        server.will(new Says("{\"type\":\"feat\",\"scope\":\"order\",\"subject\":\"add sendWithRetry to OrderClient\","
                + "\"body\":[\"so that users are happy\"]}"));
        assertThat(drafter().draft(order())).isEqualTo(new Attempt.Written(MESSAGE, List.of()));
    }

    @Test
    void reasoningLeftInTheAnswerIsNoPartOfIt() {
        server.will(new Says("<think>{\"subject\": \"hm\"}</think>" + GOOD));
        assertThat(drafter().draft(order())).isEqualTo(new Attempt.Written(MESSAGE, List.of()));
    }

    @Test
    void ofSeveralCandidatesTheMostConfidentGoodOneIsFirst() {
        String other = GOOD.replace("add sendWithRetry to", "retry in").replace("0.9", "0.95");
        server.will(new SaysOneOf(List.of("no", GOOD, other)));
        assertThat(drafter("candidates", 3).draft(order()))
                .isEqualTo(new Attempt.Written("feat(order): retry in OrderClient", List.of(MESSAGE)));
        assertThat(server.received().getFirst().body().path("n").asInt()).isEqualTo(3);
    }

    @Test
    void theAuthorsInstructionIsToldAndMayNameThings() {
        server.will(new Says(GOOD.replace("OrderClient", "PaymentGateway")));
        Attempt attempt = drafter()
                .draft(new Order(
                        PURPOSE, change(), context(), new Wish("say that it is about PaymentGateway", "feat: retry")));
        assertThat(attempt).isInstanceOf(Attempt.Written.class);
        assertThat(server.received().getFirst().conversation())
                .contains("> feat: retry\n", "The author asks: say that it is about PaymentGateway");
    }

    @Test
    void itsAuthorSeesTheSubjectOfADraftGrow() {
        server.will(new Says(GOOD));
        List<String> seen = watched(PURPOSE.author());
        drafter().draft(order());
        assertThat(seen).hasSizeGreaterThan(2).last().isEqualTo("add sendWithRetry to OrderClient");
        assertThat(server.received().getFirst().body().path("stream").asBoolean())
                .isTrue();
    }

    @Test
    void nobodyElseSeesIt() {
        server.will(new Says(GOOD));
        List<String> seen = watched(UserId.of("01980000-0000-7000-8000-00000000000b"));
        drafter("streaming", true).draft(order());
        assertThat(seen).isEmpty();
    }

    @Test
    void ofSeveralMessagesNoneIsShownAsTheOneThatComes() {
        server.will(new Says(GOOD));
        List<String> seen = watched(PURPOSE.author());
        drafter().draft(new Order(PURPOSE, change(), context(), null, 3));
        assertThat(seen).isEmpty();
        assertThat(server.received().getFirst().body().path("n").asInt()).isEqualTo(3);
    }

    @Test
    void aServerThatGivesOneMessageAtATimeIsAskedForEach() {
        String other = GOOD.replace("add sendWithRetry to", "retry in");
        server.will(new Says(GOOD), new Says(other), new Fails(401, 0));
        assertThat(drafter().draft(new Order(PURPOSE, change(), context(), null, 3)))
                .isEqualTo(new Attempt.Written(MESSAGE, List.of("feat(order): retry in OrderClient")));
        assertThat(server.received()).hasSize(3);
    }

    private List<String> watched(UserId caller) {
        List<String> seen = new CopyOnWriteArrayList<>();
        var watch = new GenericSubscriptionQueryMessage<>(
                new WatchWriting(caller, PURPOSE.draft()),
                ResponseTypes.instanceOf(PartialMessage.class),
                ResponseTypes.instanceOf(PartialMessage.class));
        var _ = updates.<PartialMessage>registerUpdateHandler(watch, 64)
                .getUpdates()
                .subscribe(update -> seen.add(update.getPayload().subject()));
        return seen;
    }

    @Test
    void noSecretIsSent() {
        server.will(new Says(GOOD));
        drafter().draft(order());
        assertThat(server.received().getFirst().conversation())
                .contains("sendWithRetry")
                .doesNotContain(KEY);
    }

    @Test
    void noSecretIsSentFromWhatWasRemovedNorFromWhatIsAroundTheChange() {
        String body = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj";
        List<String> lines = List.of(
                "-aws_access_key_id = " + KEY,
                "+-----BEGIN PRIVATE " + "KEY-----",
                "+" + body,
                "+-----END PRIVATE " + "KEY-----",
                "+region = eu-central-1");
        ChangeSet change = new ChangeSet(
                List.of(new FileChange(
                        "deploy/credentials.ini",
                        "deploy/credentials.ini",
                        Kind.MODIFIED,
                        0100644,
                        0100644,
                        false,
                        4,
                        1,
                        List.of(new Hunk(1, 1, 1, 4, lines, "[" + KEY + "]")))),
                false);
        server.will(new Says("{\"type\":\"chore\",\"subject\":\"set the region\"}"));
        drafter()
                .draft(new Order(
                        PURPOSE,
                        change,
                        new DraftingContext(Locale.ENGLISH, List.of("fix: use " + KEY), "fix/" + KEY),
                        new Wish("it is " + KEY, "fix: use " + KEY)));
        assertThat(server.received().getFirst().conversation())
                .contains("region = eu-central-1")
                .doesNotContain(KEY, body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "self-hosted"})
    void aRepositoryWhosePolicyForbidsItIsNotSent(String policy) {
        ModelDrafter drafter = drafter(
                "repositories." + PURPOSE.repository().value(), policy, "base-url", "https://models.example.com/v1");
        assertThat(drafter.draft(order())).isEqualTo(new Attempt.NotAsked());
        assertThat(calls).isEmpty();
    }

    @Test
    void aModelInTheHouseMayBeAskedWhereOthersMayNot() {
        server.will(new Says(GOOD));
        assertThat(drafter("policy", "self-hosted").draft(order())).isInstanceOf(Attempt.Written.class);
    }

    @Test
    void callsAreCountedWithoutNamingPeople() {
        server.will(new Says(GOOD));
        drafter().draft(order());
        assertThat(registry.get("model.prompt.tokens")
                        .tags("endpoint", "default", "model", "some-model", "outcome", "OK")
                        .counter()
                        .count())
                .isEqualTo(1000);
        assertThat(registry.getMeters())
                .allSatisfy(meter -> assertThat(meter.getId().getTags())
                        .noneMatch(tag -> tag.getValue().contains("01980000")));
    }

    @Test
    void twentyThousandLinesAreOneRequestThatSpeaksForEveryHandWrittenFile() {
        List<FileChange> files = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            files.add(added("src/shop/Service" + i + ".java", "class Service" + i + " {", 160));
        }
        for (int i = 0; i < 38; i++) {
            files.add(added("gen/generated/Model" + i + ".java", "class Model" + i + " {", 300));
        }
        files.add(added("go.sum", "sum", 4_000));
        files.add(added("web/app/package-lock.json", "lock", 4_000));
        server.will(new Says("{\"type\":\"feat\",\"scope\":null,\"subject\":\"add the services of the shop\"}"));

        Attempt attempt = drafter().draft(new Order(PURPOSE, new ChangeSet(files, false), context(), null));

        assertThat(attempt).isInstanceOf(Attempt.Written.class);
        assertThat(server.received()).hasSize(1);
        String sent = server.received().getFirst().conversation();
        assertThat(TokenCount.of(sent)).isBetween(5_000, 8_000);
        assertThat(sent).doesNotContain("Model1", "go.sum", "package-lock");
        for (int i = 0; i < 9; i++) {
            assertThat(sent).contains("A src/shop/Service" + i + ".java", "+class Service" + i + " {");
        }
    }

    private ModelDrafter two(Object... settings) {
        return drafter(Stream.concat(
                        Stream.of(
                                "endpoints[0].name", "second",
                                "endpoints[0].base-url", second.url(),
                                "endpoints[0].model", "other-model"),
                        Stream.of(settings))
                .toArray());
    }

    @Test
    void oneThatIsSpentIsToldOnceAndThenNoModelIsAsked() {
        Map<String, Object> settings = Map.of(
                "comfort.llm.base-url", server.url(), "comfort.llm.model", "some-model", "comfort.llm.timeout", "2s");
        ModelDrafter drafter =
                drafter(Trackers.withOneDollar("some-model", "1.50", registry, this::happened), settings);
        server.will(new Says(GOOD));
        assertThat(drafter.draft(order())).isInstanceOf(Attempt.Written.class);
        assertThat(alerts)
                .extracting(BudgetReached::percent, BudgetReached::stopped)
                .containsExactly(tuple(80, false), tuple(100, true));
        assertThat(drafter.draft(order()))
                .as("the draft is the structural one, and nothing failed")
                .isEqualTo(new Attempt.NotAsked());
        assertThat(server.received()).hasSize(1);
        assertThat(alerts).hasSize(2);
    }

    @Test
    void whatACallCostsIsTheKeyGroupsThatIsConfiguredForItsEndpoint() {
        server.will(new Says(GOOD));
        second.will(new Says(GOOD));
        Map<String, Object> settings = new HashMap<>();
        group(settings, 0, server, "payments");
        group(settings, 1, second, "search");
        group(settings, 2, server, "payments");
        ModelDrafter drafter =
                drafter(Trackers.withOneDollar("some-model", "0.10", registry, this::happened), settings);
        for (int i = 0; i < 3; i++) {
            drafter.draft(order());
        }

        assertThat(calls)
                .extracting(
                        ModelCalled::keyGroup,
                        ModelCalled::endpoint,
                        ModelCalled::microDollars,
                        ModelCalled::author,
                        ModelCalled::repositoryId)
                .containsExactlyInAnyOrder(
                        tuple("payments", "endpoint-0", 100_000L, PURPOSE.author(), PURPOSE.repository()),
                        tuple("search", "endpoint-1", 100_000L, PURPOSE.author(), PURPOSE.repository()),
                        tuple("payments", "endpoint-2", 100_000L, PURPOSE.author(), PURPOSE.repository()));
        assertThat(dollars("payments")).isCloseTo(0.20, within(1e-9));
        assertThat(dollars("search")).isCloseTo(0.10, within(1e-9));
    }

    private static void group(Map<String, Object> settings, int number, FakeModelServer server, String keyGroup) {
        String prefix = "comfort.llm.endpoints[" + number + "].";
        settings.put(prefix + "name", "endpoint-" + number);
        settings.put(prefix + "base-url", server.url());
        settings.put(prefix + "model", "some-model");
        settings.put(prefix + "key-group", keyGroup);
    }

    /** Over all endpoints, as a sum by this tag is. */
    private double dollars(String keyGroup) {
        return registry.get("model.cost.dollars").tag("key_group", keyGroup).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    /** @param settings names below {@code comfort.llm}, each followed by its value */
    private ModelDrafter drafter(Object... settings) {
        Map<String, Object> all = new HashMap<>(Map.of(
                "comfort.llm.base-url", server.url(),
                "comfort.llm.api-key", "key-1",
                "comfort.llm.model", "some-model",
                "comfort.llm.timeout", "2s",
                "comfort.llm.patience", "2s",
                "comfort.llm.retry.first", "5ms",
                "comfort.llm.retry.longest", "50ms"));
        for (int i = 0; i < settings.length; i += 2) {
            all.put("comfort.llm." + settings[i], settings[i + 1]);
        }
        return drafter(CallTracker.inMemory(registry, this::happened, Clock.systemUTC()), all);
    }

    private void happened(DraftingCallEvent event) {
        switch (event) {
            case ModelCalled call -> calls.add(call);
            case BudgetReached alert -> alerts.add(alert);
        }
    }

    private ModelDrafter drafter(CallTracker tracker, Map<String, Object> all) {
        LlmProperties properties = new Binder(new MapConfigurationPropertySource(all))
                .bindOrCreate("comfort.llm", Bindable.of(LlmProperties.class));
        return new PooledModelDrafter(
                properties,
                new ModelPool(properties.all().stream()
                        .map(endpoint -> new ChatEndpoint(endpoint, properties, new SpringAiChat(endpoint), tracker))
                        .toList()),
                Redaction::of,
                partials,
                tracker);
    }

    private static Order order() {
        return new Order(PURPOSE, change(), context(), null);
    }

    private static DraftingContext context() {
        return new DraftingContext(Locale.ENGLISH, List.of("feat(order): add cart"), "feature/retry");
    }

    private static ChangeSet change() {
        return new ChangeSet(
                List.of(new FileChange(
                        "src/OrderClient.java",
                        "src/OrderClient.java",
                        Kind.MODIFIED,
                        0100644,
                        0100644,
                        false,
                        2,
                        0,
                        List.of(new Hunk(
                                10,
                                0,
                                10,
                                2,
                                List.of("+    void sendWithRetry() {", "+        var key = \"" + KEY + "\";"),
                                "class OrderClient {")))),
                false);
    }

    private static FileChange added(String path, String first, int count) {
        List<String> lines = new ArrayList<>();
        lines.add("+" + first);
        for (int i = 1; i < count; i++) {
            lines.add("+    total = total.plus(compute(" + i + ")); // " + first.length());
        }
        return new FileChange(
                null, path, Kind.ADDED, 0, 0100644, false, count, 0, List.of(new Hunk(0, 0, 1, count, lines)));
    }
}
