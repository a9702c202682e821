package io.comfortcommit.standalone.postgres;

import io.comfortcommit.standalone.data.PrivateFiles;
import io.comfortcommit.standalone.refusal.CannotStartException;
import io.comfortcommit.standalone.refusal.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** The database's files: made once, configured anew at every start so that an update of this program brings its settings. */
final class Cluster {
    /**
     * Durable in every respect; small, because it shares a developer's machine. Statements and their details stay out of
     * the server's log: they hold people's data.
     */
    private static final String CONFIGURATION = """
            # Written at every start; changes made here are lost.
            listen_addresses = '127.0.0.1'
            unix_socket_directories = ''
            password_encryption = 'scram-sha-256'
            max_connections = 50

            fsync = on
            synchronous_commit = on
            full_page_writes = on
            wal_level = replica
            wal_compression = on
            min_wal_size = 64MB
            max_wal_size = 512MB
            checkpoint_timeout = 15min
            checkpoint_completion_target = 0.9

            shared_buffers = 48MB
            wal_buffers = 4MB
            work_mem = 4MB
            maintenance_work_mem = 32MB
            effective_cache_size = 512MB
            random_page_cost = 1.1
            huge_pages = off
            jit = off
            max_worker_processes = 2
            max_parallel_workers_per_gather = 0
            max_parallel_workers = 2
            max_logical_replication_workers = 0
            max_replication_slots = 0
            max_wal_senders = 2
            autovacuum_max_workers = 2

            idle_in_transaction_session_timeout = '60s'
            client_connection_check_interval = '10s'
            timezone = 'UTC'
            datestyle = 'iso, ymd'
            lc_messages = 'C'
            default_text_search_config = 'pg_catalog.simple'

            log_destination = 'stderr'
            logging_collector = off
            log_timezone = 'UTC'
            log_line_prefix = '%m [%p] '
            log_min_messages = warning
            log_min_error_statement = panic
            log_error_verbosity = terse
            log_parameter_max_length = 0
            log_parameter_max_length_on_error = 0
            log_checkpoints = off
            log_autovacuum_min_duration = -1
            """;

    private static final String ACCESS = """
            # Written at every start; changes made here are lost.
            host all all 127.0.0.1/32 scram-sha-256
            """;

    private static final String INITIALISATION_LOG = "initdb.log";

    private final Path folder;
    private final Binaries binaries;
    private final Unprivileged unprivileged;

    private Cluster(Path folder, Binaries binaries, Unprivileged unprivileged) {
        this.folder = folder;
        this.binaries = binaries;
        this.unprivileged = unprivileged;
    }

    /**
     * @param root holds the cluster as {@code data}
     * @throws CannotStartException when it was written by another major version, or can't be made
     */
    static Cluster in(Path root, Binaries binaries, Unprivileged unprivileged, Credentials superuser)
            throws IOException, InterruptedException {
        Path folder = root.resolve("data");
        Cluster cluster = new Cluster(folder, binaries, unprivileged);
        if (Files.exists(folder)) {
            cluster.refuseOtherMajor();
        } else {
            cluster.initialise(root, superuser);
        }
        return cluster;
    }

    Path folder() {
        return folder;
    }

    /** The postmaster's command. */
    List<String> command(int port) throws IOException {
        PrivateFiles.write(folder.resolve("postgresql.conf"), CONFIGURATION + "port = " + port + "\n");
        PrivateFiles.write(folder.resolve("pg_hba.conf"), ACCESS);
        unprivileged.own(folder.resolve("postgresql.conf"));
        unprivileged.own(folder.resolve("pg_hba.conf"));
        return unprivileged.command(List.of(binaries.program("postgres").toString(), "-D", folder.toString()));
    }

    private void refuseOtherMajor() throws IOException {
        int written =
                Integer.parseInt(Files.readString(folder.resolve("PG_VERSION")).strip());
        if (written != binaries.major()) {
            throw new CannotStartException(Refusal.POSTGRES_MAJOR_DIFFERS, written, binaries.major());
        }
    }

    /** A start that is killed meanwhile leaves only a folder that the next one clears away. */
    private void initialise(Path root, Credentials superuser) throws IOException, InterruptedException {
        Path fresh = root.resolve("data.new");
        Binaries.deleteRecursively(fresh);
        Path password = root.resolve("initial-password");
        PrivateFiles.write(password, superuser.password() + "\n");
        unprivileged.own(password);
        try {
            // Sorted by code point: an order by locale changes with the C library and would break indexes silently.
            if (!initdb(fresh, password, superuser, "C.UTF-8")) {
                Binaries.deleteRecursively(fresh);
                if (!initdb(fresh, password, superuser, "C")) {
                    throw new CannotStartException(Refusal.POSTGRES_NOT_INITIALISED, lastLine(root));
                }
            }
        } finally {
            Files.deleteIfExists(password);
        }
        Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        PrivateFiles.sync(root);
    }

    private boolean initdb(Path fresh, Path password, Credentials superuser, String characters)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(binaries.program("initdb").toString()));
        command.addAll(List.of("--pgdata", fresh.toString(), "--username", superuser.user()));
        command.addAll(List.of("--pwfile", password.toString()));
        command.addAll(List.of("--auth-host=scram-sha-256", "--auth-local=scram-sha-256"));
        command.addAll(List.of("--encoding=UTF8", "--locale-provider=libc", "--lc-collate=C"));
        command.addAll(List.of("--lc-ctype=" + characters, "--lc-messages=C", "--data-checksums"));
        command.add("--no-instructions");
        return ServerProcess.guarded(unprivileged.command(command))
                        .redirectOutput(fresh.resolveSibling(INITIALISATION_LOG).toFile())
                        .start()
                        .waitFor()
                == 0;
    }

    private static String lastLine(Path root) throws IOException {
        List<String> lines = Files.readAllLines(root.resolve(INITIALISATION_LOG), StandardCharsets.UTF_8);
        return lines.isEmpty() ? "?" : lines.getLast();
    }
}
