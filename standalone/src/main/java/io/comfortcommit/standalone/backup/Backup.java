package io.comfortcommit.standalone.backup;

import io.comfortcommit.messages.chain.Checkpoint;
import io.comfortcommit.messages.chain.NoteSigner;
import io.comfortcommit.queryside.chain.BrokenChainException;
import io.comfortcommit.queryside.chain.Chain;
import io.comfortcommit.standalone.backup.Manifest.Table;
import io.comfortcommit.standalone.data.DataFolder;
import io.comfortcommit.standalone.data.PrivateFiles;
import io.comfortcommit.standalone.postgres.PostgresServer;
import io.comfortcommit.standalone.postgres.Roles;
import io.comfortcommit.standalone.refusal.CannotStartException;
import io.comfortcommit.standalone.refusal.Refusal;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes a backup: all tables as they were at one moment, then the mirrors, which by then hold what the tables name. The
 * server may go on meanwhile, and is not asked.
 */
final class Backup {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int POSTMASTER_PORT_LINE = 3;
    private static final int BUFFER = 1 << 16;

    private final Path folder;
    private final Path secrets;
    private final Consumer<Stage> progress;

    private Backup(Path folder, Consumer<Stage> progress) {
        this.folder = folder;
        this.secrets = folder.resolve("secrets");
        this.progress = progress;
    }

    /**
     * @param bytes of the file
     * @param leaves of the audit chain that are in it
     * @param checkpoint signed over just these; null if there are none
     */
    record Written(
            Path file, long bytes, long leaves, @Nullable String checkpoint) {}

    /**
     * @param folder the data folder, in use or not
     * @param file written in whole or not at all; another of that name is replaced
     * @throws CannotStartException when a person must do something about it
     */
    static Written write(Path folder, Path file, Consumer<Stage> progress) {
        Path cluster = folder.resolve("postgres").resolve("data");
        if (!Files.exists(cluster.resolve("PG_VERSION"))) {
            throw new CannotStartException(Refusal.NOTHING_TO_BACK_UP, folder);
        }
        Backup backup = new Backup(folder, progress);
        try (DataFolder data = DataFolder.open(folder)) {
            try (PostgresServer server =
                    PostgresServer.start(data.path().resolve("postgres"), data.folder("logs"), backup.roles(data))) {
                return backup.write(file, server.port());
            }
        } catch (CannotStartException e) {
            if (e.refusal() != Refusal.DATA_FOLDER_IN_USE) {
                throw e;
            }
        }
        return backup.write(file, runningPort(cluster));
    }

    /** As PostgreSQL itself notes it. */
    private static int runningPort(Path cluster) {
        try {
            List<String> lines = Files.readAllLines(cluster.resolve("postmaster.pid"), StandardCharsets.ISO_8859_1);
            return Integer.parseInt(lines.get(POSTMASTER_PORT_LINE).strip());
        } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
            throw new CannotStartException(e, Refusal.BACKUP_DATABASE, "it is starting or stopping");
        }
    }

    /** An older version knew no reader. */
    private Roles roles(DataFolder data) {
        return Roles.of(name -> name.equals(Roles.READER_SECRET)
                ? data.secret(name, BackupSecrets::freshPassword)
                : BackupSecrets.read(secrets, name));
    }

    private Written write(Path file, int port) {
        try {
            return writeWhole(file.toAbsolutePath(), port);
        } catch (IOException e) {
            throw new CannotStartException(e, Refusal.BACKUP_NOT_WRITTEN, file, reason(e));
        } catch (SQLException | DataAccessException e) {
            throw new CannotStartException(e, Refusal.BACKUP_DATABASE, reason(e));
        } catch (BrokenChainException e) {
            throw new CannotStartException(e, Refusal.BACKUP_CHAIN_BROKEN, reason(e));
        }
    }

    /** The message of some is no more than a path. */
    static String reason(Exception e) {
        String said = Objects.requireNonNullElse(e.getMessage(), "-");
        return e instanceof FileSystemException ? e.getClass().getSimpleName() + " " + said : said;
    }

    private Written writeWhole(Path target, int port) throws IOException, SQLException {
        Path parent = Objects.requireNonNullElse(target.getParent(), target);
        Path fresh = Files.createTempFile(
                parent,
                ".",
                ".backup",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Manifest manifest;
            try (FileChannel channel =
                    FileChannel.open(fresh, EnumSet.of(StandardOpenOption.READ, StandardOpenOption.WRITE))) {
                OutputStream bytes = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
                ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8);
                zip.setLevel(Deflater.BEST_SPEED);
                zip.setComment(Seal.PLACE);
                manifest = writeAll(port, zip);
                zip.finish();
                bytes.flush();
                Seal.of(secrets).put(channel);
                channel.force(true);
            }
            long size = Files.size(fresh);
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            PrivateFiles.sync(parent);
            return new Written(target, size, manifest.leaves(), manifest.checkpoint());
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private Manifest writeAll(int port, ZipOutputStream zip) throws IOException, SQLException {
        Map<String, String> marks = BackupSecrets.marks(secrets);
        NoteSigner signer = BackupSecrets.signer(secrets);
        Manifest manifest;
        progress.accept(Stage.TABLES);
        try (Connection connection = Superuser.of(port, BackupSecrets.read(secrets, Roles.SUPERUSER_SECRET))
                .getConnection()) {
            Tables tables = new Tables(connection);
            tables.holdStill();
            List<Table> written = new ArrayList<>();
            for (Table table : tables.all()) {
                zip.putNextEntry(new ZipEntry(table.entry()));
                written.add(tables.write(table, zip));
                zip.closeEntry();
            }
            Checkpoint chain = Chain.in(new SingleConnectionDataSource(connection, true), List.of())
                    .now();
            manifest = new Manifest(
                    Manifest.FORMAT,
                    Instant.now(),
                    marks,
                    tables.versions(),
                    tables.sequences(),
                    written,
                    chain.size(),
                    chain.size() == 0 ? null : signer.sign(chain).text());
        }
        progress.accept(Stage.MIRRORS);
        MirrorFiles.write(folder.resolve("repositories"), zip);
        zip.putNextEntry(new ZipEntry(Manifest.ENTRY));
        zip.write(JSON.writeValueAsBytes(manifest));
        zip.closeEntry();
        return manifest;
    }
}
