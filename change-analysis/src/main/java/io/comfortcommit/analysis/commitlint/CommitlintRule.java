package io.comfortcommit.analysis.commitlint;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule as it is written: {@code [level, applicable, value]}.
 *
 * @param level 0 off, 1 warning, 2 error
 * @param always or {@code never}
 */
record CommitlintRule(int level, boolean always, @Nullable Object value) {
    static @Nullable CommitlintRule of(@Nullable Object written) {
        if (written instanceof Number level) {
            return new CommitlintRule(level.intValue(), true, null);
        }
        if (!(written instanceof List<?> parts) || parts.isEmpty()) {
            return null;
        }
        boolean always = parts.size() < 2 || !"never".equals(parts.get(1));
        return new CommitlintRule(level(parts.getFirst()), always, parts.size() < 3 ? null : parts.get(2));
    }

    /** A number, or a name of {@code RuleConfigSeverity} that was not run. */
    private static int level(@Nullable Object written) {
        if (written instanceof Number number) {
            return number.intValue();
        }
        String name = String.valueOf(written);
        return name.endsWith("Disabled") ? 0 : name.endsWith("Warning") ? 1 : 2;
    }

    boolean says(boolean applicable) {
        return level > 0 && always == applicable;
    }
}
