package io.comfortcommit.repositories.ingest;

import io.comfortcommit.repositories.mirror.DurableFiles;
import io.comfortcommit.repositories.mirror.Mirror;
import io.comfortcommit.repositories.mirror.MirrorFolders;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A folder beside the mirror where a bundle stays until it was checked. Closing it deletes what is still in it. */
final class Quarantine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);

    private final Path folder;
    private final Path bundle;
    private final Path objects;

    Quarantine(MirrorFolders folders) throws IOException {
        this.folder = folders.newQuarantine();
        this.bundle = folder.resolve("bundle");
        this.objects = folder.resolve("objects");
    }

    /** @param limit bytes; more are refused */
    void store(InputStream stream, long limit) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long stored = 0;
        try (OutputStream out = Files.newOutputStream(bundle)) {
            for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
                stored += n;
                if (stored > limit) {
                    throw Refusal.tooLarge("The bundle is larger than " + (limit >> 20) + " MiB.");
                }
                out.write(buffer, 0, n);
            }
        }
    }

    /** @param from byte to begin at */
    InputStream read(long from) throws IOException {
        InputStream stored = Files.newInputStream(bundle);
        try {
            stored.skipNBytes(from);
        } catch (IOException e) {
            stored.close();
            throw e;
        }
        return new BufferedInputStream(stored, 1 << 16);
    }

    /** The mirror as it would be with what is in here: writes go here, reads also there. The caller closes it. */
    Repository over(Mirror mirror) throws IOException {
        Files.createDirectories(objects.resolve("pack"));
        return new FileRepositoryBuilder()
                .setGitDir(mirror.git().getDirectory())
                .setBare()
                .setObjectDirectory(objects.toFile())
                .addAlternateObjectDirectory(
                        mirror.git().getDirectory().toPath().resolve("objects").toFile())
                .build();
    }

    /** The pack that was indexed in here; empty if it had no objects. */
    Optional<Path> pack() throws IOException {
        try (Stream<Path> packs = Files.list(objects.resolve("pack"))) {
            return packs.filter(file -> file.toString().endsWith(".pack")).findFirst();
        }
    }

    /** For files that are made here and then moved into the mirror. */
    Path aside() {
        return folder;
    }

    @Override
    public void close() {
        try {
            DurableFiles.deleteTree(folder);
        } catch (IOException e) {
            LOG.warn("a quarantine could not be emptied; the next start does it");
            LOG.debug("because", e);
        }
    }
}
