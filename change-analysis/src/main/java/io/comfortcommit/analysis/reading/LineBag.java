package io.comfortcommit.analysis.reading;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.util.Arrays;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;

/**
 * Counts the lines that only one of two large texts has, in time and memory that grow with their lines alone. Order
 * doesn't matter to it: a moved line counts as unchanged.
 */
final class LineBag {
    private long[] hashes = new long[1 << 12];
    private int size;

    private LineBag() {}

    record Counts(int insertions, int deletions) {}

    static Counts compare(ObjectReader objects, Content before, Content after) throws IOException {
        var old = of(objects, before);
        var current = of(objects, after);
        var common = common(old, current);
        return new Counts(current.size - common, old.size - common);
    }

    private static LineBag of(ObjectReader objects, Content content) throws IOException {
        var bag = new LineBag();
        switch (content) {
            case Content.Binary() -> throw new IllegalArgumentException("binary content has no lines");
            case Content.Text text -> {
                for (int i = 0; i < text.size(); i++) {
                    var hash = new Hash();
                    var raw = text.lines().getRawString(i);
                    while (raw.hasRemaining()) {
                        hash.add(raw.get());
                    }
                    bag.add(hash.value);
                }
            }
            case Content.LargeText(var id) -> bag.readAll(objects, id);
        }
        Arrays.sort(bag.hashes, 0, bag.size);
        return bag;
    }

    private void readAll(ObjectReader objects, ObjectId id) throws IOException {
        try (var stream =
                new BufferedInputStream(objects.open(id, Constants.OBJ_BLOB).openStream(), 1 << 16)) {
            var buffer = new byte[1 << 16];
            var hash = new Hash();
            var pending = false;
            for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    if (buffer[i] == '\n') {
                        add(hash.value);
                        hash = new Hash();
                        pending = false;
                    } else {
                        hash.add(buffer[i]);
                        pending = true;
                    }
                }
            }
            if (pending) {
                add(hash.value);
            }
        }
    }

    private void add(long hash) {
        if (size == hashes.length) {
            hashes = Arrays.copyOf(hashes, size * 2);
        }
        hashes[size++] = hash;
    }

    private static int common(LineBag a, LineBag b) {
        var common = 0;
        for (int i = 0, j = 0; i < a.size && j < b.size; ) {
            var order = Long.compare(a.hashes[i], b.hashes[j]);
            if (order == 0) {
                common++;
            }
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        return common;
    }

    /** FNV-1a, 64 bits: http://www.isthe.com/chongo/tech/comp/fnv/. */
    private static final class Hash {
        private long value = 0xcbf29ce484222325L;

        void add(byte next) {
            value = (value ^ (next & 0xff)) * 0x100000001b3L;
        }
    }
}
