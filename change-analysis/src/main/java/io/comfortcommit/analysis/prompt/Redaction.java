package io.comfortcommit.analysis.prompt;

/** Takes the secrets out of a text. Stateful where the same secret has the same placeholder throughout a change. */
@FunctionalInterface
public interface Redaction {
    /**
     * @param path of the file that the text is of; empty where it is of none
     * @return the text with a placeholder for each secret
     */
    String redact(String path, String text);
}
