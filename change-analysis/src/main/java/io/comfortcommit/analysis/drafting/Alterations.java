package io.comfortcommit.analysis.drafting;

import io.comfortcommit.analysis.declarations.Declaration;
import io.comfortcommit.analysis.drafting.CodeChange.Alteration;
import io.comfortcommit.analysis.drafting.CodeReading.Loose;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says how a declaration has changed where few lines tell it plainly; otherwise only that it has. */
final class Alterations {
    /** More changed lines than this in one declaration are more than one small alteration. */
    private static final int PLAIN = 8;

    private static final Pattern NULL_CHECK = Pattern.compile(
            "(?:[!=]==?|\\bis(?:\\s+not)?)\\s*(?:null|nil|None|undefined|nullptr|NULL)\\b|\\brequireNonNull\\b|\\bOptional\\.ofNullable\\b|\\bis_none\\(\\)");
    private static final Pattern CATCH =
            Pattern.compile("^\\W*(?:catch|except|rescue)\\b|\\.catch\\(|^recover\\(\\)|\\brecover\\(\\)");
    private static final Pattern CONDITION =
            Pattern.compile("^\\W*(?:if|elif|elsif|else\\s+if|elseif|unless|while|until|when|guard|switch|case)\\b");
    private static final Pattern LEAVES =
            Pattern.compile("\\b(?:return|throw|raise|continue|break|exit|panic|abort|die)\\b");
    private static final Pattern RETURN = Pattern.compile("^return\\b");
    private static final Pattern LOG = Pattern.compile(
            "^(?:(?:this\\.|self\\.)?_?(?:log|logger|LOG|LOGGER|slog|Log|logging|console|tracing|klog|zap)(?:\\.|!|::)\\w+|println!?|eprintln!|print|printf|puts|fmt\\.Print\\w*|System\\.(?:out|err)\\.print\\w*|(?:debug|info|warn|error|trace)!)\\s*\\(.*");
    private static final Pattern DEPRECATION = Pattern.compile("^\\W*(?:@?[Dd]eprecated|Obsolete)\\b.*");
    private static final Pattern STRINGS = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"|'(?:[^'\\\\]|\\\\.)*+'|`[^`]*+`");
    private static final Pattern NUMBERS = Pattern.compile("\\b\\d[\\d_.]*\\w*|\\b(?:true|false|True|False)\\b");

    private Alterations() {}

    static boolean isDeprecation(String code) {
        return DEPRECATION.matcher(code).matches();
    }

    /** A declaration that both sides have; null where it only moved within the file. */
    static @Nullable Alteration ofDeclaration(Declaration before, Declaration after, int lines) {
        if (before.signature().equals(after.signature())) {
            return lines <= 2 ? null : new Alteration(after.name(), Verb.CHANGE, lines);
        }
        var verb = switch (after.kind()) {
            case FUNCTION -> Verb.CHANGE_SIGNATURE;
            case CONSTANT -> Verb.CHANGE_VALUE;
            case TYPE, TEST -> Verb.CHANGE;
        };
        return new Alteration(after.name(), verb, lines);
    }

    static List<Alteration> of(List<Loose> lines) {
        var byName = new LinkedHashMap<String, List<Loose>>();
        lines.forEach(line -> byName.computeIfAbsent(line.enclosing(), name -> new ArrayList<>())
                .add(line));
        return byName.entrySet().stream()
                .map(entry -> new Alteration(
                        entry.getKey(), verb(entry.getValue()), entry.getValue().size()))
                .toList();
    }

    private static Verb verb(List<Loose> lines) {
        if (lines.stream().allMatch(line -> LOG.matcher(line.text()).matches())
                && lines.stream().anyMatch(Loose::added)) {
            return Verb.LOG;
        }
        if (lines.stream().anyMatch(line -> line.added() && isDeprecation(line.text()))) {
            return Verb.DEPRECATE;
        }
        if (lines.size() > PLAIN) {
            return Verb.CHANGE;
        }
        var seen = new ArrayList<Verb>();
        runs(lines).values().forEach(run -> verbs(run, seen));
        for (var verb : List.of(
                Verb.CHECK_NULL,
                Verb.HANDLE_EXCEPTIONS,
                Verb.GUARD,
                Verb.CHANGE_CONDITION,
                Verb.CHANGE_RESULT,
                Verb.CHANGE_VALUE,
                Verb.REWORD)) {
            if (seen.contains(verb) && (isTelling(verb) || seen.stream().allMatch(verb::equals))) {
                return verb;
            }
        }
        return Verb.CHANGE;
    }

    /** Tells enough also when other lines come with it: those are mostly what the check leads to. */
    private static boolean isTelling(Verb verb) {
        return verb == Verb.CHECK_NULL || verb == Verb.HANDLE_EXCEPTIONS || verb == Verb.GUARD;
    }

    private static Map<Integer, List<Loose>> runs(List<Loose> lines) {
        var runs = new TreeMap<Integer, List<Loose>>();
        lines.forEach(line ->
                runs.computeIfAbsent(line.run(), run -> new ArrayList<>()).add(line));
        return runs;
    }

    /** The verbs of a run of replaced lines: pair by pair, then what is left over. */
    private static void verbs(List<Loose> run, List<Verb> seen) {
        var old = run.stream().filter(line -> !line.added()).map(Loose::text).toList();
        var current = run.stream().filter(Loose::added).map(Loose::text).toList();
        if (old.size() == current.size()) {
            for (int i = 0; i < old.size(); i++) {
                seen.add(pair(old.get(i), current.get(i)));
            }
            return;
        }
        var wasChecked = old.stream().anyMatch(line -> NULL_CHECK.matcher(line).find());
        for (int i = 0; i < current.size(); i++) {
            var line = current.get(i);
            if (NULL_CHECK.matcher(line).find() && !wasChecked) {
                seen.add(Verb.CHECK_NULL);
            } else if (CATCH.matcher(line).find()
                    && old.stream().noneMatch(other -> CATCH.matcher(other).find())) {
                seen.add(Verb.HANDLE_EXCEPTIONS);
            } else if (old.isEmpty()
                    && CONDITION.matcher(line).find()
                    && LEAVES.matcher(line + " " + (i + 1 < current.size() ? current.get(i + 1) : ""))
                            .find()) {
                seen.add(Verb.GUARD);
            } else {
                seen.add(Verb.CHANGE);
            }
        }
        if (current.isEmpty()) {
            seen.add(Verb.CHANGE);
        }
    }

    private static Verb pair(String old, String current) {
        if (blank(STRINGS, old).equals(blank(STRINGS, current)) && old.contains(" ")) {
            return Verb.REWORD;
        }
        if (blank(NUMBERS, old).equals(blank(NUMBERS, current))) {
            return Verb.CHANGE_VALUE;
        }
        if (NULL_CHECK.matcher(current).find() && !NULL_CHECK.matcher(old).find()) {
            return Verb.CHECK_NULL;
        }
        if (CONDITION.matcher(old).find() && CONDITION.matcher(current).find()) {
            return Verb.CHANGE_CONDITION;
        }
        return RETURN.matcher(old).find() && RETURN.matcher(current).find() ? Verb.CHANGE_RESULT : Verb.CHANGE;
    }

    private static String blank(Pattern pattern, String line) {
        return pattern.matcher(line).replaceAll("");
    }
}
