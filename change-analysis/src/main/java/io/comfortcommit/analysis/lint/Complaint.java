package io.comfortcommit.analysis.lint;

/**
 * One thing that is wrong with a proposed message.
 *
 * @param point which of the body's points it is about, from 0; -1 for the first line
 * @param text what is wrong, in English, to be read by the model that wrote it
 */
public record Complaint(Rule rule, int point, String text) {
    public static final int FIRST_LINE = -1;

    /** What a message must keep to. */
    public enum Rule {
        TYPE,
        SCOPE,
        SUBJECT,
        LENGTH,
        LANGUAGE,
        /** A name that stands nowhere in the change. */
        UNKNOWN_NAME,
        /** A reason that nobody gave. */
        INVENTED_REASON,
        TRAILER,
        PLACEHOLDER,
        BODY
    }
}
