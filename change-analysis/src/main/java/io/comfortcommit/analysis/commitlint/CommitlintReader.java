package io.comfortcommit.analysis.commitlint;

import io.comfortcommit.analysis.commitlint.CommitRules.Beginning;
import io.comfortcommit.analysis.commitlint.CommitRules.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Reads commitlint's configuration as far as it is literal. No code is run: of a configuration in JavaScript or TypeScript
 * the object is read that has the rules, and what is computed in it counts as not said.
 */
public final class CommitlintReader {
    /** Where commitlint looks, in its order. */
    public static final List<String> FILES = List.of(
            "commitlint.config.js",
            "commitlint.config.cjs",
            "commitlint.config.mjs",
            "commitlint.config.ts",
            "commitlint.config.cts",
            ".commitlintrc",
            ".commitlintrc.json",
            ".commitlintrc.yaml",
            ".commitlintrc.yml",
            ".commitlintrc.js",
            ".commitlintrc.cjs",
            ".commitlintrc.mjs",
            ".commitlintrc.ts",
            "package.json");

    private static final Pattern SCRIPT = Pattern.compile(".*\\.[cm]?[jt]s$");
    private static final Pattern COMMENTS = Pattern.compile("(?s)/\\*.*?\\*/|(?m)(?<=^|[\\s,\\[{])//[^\\n]*$");
    private static final int LONGEST = 256 << 10;

    private CommitlintReader() {}

    /**
     * The rules of the first file that there is; {@link CommitRules#NONE} where there is none or it can't be read.
     *
     * @param texts of {@link #FILES} at the root of the repository, by their names
     */
    public static CommitRules read(Map<String, String> texts) {
        return configuration(texts).map(CommitlintReader::rules).orElse(CommitRules.NONE);
    }

    /**
     * The same rules for the judgement of a whole message, with their levels.
     *
     * @param texts as for {@link #read}
     */
    public static Commitlint lint(Map<String, String> texts) {
        return configuration(texts).map(Commitlint::of).orElse(Commitlint.NONE);
    }

    private static Optional<Map<?, ?>> configuration(Map<String, String> texts) {
        for (String file : FILES) {
            String text = texts.get(file);
            if (text == null || text.length() > LONGEST) {
                continue;
            }
            Optional<Map<?, ?>> configuration = SCRIPT.matcher(file).matches() ? script(text) : yaml(text);
            if (file.equals("package.json")) {
                configuration = configuration.flatMap(whole -> map(whole.get("commitlint")));
            }
            if (configuration.isPresent()) {
                return configuration;
            }
        }
        return Optional.empty();
    }

    /** JSON is YAML. */
    private static Optional<Map<?, ?>> yaml(String text) {
        try {
            LoaderOptions options = new LoaderOptions();
            options.setMaxAliasesForCollections(20);
            options.setCodePointLimit(LONGEST);
            return map(new Yaml(new SafeConstructor(options)).load(text.replace('\t', ' ')));
        } catch (YAMLException | ClassCastException unreadable) {
            return Optional.empty();
        }
    }

    /** An object of literals is YAML too, once its comments are gone. */
    private static Optional<Map<?, ?>> script(String text) {
        String code = COMMENTS.matcher(text).replaceAll("");
        for (int start = code.indexOf('{'); start >= 0; start = code.indexOf('{', start + 1)) {
            int end = end(code, start);
            if (end > 0) {
                Optional<Map<?, ?>> object = yaml(spaced(code.substring(start, end)));
                if (object.filter(found -> found.containsKey("rules") || found.containsKey("extends"))
                        .isPresent()) {
                    return object;
                }
            }
        }
        return Optional.empty();
    }

    /** YAML wants a space after the colon of a plain key. */
    private static String spaced(String object) {
        return object.replaceAll("(?m)([\\w'\"]):(?=[\\[{'\"\\d])", "$1: ").replaceAll("\\bas const\\b", "");
    }

    private static int end(String code, int start) {
        int depth = 0;
        char quote = 0;
        for (int at = start; at < code.length(); at++) {
            char c = code.charAt(at);
            if (quote != 0) {
                if (c == '\\') {
                    at++;
                } else if (c == quote) {
                    quote = 0;
                }
            } else if (c == '\'' || c == '"' || c == '`') {
                quote = c;
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                return at + 1;
            }
        }
        return -1;
    }

    static Optional<Map<?, ?>> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? Optional.of(map) : Optional.empty();
    }

    private static CommitRules rules(Map<?, ?> configuration) {
        boolean conventional = isConventional(configuration);
        Map<?, ?> rules = map(configuration.get("rules")).orElse(Map.of());
        List<String> types = conventional ? CommitRules.conventionalTypes() : List.of();
        Beginning beginning = conventional ? Beginning.LOWER : Beginning.ANY;
        CommitlintRule typeEnum = CommitlintRule.of(rules.get("type-enum"));
        if (typeEnum != null) {
            types = typeEnum.says(true) ? strings(typeEnum.value()) : List.of();
        }
        CommitlintRule scopeEnum = CommitlintRule.of(rules.get("scope-enum"));
        List<String> scopes = scopeEnum != null && scopeEnum.says(true) ? strings(scopeEnum.value()) : List.of();
        CommitlintRule scopeEmpty = CommitlintRule.of(rules.get("scope-empty"));
        Scope scope = scopeEmpty == null || scopeEmpty.level() == 0
                ? Scope.ALLOWED
                : scopeEmpty.always() ? Scope.FORBIDDEN : Scope.REQUIRED;
        CommitlintRule subjectCase = CommitlintRule.of(rules.get("subject-case"));
        if (subjectCase != null) {
            beginning = beginning(subjectCase);
        }
        CommitlintRule fullStop = CommitlintRule.of(rules.get("subject-full-stop"));
        CommitlintRule header = CommitlintRule.of(rules.get("header-max-length"));
        int longest = header != null && header.says(true) && header.value() instanceof Number number
                ? Math.max(20, number.intValue())
                : Integer.MAX_VALUE;
        return new CommitRules(
                types,
                scopes,
                scope,
                beginning,
                fullStop != null && fullStop.says(true) && isFullStop(fullStop),
                longest,
                Commitlint.of(configuration));
    }

    private static boolean isFullStop(CommitlintRule rule) {
        List<String> marks = strings(rule.value());
        return marks.isEmpty() || marks.getFirst().equals(".");
    }

    static boolean isConventional(Map<?, ?> configuration) {
        return strings(configuration.get("extends")).stream()
                .anyMatch(name -> name.contains("conventional") || name.contains("angular"));
    }

    private static Beginning beginning(CommitlintRule rule) {
        Set<String> cases = Set.copyOf(strings(rule.value()));
        if (rule.level() == 0 || cases.isEmpty()) {
            return Beginning.ANY;
        }
        boolean upper = cases.stream()
                .anyMatch(name -> Set.of(
                                "sentence-case", "sentencecase", "start-case", "pascal-case", "upper-case", "uppercase")
                        .contains(name));
        boolean lower = cases.stream()
                .anyMatch(
                        name -> Set.of("lower-case", "lowercase", "lowerCase", "camel-case", "kebab-case", "snake-case")
                                .contains(name));
        if (upper == lower) {
            return Beginning.ANY;
        }
        return upper == rule.always() ? Beginning.UPPER : Beginning.LOWER;
    }

    static List<String> strings(@Nullable Object value) {
        if (value instanceof String text) {
            return List.of(text);
        }
        List<String> texts = new ArrayList<>();
        if (value instanceof List<?> list) {
            list.stream().filter(Objects::nonNull).map(String::valueOf).forEach(texts::add);
        }
        return texts;
    }
}
