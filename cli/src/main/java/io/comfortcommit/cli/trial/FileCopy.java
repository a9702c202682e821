package io.comfortcommit.cli.trial;

import io.comfortcommit.cli.git.Git;
import io.comfortcommit.cli.git.GitPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Copies the files of a work tree that git knows or would add, byte by byte, with their modes; links stay links. */
final class FileCopy {
    private final Path from;
    private final Path to;
    /** Whether a folder of the work tree is one, and not a link to one: git does not look behind those. */
    private final Map<Path, Boolean> folders = new HashMap<>();

    FileCopy(Path from, Path to) {
        this.from = from;
        this.to = to;
    }

    /** @param git in the work tree */
    void run(Git git) {
        List<GitPath> others = new ArrayList<>();
        try {
            for (GitPath path :
                    git.must("ls-files", "-z", "-c", "-o", "--exclude-standard").paths()) {
                Optional<Path> source = path.under(from);
                if (source.isPresent()) {
                    copy(source.get());
                } else {
                    others.add(path);
                }
            }
            if (!others.isEmpty()) {
                copyByTar(others);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void copy(Path source) throws IOException {
        if (!Files.exists(source, LinkOption.NOFOLLOW_LINKS) || !isFolder(source.getParent())) {
            return;
        }
        Path target = to.resolve(from.relativize(source));
        if (Files.isDirectory(source, LinkOption.NOFOLLOW_LINKS)) {
            // A submodule; what counts of it is the commit it stands on.
            Files.createDirectories(target);
        } else if (Files.isRegularFile(source, LinkOption.NOFOLLOW_LINKS) || Files.isSymbolicLink(source)) {
            Files.copy(source, target, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        }
    }

    private boolean isFolder(@Nullable Path folder) throws IOException {
        if (folder == null) {
            return false;
        }
        Boolean known = folders.get(folder);
        if (known != null) {
            return known;
        }
        boolean is = folder.equals(from)
                || (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) && isFolder(folder.getParent()));
        if (is) {
            Files.createDirectories(to.resolve(from.relativize(folder)));
        }
        folders.put(folder, is);
        return is;
    }

    /** Java can't name files whose names are not UTF-8. */
    private void copyByTar(List<GitPath> paths) throws IOException {
        List<GitPath> plain =
                paths.stream().map(path -> new GitPath("./" + path.raw())).toList();
        Process pack = new ProcessBuilder("tar", "-cf", "-", "--null", "-T", "-")
                .directory(from.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Process unpack = new ProcessBuilder("tar", "-xf", "-")
                .directory(to.toFile())
                .redirectErrorStream(true)
                .start();
        try (var names = pack.getOutputStream()) {
            names.write(GitPath.join(plain));
        }
        try (var archive = unpack.getOutputStream()) {
            pack.getInputStream().transferTo(archive);
        }
        try {
            if (unpack.waitFor() != 0) {
                throw new IOException("tar could not copy files whose names are not UTF-8");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
