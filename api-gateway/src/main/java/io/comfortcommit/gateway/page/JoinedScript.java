package io.comfortcommit.gateway.page;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * ECMAScript modules as one module, so that a browser asks once for all of them. Each runs in a function of its own, after
 * those that it imports, and gives back what it exports; the first one, which nothing imports, runs last and in the open. Each
 * may {@code await}, and whoever imports it runs afterwards.
 *
 * <p>Only what the page's modules use is understood: {@code import { a, b } from './other.js';} on one line, and
 * {@code export} before a function, a class or a {@code const}. Anything else, and modules that import one another, is an
 * {@link IllegalStateException}. A dynamic {@code import()} stays what it is.
 */
final class JoinedScript {
    private static final Pattern IMPORT =
            Pattern.compile("(?m)^import \\{ (\\w+(?:, \\w+)*) \\} from '\\./(\\w+)\\.js';$");
    private static final Pattern EXPORT =
            Pattern.compile("(?m)^export (?=(?:(?:async )?function\\*? ?|class |const )(\\w+))");
    private static final Pattern NEITHER = Pattern.compile("(?m)^(?:import|export)\\b(?!\\().*$");

    private final Map<String, String> sources;
    private final SequencedMap<String, Set<String>> exported = new LinkedHashMap<>();
    private final Set<String> entered = new LinkedHashSet<>();
    private final StringBuilder script = new StringBuilder();

    private JoinedScript(Map<String, String> sources) {
        this.sources = sources;
    }

    /**
     * @param first the name of the module that imports the others, without {@code .js}
     * @param sources by name, likewise; those that nothing imports are left out
     */
    static JoinedScript of(String first, Map<String, String> sources) {
        JoinedScript joined = new JoinedScript(sources);
        joined.add(first, true);
        return joined;
    }

    String text() {
        return script.toString();
    }

    /** The names of the modules in it, in the order in which they run. */
    Collection<String> modules() {
        return exported.sequencedKeySet();
    }

    private void add(String name, boolean first) {
        if (exported.containsKey(name)) {
            return;
        }
        String source = sources.get(name);
        if (source == null) {
            throw new IllegalStateException("there is no module " + name + ".js");
        }
        if (!entered.add(name)) {
            throw new IllegalStateException(name + ".js imports itself by way of others: " + entered);
        }
        Matcher imports = IMPORT.matcher(source);
        while (imports.find()) {
            add(imports.group(2), false);
            List<String> wanted = new ArrayList<>(List.of(imports.group(1).split(", ")));
            wanted.removeAll(exported.getOrDefault(imports.group(2), Set.of()));
            if (!wanted.isEmpty()) {
                throw new IllegalStateException(
                        name + ".js imports what " + imports.group(2) + ".js does not export: " + wanted);
            }
        }
        Set<String> exports = EXPORT.matcher(source)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        exported.put(name, exports);
        String body = EXPORT.matcher(IMPORT.matcher(source).replaceAll("const { $1 } = \\$$2;"))
                .replaceAll("");
        Matcher other = NEITHER.matcher(body);
        if (other.find()) {
            throw new IllegalStateException(name + ".js can't be joined because of: " + other.group());
        }
        if (first) {
            script.append(body);
        } else {
            script.append("const $%s = await (async () => {\n".formatted(name))
                    .append(body.stripTrailing())
                    .append("\nreturn { %s };\n})();\n".formatted(String.join(", ", exports)));
        }
    }
}
