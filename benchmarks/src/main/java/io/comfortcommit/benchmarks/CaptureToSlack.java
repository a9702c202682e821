package io.comfortcommit.benchmarks;

import io.comfortcommit.testing.Desk;
import io.comfortcommit.testing.FakeModelServer;
import io.comfortcommit.testing.FakeModelServer.Behaviour;
import io.comfortcommit.testing.FakeSlackServer;
import io.comfortcommit.testing.GatewayClient;
import io.comfortcommit.testing.StandaloneProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * From the first byte of a capture sent to Slack being called, at ten captures a second and with a model that answers at once,
 * on a server as somebody with a checkout starts it, once it has worked for fifteen seconds; beside it, to the capture being
 * answered, which is the part of it that has nothing to do with telling.
 */
final class CaptureToSlack {
    private static final int PER_SECOND = 10;
    private static final int WARM_UP = 15 * PER_SECOND;
    private static final int MEASURED = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration GLANCE = Duration.ofMillis(20);

    private CaptureToSlack() {}

    /**
     * Milliseconds, one for each capture.
     *
     * @param drafted from the event of the capture to that of its draft
     */
    record Result(List<Double> answered, List<Double> drafted, List<Double> told) {}

    private record Sent(UUID draft, long began, long answered) {}

    static Result run(Path checkout, Path folder) throws Exception {
        Desk desk = Desk.in(folder.resolve("git"));
        List<Desk.Capture> captures = new ArrayList<>();
        for (int number = 0; number < WARM_UP + MEASURED; number++) {
            desk.write("src/Order" + number % 9 + ".java", "class Order { int total = " + number + "; }\n");
            captures.add(desk.capture().ofLane(UUID.randomUUID()));
        }
        Path token = Files.writeString(folder.resolve("token"), "xoxb-of-the-benchmark");
        try (FakeModelServer model = new FakeModelServer();
                FakeSlackServer slack = new FakeSlackServer()) {
            model.will(new Behaviour.Says("{\"type\":\"feat\",\"subject\":\"change the total\",\"body\":[]}"));
            Map<String, String> settings = Map.of(
                    "comfort.llm.base-url",
                    model.url().toString(),
                    "comfort.llm.model",
                    "instant",
                    "comfort.notifications.slack.bot-token",
                    "file:" + token,
                    "comfort.notifications.slack.api",
                    slack.api().toString());
            try (StandaloneProcess server = StandaloneProcess.byLauncher(checkout, folder, settings);
                    ScheduledExecutorService clock = Executors.newScheduledThreadPool(32)) {
                GatewayClient client = server.client();
                client.graphql(
                        "mutation { setNotificationPreferences(input: {channels: [SLACK], language: \"en\","
                                + " slackUser: \"U012AB3CD\", digestFrom: 0}) { language } }",
                        Map.of());
                String repository = client.negotiate(
                                desk.remote().toString(), "main", List.of(desk.git("rev-parse", "HEAD")))
                        .required("repositoryId")
                        .asString();
                List<Future<Sent>> sending = new ArrayList<>();
                for (int number = 0; number < captures.size(); number++) {
                    Desk.Capture capture = captures.get(number);
                    sending.add(clock.schedule(
                            () -> send(client, capture, repository),
                            number * 1_000L / PER_SECOND,
                            TimeUnit.MILLISECONDS));
                }
                List<Sent> sent = new ArrayList<>();
                for (Future<Sent> one : sending) {
                    sent.add(one.get());
                }
                await(slack, captures.size());
                return result(sent.subList(WARM_UP, sent.size()), slack, client);
            }
        }
    }

    private static Sent send(GatewayClient client, Desk.Capture capture, String repository) throws Exception {
        long began = System.nanoTime();
        GatewayClient.Answer answer = client.capture(capture, repository);
        long answered = System.nanoTime();
        if (answer.status() != 202) {
            throw new IllegalStateException("the capture was answered " + answer);
        }
        return new Sent(UUID.fromString(answer.body().required("draftId").asString()), began, answered);
    }

    private static void await(FakeSlackServer slack, int messages) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (slack.received().size() < messages) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException(
                        "Slack was called " + slack.received().size() + " times, not " + messages);
            }
            Thread.sleep(GLANCE);
        }
    }

    private static Result result(List<Sent> sent, FakeSlackServer slack, GatewayClient client) throws Exception {
        List<Double> answered = new ArrayList<>();
        List<Double> drafted = new ArrayList<>();
        List<Double> told = new ArrayList<>();
        for (Sent one : sent) {
            FakeSlackServer.Received message = slack.received().stream()
                    .filter(received -> received.body().toString().contains("/d/" + one.draft()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("nothing was told of " + one.draft()));
            answered.add((one.answered() - one.began()) / 1e6);
            drafted.add(drafting(client, one.draft()));
            told.add((message.at() - one.began()) / 1e6);
        }
        return new Result(answered, drafted, told);
    }

    private static double drafting(GatewayClient client, UUID draft) throws Exception {
        Map<String, Instant> at = client.graphql(
                        "query($id: ID!) { draft(id: $id) { timeline { type at } } }", Map.of("id", draft.toString()))
                .path("data")
                .path("draft")
                .path("timeline")
                .valueStream()
                .collect(Collectors.toMap(
                        event -> event.path("type").asString(),
                        event -> Instant.parse(event.path("at").asString()),
                        (first, _) -> first));
        Instant captured = Objects.requireNonNull(at.get("Captured"));
        return Duration.between(captured, Objects.requireNonNull(at.get("Drafted")))
                        .toNanos()
                / 1e6;
    }
}
