package io.comfortcommit.cli.desk;

import io.comfortcommit.cli.git.GitPath;
import java.util.Optional;

/**
 * One path that {@code git status} names.
 *
 * @param index what the index has against HEAD, {@code .} for nothing
 * @param workTree what the work tree has against the index, {@code .} for nothing
 * @param indexMode file mode in the index, octal; {@code 000000} where it is not there
 * @param workTreeMode file mode in the work tree, octal
 * @param headId object id in HEAD
 * @param indexId object id in the index
 */
public record Change(
        GitPath path,
        Kind kind,
        char index,
        char workTree,
        String headMode,
        String indexMode,
        String workTreeMode,
        String headId,
        String indexId) {
    /** How git names it. */
    public enum Kind {
        TRACKED,
        UNMERGED,
        UNTRACKED
    }

    private static final String SUBMODULE = "160000";

    /**
     * A record of {@code git status --porcelain=v2 -z --no-renames}.
     *
     * @param record each char is one byte
     * @return empty for a header
     */
    static Optional<Change> parse(String record) {
        return switch (record.charAt(0)) {
            case '1' -> {
                String[] fields = record.split(" ", 9);
                yield Optional.of(new Change(
                        new GitPath(fields[8]),
                        Kind.TRACKED,
                        fields[1].charAt(0),
                        fields[1].charAt(1),
                        fields[3],
                        fields[4],
                        fields[5],
                        fields[6],
                        fields[7]));
            }
            case 'u' -> Optional.of(only(new GitPath(record.split(" ", 11)[10]), Kind.UNMERGED));
            case '?' -> Optional.of(only(new GitPath(record.substring(2)), Kind.UNTRACKED));
            default -> Optional.empty();
        };
    }

    private static Change only(GitPath path, Kind kind) {
        return new Change(path, kind, '.', '.', "000000", "000000", "000000", "", "");
    }

    public boolean staged() {
        return kind == Kind.TRACKED && index != '.';
    }

    /** Recorded by {@code git add -N}: known to the index, with no content yet. */
    public boolean intended() {
        return kind == Kind.TRACKED && index == '.' && workTree == 'A';
    }

    /** A repository in the repository that nobody declared; {@code git add} would make a link of it. */
    boolean nestedRepository() {
        return kind == Kind.UNTRACKED && path.raw().endsWith("/");
    }

    boolean stagedSubmodule() {
        return staged() && indexMode.equals(SUBMODULE);
    }

    public boolean submodule() {
        return workTreeMode.equals(SUBMODULE);
    }

    boolean newInIndex() {
        return !headMode.equals(SUBMODULE);
    }

    /** Whether the change leaves a file there whose content may be looked at. */
    boolean leavesAFile(boolean fromIndex) {
        return switch (kind) {
            case UNTRACKED -> !nestedRepository();
            case UNMERGED -> false;
            case TRACKED -> {
                String mode = fromIndex ? indexMode : workTreeMode;
                yield mode.startsWith("100");
            }
        };
    }
}
