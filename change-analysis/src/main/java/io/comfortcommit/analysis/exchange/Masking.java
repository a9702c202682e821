package io.comfortcommit.analysis.exchange;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.FileChange.Hunk;
import io.comfortcommit.analysis.Told;
import io.comfortcommit.analysis.secrets.IgnoredPaths;
import io.comfortcommit.analysis.secrets.SecretScanner;
import io.comfortcommit.analysis.symbols.SymbolChange;
import io.comfortcommit.analysis.symbols.Symbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Makes of a change what may leave its machine: the lines of its hunks with placeholders in place of secrets, the names of what
 * it declares, and nothing of the files that the repository does not want looked at but their names and counts.
 */
public final class Masking {
    private static final Pattern NAME = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*+(?:\\s*\\()?");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\u2028\u2029]");
    private static final int LONGEST_NAME = 500;
    private static final int MOST_MENTIONS = 2_000;
    private static final String PACKAGE = "package.json";
    private static final String COMMITLINT = "commitlint";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final IgnoredPaths ignored;
    private final SecretScanner scanner;

    private Masking(IgnoredPaths ignored) {
        this.ignored = ignored;
        this.scanner = new SecretScanner(ignored);
    }

    /**
     * @param change as it was read from the files
     * @param unpushedCommits as {@link Analysis#unpushedCommits()}
     * @param subjects of the newest commits, newest first
     * @param rules texts of the repository's own rules, by the names of their files
     * @param fingerprints of a finding, its file and its secret
     */
    public static Analysis of(
            ChangeSet change,
            int unpushedCommits,
            List<String> subjects,
            Map<String, String> rules,
            SecretScanner.Reading<String> fingerprints) {
        IgnoredPaths ignored = IgnoredPaths.of(rules.getOrDefault(IgnoredPaths.FILE, ""));
        return new Masking(ignored).mask(change, unpushedCommits, subjects, rules, fingerprints);
    }

    private Analysis mask(
            ChangeSet change,
            int unpushedCommits,
            List<String> subjects,
            Map<String, String> rules,
            SecretScanner.Reading<String> fingerprints) {
        // What is known by its place in one file is replaced wherever else it stands, in paths too: so all is read once
        // before.
        change.files().forEach(this::hunks);
        List<Told.Secret> secrets = scanner.scan(
                change, (finding, path, secret) -> new Told.Secret(finding, fingerprints.of(finding, path, secret)));
        List<FileChange> files = change.files().stream().map(this::masked).toList();
        Map<String, String> texts = new TreeMap<>();
        rules.forEach((name, text) -> {
            String kept = name.equals(PACKAGE) ? commitlintOf(text) : text;
            if (kept != null) {
                texts.put(name, scanner.redact(name, kept));
            }
        });
        return new Analysis(
                new ChangeSet(files, change.truncated(), new Told(symbols(change), secrets)),
                unpushedCommits,
                subjects.stream()
                        .limit(Analysis.MOST_SUBJECTS)
                        .map(this::inOneLine)
                        .toList(),
                texts);
    }

    private FileChange masked(FileChange file) {
        return new FileChange(
                path(file.oldPath()),
                path(file.newPath()),
                file.kind(),
                file.oldMode(),
                file.newMode(),
                file.binary(),
                file.insertions(),
                file.deletions(),
                hunks(file));
    }

    private @Nullable String path(@Nullable String path) {
        return path == null ? null : scanner.redactPath(path);
    }

    private List<Hunk> hunks(FileChange file) {
        return ignored.contains(file.path())
                ? List.of()
                : file.hunks().stream().map(hunk -> masked(file.path(), hunk)).toList();
    }

    private Hunk masked(String path, Hunk hunk) {
        // Without the signs before the lines, which would pass for part of a secret.
        String text = hunk.lines().stream().map(line -> line.substring(1)).collect(Collectors.joining("\n"));
        String[] redacted = scanner.redact(path, text).split("\n", -1);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < hunk.lines().size(); i++) {
            lines.add(hunk.lines().get(i).charAt(0) + redacted[i]);
        }
        String section = hunk.section();
        return new Hunk(
                hunk.oldStart(),
                hunk.oldLines(),
                hunk.newStart(),
                hunk.newLines(),
                lines,
                section == null ? null : scanner.redact(path, section));
    }

    /** In place of its source each has only what it names of the others: that is what links them. */
    private List<SymbolChange> symbols(ChangeSet change) {
        List<SymbolChange> symbols = Symbols.of(change).stream()
                .filter(symbol -> !ignored.contains(symbol.path()))
                .toList();
        Set<String> names = symbols.stream().map(SymbolChange::name).collect(Collectors.toSet());
        return symbols.stream()
                .map(symbol -> new SymbolChange(
                        scanner.redactPath(symbol.path()),
                        symbol.kind(),
                        inOneLine(symbol.name()),
                        symbol.container() == null ? null : inOneLine(symbol.container()),
                        symbol.how(),
                        formerName(symbol),
                        symbol.isPublic(),
                        symbol.insertions(),
                        symbol.deletions(),
                        symbol.hunks(),
                        scanner.redact(mentions(symbol.source(), names))))
                .toList();
    }

    private @Nullable String formerName(SymbolChange symbol) {
        if (symbol.formerName() == null) {
            return null;
        }
        return symbol.how() == SymbolChange.How.MOVED
                ? scanner.redactPath(symbol.formerName())
                : inOneLine(symbol.formerName());
    }

    private String inOneLine(String text) {
        String redacted = CONTROL.matcher(scanner.redact(text)).replaceAll(" ");
        return redacted.length() > LONGEST_NAME ? redacted.substring(0, LONGEST_NAME) : redacted;
    }

    /** Names, and calls with the bracket that tells them, each once. */
    private static String mentions(String source, Set<String> names) {
        return NAME.matcher(source)
                .results()
                .map(found -> found.group().replaceAll("\\s+", ""))
                .filter(word -> names.contains(word.endsWith("(") ? word.substring(0, word.length() - 1) : word))
                .distinct()
                .limit(MOST_MENTIONS)
                .collect(Collectors.joining(" "));
    }

    /** Of a file that says much else only what is meant for commitlint; null where it says nothing of that. */
    private static @Nullable String commitlintOf(String text) {
        try {
            JsonNode rules = JSON.readTree(text).path(COMMITLINT);
            return rules.isMissingNode()
                    ? null
                    : JsonNodeFactory.instance
                            .objectNode()
                            .set(COMMITLINT, rules)
                            .toString();
        } catch (JacksonException nothingToLearn) {
            return null;
        }
    }
}
