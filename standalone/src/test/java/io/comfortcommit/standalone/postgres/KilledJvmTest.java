package io.comfortcommit.standalone.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.comfortcommit.standalone.data.DataFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left when a JVM that had started the database is killed. */
class KilledJvmTest {
    @TempDir
    Path temporary;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endChildren() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void theServerEndsWithItsKilledJvmAndTheNextStartFindsAllThatWasCommitted() throws Exception {
        Process jvm = jvmThatHoldsTheFolderAndCommits();
        ClusterProcesses processes = processes();
        assertThat(processes.all()).isNotEmpty();

        jvm.destroyForcibly().waitFor();

        await().atMost(Duration.ofSeconds(60)).until(() -> processes.all().isEmpty());
        assertThat(wordOfTheNextStart()).isEqualTo("kept");
    }

    @Test
    void anOrphanWhoseGuardWasKilledTooIsStoppedByTheNextStart() throws Exception {
        Process jvm = jvmThatHoldsTheFolderAndCommits();
        List<Long> guards = new ArrayList<>();
        for (long pid : processes().all()) {
            ProcessHandle.of(pid)
                    .flatMap(ProcessHandle::parent)
                    .filter(parent -> parent.pid() != jvm.pid() && !isPostgres(parent.pid()))
                    .ifPresent(guard -> {
                        guard.descendants()
                                .filter(child -> !isPostgres(child.pid()))
                                .forEach(watch -> guards.add(watch.pid()));
                        guards.add(guard.pid());
                    });
        }
        assertThat(guards).hasSize(2);
        ClusterProcesses.signal("KILL", guards);
        List<Long> orphans = processes().all();
        jvm.destroyForcibly().waitFor();
        assertThat(orphans).isNotEmpty();
        assertThat(processes().all()).containsAll(orphans.subList(0, 1));

        assertThat(wordOfTheNextStart()).isEqualTo("kept");
        assertThat(processes().all()).isEmpty();
    }

    private boolean isPostgres(long pid) {
        return processes().all().contains(pid);
    }

    private ClusterProcesses processes() {
        return new ClusterProcesses(temporary.resolve("data/postgres/data"));
    }

    private String wordOfTheNextStart() throws Exception {
        try (DataFolder data = DataFolder.open(temporary.resolve("data"));
                PostgresServer server = startIn(data);
                Connection owner = DriverManager.getConnection(
                        server.jdbcUrl(), server.owner().user(), server.owner().password());
                Statement statement = owner.createStatement();
                ResultSet result = statement.executeQuery("SELECT text FROM kept.word")) {
            result.next();
            return result.getString(1);
        }
    }

    private Process jvmThatHoldsTheFolderAndCommits() throws IOException {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        temporary.resolve("data").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        started.add(jvm);
        BufferedReader output = jvm.inputReader(StandardCharsets.UTF_8);
        String line = output.readLine();
        while (line != null && !line.equals("committed")) {
            line = output.readLine();
        }
        assertThat(line).isEqualTo("committed");
        return jvm;
    }

    private static PostgresServer startIn(DataFolder data) {
        return PostgresServer.start(
                data.path().resolve("postgres"), data.folder("logs"), Roles.withPasswords("s", "o", "a", "r"));
    }

    /** Main class of the JVM that is killed. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws Exception {
            DataFolder data = DataFolder.open(Path.of(arguments[0]));
            PostgresServer server = startIn(data);
            try (Connection owner = DriverManager.getConnection(
                            server.jdbcUrl(),
                            server.owner().user(),
                            server.owner().password());
                    Statement statement = owner.createStatement()) {
                statement.execute("CREATE SCHEMA kept CREATE TABLE word (text text)");
                statement.execute("INSERT INTO kept.word VALUES ('kept')");
            }
            System.out.println("committed");
            Thread.currentThread().join();
        }
    }
}
