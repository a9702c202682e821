package io.comfortcommit.cli.desk;

import io.comfortcommit.cli.git.Git;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What git is configured to in a repository, from all of its files. */
public final class GitConfig {
    /** By {@code section.subsection.name}, section and name in lower case. */
    private final Map<String, List<String>> values;

    private GitConfig(Map<String, List<String>> values) {
        this.values = values;
    }

    static GitConfig read(Git git) {
        Map<String, List<String>> values = new TreeMap<>();
        for (String part : git.must("config", "--list", "-z").parts()) {
            String entry = new String(part.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            int end = entry.indexOf('\n');
            String key = end < 0 ? entry : entry.substring(0, end);
            values.computeIfAbsent(key, k -> new ArrayList<>()).add(end < 0 ? "true" : entry.substring(end + 1));
        }
        return new GitConfig(values);
    }

    /** The value that holds, the last one. */
    public Optional<String> value(String key) {
        return Optional.ofNullable(values.get(key)).map(List::getLast);
    }

    public boolean isTrue(String key) {
        return value(key).filter(value -> value.matches("(?i)true|yes|on|1")).isPresent();
    }

    /** Every key with the value that holds. */
    public Map<String, String> all() {
        Map<String, String> last = new TreeMap<>();
        values.forEach((key, list) -> last.put(key, list.getLast()));
        return last;
    }

    /** Names of the remotes that have a URL. */
    List<String> remotes() {
        return values.keySet().stream()
                .filter(key -> key.startsWith("remote.") && (key.endsWith(".url") || key.endsWith(".pushurl")))
                .map(key -> key.substring("remote.".length(), key.lastIndexOf('.')))
                .distinct()
                .toList();
    }
}
