package io.comfortcommit.cli.agent;

import io.comfortcommit.cli.git.Git;
import io.comfortcommit.cli.lane.Snapshots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/**
 * The objects of a repository and of captures as JGit reads them: without the repository's own settings and refs, which are
 * git's to understand.
 */
final class CapturedObjects {
    private static final String SHALLOW = "shallow";
    /** Objects that a partial clone is asked for, one after another. */
    private static final int MOST_FETCHED = 1_000;

    private CapturedObjects() {}

    @FunctionalInterface
    interface Reading<T> {
        T of(Repository git) throws IOException;
    }

    /**
     * Reads; where an object is missing that git can fetch, as in a partial clone, it is fetched, and all is read again.
     *
     * @param captureId of the capture whose objects new ones join
     * @param earlier captures whose objects are read too
     * @param temporary a folder of this moment
     */
    static <T> T read(
            Git git, Snapshots snapshots, String captureId, List<String> earlier, Path temporary, Reading<T> reading)
            throws IOException {
        Path nowhere = Files.createDirectories(temporary.resolve("nowhere"));
        try {
            Files.copy(
                    snapshots.folder().resolveSibling(SHALLOW),
                    nowhere.resolve(SHALLOW),
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException wholeHistory) {
            Files.deleteIfExists(nowhere.resolve(SHALLOW));
        }
        FileRepositoryBuilder builder = new FileRepositoryBuilder()
                .setGitDir(nowhere.toFile())
                .setBare()
                .setObjectDirectory(snapshots.written(captureId).toFile())
                .addAlternateObjectDirectory(snapshots.repositoryObjects().toFile());
        earlier.forEach(
                id -> builder.addAlternateObjectDirectory(snapshots.written(id).toFile()));
        for (int fetched = 0; ; fetched++) {
            try (Repository repository = builder.build()) {
                return reading.of(repository);
            } catch (MissingObjectException e) {
                String missing = e.getObjectId().name();
                if (fetched == MOST_FETCHED || !git.succeeds("cat-file", "-e", missing)) {
                    throw e;
                }
            }
        }
    }
}
