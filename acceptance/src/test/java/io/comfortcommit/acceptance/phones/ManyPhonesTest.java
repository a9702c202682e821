package io.comfortcommit.acceptance.phones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import graphql.execution.incremental.AlternativeCallContext;
import io.comfortcommit.messages.query.DraftQuery.WatchDrafts;
import io.comfortcommit.testing.Desk;
import io.comfortcommit.testing.GatewayClient;
import io.comfortcommit.testing.LiveHeap;
import io.comfortcommit.testing.Person;
import io.comfortcommit.testing.Phone;
import io.comfortcommit.testing.StandaloneProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Ten people with four phones each, half of them over WebSockets and half over server-sent events, and a hundred drafts that
 * are approved from eight threads; fifty people and a thousand drafts with {@code -Dcomfort.tests.long=true}.
 */
class ManyPhonesTest {
    private static final boolean LONG = Boolean.getBoolean("comfort.tests.long");
    private static final int PEOPLE = LONG ? 50 : 10;
    private static final int DRAFTS_EACH = LONG ? 20 : 10;
    private static final int PHONES_EACH = 4;
    private static final int THREADS = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(LONG ? 10 : 3);
    private static final String FOLLOW = "subscription { draftChanged { id status version message commitId } }";

    private record Owned(Person owner, UUID draft) {}

    /** What one phone was told of each draft, in its order. */
    private record Following(Person owner, Phone phone, Map<UUID, List<String>> told) {
        static Following begin(Person owner, Phone.Line line) {
            Map<UUID, List<String>> told = new ConcurrentHashMap<>();
            Phone phone = Phone.follows(owner, line, FOLLOW, data -> {
                JsonNode draft = data.path("draftChanged");
                told.computeIfAbsent(UUID.fromString(draft.path("id").asString()), _ -> new CopyOnWriteArrayList<>())
                        .add(draft.path("version").asLong() + " "
                                + draft.path("status").asString());
            });
            return new Following(owner, phone, told);
        }

        Stream<String> lacking(List<Owned> drafts, String state) {
            return drafts.stream()
                    .filter(draft -> draft.owner().equals(owner))
                    .map(draft -> draft.draft() + " " + told.getOrDefault(draft.draft(), List.of()))
                    .filter(heard -> !heard.contains(state));
        }
    }

    @Test
    void eachPhoneIsToldEachStateOfItsOwnersDraftsInOrderAndLeavesNothingBehind(@TempDir Path folder, @TempDir Path git)
            throws Exception {
        long seed = Long.getLong("comfort.tests.seed", System.nanoTime());
        System.out.println("many phones: -Dcomfort.tests.seed=" + seed);
        Desk desk = Desk.in(git);
        try (StandaloneProcess server = StandaloneProcess.start(folder, options(folder));
                ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Person> people = new ArrayList<>();
            for (int number = 0; number < PEOPLE; number++) {
                people.add(Person.signsIn(server.url(), "person-" + number));
            }
            List<Following> phones = new ArrayList<>();
            for (Person person : people) {
                for (int number = 0; number < PHONES_EACH; number++) {
                    phones.add(Following.begin(person, number % 2 == 0 ? Phone.Line.WEB_SOCKET : Phone.Line.EVENTS));
                }
            }
            awaitWatchers(server, phones.size());

            List<Owned> drafts = capture(desk, people, server.client());
            awaitAll(phones, drafts, "2 DRAFTED");
            Collections.shuffle(drafts, new Random(seed));
            approve(drafts, server.client(), threads);
            awaitAll(phones, drafts, "4 PUSHED");

            for (Following one : phones) {
                Set<UUID> own = drafts.stream()
                        .filter(draft -> draft.owner().equals(one.owner()))
                        .map(Owned::draft)
                        .collect(Collectors.toSet());
                assertThat(one.told()).containsOnlyKeys(own);
                assertThat(one.told().values())
                        .allSatisfy(states -> assertThat(states)
                                .containsExactly("1 CAPTURED", "2 DRAFTED", "3 APPROVED", "4 PUSHED"));
                assertThat(one.phone().ended()).isNotDone();
            }
            assertThat(pushed(drafts, server.client()))
                    .doesNotHaveDuplicates()
                    .containsExactlyInAnyOrderElementsOf(
                            desk.remoteLog().subList(0, desk.remoteLog().size() - 1))
                    .hasSize(drafts.size());

            // So that what a subscription was told does not stay with it: graphql-java kept one of these for each
            // event.
            assertThat(LiveHeap.of(server.pid()).instances(AlternativeCallContext.class))
                    .isLessThanOrEqualTo(phones.size());
            phones.forEach(one -> one.phone().close());
            awaitWatchers(server, 0);
        }
    }

    private static String[] options(Path folder) throws Exception {
        return Person.letIn(folder).entrySet().stream()
                .map(setting -> "-D" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new);
    }

    /** Each of a file of its own, from the same commit, for the same branch. */
    private static List<Owned> capture(Desk desk, List<Person> people, GatewayClient client) throws Exception {
        List<Owned> drafts = new ArrayList<>();
        String base = desk.git("rev-parse", "HEAD");
        for (int number = 0; number < DRAFTS_EACH; number++) {
            for (int person = 0; person < people.size(); person++) {
                Person owner = people.get(person);
                String file = "notes/" + person + "-" + number + ".md";
                desk.write(file, "note " + number + " of person " + person + "\n");
                Desk.Capture capture = desk.capture().ofLane(UUID.randomUUID());
                desk.git("clean", "-fdq");
                GatewayClient own = client.as(owner.token());
                String repository = own.negotiate(desk.remote().toString(), "main", List.of(base))
                        .required("repositoryId")
                        .asString();
                GatewayClient.Answer answer = own.capture(capture, repository);
                assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
                drafts.add(new Owned(
                        owner, UUID.fromString(answer.body().required("draftId").asString())));
            }
        }
        return drafts;
    }

    private static void approve(List<Owned> drafts, GatewayClient client, ExecutorService threads) throws Exception {
        List<Future<JsonNode>> answers = new ArrayList<>();
        for (Owned draft : drafts) {
            answers.add(threads.submit(() -> client.as(draft.owner().token()).approve(draft.draft(), 2)));
        }
        for (Future<JsonNode> answer : answers) {
            assertThat(answer.get().at("/data/approveDraft/status").asString())
                    .as(answer.get().toString())
                    .isEqualTo("APPROVED");
        }
    }

    private static List<String> pushed(List<Owned> drafts, GatewayClient client) throws Exception {
        List<String> commits = new ArrayList<>();
        for (Owned draft : drafts) {
            JsonNode found = client.as(draft.owner().token()).draft(draft.draft());
            assertThat(found.path("status").asString()).as(found.toString()).isEqualTo("PUSHED");
            commits.add(found.path("commitId").asString());
        }
        return commits;
    }

    private static void awaitAll(List<Following> phones, List<Owned> drafts, String state) {
        await().atMost(PATIENCE)
                .failFast(() -> assertThat(phones)
                        .allSatisfy(one -> assertThat(one.phone().ended()).isNotDone()))
                .untilAsserted(() -> assertThat(phones.stream().flatMap(one -> one.lacking(drafts, state)))
                        .as("drafts that a phone was not told are " + state + ", with what it was told")
                        .isEmpty());
    }

    /** What is still told to somebody is on the server's heap; looking there is what shows that the rest is not. */
    private static void awaitWatchers(StandaloneProcess server, int watchers) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                // A process that is busy may not let itself be looked into at once.
                .ignoreExceptionsInstanceOf(IOException.class)
                .untilAsserted(() -> assertThat(LiveHeap.of(server.pid()).instances(WatchDrafts.class))
                        .isEqualTo(watchers));
    }
}
