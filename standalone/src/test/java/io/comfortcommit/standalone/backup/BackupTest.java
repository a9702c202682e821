package io.comfortcommit.standalone.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.comfortcommit.cli.Start;
import io.comfortcommit.messages.chain.NoteSigner;
import io.comfortcommit.standalone.data.DataFolder;
import io.comfortcommit.standalone.database.Migrations;
import io.comfortcommit.standalone.postgres.PostgresServer;
import io.comfortcommit.standalone.postgres.Roles;
import io.comfortcommit.standalone.refusal.CannotStartException;
import io.comfortcommit.standalone.refusal.Refusal;
import io.comfortcommit.testing.Desk;
import io.comfortcommit.testing.GatewayClient;
import io.comfortcommit.testing.StandaloneProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A backup of a server that serves, and another server that is made of it. */
class BackupTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MUTATIONS = Boolean.getBoolean("comfort.tests.long") ? 10_000 : 300;

    /** As they were before the words of actions could be searched for. */
    private static final Map<String, String> OLDER =
            Map.of("vault", "1", "events", "1", "sagas", "7", "query", "9", "repositories", "5", "gateway", "8");

    @TempDir
    Path temporary;

    /** What a command printed, and its exit code. */
    record Said(int exit, JsonNode json, String err) {
        String code() {
            return json.path("error").path("code").asString("");
        }
    }

    @Test
    void whatWasBackedUpWhileServingIsServedAndProvenAgainAndNothingElseIsTakenForIt() throws Exception {
        Path first = Files.createDirectories(temporary.resolve("first"));
        Path secrets = first.resolve("data/secrets");
        Path file = temporary.resolve("backup.zip");
        Desk desk = Desk.in(temporary.resolve("git"));
        UUID pushed;
        UUID open;
        String before;
        List<String> audit;
        Said written;
        try (StandaloneProcess server = StandaloneProcess.start(first)) {
            GatewayClient client = new GatewayClient(server.url(), server.token());
            String repository = repository(client, desk);
            pushed = pushed(client, desk, repository, 0);
            open = captured(client, desk, repository, 1);
            awaitStatus(client, open, "DRAFTED");
            awaitChained(server);
            before = Instant.now().toString();
            audit = audit(server, before);

            Desk colleague = desk.colleague("colleague");
            written = whileAnotherWorks(
                    number -> pushed(client, colleague, repository, number),
                    () -> run("backup", file.toString(), "--data=" + first.resolve("data"), "--json"));
        }
        assertThat(written.exit()).as(written.toString()).isZero();
        String checkpoint = written.json().required("checkpoint").asString();
        long leaves = written.json().required("leaves").asLong();
        assertThat(checkpoint).contains("\n" + leaves + "\n");
        assertThat(written.json().required("bytes").asLong()).isEqualTo(Files.size(file));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertHoldsNoSecret(file, secrets);

        Path second = Files.createDirectories(temporary.resolve("second"));
        String data = "--data=" + second.resolve("data");
        assertRefused(Refusal.SECRET_MISSING, second, run("restore", file.toString(), data, "--json"));
        assertEveryMutationIsRefused(file, secrets, second);
        assertRefused(
                Refusal.RESTORED_CHAIN_DIFFERS,
                second,
                restore(changedByWhoHasTheSecrets(file, secrets), second, secrets));

        Said restored = restore(file, second, secrets);
        assertThat(restored.exit()).as(restored.toString()).isZero();
        assertThat(restored.json().required("leaves").asLong()).isEqualTo(leaves);
        assertThat(restored.json().required("checkpoint").asString()).isEqualTo(checkpoint);
        assertThat(run("restore", file.toString(), data, "--json").code()).isEqualTo(Refusal.RESTORE_NOT_EMPTY.name());

        try (StandaloneProcess server = StandaloneProcess.start(second)) {
            GatewayClient client = new GatewayClient(server.url(), server.token());
            assertThat(audit(server, before)).isEqualTo(audit).isNotEmpty();
            assertThat(client.draft(pushed).required("timeline").findValuesAsString("type"))
                    .containsExactly("Captured", "Drafted", "Approved", "Pushed");
            // What the draft needs of git is there as well, and what comes now is added after what was there.
            approve(client, open);
            String commit =
                    awaitStatus(client, open, "PUSHED").required("commitId").asString();
            assertThat(desk.remoteLog()).contains(commit);
            awaitChained(server);
            assertThat(size(server)).isGreaterThan(leaves);
            assertVerified(server, checkpoint);
        }
    }

    @Test
    void whatIsNoBackupAndWhatCannotBeBackedUpIsSaidInTheLanguageAskedFor() throws Exception {
        Path half = Files.write(temporary.resolve("half.zip"), new byte[] {'P', 'K', 3, 4, 0});
        String nowhere = "--data=" + temporary.resolve("nowhere");

        assertThat(run("restore", half.toString(), nowhere, "--json").code()).isEqualTo("NO_BACKUP");
        assertThat(run("restore", half.resolveSibling("none").toString(), nowhere, "--json")
                        .code())
                .isEqualTo("NO_BACKUP");
        Said korean = run("backup", half.toString(), nowhere, "--lang", "ko");
        assertThat(korean.exit()).isEqualTo(2);
        assertThat(korean.err()).contains(temporary.resolve("nowhere") + "에 서버의 데이터가 없습니다");
        assertThat(run("backup", "--json").code()).isEqualTo("OPTION_INVALID");
        assertThat(run("backup", half.toString(), "--secrets=x", "--json").code())
                .isEqualTo("OPTION_UNKNOWN");
        assertThat(temporary.resolve("nowhere")).doesNotExist();
        assertThat(half).hasSize(5);
    }

    @Test
    void whatAnOlderVersionHasBackedUpIsRestoredAndWhatANewerOneHasIsNot() throws Exception {
        Path old = temporary.resolve("old");
        Path file = temporary.resolve("old.zip");
        Path secrets = old.resolve("secrets");
        try (DataFolder data = DataFolder.open(old)) {
            for (String name : List.of("owner-id", "master-key", "secrets-key", "postgres-app")) {
                data.secret(name, () -> name);
            }
            data.secret("audit-signing-key", () -> NoteSigner.fresh("test", new SecureRandom()));
            try (PostgresServer server = server(data)) {
                assertThat(Migrations.bringUpTo(server, OLDER)).isTrue();
                owner(server)
                        .sql("INSERT INTO gateway.action_log (at, actor, client, trace, action, outcome)"
                                + " VALUES (now(), 'x', 'y', gen_random_uuid(), 'old', 'DENIED')")
                        .update();
            }
        }

        Said written = run("backup", file.toString(), "--data", old.toString(), "--json");
        assertThat(written.exit()).as(written.toString()).isZero();
        assertThat(written.json().required("checkpoint").isNull()).isTrue();

        Path home = Files.createDirectories(temporary.resolve("new"));
        Path newer = file.resolveSibling("newer.zip");
        rewritten(
                file,
                newer,
                (name, text) ->
                        name.equals("manifest.json") ? text.replace("\"gateway\":\"8\"", "\"gateway\":\"998\"") : text);
        try (FileChannel channel = FileChannel.open(newer, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            Seal.of(secrets).put(channel);
        }
        assertRefused(Refusal.BACKUP_NEWER, home, restore(newer, home, secrets));

        Path anothers = Files.createDirectories(temporary.resolve("another"));
        try (DataFolder data = DataFolder.open(anothers.resolve("data"))) {
            data.secret("master-key", () -> "of another server");
        }
        assertThat(restore(file, anothers, secrets).code()).isEqualTo(Refusal.RESTORE_NOT_EMPTY.name());
        assertThat(anothers.resolve("data/secrets/master-key")).hasContent("of another server");

        Said restored = restore(file, home, secrets);
        assertThat(restored.exit()).as(restored.toString()).isZero();
        try (DataFolder data = DataFolder.open(home.resolve("data"));
                PostgresServer server = server(data)) {
            assertThat(owner(server)
                            .sql("SELECT action FROM gateway.action_log WHERE words @@ 'denied'::tsquery")
                            .query(String.class)
                            .list())
                    .containsExactly("old");
        }
    }

    private static PostgresServer server(DataFolder data) {
        return PostgresServer.start(
                data.path().resolve("postgres"),
                data.folder("logs"),
                Roles.withPasswords(
                        data.secret("postgres-superuser", () -> "superuser-Vq3xT8"),
                        data.secret("postgres-owner", () -> "owner-Kw9zP2"),
                        data.secret("postgres-app", () -> "app-Hn5rJ7"),
                        data.secret("postgres-reader", () -> "reader-Bd4mC6")));
    }

    private static JdbcClient owner(PostgresServer server) {
        return JdbcClient.create(new DriverManagerDataSource(
                server.jdbcUrl(), server.owner().user(), server.owner().password()));
    }

    @Test
    void aServerDoesNotStartOnHalfOfARestore() throws Exception {
        Path folder = temporary.resolve("data");
        try (DataFolder data = DataFolder.open(folder)) {
            Files.createFile(folder.resolve("restore-unfinished"));
            assertThatThrownBy(() -> Restore.refuseUnfinished(data))
                    .isInstanceOfSatisfying(
                            CannotStartException.class,
                            e -> assertThat(e.refusal()).isEqualTo(Refusal.RESTORE_UNFINISHED));
        }
    }

    static Said run(String command, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = new DataCommand(
                        command,
                        Map.of("COMFORT_LANG", "en", "HOME", "/nonexistent"),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(List.of(arguments));
        String said = out.toString(StandardCharsets.UTF_8);
        return new Said(
                exit,
                said.isEmpty() ? JSON.createObjectNode() : JSON.readTree(said),
                err.toString(StandardCharsets.UTF_8));
    }

    static Said restore(Path file, Path home, Path secrets) {
        return run(
                "restore",
                file.toString(),
                "--data",
                home.resolve("data").toString(),
                "--secrets",
                "" + secrets,
                "--json");
    }

    private static void assertRefused(Refusal refusal, Path home, Said said) {
        assertThat(said.code()).as(said.toString()).isEqualTo(refusal.name());
        assertThat(said.exit()).isEqualTo(2);
        for (String name :
                List.of("postgres", "postgres.restored", "repositories", "repositories.restored", "secrets")) {
            assertThat(home.resolve("data").resolve(name)).doesNotExist();
        }
    }

    private interface Work {
        Object run(int number) throws Exception;
    }

    private interface Backing {
        Said up() throws Exception;
    }

    private static Said whileAnotherWorks(Work work, Backing backing) throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Void> begun = new CompletableFuture<>();
        CompletableFuture<Void> working = CompletableFuture.runAsync(() -> {
            try {
                for (int number = 2; !done.get(); number++) {
                    work.run(number);
                    begun.complete(null);
                }
            } catch (Exception e) {
                begun.completeExceptionally(e);
                throw new IllegalStateException(e);
            }
        });
        begun.get();
        try {
            return backing.up();
        } finally {
            done.set(true);
            working.get();
        }
    }

    static String repository(GatewayClient client, Desk desk) throws Exception {
        return client.negotiate(desk.remote().toString(), "main", List.of(desk.git("rev-parse", "HEAD")))
                .required("repositoryId")
                .asString();
    }

    static UUID captured(GatewayClient client, Desk desk, String repository, int number) throws Exception {
        desk.write(
                "src/A" + number + ".java", "class A" + number + " {\n    int one() {\n        return 1;\n    }\n}\n");
        GatewayClient.Answer answer = client.capture(desk.capture(), repository);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
        return UUID.fromString(answer.body().required("draftId").asString());
    }

    static UUID pushed(GatewayClient client, Desk desk, String repository, int number) throws Exception {
        UUID draft = captured(client, desk, repository, number);
        approve(client, draft);
        awaitStatus(client, draft, "PUSHED");
        desk.git("fetch", "-q", "origin", "main");
        desk.git("reset", "-q", "FETCH_HEAD");
        return draft;
    }

    static void approve(GatewayClient client, UUID draft) throws Exception {
        long version = awaitStatus(client, draft, "DRAFTED").required("version").asLong();
        assertThat(client.approve(draft, version).path("errors").isMissingNode())
                .isTrue();
    }

    static JsonNode awaitStatus(GatewayClient client, UUID draft, String status) {
        return await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> client.draft(draft),
                        found -> found.path("status").asString("").equals(status));
    }

    /** All events are leaves, and in all read models. */
    private static void awaitChained(StandaloneProcess server) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> {
                    assertThat(JSON.readTree(get(server, "/api/projections"))
                                    .required("projections")
                                    .findValuesAsString("lag"))
                            .isNotEmpty()
                            .containsOnly("0");
                    assertThat(get(server, "/api/audit/chain")
                                    .lines()
                                    .filter(line -> line.contains("\"kind\":\"event\"")))
                            .hasSameSizeAs(get(server, "/api/audit/export?format=csv")
                                    .lines()
                                    .filter(line -> !line.contains(",access."))
                                    .skip(1)
                                    .toList());
                });
    }

    private static long size(StandaloneProcess server) throws Exception {
        return JSON.readTree(get(server, "/api/audit/chain").lines().findFirst().orElseThrow())
                .required("size")
                .asLong();
    }

    private static List<String> audit(StandaloneProcess server, String until) throws Exception {
        return get(server, "/api/audit/export?format=jsonl&until=" + until)
                .lines()
                .toList();
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

    private void assertVerified(StandaloneProcess server, String checkpoint) throws IOException {
        Path kept = Files.writeString(temporary.resolve("checkpoint"), checkpoint);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        int exit = Start.run(
                Map.of(
                        "COMFORT_URL", server.url().toString(),
                        "COMFORT_TOKEN", server.token(),
                        "HOME", temporary.toString()),
                InstantSource.system(),
                UUID::randomUUID,
                out,
                out,
                "verify",
                "--json",
                "--checkpoint",
                kept.toString());
        assertThat(exit).as(said.toString(StandardCharsets.UTF_8)).isZero();
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("\"sound\":true");
    }

    private static void assertHoldsNoSecret(Path file, Path secrets) throws IOException {
        List<String> kept = new ArrayList<>();
        try (Stream<Path> files = Files.list(secrets)) {
            for (Path secret : files.filter(path -> !path.endsWith("owner-id")).toList()) {
                kept.add(Files.readString(secret).strip());
            }
        }
        assertThat(kept).hasSizeGreaterThan(5);
        rewritten(file, file.resolveSibling("looked-at.zip"), (name, text) -> {
            assertThat(kept).noneMatch(text::contains);
            return text;
        });
    }

    /** Any byte, cut off anywhere, or longer. */
    private static void assertEveryMutationIsRefused(Path file, Path secrets, Path home) throws IOException {
        long seed = new Random().nextLong();
        System.out.println("seed of assertEveryMutationIsRefused: " + seed);
        Random random = new Random(seed);
        byte[] whole = Files.readAllBytes(file);
        Path mutated = file.resolveSibling("mutated.zip");
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] bytes = whole.clone();
            switch (i % 10) {
                case 0 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
                case 1 -> bytes = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(100));
                default -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(mutated, bytes);
            Said said = restore(mutated, home, secrets);
            // A changed mark of a secret can't be told from the secret of another server.
            assertThat(said.code())
                    .as("mutation %d of seed %d: %s", i, seed, said)
                    .isIn("NO_BACKUP", "SECRET_OF_ANOTHER", "BACKUP_NEWER");
        }
        assertThat(home.resolve("data")).doesNotExist();
    }

    private interface Change {
        String of(String name, String text);
    }

    /** The time of one event is another one, and the file is sealed again: the chain still knows. */
    private static Path changedByWhoHasTheSecrets(Path file, Path secrets) throws IOException {
        Path changed = file.resolveSibling("changed.zip");
        UnaryOperator<String> change = text -> {
            List<String> rows = new ArrayList<>(text.lines().toList());
            String row = rows.get(2);
            int time = row.indexOf("\t20");
            rows.set(2, row.substring(0, time) + "\t21" + row.substring(time + 3));
            return String.join("\n", rows) + "\n";
        };
        rewritten(
                file,
                changed,
                (name, text) -> name.equals("tables/events.domain_event.copy") ? change.apply(text) : text);
        try (FileChannel channel = FileChannel.open(changed, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            Seal.of(secrets).put(channel);
        }
        return changed;
    }

    private static void rewritten(Path file, Path other, Change change) throws IOException {
        try (ZipFile from = new ZipFile(file.toFile());
                ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(other))) {
            to.setComment(Seal.PLACE);
            for (ZipEntry entry : from.stream().map(ZipEntry.class::cast).toList()) {
                to.putNextEntry(new ZipEntry(entry.getName()));
                try (InputStream in = from.getInputStream(entry)) {
                    String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
                    to.write(change.of(entry.getName(), text).getBytes(StandardCharsets.ISO_8859_1));
                }
                to.closeEntry();
            }
        }
    }
}
