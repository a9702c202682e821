package io.comfortcommit.benchmarks;

import io.comfortcommit.testing.Desk;
import io.comfortcommit.testing.GatewayClient;
import io.comfortcommit.testing.StandaloneProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** From the first byte of a capture sent to its draft seen by its author, at ten captures a second. */
final class CaptureToDraft {
    private static final int PER_SECOND = 10;
    private static final int WARM_UP = 50;
    private static final int MEASURED = 200;
    private static final Duration GLANCE = Duration.ofMillis(5);

    private CaptureToDraft() {}

    /** @return milliseconds, one for each capture */
    static List<Double> run(Path folder) throws Exception {
        Desk desk = Desk.in(folder.resolve("git"));
        List<Desk.Capture> captures = new ArrayList<>();
        for (int number = 0; number < WARM_UP + MEASURED; number++) {
            desk.write("src/Order" + number % 9 + ".java", "class Order { int total = " + number + "; }\n");
            captures.add(desk.capture().ofLane(UUID.randomUUID()));
        }
        try (StandaloneProcess server = StandaloneProcess.start(folder);
                ScheduledExecutorService clock = Executors.newScheduledThreadPool(4);
                ExecutorService authors = Executors.newVirtualThreadPerTaskExecutor()) {
            GatewayClient client = server.client();
            String repository = client.negotiate(
                            desk.remote().toString(), "main", List.of(desk.git("rev-parse", "HEAD")))
                    .required("repositoryId")
                    .asString();
            List<Future<Future<Double>>> sent = new ArrayList<>();
            for (int number = 0; number < captures.size(); number++) {
                Desk.Capture capture = captures.get(number);
                sent.add(clock.schedule(
                        () -> authors.submit(draft(client, capture, repository)),
                        number * 1_000L / PER_SECOND,
                        TimeUnit.MILLISECONDS));
            }
            List<Double> milliseconds = new ArrayList<>();
            for (Future<Future<Double>> one : sent) {
                milliseconds.add(one.get().get());
            }
            return milliseconds.subList(WARM_UP, milliseconds.size());
        }
    }

    private static Callable<Double> draft(GatewayClient client, Desk.Capture capture, String repository) {
        return () -> {
            long began = System.nanoTime();
            GatewayClient.Answer answer = client.capture(capture, repository);
            if (answer.status() != 202) {
                throw new IllegalStateException("the capture was answered " + answer);
            }
            UUID draft = UUID.fromString(answer.body().required("draftId").asString());
            while (!drafted(client, draft)) {
                Thread.sleep(GLANCE);
            }
            return (System.nanoTime() - began) / 1e6;
        };
    }

    private static boolean drafted(GatewayClient client, UUID draft) throws Exception {
        JsonNode found =
                client.graphql("query($id: ID!) { draft(id: $id) { status } }", Map.of("id", draft.toString()));
        if (!found.has("data") || found.has("errors")) {
            throw new IllegalStateException("the query was answered " + found);
        }
        return found.path("data").path("draft").path("status").asString("").equals("DRAFTED");
    }
}
