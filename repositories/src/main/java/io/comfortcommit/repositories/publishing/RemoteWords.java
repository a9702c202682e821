package io.comfortcommit.repositories.publishing;

import io.comfortcommit.analysis.secrets.SecretScanner;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.Repository;

/** Makes what a remote or a transport said fit for events and eyes: no credentials, no secrets, no path of the mirror, no control codes. */
final class RemoteWords {
    private static final int MOST = 4_000;
    private static final Pattern USER_INFO = Pattern.compile("(?i)\\b([a-z][a-z0-9+.-]*://)[^/@\\s]+@");
    private static final Pattern TERMINAL_CODES = Pattern.compile("\\x1b\\[[0-9;?]*[ -/]*[@-~]");
    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cntrl}&&[^\\n]]");

    private RemoteWords() {}

    static String clean(Repository mirror, String words) {
        return clean(words.replace(mirror.getDirectory().getAbsolutePath(), "…"));
    }

    static String clean(String words) {
        String cleaned = USER_INFO.matcher(words).replaceAll("$1");
        cleaned = TERMINAL_CODES.matcher(cleaned).replaceAll("");
        cleaned = CONTROLS.matcher(cleaned.replace("\r\n", "\n").replace('\r', '\n'))
                .replaceAll("");
        // A hook that looks for secrets may quote what it found.
        cleaned = new SecretScanner().redact(cleaned);
        cleaned = cleaned.strip().replaceAll("[ \\t]*\\n\\s*", "\n");
        return cleaned.length() <= MOST ? cleaned : cleaned.substring(0, MOST) + "…";
    }
}
