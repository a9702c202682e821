package io.comfortcommit.standalone.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.comfortcommit.cli.Start;
import io.comfortcommit.standalone.postgres.Roles;
import io.comfortcommit.testing.Desk;
import io.comfortcommit.testing.GatewayClient;
import io.comfortcommit.testing.StandaloneProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Once a person is erased no table holds anything of them that can be read, while the chain is what it was; and a backup of
 * before brings nothing back.
 */
class ErasedPersonTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final UUID PERSON = UUID.fromString("0b54c6f1-6a0e-4f5e-9c55-6d2b5c7a1e11");
    private static final String TOKEN = "cp_" + "a".repeat(43);
    /** Of the change, and so of its message; whose it is; and of where it goes, on which branch. */
    private static final List<String> PERSONAL = List.of("quagga", "author@example.com", "okapi", "tapir");

    private static final String BRANCH = "tapir/wip";

    @TempDir
    Path temporary;

    private static final UUID HALF_ERASED = UUID.fromString("0b54c6f1-6a0e-4f5e-9c55-6d2b5c7a1e12");
    private static final String THEIR_TOKEN = "cp_" + "b".repeat(43);

    private record Said(int exit, String out) {}

    @Test
    void nothingThatCouldBeReadIsLeftAndTheChainIsWhatItWas() throws Exception {
        Path first = Files.createDirectories(temporary.resolve("first"));
        Path file = temporary.resolve("backup.zip");
        Path checkpoint = temporary.resolve("checkpoint");
        Path erased = temporary.resolve("erased");
        Desk desk = Desk.in(temporary.resolve("okapi"));
        desk.git("push", "-q", "origin", "HEAD:refs/heads/" + BRANCH);
        UUID pushed;
        UUID open;
        try (StandaloneProcess server = StandaloneProcess.start(first)) {
            JdbcClient database = database(first);
            letIn(database, PERSON, TOKEN);
            refusedWhereTheKeyAloneIsGone(server, database, desk);
            GatewayClient theirs = server.client().as(TOKEN);
            pushed = captured(theirs, desk, "quagga");
            awaitStatus(theirs, pushed, "DRAFTED");
            long version = theirs.draft(pushed).required("version").asLong();
            assertThat(theirs.approve(pushed, version).path("errors").isMissingNode())
                    .isTrue();
            awaitStatus(theirs, pushed, "PUSHED");
            desk.git("fetch", "-q", "origin", BRANCH);
            desk.git("reset", "-q", "FETCH_HEAD");
            open = captured(theirs, desk, "quaggaToo");
            awaitStatus(theirs, open, "DRAFTED");
            remembered(database);
            Files.writeString(checkpoint, checkpoint(server));
            assertThat(holding(database)).as("where the person is before").isNotEmpty();
            assertThat(run("backup", file.toString(), "--data=" + first.resolve("data"))
                            .exit())
                    .isZero();

            assertThat(comfort(server, "erase", PERSON.toString()).exit()).isEqualTo(2);
            Said said = comfort(server, "erase", PERSON.toString(), "--yes");
            assertThat(said.exit()).as(said.out()).isZero();

            awaitNothingIsHeld(database);
            awaitRebuilt(server);
            awaitNothingIsHeld(database);
            assertThat(database.sql("SELECT status, message, branch FROM query.draft WHERE draft_id = :draft")
                            .param("draft", open)
                            .query()
                            .singleRow())
                    .containsEntry("status", "EXPIRED")
                    .containsEntry("message", "[erased]")
                    .containsEntry("branch", "[erased]");
            assertThat(dryRun(server))
                    .as("what is shown is what a rebuild makes")
                    .isZero();
            assertThat(theirs.graphql("{ me { id } }", Map.of()).toString()).contains("UNAUTHENTICATED");
            assertThat(get(server, "/api/audit/export?format=jsonl"))
                    .contains("person.erase", PERSON.toString(), "[erased]")
                    .doesNotContain(PERSONAL);
            assertThat(comfort(server, "verify", "--checkpoint", checkpoint.toString())
                            .exit())
                    .isZero();
            Files.writeString(erased, comfort(server, "erase", "--list").out());
        }

        Path second = Files.createDirectories(temporary.resolve("second"));
        String[] restore = {
            "restore",
            file.toString(),
            "--data=" + second.resolve("data"),
            "--secrets=" + first.resolve("data/secrets"),
            "--json",
            "--erased"
        };
        assertThat(run(with(restore, checkpoint)).out()).contains("NOT_ERASED_PEOPLE");
        Said restored = run(with(restore, erased));
        assertThat(restored.exit()).as(restored.out()).isZero();
        assertThat(JSON.readTree(restored.out()).required("erased").asInt()).isEqualTo(2);
        try (StandaloneProcess server = StandaloneProcess.start(second)) {
            JdbcClient database = database(second);
            awaitNothingIsHeld(database);
            assertThat(comfort(server, "replay", "--all").exit()).isZero();
            awaitNothingIsHeld(database);
            assertThat(dryRun(server)).isZero();
            assertThat(comfort(server, "verify", "--checkpoint", checkpoint.toString())
                            .exit())
                    .isZero();
        }
    }

    private static String[] with(String[] command, Path file) {
        List<String> all = new ArrayList<>(List.of(command));
        all.add(file.toString());
        return all.toArray(String[]::new);
    }

    /** What is on its way between two steps of an erasure: the key is destroyed, and no table knows of it yet. */
    private void refusedWhereTheKeyAloneIsGone(StandaloneProcess server, JdbcClient database, Desk desk)
            throws Exception {
        letIn(database, HALF_ERASED, THEIR_TOKEN);
        database.sql("INSERT INTO vault.subject_key (subject, wrapped_key, created_at, destroyed_at)"
                        + " VALUES (:person, NULL, now(), now())")
                .param("person", HALF_ERASED)
                .update();
        GatewayClient.Answer answer = server.client()
                .as(THEIR_TOKEN)
                .post(
                        "/api/captures/negotiations",
                        Map.of(
                                "remote", desk.remote().toString(),
                                "defaultBranch", BRANCH,
                                "candidates", List.of(desk.git("rev-parse", "HEAD"))));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(410);
        assertThat(answer.body().required("code").asString()).isEqualTo("PERSON_ERASED");
        assertThat(comfort(server, "erase", HALF_ERASED.toString(), "--yes").exit())
                .as("what was begun is finished")
                .isZero();
    }

    /** As a provider would have, which there is none of here. */
    private static void letIn(JdbcClient database, UUID person, String token) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        database.sql("INSERT INTO gateway.user_role (user_id, role) VALUES (:person, 'author')")
                .param("person", person)
                .update();
        database.sql("INSERT INTO gateway.device (id, user_id, kind, name, token_hash, created_at, seen_at, expires_at)"
                        + " VALUES (gen_random_uuid(), :person, 'PROGRAM', 'quagga', :hash, now(), now(),"
                        + " now() + interval '1 day')")
                .param("person", person)
                .param("hash", hash)
                .update();
        database.sql("INSERT INTO sagas.notification_preferences (user_id, slack_user, preferences)"
                        + " VALUES (:person, 'quagga', '{}')")
                .param("person", person)
                .update();
    }

    private static JdbcClient database(Path home) throws IOException {
        Path data = home.resolve("data");
        int port = Integer.parseInt(Files.readAllLines(data.resolve("postgres/data/postmaster.pid"))
                .get(3)
                .strip());
        return JdbcClient.create(
                Superuser.of(port, BackupSecrets.read(data.resolve("secrets"), Roles.SUPERUSER_SECRET)));
    }

    /** Tables of ours in which something personal can be read. */
    private static List<String> holding(JdbcClient database) {
        List<String> holding = new ArrayList<>();
        for (String table : database.sql("SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
                        + " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')")
                .query(String.class)
                .list()) {
            for (String personal : PERSONAL) {
                // Bytes are written in hexadecimal.
                String bytes = HexFormat.of().formatHex(personal.getBytes(StandardCharsets.UTF_8));
                if (database.sql("SELECT EXISTS (SELECT FROM " + table
                                + " held WHERE held::text ILIKE :text OR held::text LIKE :bytes)")
                        .param("text", "%" + personal + "%")
                        .param("bytes", "%" + bytes + "%")
                        .query(Boolean.class)
                        .single()) {
                    holding.add(table + " " + personal);
                }
            }
        }
        return holding;
    }

    /** Copies of read models come and go while one looks. */
    private static void awaitNothingIsHeld(JdbcClient database) {
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptionsInstanceOf(BadSqlGrammarException.class)
                .untilAsserted(() -> assertThat(holding(database)).isEmpty());
    }

    private static void remembered(JdbcClient database) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(database.sql("SELECT count(*) FROM sagas.past_draft")
                                .query(Long.class)
                                .single())
                        .isPositive());
    }

    private static UUID captured(GatewayClient client, Desk desk, String name) throws Exception {
        desk.write("src/" + name + ".java", "class " + name + " {\n    int one() {\n        return 1;\n    }\n}\n");
        String repository = client.negotiate(desk.remote().toString(), BRANCH, List.of(desk.git("rev-parse", "HEAD")))
                .required("repositoryId")
                .asString();
        Desk.Capture capture = desk.capture();
        Map<String, Object> order = capture.order(repository);
        order.put("branch", BRANCH);
        GatewayClient.Answer answer = client.capture(order, capture.bundle());
        assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
        return UUID.fromString(answer.body().required("draftId").asString());
    }

    private static void awaitStatus(GatewayClient client, UUID draft, String status) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> client.draft(draft).path("status").asString("").equals(status));
    }

    private static String checkpoint(StandaloneProcess server) {
        return await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> get(server, "/api/audit/checkpoint"), found -> !found.isEmpty());
    }

    private static void awaitRebuilt(StandaloneProcess server) {
        await().atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> {
                    JsonNode projections =
                            JSON.readTree(get(server, "/api/projections")).required("projections");
                    for (JsonNode projection : projections) {
                        JsonNode rebuild = projection.path("rebuild");
                        if (!"search".equals(projection.path("name").asString())) {
                            assertThat(rebuild.path("state").asString("")).isEqualTo("DONE");
                        }
                    }
                });
    }

    /** @return in how many rows the live models differ from what a rebuild makes */
    private long dryRun(StandaloneProcess server) {
        Said said = comfort(server, "replay", "--all", "--dry-run", "--json");
        assertThat(said.exit()).as(said.out()).isZero();
        long differing = 0;
        for (String line : said.out().lines().toList()) {
            for (JsonNode table : JSON.readTree(line).findValues("differences")) {
                for (JsonNode difference : table) {
                    differing += difference.path("missing").asLong()
                            + difference.path("surplus").asLong()
                            + difference.path("different").asLong();
                }
            }
        }
        return differing;
    }

    private static String get(StandaloneProcess server, String path) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(server.url().resolve(path))
                            .header("Authorization", "Bearer " + server.token())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            return response.body();
        }
    }

    private Said comfort(StandaloneProcess server, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = Start.run(
                Map.of(
                        "COMFORT_URL", server.url().toString(),
                        "COMFORT_TOKEN", server.token(),
                        "COMFORT_LANG", "en",
                        "HOME", temporary.toString()),
                InstantSource.system(),
                UUID::randomUUID,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                arguments);
        return new Said(exit, out.toString(StandardCharsets.UTF_8));
    }

    private static Said run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
        int exit = new DataCommand(arguments[0], Map.of("COMFORT_LANG", "en", "HOME", "/nonexistent"), printed, printed)
                .run(List.of(arguments).subList(1, arguments.length));
        return new Said(exit, out.toString(StandardCharsets.UTF_8));
    }
}
