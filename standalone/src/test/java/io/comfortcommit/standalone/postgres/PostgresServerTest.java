package io.comfortcommit.standalone.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.comfortcommit.standalone.data.DataFolder;
import io.comfortcommit.standalone.data.PrivateFiles;
import io.comfortcommit.standalone.refusal.CannotStartException;
import io.comfortcommit.standalone.refusal.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTest {
    private static final Roles ROLES =
            Roles.withPasswords("super-secret", "owner-secret", "app-secret", "reader-secret");

    /** Unpacking takes a second, so that the tests that aren't about it share one. */
    @TempDir
    static Path shared;

    private Path temporary;

    private Path data;
    private Path root;
    private Path logs;

    /** A name that shells, C libraries and configuration files like to stumble over. */
    @BeforeEach
    void aFolderWithAnAwkwardName() throws IOException {
        temporary = Files.createTempDirectory(shared, "test");
        data = Files.createDirectory(temporary.resolve("데이터 폴더's  (1)"));
        root = data.resolve("postgres");
        logs = Files.createDirectory(data.resolve("logs"));
        PrivateFiles.folder(shared.resolve("bin"));
        PrivateFiles.folder(root);
        Files.createSymbolicLink(root.resolve("bin"), shared.resolve("bin"));
    }

    @Test
    void committedWorkIsDurableBySettingAndSurvivesARestart() throws SQLException {
        try (PostgresServer server = PostgresServer.start(root, logs, ROLES);
                Connection owner = connect(server, server.owner())) {
            assertThat(one(owner, "SHOW fsync")).isEqualTo("on");
            assertThat(one(owner, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(one(owner, "SHOW full_page_writes")).isEqualTo("on");
            assertThat(one(owner, "SHOW data_checksums")).isEqualTo("on");
            assertThat(one(owner, "SHOW server_encoding")).isEqualTo("UTF8");
            assertThat(one(owner, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            execute(owner, "CREATE SCHEMA kept CREATE TABLE word (text text)", "INSERT INTO kept.word VALUES ('남다')");
        }
        assertThat(new ClusterProcesses(root.resolve("data")).all()).isEmpty();
        try (PostgresServer server = PostgresServer.start(root, logs, ROLES);
                Connection owner = connect(server, server.owner())) {
            assertThat(one(owner, "SELECT text FROM kept.word")).isEqualTo("남다");
        }
    }

    @Test
    void aServerThatIsKilledComesBackWithAllThatWasCommitted() throws Exception {
        try (PostgresServer server = PostgresServer.start(root, logs, ROLES)) {
            try (Connection owner = connect(server, server.owner())) {
                execute(
                        owner,
                        "CREATE SCHEMA kept CREATE TABLE word (text text)",
                        "INSERT INTO kept.word VALUES ('a')");
            }
            long postmaster = postmaster();
            ClusterProcesses.signal("KILL", List.of(postmaster));
            await().atMost(Duration.ofSeconds(60)).ignoreExceptions().untilAsserted(() -> {
                assertThat(postmaster()).isNotEqualTo(postmaster);
                try (Connection owner = connect(server, server.owner())) {
                    assertThat(one(owner, "SELECT text FROM kept.word")).isEqualTo("a");
                }
            });
        }
        assertThat(new ClusterProcesses(root.resolve("data")).all()).isEmpty();
    }

    @Test
    void theApplicationMayNeitherCreateNorAlterNorSwitchOff() throws SQLException {
        try (PostgresServer server = PostgresServer.start(root, logs, ROLES)) {
            try (Connection owner = connect(server, server.owner())) {
                execute(
                        owner,
                        "CREATE SCHEMA kept",
                        "CREATE TABLE kept.word (text text)",
                        "ALTER TABLE kept.word ENABLE ROW LEVEL SECURITY",
                        "ALTER TABLE kept.word FORCE ROW LEVEL SECURITY",
                        "INSERT INTO kept.word SELECT 'hidden' WHERE false",
                        "GRANT USAGE ON SCHEMA kept TO comfort_app",
                        "GRANT SELECT, INSERT ON kept.word TO comfort_app");
                assertThat(one(owner, "SELECT rolsuper FROM pg_roles WHERE rolname = 'comfort_owner'"))
                        .isEqualTo("f");
            }
            try (Connection app = connect(server, server.app())) {
                assertThat(one(app, "SELECT count(*) FROM kept.word")).isEqualTo("0");
                assertThat(one(
                                app,
                                "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb FROM pg_roles"
                                        + " WHERE rolname = current_user"))
                        .isEqualTo("f");
                for (String forbidden : List.of(
                        "CREATE SCHEMA mine",
                        "CREATE TABLE public.mine (n int)",
                        "CREATE TEMP TABLE mine (n int)",
                        "CREATE TABLE kept.mine (n int)",
                        "ALTER TABLE kept.word DISABLE ROW LEVEL SECURITY",
                        "DROP TABLE kept.word",
                        "TRUNCATE kept.word",
                        "SET ROLE comfort_owner",
                        "ALTER SYSTEM SET fsync = off",
                        "SET session_replication_role = replica",
                        "CREATE ROLE other",
                        "COPY kept.word TO PROGRAM 'cat'",
                        "SELECT pg_read_file('PG_VERSION')",
                        "INSERT INTO kept.word VALUES ('past row level security')")) {
                    assertThatThrownBy(() -> execute(app, forbidden))
                            .as(forbidden)
                            .isInstanceOf(SQLException.class)
                            .extracting(e -> ((SQLException) e).getSQLState())
                            .isEqualTo("42501");
                }
            }
        }
    }

    @Test
    void nobodyEntersWithoutTheRightPassword() throws SQLException {
        try (PostgresServer server = PostgresServer.start(root, logs, ROLES)) {
            for (String user : List.of("postgres", "comfort_owner", "comfort_app")) {
                assertThatThrownBy(() -> connect(server, new Credentials(user, "guess")))
                        .isInstanceOf(SQLException.class)
                        .extracting(e -> ((SQLException) e).getSQLState())
                        .isEqualTo("28P01");
            }
            try (Connection superuser = connect(server, ROLES.superuser())) {
                assertThat(one(
                                superuser,
                                "SELECT bool_and(rolpassword LIKE 'SCRAM-SHA-256$%') FROM pg_authid"
                                        + " WHERE rolcanlogin"))
                        .isEqualTo("t");
            }
        }
    }

    @Test
    void aSettingThatLosesCommitsKeepsTheServerDown() throws IOException {
        PostgresServer.start(root, logs, ROLES).close();
        Files.writeString(root.resolve("data/postgresql.auto.conf"), "synchronous_commit = 'off'\n");
        assertThatThrownBy(() -> PostgresServer.start(root, logs, ROLES))
                .isInstanceOfSatisfying(CannotStartException.class, e -> {
                    assertThat(e.refusal()).isEqualTo(Refusal.POSTGRES_NOT_DURABLE);
                    assertThat(e).hasMessageContaining("synchronous_commit = off");
                });
        assertThat(new ClusterProcesses(root.resolve("data")).all()).isEmpty();
    }

    @Test
    void dataOfAnotherMajorVersionIsLeftAlone() throws IOException {
        PostgresServer.start(root, logs, ROLES).close();
        Files.writeString(root.resolve("data/PG_VERSION"), "15\n");
        assertThatThrownBy(() -> PostgresServer.start(root, logs, ROLES))
                .isInstanceOfSatisfying(CannotStartException.class, e -> {
                    assertThat(e.refusal()).isEqualTo(Refusal.POSTGRES_MAJOR_DIFFERS);
                    assertThat(e).hasMessageContaining("PostgreSQL 15");
                });
    }

    @Test
    void aPathThatPostgresToolsWouldMisreadIsRefused() {
        assertThatThrownBy(() -> PostgresServer.start(temporary.resolve("$HOME"), logs, ROLES))
                .isInstanceOfSatisfying(
                        CannotStartException.class, e -> assertThat(e.refusal()).isEqualTo(Refusal.DATA_FOLDER_NAME));
    }

    @Test
    void damagedBinariesAreUnpackedAgain() throws IOException {
        Files.delete(root.resolve("bin"));
        Path folder = Binaries.unpackedUnder(root.resolve("bin")).folder();
        Files.writeString(folder.resolve("bin/initdb"), "");
        PostgresServer.start(root, logs, ROLES).close();
        assertThat(folder.resolve("bin/initdb")).isNotEmptyFile();
    }

    @Test
    void aStalePidFileWhosePidIsSomebodyElsesDoesNotKeepTheServerDown() throws IOException {
        PostgresServer.start(root, logs, ROLES).close();
        long ours = ProcessHandle.current().pid();
        Files.writeString(
                root.resolve("data/postmaster.pid"),
                ours + "\n" + root.resolve("data") + "\n1700000000\n5432\n\n127.0.0.1\n\nready   \n");
        PostgresServer.start(root, logs, ROLES).close();
        assertThat(ProcessHandle.current().isAlive()).isTrue();
    }

    @Test
    void whereRootHasNoNamespacesTheServerRunsAsNobody() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")));
        Files.delete(root.resolve("bin"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwx--x--x"));
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx--x--x"));
        PrivateFiles.folder(data);
        try (PostgresServer server = PostgresServer.start(root, logs, ROLES, Unprivileged.AS_NOBODY);
                Connection app = connect(server, server.app())) {
            assertThat(one(app, "SELECT 1")).isEqualTo("1");
            assertThat(Files.getAttribute(Path.of("/proc/" + postmaster()), "unix:uid"))
                    .isEqualTo(65534);
        }
        PostgresServer.start(root, logs, ROLES, Unprivileged.AS_NOBODY).close();
    }

    @Test
    void filesAndFoldersAreForTheirOwnerOnly() throws IOException {
        PostgresServer.start(root, logs, ROLES).close();
        for (String folder : List.of("", "bin", "data")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve(folder))))
                    .isEqualTo("rwx------");
        }
        try (DataFolder data = DataFolder.open(temporary.resolve("fresh"))) {
            data.secret("word", () -> "word-Lt6yG1");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.path())))
                    .isEqualTo("rwx------");
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(data.path().resolve("secrets/word"))))
                    .isEqualTo("rw-------");
        }
    }

    private long postmaster() throws IOException {
        return Long.parseLong(Files.readAllLines(root.resolve("data/postmaster.pid"))
                .getFirst()
                .strip());
    }

    private static Connection connect(PostgresServer server, Credentials credentials) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(), credentials.user(), credentials.password());
    }

    private static void execute(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String one(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getString(1);
        }
    }
}
