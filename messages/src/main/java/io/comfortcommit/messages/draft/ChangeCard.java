package io.comfortcommit.messages.draft;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a change is about, in names and numbers: never a line of code, and placeholders for secrets in names. Codes are stable;
 * whoever shows them words them.
 *
 * @param clusters what the change is made of, weightiest first: at most three, each hunk in exactly one; empty where the
 *     change could not be read
 * @param symbols the declarations that change most, weightiest first: at most ten
 * @param risk what to look at before approving
 * @param secrets what looks like a secret in the lines that are added, the same one in the same file once
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

    /** The same card once the author has said of these findings that they are no secrets. */
    public ChangeCard withCleared(Collection<String> findings) {
        return withSecrets(secrets.stream()
                .map(secret -> findings.contains(secret.id()) ? secret.asCleared() : secret)
                .toList());
    }

    public ChangeCard withSecrets(List<SecretFinding> found) {
        return new ChangeCard(clusters, symbols, risk, found, reasons);
    }

    /** For a message whose type they do not explain. */
    public ChangeCard withoutReasons() {
        return new ChangeCard(clusters, symbols, risk, secrets, List.of());
    }

    /**
     * Parts of the change that belong together.
     *
     * @param title what holds them together: the name of a symbol, a file or a folder
     * @param files in path order, the first two hundred of those whose path holds no secret
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
     * @param id the same for the same secret in the same file, in every draft of its author and in nobody else's: a keyed
     *     hash, which does not show the secret
     * @param kind stable name, as {@code GITHUB_TOKEN}
     * @param line from 1, in the new file
     * @param placeholder what stands for it in everything that is shown or sent, as {@code <GITHUB_TOKEN:1>}
     * @param verdict of the author; null while there is none, and the draft can't be approved
     */
    public record SecretFinding(
            String id,
            String kind,
            String path,
            int line,
            String placeholder,
            @Nullable Verdict verdict) {
        public SecretFinding {
            // Those of before had none; a draft has each placeholder once in a file.
            id = Objects.requireNonNullElseGet(id, () -> placeholder + "@" + path);
        }

        /** What an author can say of what looks like a secret; to take it out of the change is to capture again. */
        public enum Verdict {
            NO_SECRET
        }

        public boolean cleared() {
            return verdict == Verdict.NO_SECRET;
        }

        public SecretFinding asCleared() {
            return new SecretFinding(id, kind, path, line, placeholder, Verdict.NO_SECRET);
        }
    }
}
