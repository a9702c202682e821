package io.comfortcommit.analysis.prompt;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.secrets.SecretScanner;

/** Takes the secrets out of a text. Stateful where the same secret has the same placeholder throughout a change. */
@FunctionalInterface
public interface Redaction {
    /**
     * @param path of the file that the text is of; empty where it is of none
     * @return the text with a placeholder for each secret
     */
    String redact(String path, String text);

    /** Knows every secret of the change before the first word is redacted, so that none is left where it stands again. */
    static Redaction of(ChangeSet change) {
        var scanner = new SecretScanner();
        scanner.scan(change);
        return scanner::redact;
    }
}
