package io.comfortcommit.repositories.mirror;

import io.comfortcommit.repositories.RefusedException;
import io.comfortcommit.repositories.RefusedException.Reason;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.RepositoryCache.FileKey;
import org.eclipse.jgit.util.FS;

/** A remote that is a folder of this machine: must not lead into the mirrors, by any link. */
final class LocalRemote {
    private static final int DEEPEST_ALTERNATE = 5;

    private LocalRemote() {}

    /**
     * The git directory that the path stands for, links resolved; the path itself where there is none (yet).
     *
     * @param data the real path of the folder that no remote may lie in
     * @throws RefusedException if any of it lies in there
     */
    static Path outside(Path data, Path path) {
        File resolved = FileKey.resolve(path.toFile(), FS.DETECTED);
        Path real = realOrNormal(resolved == null ? path : resolved.toPath());
        refuseInside(data, real);
        if (resolved != null) {
            refuseObjectsInside(data, real.resolve("objects"), 0);
            refuseNamedInside(data, real, real.resolve("commondir"));
        }
        return real;
    }

    /** Links resolved as far as the path exists. */
    static Path realOrNormal(Path path) {
        Path normal = path.toAbsolutePath();
        for (Path there = normal; there != null; there = there.getParent()) {
            try {
                return there.toRealPath().resolve(there.relativize(normal)).normalize();
            } catch (IOException notThere) {
                continue;
            }
        }
        return normal.normalize();
    }

    private static void refuseObjectsInside(Path data, Path objects, int depth) {
        if (depth > DEEPEST_ALTERNATE) {
            throw refused();
        }
        refuseInside(data, realOrNormal(objects));
        for (Path folder : children(objects)) {
            refuseInside(data, realOrNormal(folder));
        }
        for (Path pack : children(objects.resolve("pack"))) {
            refuseInside(data, realOrNormal(pack));
        }
        for (String line : lines(objects.resolve("info").resolve("alternates"))) {
            if (!line.isEmpty() && !line.startsWith("#")) {
                refuseObjectsInside(data, relative(objects, line), depth + 1);
            }
        }
    }

    private static void refuseNamedInside(Path data, Path folder, Path file) {
        for (String line : lines(file)) {
            Path named = relative(folder, line);
            refuseInside(data, realOrNormal(named));
            refuseObjectsInside(data, named.resolve("objects"), 0);
        }
    }

    private static Path relative(Path folder, String name) {
        try {
            return folder.resolve(name);
        } catch (InvalidPathException e) {
            throw refused();
        }
    }

    private static void refuseInside(Path data, Path real) {
        if (real.startsWith(data)) {
            throw refused();
        }
    }

    private static RefusedException refused() {
        return new RefusedException(
                Reason.REMOTE_NOT_ALLOWED, "The remote leads into the server's own mirrors; track the real remote.");
    }

    private static List<Path> children(Path folder) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            entries.forEach(found::add);
        } catch (IOException notThere) {
            return List.of();
        }
        return found;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException notThere) {
            return List.of();
        }
    }
}
