package io.comfortcommit.analysis.reading;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jgit.diff.ContentSource;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;

/** Contents for the rename detector, which asks for the same small files again for each pair that it compares. */
final class RememberedContents extends ContentSource {
    private static final int LARGEST = 128 << 10;
    private static final int ALL_TOGETHER = 16 << 20;

    private final ObjectReader objects;
    private final Map<ObjectId, ObjectLoader> remembered = new HashMap<>();
    private long bytes;

    RememberedContents(ObjectReader objects) {
        this.objects = objects;
    }

    @Override
    public long size(String path, ObjectId id) throws IOException {
        return objects.getObjectSize(id, Constants.OBJ_BLOB);
    }

    @Override
    public ObjectLoader open(String path, ObjectId id) throws IOException {
        var known = remembered.get(id);
        if (known != null) {
            return known;
        }
        var loader = objects.open(id, Constants.OBJ_BLOB);
        var size = loader.getSize();
        if (size > LARGEST || bytes + size > ALL_TOGETHER) {
            return loader;
        }
        var small = new ObjectLoader.SmallObject(Constants.OBJ_BLOB, loader.getCachedBytes(LARGEST));
        remembered.put(id, small);
        bytes += size;
        return small;
    }
}
