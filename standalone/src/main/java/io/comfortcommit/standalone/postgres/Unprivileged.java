package io.comfortcommit.standalone.postgres;

import io.comfortcommit.standalone.refusal.CannotStartException;
import io.comfortcommit.standalone.refusal.Refusal;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * How PostgreSQL's programs are run, which refuse to work as root. An ordinary user runs them as they are. Root runs
 * them in a user namespace of their own (there they are nobody, while the files stay root's) or, where containers forbid
 * namespaces, as uid 65534, who then must own the cluster and be able to reach it.
 */
enum Unprivileged {
    AS_WE_ARE,
    IN_A_NAMESPACE,
    AS_NOBODY;

    private static final int NOBODY = 65534;

    /** @throws CannotStartException when we are root and can't be less */
    static Unprivileged here() {
        if (!"root".equals(System.getProperty("user.name")) && !isRoot()) {
            return AS_WE_ARE;
        }
        if (succeeds("unshare", "--user", "true")) {
            return IN_A_NAMESPACE;
        }
        if (succeeds(AS_NOBODY.command(List.of("true")).toArray(String[]::new))) {
            return AS_NOBODY;
        }
        throw new CannotStartException(Refusal.POSTGRES_AS_ROOT);
    }

    private static boolean isRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** The command as it must be started; it replaces the wrapper, so the pid stays the program's own. */
    List<String> command(List<String> program) {
        List<String> command = new ArrayList<>();
        switch (this) {
            case AS_WE_ARE -> {}
            case IN_A_NAMESPACE -> command.addAll(List.of("unshare", "--user"));
            case AS_NOBODY ->
                command.addAll(List.of(
                        "setpriv",
                        "--reuid=" + NOBODY,
                        "--regid=" + NOBODY,
                        "--clear-groups",
                        "--inh-caps=-all",
                        "--bounding-set=-all",
                        "--no-new-privs"));
        }
        command.addAll(program);
        return command;
    }

    /** Gives the file, or the folder and all in it, to the user that the programs run as. */
    void own(Path path) throws IOException {
        if (this != AS_NOBODY) {
            return;
        }
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) throws IOException {
                give(visited);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path visited, BasicFileAttributes attributes) throws IOException {
                give(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /**
     * Lets that user pass through our data folder.
     *
     * @param folder directly inside the data folder
     * @throws CannotStartException when a folder further up is closed, which is not ours to open
     */
    void reach(Path folder) throws IOException {
        if (this != AS_NOBODY) {
            return;
        }
        Path data = folder.getParent();
        for (Path parent = data; parent != null; parent = parent.getParent()) {
            letPass(parent, parent.equals(data));
        }
    }

    private static void give(Path path) throws IOException {
        Files.setAttribute(path, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(path, "unix:gid", NOBODY, LinkOption.NOFOLLOW_LINKS);
    }

    /** Passing through shows no names and no contents; only our own data folder is opened that far. */
    private static void letPass(Path folder, boolean ours) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder);
        if (permissions.contains(PosixFilePermission.OTHERS_EXECUTE)) {
            return;
        }
        if (!ours) {
            throw new CannotStartException(Refusal.POSTGRES_FOLDER_CLOSED, folder);
        }
        permissions.add(PosixFilePermission.GROUP_EXECUTE);
        permissions.add(PosixFilePermission.OTHERS_EXECUTE);
        Files.setPosixFilePermissions(folder, permissions);
    }

    private static boolean succeeds(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
