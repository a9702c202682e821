package io.comfortcommit.analysis.drafting;

import io.comfortcommit.analysis.FileChange;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Names on the left side of what is set in a file: keys of configuration, dependencies of a build, headings of a page.
 * Values are never looked at for more than their shape.
 *
 * @param added names that only the new side has
 * @param removed names that only the old side has
 * @param changed names that both sides have
 */
record Keys(List<String> added, List<String> removed, List<String> changed) {
    private static final int LONGEST_LINE = 400;

    private static final Pattern KEY =
            Pattern.compile("^\\s*(?:-\\s+|export\\s+)?[\"']?([\\p{L}_][\\p{L}\\p{N}_.\\-/]*)[\"']?\\s*[:=](?!=).*");
    private static final Pattern HEADING = Pattern.compile("^(?:#{1,4}|={2,4})\\s+([^#=].*?)\\s*#*$");

    /** Per build tool, the name in its group 1. */
    private static final List<Pattern> DEPENDENCIES = List.of(
            // npm, Composer, pub: "name": "^1.2.3"
            Pattern.compile(
                    "^\\s*\"(?!version\"|node\"|npm\"|engines\")(@?[\\w./-]+)\"\\s*:\\s*\"(?:[\\^~><=v ]*\\d[\\w.*+ |<>=^~-]*|workspace:.*|\\*|latest)\",?\\s*$"),
            // Maven
            Pattern.compile("^\\s*<artifactId>([\\w.-]+)</artifactId>.*"),
            Pattern.compile("^\\s*<([\\w.-]+?)[.-]version>.*"),
            // Gradle and sbt
            Pattern.compile(
                    "^\\s*\\w*(?:[iI]mplementation|[aA]pi|[cC]ompileOnly|[rR]untimeOnly|[pP]rocessor|kapt|ksp|classpath|[cC]ompile)\\s*\\(?\\s*[\"'][\\w.-]+:([\\w.-]+)(?::.*)?[\"'].*"),
            Pattern.compile("^\\s*id\\s*\\(?\\s*[\"']([\\w.-]+)[\"']\\)?\\s+version\\b.*"),
            Pattern.compile("^\\s*(?:libraryDependencies\\s*\\+=\\s*)?\"[\\w.-]+\"\\s+%%?\\s+\"([\\w.-]+)\"\\s+%.*"),
            // pip
            Pattern.compile("^([A-Za-z][\\w.-]*)(?:\\[[\\w, -]*])?\\s*(?:==|>=|~=|<=|!=)\\s*\\d.*"),
            Pattern.compile("^\\s*\"([A-Za-z][\\w.-]*)(?:\\[[\\w, -]*])?\\s*(?:==|>=|~=|<=|!=)\\s*\\d[^\"]*\",?\\s*$"),
            // Go
            Pattern.compile("^\\s*(?:require\\s+)?((?:[\\w-]+\\.)+[a-z]+/[\\w./-]+)\\s+v\\d.*"),
            // Cargo, Poetry, version catalogs
            Pattern.compile(
                    "^(?!version\\b|edition\\b|rust-version\\b|python\\b|name\\b)([\\w-]+)\\s*=\\s*(?:\"[\\^~><=* ]*\\d[^\"]*\"|\\{.*(?:version|path|git|workspace).*)\\s*$"),
            // wrappers of Gradle and Maven
            Pattern.compile("^distributionUrl\\s*=.*/(gradle|apache-maven)-\\d[\\w.-]*\\.zip\\s*$"),
            // Bundler, CocoaPods, Mix, NuGet, containers
            Pattern.compile("^\\s*(?:gem|pod)\\s+['\"]([\\w./-]+)['\"].*"),
            Pattern.compile("^\\s*\\{:(\\w+),\\s*\".*"),
            Pattern.compile("^\\s*<Package(?:Reference|Version)\\s+Include=\"([\\w.-]+)\".*"),
            Pattern.compile("^FROM\\s+(?:--\\S+\\s+)?([\\w./-]+?)(?::\\S+)?(?:@\\S+)?(?:\\s+[aA][sS]\\s+\\S+)?\\s*$"));

    /**
     * {@code asmVersion = 9.8}, {@code asm.version=9.8}, {@code ARG ASM_VERSION=9.8}: the version of what the name begins with,
     * where that is not the project itself or one of its formats.
     */
    private static final Pattern VERSION_OF = Pattern.compile(
            "^\\s*(?:(?:export|ARG|ENV|def|val|var|let|const)\\s+|ext\\.)?"
                    + "(?!(?i:(?:min|max|target|source|compile)\\w*?|app|application|project|release|api|schema|current|default"
                    + "|latest|base|build|package|product|module|next|previous|old|new|file|format|protocol|rust|language)"
                    + "(?:[._-][vV]ersion|Version|_VERSION))"
                    + "([A-Za-z][\\w.-]*?)(?:[._-][vV]ersion|Version|_VERSION)\\s*[:?]?=\\s*[\"']?v?\\d[\\w.+-]*[\"']?;?\\s*$");

    private static final Pattern BARE_VERSION = Pattern.compile("^\\s*<version>.*");

    Keys {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        changed = List.copyOf(changed);
    }

    boolean isEmpty() {
        return added.isEmpty() && removed.isEmpty() && changed.isEmpty();
    }

    /** Without the lines of {@link References} where those say what has changed. */
    static Keys ofConfiguration(FileChange file) {
        var isReferring = !References.of(file).isEmpty();
        return of(file, line -> isReferring && References.isIn(line) ? Optional.empty() : match(KEY, line));
    }

    static Keys ofHeadings(FileChange file) {
        return of(
                file,
                line -> match(HEADING, line)
                        .map(heading -> heading.replaceAll("[`*]", ""))
                        .filter(Names::sayableText));
    }

    static Keys ofDependencies(FileChange file) {
        var keys = of(
                file,
                line -> match(VERSION_OF, line)
                        .map(Keys::spoken)
                        .or(() -> DEPENDENCIES.stream()
                                .map(pattern -> match(pattern, line))
                                .flatMap(Optional::stream)
                                .findFirst()));
        var bumped = new LinkedHashSet<>(keys.changed());
        bumped.addAll(mavenVersions(file));
        bumped.removeAll(keys.added());
        bumped.removeAll(keys.removed());
        return new Keys(keys.added(), keys.removed(), List.copyOf(bumped));
    }

    /** A name in capitals is one of a variable: {@code GOLANGCI_LINT} is {@code golangci-lint}. */
    private static String spoken(String name) {
        return name.matches("[A-Z][A-Z0-9_]*") ? name.toLowerCase(Locale.ROOT).replace('_', '-') : name;
    }

    /** {@code <version>} alone says nothing; the artifact above it is the one that it is of. */
    private static Set<String> mavenVersions(FileChange file) {
        var bumped = new LinkedHashSet<String>();
        for (var hunk : file.hunks()) {
            var artifact = Optional.<String>empty();
            for (var line : hunk.lines()) {
                var text = line.substring(1);
                if (text.length() > LONGEST_LINE) {
                    continue;
                }
                var named = match(DEPENDENCIES.get(1), text);
                if (named.isPresent()) {
                    artifact = named;
                } else if (line.charAt(0) == '+' && BARE_VERSION.matcher(text).matches()) {
                    artifact.ifPresent(bumped::add);
                }
            }
        }
        return bumped;
    }

    private static Keys of(FileChange file, Function<String, Optional<String>> name) {
        var before = new LinkedHashSet<String>();
        var after = new LinkedHashSet<String>();
        for (var hunk : file.hunks()) {
            for (var line : hunk.lines()) {
                if (line.charAt(0) != ' ' && line.length() <= LONGEST_LINE) {
                    name.apply(line.substring(1))
                            .filter(Names::sayable)
                            .ifPresent((line.charAt(0) == '-' ? before : after)::add);
                }
            }
        }
        var changed = new ArrayList<>(after);
        changed.retainAll(before);
        after.removeAll(changed);
        changed.forEach(before::remove);
        return new Keys(List.copyOf(after), List.copyOf(before), changed);
    }

    private static Optional<String> match(Pattern pattern, String line) {
        var found = pattern.matcher(line);
        return found.matches() ? Optional.of(found.group(1)) : Optional.empty();
    }
}
