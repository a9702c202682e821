package io.comfortcommit.repositories.ingest;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * What git's fsck refuses, for each object of a bundle. Looser than JGit's own checker where old, healthy histories need
 * it (sloppy author lines, zero-padded modes), and where JGit refuses names that are only unusable on Windows.
 */
final class CaptureRules extends ObjectChecker {
    private final Set<ObjectId> gitmodules = new HashSet<>();
    private @Nullable String violation;

    CaptureRules() {
        setAllowInvalidPersonIdent(true);
        setAllowLeadingZeroFileMode(true);
    }

    /** What was wrong with an object; null if nothing was. */
    @Nullable
    String violation() {
        return violation;
    }

    /** Blobs that lie where git reads its submodules from. */
    Set<ObjectId> gitmodules() {
        return gitmodules;
    }

    @Override
    public void checkTree(AnyObjectId id, byte[] raw) throws CorruptObjectException {
        try {
            super.checkTree(id, raw);
        } catch (CorruptObjectException e) {
            throw violated("A folder of the change is one that git refuses" + fsckName(e) + ".");
        }
        for (TreeEntries entries = new TreeEntries(raw); entries.next(); ) {
            checkEntry(entries);
        }
    }

    @Override
    public void checkCommit(AnyObjectId id, byte[] raw) throws CorruptObjectException {
        try {
            super.checkCommit(id, raw);
        } catch (CorruptObjectException e) {
            throw violated("A commit of the change is one that git refuses" + fsckName(e) + ".");
        }
        for (int i = 0; i < raw.length && !(raw[i] == '\n' && i + 1 < raw.length && raw[i + 1] == '\n'); i++) {
            if (raw[i] == 0) {
                throw violated("A commit of the change is one that git refuses (nulInHeader).");
            }
        }
    }

    @Override
    public void checkTag(AnyObjectId id, byte[] raw) throws CorruptObjectException {
        throw violated("The bundle holds a tag; a capture has none.");
    }

    private void checkEntry(TreeEntries entries) throws CorruptObjectException {
        int mode = entries.mode();
        boolean known = switch (mode) {
            // 0100664 is what git wrote before 2005 and still takes
            case 0040000, 0100644, 0100664, 0100755, 0120000, 0160000 -> true;
            default -> false;
        };
        if (!known) {
            throw violated("A file of the change has a mode that git does not know.");
        }
        byte[] name = entries.name();
        if (DangerousName.isDotGit(name)) {
            throw violated("A file of the change is named .git, or so that some file system takes it for that.");
        }
        if (DangerousName.isDotGitmodules(name)) {
            if (mode == 0120000 || mode == 0040000 || mode == 0160000) {
                throw violated("A .gitmodules of the change is no regular file.");
            }
            gitmodules.add(entries.id());
        }
    }

    private CorruptObjectException violated(String why) {
        violation = why;
        return new CorruptObjectException(why);
    }

    private static String fsckName(CorruptObjectException e) {
        ErrorType type = e.getErrorType();
        return type == null ? "" : " (" + type.getMessageId() + ")";
    }

    /** The entries of a raw tree that was found to be one. */
    static final class TreeEntries {
        private final byte[] raw;
        private int at;
        private int mode;
        private int nameStart;
        private int nameEnd;

        TreeEntries(byte[] raw) {
            this.raw = raw;
        }

        boolean next() {
            if (at >= raw.length) {
                return false;
            }
            mode = 0;
            for (; raw[at] != ' '; at++) {
                mode = (mode << 3) + (raw[at] - '0');
            }
            nameStart = ++at;
            while (raw[at] != 0) {
                at++;
            }
            nameEnd = at;
            at += 1 + Constants.OBJECT_ID_LENGTH;
            return true;
        }

        int mode() {
            return mode;
        }

        byte[] name() {
            return Arrays.copyOfRange(raw, nameStart, nameEnd);
        }

        ObjectId id() {
            return ObjectId.fromRaw(raw, nameEnd + 1);
        }
    }
}
