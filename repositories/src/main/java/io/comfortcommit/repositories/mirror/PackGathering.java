package io.comfortcommit.repositories.mirror;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.api.PackRefsCommand;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.internal.storage.file.Pack;
import org.eclipse.jgit.internal.storage.file.PackIndex.MutableEntry;
import org.eclipse.jgit.internal.storage.pack.PackWriter;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.pack.PackConfig;

/**
 * Each capture and each fetch brings a pack, a capture also a ref, and looking for an object asks pack after pack, whose indexes
 * are kept in memory for that. Small packs are gathered into one before there are too many, and refs into one file. A pack that is
 * larger than all smaller ones together stays as it is, as with {@code git repack --geometric}, so that a byte is written
 * again only some times. Unlike a garbage collection this drops nothing, reachable or not, and costs as much as the small
 * packs are large, not as the history is.
 */
final class PackGathering {
    private static final long SMALL = 8 << 20;
    private static final int SEARCH_MEMORY = 8 << 20;

    private final Repository git;
    private final ObjectDirectory objects;
    private final List<Pack> small;
    private final List<Pack> large;

    PackGathering(Repository git) {
        this.git = git;
        this.objects = (ObjectDirectory) git.getObjectDatabase();
        List<Sized> packs = new ArrayList<>();
        for (Pack pack : objects.getPacks()) {
            packs.add(new Sized(
                    pack,
                    pack.shouldBeKept() ? Long.MAX_VALUE : pack.getPackFile().length()));
        }
        packs.sort(Comparator.comparingLong(Sized::bytes));
        int gathered = gathered(packs);
        this.small = packs.subList(0, gathered).stream().map(Sized::pack).toList();
        this.large =
                packs.subList(gathered, packs.size()).stream().map(Sized::pack).toList();
    }

    private record Sized(Pack pack, long bytes) {}

    /** @return how many of the smallest there are, up to the last that is no larger than those before it together */
    private static int gathered(List<Sized> packs) {
        int gathered = 0;
        long before = 0;
        for (int i = 0; i < packs.size() && packs.get(i).bytes < SMALL; i++) {
            if (packs.get(i).bytes <= before) {
                gathered = i + 1;
            }
            before += packs.get(i).bytes;
        }
        return gathered;
    }

    int smallPacks() {
        return small.size();
    }

    /**
     * Writes one pack that holds what the small ones do.
     *
     * @param folder on the mirror's file system
     * @return its file, the index beside it, both durable
     */
    Path write(Path folder) throws IOException {
        PackConfig config = new PackConfig(git);
        config.setThreads(1);
        config.setDeltaSearchMemoryLimit(SEARCH_MEMORY);
        try (ObjectReader reader = git.newObjectReader();
                RevWalk walk = new RevWalk(reader);
                PackWriter writer = new PackWriter(config, reader)) {
            writer.setDeltaBaseAsOffset(true);
            writer.setReuseDeltaCommits(true);
            writer.setUseCachedPacks(false);
            writer.preparePack(smallObjects(reader, walk).iterator());
            String name = "pack-" + writer.computeName().name();
            Path pack = folder.resolve(name + ".pack");
            writeDurably(
                    pack, out -> writer.writePack(NullProgressMonitor.INSTANCE, NullProgressMonitor.INSTANCE, out));
            writeDurably(folder.resolve(name + ".idx"), writer::writeIndex);
            return pack;
        }
    }

    /**
     * Deletes the small packs, once what {@link #write} wrote is in the mirror. Nobody may be reading.
     *
     * @param instead the one that holds them all now
     */
    void deleteGathered(String instead) throws IOException {
        DurableFiles.force(objects.getPackDirectory().toPath());
        for (Pack pack : small) {
            Path file = pack.getPackFile().toPath();
            String name = String.valueOf(file.getFileName());
            if (!name.equals(instead)) {
                // The index first: a pack without one is not there.
                Files.deleteIfExists(file.resolveSibling(name.substring(0, name.length() - ".pack".length()) + ".idx"));
                Files.deleteIfExists(file);
            }
        }
        objects.getPacks(); // looks at the folder anew, before anybody asks a pack that is gone
    }

    /** Loose refs become lines of one file, durably. */
    void packRefs() throws IOException {
        git.getRefDatabase().packRefs(NullProgressMonitor.INSTANCE, new PackRefsCommand(git).setAll(true));
    }

    private Set<RevObject> smallObjects(ObjectReader reader, RevWalk walk) throws IOException {
        Set<RevObject> found = new HashSet<>();
        for (Pack pack : small) {
            for (MutableEntry entry : pack) {
                ObjectId id = entry.toObjectId();
                if (!isInLarge(id)) {
                    found.add(walk.lookupAny(id, reader.open(id).getType()));
                }
            }
        }
        return found;
    }

    private boolean isInLarge(ObjectId id) throws IOException {
        for (Pack pack : large) {
            if (pack.hasObject(id)) {
                return true;
            }
        }
        return false;
    }

    private static void writeDurably(Path file, Content content) throws IOException {
        try (FileOutputStream out = new FileOutputStream(file.toFile())) {
            OutputStream buffered = new BufferedOutputStream(out, 1 << 16);
            content.writeTo(buffered);
            buffered.flush();
            out.getFD().sync();
        }
    }

    @FunctionalInterface
    private interface Content {
        void writeTo(OutputStream out) throws IOException;
    }
}
