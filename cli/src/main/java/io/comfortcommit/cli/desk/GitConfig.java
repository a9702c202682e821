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

    /** Every value, in git's order. */
    private List<String> values(String key) {
        return values.getOrDefault(key, List.of());
    }

    /**
     * What {@code git remote get-url --push} would say, where nothing rewrites it.
     *
     * @return empty where only git itself can tell
     */
    Optional<String> pushUrl(String remote) {
        boolean rewritten = values.keySet().stream()
                .anyMatch(key ->
                        key.startsWith("url.") && (key.endsWith(".insteadof") || key.endsWith(".pushinsteadof")));
        List<String> urls = values("remote." + remote + ".url");
        List<String> pushUrls = values("remote." + remote + ".pushurl");
        // Newer gits forget with an empty value what came before it.
        if (rewritten || urls.isEmpty() || urls.contains("") || pushUrls.contains("")) {
            return Optional.empty();
        }
        return Optional.of(pushUrls.isEmpty() ? urls.getFirst() : pushUrls.getFirst());
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
