package io.comfortcommit.repositories.mirror;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryCache;
import org.eclipse.jgit.lib.RepositoryCache.FileKey;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.util.FS;

/**
 * The folders: {@code mirrors/<tenant>/<repository>} and {@code quarantine/<anything>}. Belong to one process at a time;
 * so whatever is half done when a folder is used for the first time was left by a process that died, and goes.
 */
public final class MirrorFolders {
    private final Path mirrors;
    private final Path quarantine;
    private final Map<Path, FileKey> prepared = new ConcurrentHashMap<>();

    /** @param data real path */
    public MirrorFolders(Path data) {
        this.mirrors = data.resolve("mirrors");
        this.quarantine = data.resolve("quarantine");
        try {
            DurableFiles.createFolders(mirrors);
            DurableFiles.deleteTree(quarantine);
            Files.createDirectories(quarantine);
            keepToOwner(mirrors);
            keepToOwner(quarantine);
        } catch (IOException e) {
            throw new UncheckedIOException("can't prepare the folder of the mirrors", e);
        }
    }

    private static void keepToOwner(Path folder) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(folder, PosixFileAttributeView.class);
        if (view != null) {
            view.setPermissions(PosixFilePermissions.fromString("rwx------"));
        }
    }

    /** A new empty folder on the mirrors' file system; swept at the next start at the latest. */
    public Path newQuarantine() throws IOException {
        return Files.createDirectory(quarantine.resolve(UUID.randomUUID().toString()));
    }

    /** Opens a mirror, creating it where it is not there yet. The caller closes it. */
    Repository open(Tracked tracked) throws IOException {
        Path folder = mirrors.resolve(tracked.tenant().toString())
                .resolve(tracked.id().toString());
        FileKey key;
        try {
            key = prepared.computeIfAbsent(folder, this::prepare);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return RepositoryCache.open(key, true);
    }

    private FileKey prepare(Path folder) {
        try {
            if (Files.notExists(folder)) {
                create(folder);
            } else if (Files.isReadable(folder.resolve(Constants.HEAD))) {
                sweep(folder);
            } else if (everything(folder).stream().allMatch(Files::isDirectory)) {
                DurableFiles.deleteTree(folder);
                create(folder);
            } else {
                // It came here in whole, so this is damage or a lack of rights; what it holds is nowhere else.
                throw new IOException("its folder has no HEAD that can be read; nothing of it was changed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return FileKey.exact(folder.toFile(), FS.DETECTED);
    }

    /** Made aside and moved into place, so that a mirror is there in whole or not at all. */
    private void create(Path folder) throws IOException {
        Path aside = newQuarantine().resolve("mirror");
        try (Repository git =
                new FileRepositoryBuilder().setGitDir(aside.toFile()).setBare().build()) {
            git.create(true);
            StoredConfig config = git.getConfig();
            config.setBoolean("core", null, "fsyncObjectFiles", true);
            config.setBoolean("core", null, "fsyncRefFiles", true);
            config.setBoolean("core", null, "logAllRefUpdates", false);
            // whatever hooks the user's own configuration names are not for here
            config.setString("core", null, "hooksPath", "/dev/null");
            config.setInt("gc", null, "auto", 0);
            config.setBoolean("gc", null, "autoDetach", false);
            config.setBoolean("receive", null, "autogc", false);
            config.save();
        }
        Files.createDirectories(aside.resolve("objects").resolve("pack"));
        Files.createDirectories(aside.resolve("refs/comfort/drafts"));
        for (Path made : everything(aside)) {
            if (Files.isDirectory(made)) {
                DurableFiles.force(made);
            }
        }
        Path parent = folder.resolveSibling(".");
        DurableFiles.createFolders(parent.normalize());
        DurableFiles.move(aside, folder);
        DurableFiles.force(parent.normalize());
        DurableFiles.deleteTree(aside.resolveSibling(".").normalize());
    }

    /** What a process that died may have left: locks that nobody holds, and packs that never became whole. */
    private static void sweep(Path folder) throws IOException {
        for (Path file : everything(folder.resolve("refs"))) {
            deleteLock(file);
        }
        for (Path file : children(folder)) {
            deleteLock(file);
        }
        for (Path file : children(folder.resolve("objects"))) {
            if (name(file).startsWith("incoming_") || name(file).startsWith("noz")) {
                Files.deleteIfExists(file);
            }
        }
        for (Path file : children(folder.resolve("objects").resolve("pack"))) {
            if (name(file).endsWith(".keep") || isPackWithoutIndex(file)) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static boolean isPackWithoutIndex(Path file) {
        String name = name(file);
        return name.endsWith(".pack")
                && !Files.exists(file.resolveSibling(name.substring(0, name.length() - ".pack".length()) + ".idx"));
    }

    private static void deleteLock(Path file) throws IOException {
        if (name(file).endsWith(".lock") && Files.isRegularFile(file)) {
            Files.deleteIfExists(file);
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static List<Path> everything(Path folder) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            return found.toList();
        }
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> found = Files.list(folder)) {
            return found.toList();
        }
    }
}
