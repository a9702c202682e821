package io.comfortcommit.repositories.ingest;

import java.nio.charset.StandardCharsets;
import org.eclipse.jgit.util.RawParseUtils;

/**
 * Names that some file system takes for one of git's own. The rules are those of git's fsck: {@code is_hfs_dotgit},
 * {@code is_ntfs_dotgit} and their likes in utf8.c and path.c. Names that are merely awkward elsewhere ({@code aux.c}, or
 * two that differ in case) are git's to keep, and stay.
 */
final class DangerousName {
    private DangerousName() {}

    /** Whether a name may become {@code .git}, here or after a backslash that Windows takes for a separator. */
    static boolean isDotGit(byte[] name) {
        if (isNtfsDotGit(name, 0) || hfs(name).equals(".git")) {
            return true;
        }
        for (int i = 0; i < name.length; i++) {
            if (name[i] == '\\' && isNtfsDotGit(name, i + 1)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a name may become {@code .gitmodules}. */
    static boolean isDotGitmodules(byte[] name) {
        if (isNtfsDotGitmodules(name, 0) || hfs(name).equals(".gitmodules")) {
            return true;
        }
        for (int i = 0; i < name.length; i++) {
            if (name[i] == '\\' && isNtfsDotGitmodules(name, i + 1)) {
                return true;
            }
        }
        return false;
    }

    /** As HFS+ compares: without the code points it ignores, in lower case. */
    private static String hfs(byte[] name) {
        int first = name.length == 0 ? 0 : name[0];
        if (first != '.' && first >= 0) {
            return ""; // neither a dot nor something ignorable: the common case
        }
        StringBuilder seen = new StringBuilder(name.length);
        RawParseUtils.decode(StandardCharsets.UTF_8, name).codePoints().forEach(c -> {
            boolean ignored = (c >= 0x200c && c <= 0x200f)
                    || (c >= 0x202a && c <= 0x202e)
                    || (c >= 0x206a && c <= 0x206f)
                    || c == 0xfeff;
            if (!ignored) {
                seen.appendCodePoint(c < 128 ? Character.toLowerCase(c) : c);
            }
        });
        return seen.toString();
    }

    private static boolean isNtfsDotGit(byte[] name, int from) {
        return (startsWith(name, from, ".git") && endsForNtfs(name, from + 4))
                || (startsWith(name, from, "git~1") && endsForNtfs(name, from + 5));
    }

    private static boolean isNtfsDotGitmodules(byte[] name, int from) {
        if (startsWith(name, from, ".gitmodules")) {
            return endsForNtfs(name, from + 11);
        }
        if (startsWith(name, from, "gitmod~") && from + 7 < name.length) {
            return name[from + 7] >= '1' && name[from + 7] <= '4' && endsForNtfs(name, from + 8);
        }
        return isFallbackShortName(name, from, "gi7eba");
    }

    /** Up to six characters of a hash, a tilde, a number; eight characters in all. */
    private static boolean isFallbackShortName(byte[] name, int from, String hash) {
        if (name.length - from < 8) {
            return false;
        }
        int tilde = -1;
        for (int i = 0; i < 8; i++) {
            int c = lower(name[from + i]);
            if (tilde >= 0) {
                boolean first = i == tilde + 1;
                if (c < (first ? '1' : '0') || c > '9') {
                    return false;
                }
            } else if (c == '~') {
                tilde = i;
            } else if (i >= hash.length() || c != hash.charAt(i)) {
                return false;
            }
        }
        return tilde >= 0 && endsForNtfs(name, from + 8);
    }

    /** NTFS drops trailing dots and spaces; a colon begins the name of a stream of the same file. */
    private static boolean endsForNtfs(byte[] name, int from) {
        for (int i = from; i < name.length; i++) {
            if (name[i] == ':' || name[i] == '\\') {
                return true;
            }
            if (name[i] != '.' && name[i] != ' ') {
                return false;
            }
        }
        return true;
    }

    private static boolean startsWith(byte[] name, int from, String lowerCase) {
        if (name.length - from < lowerCase.length()) {
            return false;
        }
        for (int i = 0; i < lowerCase.length(); i++) {
            if (lower(name[from + i]) != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int lower(byte c) {
        return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
    }
}
