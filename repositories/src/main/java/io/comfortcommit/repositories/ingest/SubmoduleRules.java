package io.comfortcommit.repositories.ingest;

import io.comfortcommit.repositories.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.jspecify.annotations.Nullable;

/**
 * What {@code .gitmodules} may say: as git's fsck has it (submodule-config.c, fsck.c), because a clone with
 * {@code --recurse-submodules} runs with it.
 */
final class SubmoduleRules {
    static final int LARGEST = 1 << 20;

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final Pattern ENCODED_LINE_END = Pattern.compile("%0[ad]", Pattern.CASE_INSENSITIVE);
    /** Relative, and up and up until a colon or a slash is at the front: names another host or another scheme. */
    private static final Pattern CLIMBS_OUT = Pattern.compile("(\\.\\.?/+)+[:/].*", Pattern.DOTALL);

    private static final Pattern WEB = Pattern.compile("(https?|ftps?):.*", Pattern.DOTALL);
    private static final Pattern WEB_WITH_HOST = Pattern.compile("(https?|ftps?)://[^/:?#].*", Pattern.DOTALL);
    /** Run a command, or talk to an inherited file descriptor. */
    private static final Pattern HELPER = Pattern.compile("(ext|fd)::.*", Pattern.DOTALL);

    private SubmoduleRules() {}

    /** @throws RefusedException if git would refuse it */
    static void check(byte[] gitmodules) {
        Config config = new Config();
        try {
            config.fromText(new String(gitmodules, StandardCharsets.UTF_8));
        } catch (ConfigInvalidException e) {
            throw Refusal.hostile("The change's .gitmodules can't be read; correct it and capture again.");
        }
        for (String name : config.getSubsections("submodule")) {
            check(name, config);
        }
    }

    private static void check(String name, Config config) {
        boolean climbs = false;
        for (String part : name.split("[/\\\\]", -1)) {
            climbs |= part.equals("..");
        }
        if (name.isEmpty()
                || climbs
                || name.startsWith("-")
                || CONTROL.matcher(name).find()) {
            throw refused("name");
        }
        if (isDangerousUrl(config.getString("submodule", name, "url"))) {
            throw refused("url");
        }
        String path = config.getString("submodule", name, "path");
        if (path != null && (path.startsWith("-") || CONTROL.matcher(path).find())) {
            throw refused("path");
        }
        String update = config.getString("submodule", name, "update");
        if (update != null && update.startsWith("!")) {
            throw refused("update");
        }
    }

    private static boolean isDangerousUrl(@Nullable String url) {
        if (url == null) {
            return false;
        }
        String lower = url.toLowerCase(Locale.ROOT);
        return url.startsWith("-")
                || CONTROL.matcher(url).find()
                || ENCODED_LINE_END.matcher(url).find()
                || CLIMBS_OUT.matcher(url).matches()
                || (WEB.matcher(lower).matches()
                        && !WEB_WITH_HOST.matcher(lower).matches())
                || HELPER.matcher(lower).matches();
    }

    private static RefusedException refused(String field) {
        return Refusal.hostile("The change's .gitmodules has a submodule " + field
                + " that git refuses; correct it and capture again.");
    }
}
