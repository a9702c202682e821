package io.comfortcommit.standalone.backup;

import io.comfortcommit.axonsupport.JdbcStoredEvents;
import io.comfortcommit.axonsupport.privacy.JdbcSubjectKeys;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.chain.Leaf;
import io.comfortcommit.messages.chain.SignedCheckpoint;
import io.comfortcommit.messages.chain.Verification.Report;
import io.comfortcommit.queryside.chain.BrokenChainException;
import io.comfortcommit.queryside.chain.Chain;
import io.comfortcommit.queryside.chain.LeafSource;
import io.comfortcommit.standalone.actions.ActionLeaves;
import io.comfortcommit.standalone.backup.Manifest.Table;
import io.comfortcommit.standalone.data.DataFolder;
import io.comfortcommit.standalone.data.PrivateFiles;
import io.comfortcommit.standalone.database.Migrations;
import io.comfortcommit.standalone.logging.Logs;
import io.comfortcommit.standalone.postgres.PostgresServer;
import io.comfortcommit.standalone.postgres.Roles;
import io.comfortcommit.standalone.refusal.CannotStartException;
import io.comfortcommit.standalone.refusal.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes a data folder of a backup. All is built beside its place, and put there when the chain in it leads to the backup's
 * checkpoint and every event is what its leaf says; until then the folder has no data.
 */
public final class Restore {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String ASIDE = ".restored";
    /** There while what was built is put into place: a server that starts in between would begin with half of it. */
    private static final String UNFINISHED = "restore-unfinished";

    private final DataFolder data;
    private final ZipFile backup;
    private final Manifest manifest;
    private final Path secrets;
    private final Set<UserId> erased;
    private final Consumer<Stage> progress;
    /** Of the roles. */
    private final Map<String, String> passwords = new LinkedHashMap<>();

    private Restore(
            DataFolder data,
            ZipFile backup,
            Manifest manifest,
            Path secrets,
            Set<UserId> erased,
            Consumer<Stage> progress) {
        this.data = data;
        this.backup = backup;
        this.manifest = manifest;
        this.secrets = secrets;
        this.erased = erased;
        this.progress = progress;
    }

    /**
     * @param leaves of the audit chain, all of which are what they were
     * @param checkpoint of the backup, which they lead to; null if there are none
     */
    record Restored(Path folder, long leaves, @Nullable String checkpoint) {}

    /** @throws CannotStartException if a restore into this folder was killed in its last moment */
    public static void refuseUnfinished(DataFolder data) {
        if (Files.exists(data.path().resolve(UNFINISHED))) {
            throw new CannotStartException(Refusal.RESTORE_UNFINISHED, data.path());
        }
    }

    /**
     * @param folder becomes the data folder; may have secrets and a configuration, and no data
     * @param given where the backup's secrets are; null for in the folder already
     * @param erased are so in what is restored too, whenever the backup was made
     * @throws CannotStartException when a person must do something about it; then nothing was restored
     */
    static Restored from(Path file, Path folder, @Nullable Path given, Set<UserId> erased, Consumer<Stage> progress) {
        Path secrets = given == null ? folder.resolve("secrets") : given;
        if (!Files.isRegularFile(file)) {
            throw new CannotStartException(Refusal.NO_BACKUP, file);
        }
        progress.accept(Stage.CHECKING);
        try (ZipFile backup = opened(file)) {
            Manifest manifest = manifest(backup);
            if (manifest.format() != Manifest.FORMAT) {
                throw new CannotStartException(Refusal.BACKUP_NEWER, file);
            }
            refuseUnlessSealed(file, manifest, secrets);
            try (DataFolder data = DataFolder.open(folder)) {
                return new Restore(data, backup, manifest, secrets, erased, progress).run();
            }
        } catch (IOException e) {
            throw new CannotStartException(e, Refusal.NOT_RESTORED, Backup.reason(e));
        } catch (SQLException | DataAccessException | FlywayException e) {
            throw new CannotStartException(e, Refusal.BACKUP_DATABASE, Backup.reason(e));
        } catch (BrokenChainException e) {
            throw new CannotStartException(e, Refusal.RESTORED_CHAIN_DIFFERS, Backup.reason(e));
        }
    }

    private static ZipFile opened(Path file) {
        try {
            return new ZipFile(file.toFile());
        } catch (IOException e) {
            throw new CannotStartException(e, Refusal.NO_BACKUP, file);
        }
    }

    private static Manifest manifest(ZipFile backup) {
        ZipEntry entry = backup.getEntry(Manifest.ENTRY);
        if (entry == null) {
            throw new CannotStartException(Refusal.NO_BACKUP, backup.getName());
        }
        try (InputStream in = backup.getInputStream(entry)) {
            return JSON.readValue(in, Manifest.class);
        } catch (IOException | JacksonException e) {
            throw new CannotStartException(e, Refusal.NO_BACKUP, backup.getName());
        }
    }

    /** So far nothing was believed but which secrets it wants. */
    private static void refuseUnlessSealed(Path file, Manifest manifest, Path secrets) throws IOException {
        Map<String, String> marks = BackupSecrets.marks(secrets);
        boolean sealed = Seal.of(secrets).isOn(file);
        Optional<String> other = manifest.secrets().entrySet().stream()
                .filter(mark -> !mark.getValue().equals(marks.get(mark.getKey())))
                .map(Map.Entry::getKey)
                .filter(name -> sealed || name.equals(BackupSecrets.MASTER_KEY))
                .findFirst();
        if (other.isPresent()) {
            throw new CannotStartException(Refusal.SECRET_OF_ANOTHER, other.get(), secrets);
        }
        if (!sealed) {
            throw new CannotStartException(Refusal.NO_BACKUP, file);
        }
    }

    private Restored run() throws IOException, SQLException {
        Path postgres = data.path().resolve("postgres");
        Path repositories = data.path().resolve("repositories");
        Path unfinished = data.path().resolve(UNFINISHED);
        if (Files.exists(unfinished)) {
            // Both were empty before that one.
            FileSystemUtils.deleteRecursively(postgres);
            FileSystemUtils.deleteRecursively(repositories);
        }
        refuseUnlessEmpty(postgres);
        refuseUnlessEmpty(repositories);
        refuseIfSecretsDiffer();
        Path database = aside("postgres");
        Path mirrors = aside("repositories");
        boolean built = false;
        try {
            restoreDatabase(database);
            progress.accept(Stage.MIRRORS);
            MirrorFiles.read(backup, mirrors);
            built = true;
        } finally {
            if (!built) {
                FileSystemUtils.deleteRecursively(database);
                FileSystemUtils.deleteRecursively(mirrors);
            }
        }
        PrivateFiles.write(unfinished, "");
        keepSecrets();
        FileSystemUtils.deleteRecursively(repositories);
        FileSystemUtils.deleteRecursively(postgres);
        Files.move(mirrors, repositories, StandardCopyOption.ATOMIC_MOVE);
        Files.move(database, postgres, StandardCopyOption.ATOMIC_MOVE);
        PrivateFiles.sync(data.path());
        Files.delete(unfinished);
        PrivateFiles.sync(data.path());
        return new Restored(data.path(), manifest.leaves(), manifest.checkpoint());
    }

    private void refuseUnlessEmpty(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> inside = Files.list(folder)) {
                if (inside.findAny().isPresent()) {
                    throw new CannotStartException(Refusal.RESTORE_NOT_EMPTY, data.path());
                }
            }
        }
    }

    /** Whoever moved the data of another server away still needs its secrets for that. */
    private void refuseIfSecretsDiffer() throws IOException {
        for (String name : BackupSecrets.NEEDED) {
            Path own = data.path().resolve("secrets").resolve(name);
            if (Files.exists(own) && !Files.readString(own).strip().equals(BackupSecrets.read(secrets, name))) {
                throw new CannotStartException(Refusal.RESTORE_NOT_EMPTY, data.path());
            }
        }
    }

    /** What a restore that was killed left there goes. */
    private Path aside(String name) throws IOException {
        Path folder = data.path().resolve(name + ASIDE);
        FileSystemUtils.deleteRecursively(folder);
        return folder;
    }

    private void restoreDatabase(Path folder) throws IOException, SQLException {
        progress.accept(Stage.TABLES);
        for (String role : Roles.SECRETS) {
            passwords.put(role, password(data.path().resolve("secrets").resolve(role)));
        }
        Roles roles = Roles.of(this::passwordOf);
        try (PostgresServer server = PostgresServer.start(folder, data.folder("logs"), roles)) {
            if (!Migrations.bringUpTo(server, manifest.schemas())) {
                throw new CannotStartException(Refusal.BACKUP_NEWER, backup.getName());
            }
            DataSource superuser = Superuser.of(server.port(), passwordOf(Roles.SUPERUSER_SECRET));
            try (Connection connection = superuser.getConnection()) {
                connection.setAutoCommit(false);
                load(new Tables(connection));
                connection.commit();
            }
            Migrations.bringUpToDate(server);
            Migrations.afterRestore(server);
            JdbcClient jdbc = JdbcClient.create(superuser);
            for (UserId person : erased) {
                JdbcSubjectKeys.destroy(jdbc, person, Instant.now());
                Migrations.erase(jdbc, person);
            }
            try (Connection connection = superuser.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("ANALYZE");
            }
            progress.accept(Stage.VERIFYING);
            verify(superuser);
        }
    }

    /** That of the folder, if there is one: the database that is made now is another one. */
    private static String password(Path file) throws IOException {
        if (Files.exists(file)) {
            return Files.readString(file).strip();
        }
        return BackupSecrets.freshPassword();
    }

    private String passwordOf(String role) {
        String password = passwords.getOrDefault(role, "");
        Logs.hide(password);
        return password;
    }

    private void load(Tables tables) throws IOException, SQLException {
        tables.clear(manifest.tables());
        for (Table table : manifest.tables()) {
            ZipEntry entry = backup.getEntry(table.entry());
            if (entry == null) {
                throw new IOException("it has no " + table.entry());
            }
            try (InputStream in = backup.getInputStream(entry)) {
                long rows = tables.read(table, in);
                if (rows != table.rows()) {
                    throw new IOException(table.entry() + " has " + rows + " rows instead of " + table.rows());
                }
            }
        }
        tables.sequences(manifest.sequences());
    }

    private void verify(DataSource database) {
        JdbcClient jdbc = JdbcClient.create(database);
        Chain chain = Chain.in(
                database,
                List.of(
                        new LeafSource("events", Leaf.EVENT, new JdbcStoredEvents(jdbc, "events.domain_event")),
                        ActionLeaves.of(jdbc)));
        SignedCheckpoint checkpoint = manifest.checkpoint() == null ? null : SignedCheckpoint.of(manifest.checkpoint());
        if (checkpoint == null) {
            if (chain.now().size() != 0) {
                throw new CannotStartException(Refusal.RESTORED_CHAIN_DIFFERS, "-");
            }
            return;
        }
        if (!chain.now().equals(checkpoint.checkpoint())) {
            throw new CannotStartException(
                    Refusal.RESTORED_CHAIN_DIFFERS, chain.now().size());
        }
        Report report = chain.check(checkpoint, BackupSecrets.signer(secrets).verifier());
        if (!report.isSound()) {
            throw new CannotStartException(
                    Refusal.RESTORED_CHAIN_DIFFERS, report.findings().getFirst());
        }
    }

    /** Where they are not yet: those of the backup's server, and what its new database is opened with. */
    private void keepSecrets() throws IOException {
        Path own = data.folder("secrets");
        if (!Files.isSameFile(own, secrets)) {
            try (Stream<Path> files = Files.list(secrets)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String name = String.valueOf(file.getFileName());
                    if (!Roles.SECRETS.contains(name)) {
                        PrivateFiles.write(own.resolve(name), Files.readString(file));
                    }
                }
            }
        }
        for (Map.Entry<String, String> role : passwords.entrySet()) {
            PrivateFiles.write(own.resolve(role.getKey()), role.getValue() + "\n");
        }
    }
}
