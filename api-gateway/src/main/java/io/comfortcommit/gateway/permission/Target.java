package io.comfortcommit.gateway.permission;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a root field is about, by its arguments: an id, never a text that somebody wrote. */
final class Target {
    private static final List<String> IDS = List.of("id", "draftId", "deviceId", "repositoryId");
    private static final Pattern ID = Pattern.compile("[0-9A-Za-z-]{1,64}");

    private static final Pattern UUID_IN_ANY_CASE = Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private Target() {}

    static @Nullable String of(Map<String, @Nullable Object> arguments) {
        Object input = arguments.get("input");
        Map<?, ?> given = input instanceof Map<?, ?> fields ? fields : arguments;
        return IDS.stream()
                .map(given::get)
                .filter(value ->
                        value instanceof String text && ID.matcher(text).matches())
                .map(String::valueOf)
                .findFirst()
                .map(Target::written)
                .orElse(null);
    }

    /** UUIDs in one way only, however they were given: else who looks for what was done to a draft misses some of it. */
    private static String written(String id) {
        return UUID_IN_ANY_CASE.matcher(id).matches() ? id.toLowerCase(Locale.ROOT) : id;
    }
}
