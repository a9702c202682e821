package io.comfortcommit.repositories.ingest;

import io.comfortcommit.repositories.RefusedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * The text before a bundle's pack, as gitformat-bundle(5) has it, version 2 and 3.
 *
 * @param snapshot what the one ref points at
 * @param prerequisites commits that the receiver must have
 * @param length bytes of the header; the pack begins there
 */
record BundleHeader(ObjectId snapshot, Set<ObjectId> prerequisites, long length) {
    static final String REF = "refs/comfort/capture";

    private static final int LONGEST = 1 << 20;
    private static final int ID = 40;

    /**
     * @param bundle read byte by byte: buffered
     * @throws RefusedException if it is no bundle, or holds other refs than the one
     */
    static BundleHeader read(InputStream bundle) throws IOException {
        Lines lines = new Lines(bundle);
        int version = switch (lines.next()) {
            case "# v2 git bundle" -> 2;
            case "# v3 git bundle" -> 3;
            default -> throw Refusal.corrupt("it is no git bundle");
        };
        Set<ObjectId> prerequisites = new HashSet<>();
        ObjectId snapshot = null;
        for (String line = lines.next(); !line.isEmpty(); line = lines.next()) {
            if (line.startsWith("@")) {
                checkCapability(version, line, snapshot == null && prerequisites.isEmpty());
            } else if (line.startsWith("-")) {
                if (snapshot != null) {
                    throw Refusal.corrupt("a prerequisite follows a ref");
                }
                prerequisites.add(prerequisite(line));
            } else {
                snapshot = reference(line, snapshot);
            }
        }
        if (snapshot == null) {
            throw Refusal.wrongRef();
        }
        return new BundleHeader(snapshot, Set.copyOf(prerequisites), lines.read());
    }

    private static void checkCapability(int version, String line, boolean first) {
        if (version < 3 || !first) {
            throw Refusal.corrupt("its header makes no sense");
        }
        if (line.startsWith("@filter")) {
            throw Refusal.missing("The bundle leaves objects out by a filter.");
        }
        if (!line.equals("@object-format=sha1")) {
            throw Refusal.corrupt("its object format is not supported, only SHA-1 is");
        }
    }

    private static ObjectId prerequisite(String line) {
        if (line.length() > ID + 1 && line.charAt(ID + 1) != ' ') {
            throw Refusal.corrupt("its header makes no sense");
        }
        return objectId(line.substring(1));
    }

    private static ObjectId reference(String line, @Nullable ObjectId before) {
        ObjectId id = objectId(line);
        if (before != null || !line.substring(ID).equals(" " + REF)) {
            throw Refusal.wrongRef();
        }
        return id;
    }

    private static ObjectId objectId(String text) {
        if (text.length() < ID || !ObjectId.isId(text.substring(0, ID))) {
            throw Refusal.corrupt("its header makes no sense");
        }
        return ObjectId.fromString(text.substring(0, ID));
    }

    /** Lines of a header that may not be endless. */
    private static final class Lines {
        private final InputStream in;
        private int read;

        Lines(InputStream in) {
            this.in = in;
        }

        int read() {
            return read;
        }

        String next() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream(80);
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw Refusal.corrupt("it ends in its header");
                }
                if (++read > LONGEST) {
                    throw Refusal.corrupt("its header is too long");
                }
                line.write(c);
            }
            read++;
            return line.toString(StandardCharsets.UTF_8);
        }
    }
}
