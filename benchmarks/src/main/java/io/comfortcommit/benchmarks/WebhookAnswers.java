package io.comfortcommit.benchmarks;

import io.comfortcommit.testing.Desk;
import io.comfortcommit.testing.StandaloneProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.json.JsonMapper;

/**
 * How soon webhooks are answered while what they brought is being worked on, ten a second of each kind; beside them, a
 * request that does nothing, since the machine's noise is in all of them.
 */
final class WebhookAnswers {
    private static final int PER_SECOND = 10;
    private static final int WARM_UP = 50;
    private static final int MEASURED = 200;
    private static final String BOUNDARY = "benchmark-boundary-3f2a";
    private static final byte[] KEY = "a key of twenty-four byte".getBytes(StandardCharsets.US_ASCII);
    private static final String SECRET = "a secret of the benchmark";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private WebhookAnswers() {}

    /** Milliseconds, one for each request. */
    record Result(List<Double> captures, List<Double> pushes, List<Double> health) {}

    static Result run(Path folder) throws Exception {
        Desk desk = Desk.in(folder.resolve("git"));
        List<Desk.Capture> captures = new ArrayList<>();
        for (int number = 0; number < WARM_UP + MEASURED; number++) {
            desk.write("src/Order" + number % 9 + ".java", "class Order { int total = " + number + "; }\n");
            captures.add(desk.capture());
        }
        desk.git("push", "-q", "origin", "HEAD:refs/heads/wip/main");
        try (StandaloneProcess server = start(folder);
                HttpClient http = HttpClient.newHttpClient();
                ScheduledExecutorService clock = Executors.newScheduledThreadPool(32)) {
            String repository = server.client()
                    .negotiate(desk.remote().toString(), "main", List.of(desk.git("rev-parse", "HEAD")))
                    .required("repositoryId")
                    .asString();
            List<Callable<Double>> sending = new ArrayList<>();
            for (int number = 0; number < captures.size(); number++) {
                HttpRequest capture = capture(server.url(), captures.get(number), repository);
                HttpRequest push = push(server.url(), desk.remote(), number);
                HttpRequest health = HttpRequest.newBuilder(server.url().resolve("/actuator/health"))
                        .build();
                sending.add(() -> answered(http, capture, 202));
                sending.add(() -> answered(http, push, 202));
                sending.add(() -> answered(http, health, 200));
            }
            List<List<Double>> milliseconds = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            List<Future<Double>> sent = new ArrayList<>();
            for (int number = 0; number < sending.size(); number++) {
                sent.add(
                        clock.schedule(sending.get(number), number * 1_000L / (3 * PER_SECOND), TimeUnit.MILLISECONDS));
            }
            for (int number = 0; number < sent.size(); number++) {
                milliseconds.get(number % 3).add(sent.get(number).get());
            }
            return new Result(
                    measured(milliseconds.get(0)), measured(milliseconds.get(1)), measured(milliseconds.get(2)));
        }
    }

    private static List<Double> measured(List<Double> all) {
        return all.subList(WARM_UP, all.size());
    }

    private static StandaloneProcess start(Path folder) throws IOException {
        Path key = Files.writeString(
                folder.resolve("key"), "whsec_" + Base64.getEncoder().encodeToString(KEY));
        Path secret = Files.writeString(folder.resolve("secret"), SECRET);
        List<String> options = new ArrayList<>(sender("captures", "ci", key, folder));
        options.addAll(sender("github", "hub", secret, folder));
        return StandaloneProcess.start(folder, options.toArray(new String[0]));
    }

    private static List<String> sender(String kind, String name, Path key, Path repositories) {
        String prefix = "-Dcomfort.webhooks." + kind + "[0].";
        return List.of(
                prefix + "name=" + name,
                prefix + "keys=file:" + key,
                prefix + "repositories=" + repositories,
                prefix + "authors=*");
    }

    private static Double answered(HttpClient http, HttpRequest request, int status) throws Exception {
        long began = System.nanoTime();
        int answer = http.send(request, BodyHandlers.discarding()).statusCode();
        if (answer != status) {
            throw new IllegalStateException(request.uri() + " was answered " + answer);
        }
        return (System.nanoTime() - began) / 1e6;
    }

    private static HttpRequest capture(URI url, Desk.Capture capture, String repository)
            throws GeneralSecurityException {
        Map<String, Object> order = new HashMap<>(capture.order(repository));
        order.put("lane", UUID.randomUUID().toString()); // so that none supersedes another
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        part(body, "capture", "application/json", JSON.writeValueAsBytes(order));
        part(body, "bundle", "application/x-git-bundle", capture.bundle());
        body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        String id = "msg_" + capture.captureId();
        String timestamp = String.valueOf(Instant.now().getEpochSecond());
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        signed.writeBytes((id + "." + timestamp + ".").getBytes(StandardCharsets.US_ASCII));
        signed.writeBytes(body.toByteArray());
        return HttpRequest.newBuilder(url.resolve("/webhooks/captures"))
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .header("webhook-id", id)
                .header("webhook-timestamp", timestamp)
                .header(
                        "webhook-signature",
                        "v1," + Base64.getEncoder().encodeToString(hmac(KEY, signed.toByteArray())))
                .POST(BodyPublishers.ofByteArray(body.toByteArray()))
                .build();
    }

    private static void part(ByteArrayOutputStream body, String name, String type, byte[] content) {
        body.writeBytes(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\nContent-Type: "
                        + type + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(content);
        body.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    private static HttpRequest push(URI url, Path remote, int number) throws GeneralSecurityException {
        String body = JSON.writeValueAsString(
                Map.of("ref", "refs/heads/wip/main", "repository", Map.of("clone_url", remote.toString())));
        return HttpRequest.newBuilder(url.resolve("/webhooks/github"))
                .header("Content-Type", "application/json")
                .header("X-GitHub-Event", "push")
                .header("X-GitHub-Delivery", "delivery-" + number)
                .header(
                        "X-Hub-Signature-256",
                        "sha256="
                                + HexFormat.of()
                                        .formatHex(hmac(
                                                SECRET.getBytes(StandardCharsets.US_ASCII),
                                                body.getBytes(StandardCharsets.UTF_8))))
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private static byte[] hmac(byte[] key, byte[] message) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(message);
    }
}
