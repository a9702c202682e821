package io.comfortcommit.messages.draft;

import java.util.List;

/**
 * What a change is about, in names and numbers: never a line of code. Codes are stable; whoever shows them words them.
 *
 * @param clusters what the change is made of, weightiest first: at most three, each hunk in exactly one; empty where the
 *     change could not be read
 * @param symbols the declarations that change most, weightiest first: at most ten
 * @param risk what to look at before approving
 * @param secrets what looks like a secret in the lines that are added
 * @param reasons why the message has its type, strongest first
 */
public record ChangeCard(
        List<Cluster> clusters,
        List<ChangedSymbol> symbols,
        Risk risk,
        List<SecretFinding> secrets,
        List<Reason> reasons) {
    /** Of a change that nobody could read. */
    public static final ChangeCard UNREAD =
            new ChangeCard(List.of(), List.of(), new Risk(Risk.Level.LOW, List.of()), List.of(), List.of());

    public ChangeCard {
        clusters = List.copyOf(clusters);
        symbols = List.copyOf(symbols);
        secrets = List.copyOf(secrets);
        reasons = List.copyOf(reasons);
    }

    /** For a message whose type they do not explain. */
    public ChangeCard withoutReasons() {
        return new ChangeCard(clusters, symbols, risk, secrets, List.of());
    }

    /**
     * Parts of the change that belong together.
     *
     * @param title what holds them together: the name of a symbol, a file or a folder
     * @param files in path order, the first two hundred
     * @param fileCount how many files there are
     * @param insertions lines
     * @param deletions lines
     */
    public record Cluster(
            String title, Theme theme, List<ClusterFile> files, int fileCount, int insertions, int deletions) {
        public Cluster {
            files = List.copyOf(files);
        }
    }

    /** What most of a cluster is. */
    public enum Theme {
        SOURCE,
        TESTS,
        DOCUMENTATION,
        BUILD,
        CONFIGURATION,
        GENERATED,
        OTHER
    }

    /**
     * @param path the new one, or the old one of a deleted file
     * @param hunks their places among the hunks of the file, from 0; empty where the file has none (binary, moved, left out
     *     for size)
     */
    public record ClusterFile(String path, List<Integer> hunks) {
        public ClusterFile {
            hunks = List.copyOf(hunks);
        }
    }

    /**
     * @param name as in the source, with what encloses it: {@code OrderClient.submit}
     * @param kind stable name, as {@code METHOD}
     * @param change stable name, as {@code ADDED}
     * @param path of the file
     */
    public record ChangedSymbol(String name, String kind, String change, String path) {}

    /** @param reasons gravest first; empty where there is nothing to say */
    public record Risk(Level level, List<Reason> reasons) {
        public Risk {
            reasons = List.copyOf(reasons);
        }

        /** How much there is to lose. */
        public enum Level {
            LOW,
            MEDIUM,
            HIGH
        }
    }

    /**
     * @param code stable, as {@code NO_TESTS}
     * @param values what the wording of the code speaks of, in its order: names and numbers
     */
    public record Reason(String code, List<String> values) {
        public Reason {
            values = List.copyOf(values);
        }
    }

    /**
     * Does not hold the secret.
     *
     * @param kind stable name, as {@code GITHUB_TOKEN}
     * @param line from 1, in the new file
     * @param placeholder what stands for it in everything that is shown or sent, as {@code <GITHUB_TOKEN:1>}
     */
    public record SecretFinding(String kind, String path, int line, String placeholder) {}
}
