package io.comfortcommit.messages.query;

/**
 * What a model has written of a message so far. Told and forgotten: what it comes to in the end is held against the rules, and
 * may be another.
 *
 * @param subject grows from one to the next; begins again where the model corrects itself
 */
public record PartialMessage(String subject) {
    public static final PartialMessage NOTHING = new PartialMessage("");
}
