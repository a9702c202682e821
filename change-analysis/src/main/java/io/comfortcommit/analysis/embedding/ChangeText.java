package io.comfortcommit.analysis.embedding;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.paths.PathKind;
import io.comfortcommit.analysis.secrets.SecretScanner;
import io.comfortcommit.analysis.symbols.SymbolChange;
import io.comfortcommit.analysis.symbols.Symbols;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A change as words that a language model knows: what was done to which declarations and files, then the changed lines. Names
 * are taken apart ({@code OrderClient} is "order client"), as a model of a language has no word for them. Without secrets.
 */
public final class ChangeText {
    private static final int MOST_SYMBOLS = 24;
    private static final int MOST_FILES = 16;
    private static final int MOST_CHARACTERS = 4_000;
    private static final int LONGEST_LINE = 200;

    private static final Pattern BETWEEN_WORDS =
            Pattern.compile("[^\\p{L}\\p{N}.]+|\\.(?!\\d)|(?<=\\p{Ll})(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");

    private final SecretScanner secrets = new SecretScanner();
    private final StringBuilder text = new StringBuilder();

    private ChangeText() {}

    /** Of {@value #MOST_CHARACTERS} characters at the most; empty for a change without any file. */
    public static String of(ChangeSet change) {
        var text = new ChangeText();
        // First, so that what is known to be a secret is one wherever it stands.
        text.secrets.scan(change);
        text.addSymbols(Symbols.of(change));
        text.addFiles(change.files());
        text.addLines(change.files());
        return text.text.toString();
    }

    private void addSymbols(List<SymbolChange> symbols) {
        symbols.stream()
                .sorted(Comparator.comparingInt(SymbolChange::lines).reversed())
                .limit(MOST_SYMBOLS)
                .forEach(symbol -> add(
                        verb(symbol.how()) + " " + symbol.kind().name().toLowerCase(Locale.ROOT),
                        symbol.formerName() != null && symbol.how() == SymbolChange.How.RENAMED
                                ? symbol.formerName() + " to " + symbol.name()
                                : symbol.qualifiedName()));
    }

    private static String verb(SymbolChange.How how) {
        return switch (how) {
            case ADDED -> "add";
            case REMOVED -> "remove";
            case RENAMED -> "rename";
            case MOVED -> "move";
            case SIGNATURE, MODIFIED -> "change";
        };
    }

    private void addFiles(List<FileChange> files) {
        files.stream().limit(MOST_FILES).forEach(file -> add(verb(file.kind()) + " file", file.path()));
    }

    private static String verb(FileChange.Kind kind) {
        return switch (kind) {
            case ADDED -> "add";
            case DELETED -> "remove";
            case COPIED -> "copy";
            case RENAMED -> "rename";
            case MODE, MODIFIED -> "change";
        };
    }

    private void addLines(List<FileChange> files) {
        for (var file : files) {
            if (!PathKind.of(file).handWritten()) {
                continue;
            }
            for (var hunk : file.hunks()) {
                for (var line : hunk.lines()) {
                    if (text.length() >= MOST_CHARACTERS) {
                        return;
                    }
                    if (line.charAt(0) != ' ' && line.length() <= LONGEST_LINE) {
                        add(line.charAt(0) == '+' ? "add" : "remove", line.substring(1));
                    }
                }
            }
        }
    }

    /** Redacted while it is still as it was written: taken apart a secret looks like words. */
    private void add(String verb, String written) {
        var words = BETWEEN_WORDS
                .splitAsStream(secrets.redact(written))
                .filter(word -> !word.isEmpty())
                .map(word -> word.toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" "));
        var room = MOST_CHARACTERS - text.length();
        if (!words.isEmpty() && verb.length() + words.length() + 2 <= room) {
            text.append(verb).append(' ').append(words).append('\n');
        }
    }
}
