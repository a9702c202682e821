package io.comfortcommit.standalone.data;

import io.comfortcommit.standalone.refusal.CannotStartException;
import io.comfortcommit.standalone.refusal.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The folder that holds everything the server keeps (0700), held by this process until closed.
 *
 * <p>The lock is the operating system's (it ends with the process, however that ends), so a pid in a file is only for
 * the message.
 */
public final class DataFolder implements AutoCloseable {
    /**
     * POSIX drops a process's lock when it closes <em>any</em> channel of the file, so this process must not even open
     * the file a second time.
     */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel channel;

    private DataFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Creates the folder where there is none, and takes it.
     *
     * @throws CannotStartException when another process (or this one) holds it, or it can't be written
     */
    public static DataFolder open(Path folder) {
        Path path;
        try {
            PrivateFiles.folder(folder);
            path = folder.toRealPath();
        } catch (IOException e) {
            throw new CannotStartException(e, Refusal.DATA_FOLDER_NOT_USABLE, folder);
        }
        if (!HELD_HERE.add(path)) {
            throw new CannotStartException(
                    Refusal.DATA_FOLDER_IN_USE, ProcessHandle.current().pid());
        }
        boolean taken = false;
        try {
            FileChannel channel = lock(path);
            taken = true;
            return new DataFolder(path, channel);
        } catch (IOException e) {
            throw new CannotStartException(e, Refusal.DATA_FOLDER_NOT_USABLE, folder);
        } finally {
            if (!taken) {
                HELD_HERE.remove(path);
            }
        }
    }

    private static FileChannel lock(Path path) throws IOException {
        FileChannel channel = FileChannel.open(
                path.resolve("lock"),
                EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        @Nullable FileLock lock = null;
        try {
            lock = channel.tryLock();
            if (lock == null) {
                throw new CannotStartException(Refusal.DATA_FOLDER_IN_USE, holder(channel));
            }
            channel.truncate(0);
            channel.write(StandardCharsets.UTF_8.encode(ProcessHandle.current().pid() + "\n"), 0);
            return channel;
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(32);
        channel.read(bytes, 0);
        String pid = StandardCharsets.UTF_8.decode(bytes.flip()).toString().strip();
        return pid.isEmpty() ? "?" : pid;
    }

    public Path path() {
        return path;
    }

    /** A private folder inside. */
    public Path folder(String name) {
        Path folder = path.resolve(name);
        try {
            PrivateFiles.folder(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }

    /** The secret of that name; made, and kept in a file of its own (0600), when asked for the first time. */
    public String secret(String name, Supplier<String> fresh) {
        Path file = folder("secrets").resolve(name);
        try {
            if (Files.exists(file)) {
                return Files.readString(file).strip();
            }
            String secret = fresh.get();
            PrivateFiles.write(file, secret + "\n");
            return secret;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets the next process have the folder. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            HELD_HERE.remove(path);
        }
    }
}
