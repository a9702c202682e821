package io.comfortcommit.cli.hook;

import io.comfortcommit.cli.desk.Desk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The hooks after which something may be left uncommitted: a commit of a part, a switch of branches, a merge. A hook that is
 * there already is put aside and runs first, with its arguments, its input and its exit code.
 */
final class Hooks {
    static final List<String> NAMES = List.of("post-commit", "post-checkout", "post-merge");

    /** Of a hook that was there before. */
    private static final String ASIDE = ".before-comfort";

    private static final String OURS = "# comfort hook";

    private final Path folder;
    private final Path gitFolder;

    private Hooks(Path folder, Path gitFolder) {
        this.folder = folder;
        this.gitFolder = gitFolder;
    }

    /** Where git looks for them, {@code core.hooksPath} included. */
    static Hooks of(Desk desk) {
        String path = desk.git()
                .asConfigured()
                .must("rev-parse", "--git-path", "hooks")
                .text();
        return new Hooks(
                desk.root().resolve(path).normalize(), desk.commonFolder().toAbsolutePath());
    }

    Path folder() {
        return folder;
    }

    /** Whether other repositories or other people have the same ones. */
    boolean shared() {
        return !folder.startsWith(gitFolder);
    }

    /** @param launcher the script that runs us */
    void install(Path launcher) {
        try {
            Files.createDirectories(folder);
            for (String name : NAMES) {
                Path hook = folder.resolve(name);
                if (Files.exists(hook, LinkOption.NOFOLLOW_LINKS) && !isOurs(hook)) {
                    Files.move(hook, aside(hook));
                }
                Path fresh = folder.resolve(name + ".comfort-new");
                Files.writeString(fresh, script(name, launcher));
                if (!fresh.toFile().setExecutable(true)) {
                    throw new IOException(fresh + " can't be made executable");
                }
                Files.move(fresh, hook, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts back what was there before. @return the hooks that were ours */
    List<String> remove() {
        List<String> removed = new ArrayList<>();
        try {
            for (String name : NAMES) {
                Path hook = folder.resolve(name);
                if (!isOurs(hook)) {
                    continue;
                }
                if (Files.exists(aside(hook), LinkOption.NOFOLLOW_LINKS)) {
                    Files.move(aside(hook), hook, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                } else {
                    Files.delete(hook);
                }
                removed.add(name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return removed;
    }

    private static Path aside(Path hook) {
        return hook.resolveSibling(hook.getFileName() + ASIDE);
    }

    private static boolean isOurs(Path hook) throws IOException {
        return Files.isRegularFile(hook, LinkOption.NOFOLLOW_LINKS)
                && new String(Files.readAllBytes(hook), StandardCharsets.ISO_8859_1).contains(OURS);
    }

    /** Runs in the background, apart from git's own input and output: git waits for whoever holds these. */
    private static String script(String name, Path launcher) {
        return """
                #!/bin/sh
                %s: captures what is left uncommitted after %s, in the background. Out with it: comfort hook remove
                status=0
                if [ -x "$0%s" ]; then
                  "$0%s" "$@"
                  status=$?
                fi
                comfort=%s
                if [ -x "$comfort" ] && [ "${COMFORT_HOOKS-}" != off ] && { [ %s != post-checkout ] || [ "$3" = 1 ]; }; then
                  {
                    log=$(git rev-parse --git-path comfort/hook.log) && mkdir -p "${log%%/*}" &&
                      exec nohup nice "$comfort" capture --automatic --json --quiet --repo "$PWD" >"$log" 2>&1
                  } </dev/null >/dev/null 2>&1 &
                fi
                exit $status
                """.formatted(OURS, name, ASIDE, ASIDE, quoted(launcher.toString()), name);
    }

    /** For a shell. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
