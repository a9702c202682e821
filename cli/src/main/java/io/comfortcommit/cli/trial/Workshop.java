package io.comfortcommit.cli.trial;

import io.comfortcommit.cli.lane.Snapshots;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The folder that a trial happens in. Whatever ends the trial (also a signal), what runs in it is stopped first, then it
 * is removed.
 */
final class Workshop implements AutoCloseable {
    private final Path folder;
    private final Thread hook;
    private final Deque<Runnable> stops = new ArrayDeque<>();
    private boolean closed;

    private Workshop(Path folder) {
        this.folder = folder;
        this.hook = new Thread(this::remove, "remove-trial");
    }

    static Workshop open() {
        try {
            Path folder = Files.createTempDirectory("comfort-try-").toRealPath();
            if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
                // A database that may not run as root must pass through here; it sees no names.
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
            }
            Workshop workshop = new Workshop(folder);
            Runtime.getRuntime().addShutdownHook(workshop.hook);
            return workshop;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A folder inside, for nobody else's eyes. */
    Path folder(String name) {
        try {
            Path inside = Files.createDirectory(folder.resolve(name));
            if (Files.getFileStore(inside).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(inside, PosixFilePermissions.fromString("rwx------"));
            }
            return inside;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Where a signal is about to end the process, what fails in the meantime fails because of that, and nobody wants to
     * read about it: does not return then.
     */
    void awaitEndOfSignal() {
        if (!hook.isAlive()) {
            return;
        }
        try {
            Thread.currentThread().join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** To be called before the folder goes; the last one first. */
    synchronized void before(Runnable stop) {
        if (closed) {
            stop.run();
        } else {
            stops.push(stop);
        }
    }

    private synchronized void remove() {
        if (closed) {
            return;
        }
        closed = true;
        stops.forEach(Runnable::run);
        try {
            Snapshots.remove(folder);
        } catch (UncheckedIOException somethingIsStillWritten) {
            removeByForce();
        }
    }

    /** Names that are not UTF-8 can't be removed by Java. */
    private void removeByForce() {
        try {
            int exit = new ProcessBuilder("rm", "-rf", "--", folder.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IOException("rm ended with " + exit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the trial's folder can't be removed: " + folder, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        remove();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            // The hook runs, or ran, and found everything removed.
        }
    }
}
