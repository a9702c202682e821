package io.comfortcommit.analysis.learning;

import java.util.Locale;

/**
 * Who made a change, as far as habits need to know it: the same for the same address, and nothing that an address could be read
 * from. It is never kept beyond the process.
 *
 * @param key empty where nobody is known
 */
public record Author(String key) {
    public static final Author UNKNOWN = new Author("");

    /** @param email may be empty */
    public static Author of(String email) {
        return email.isBlank()
                ? UNKNOWN
                : new Author(Integer.toHexString(
                        email.strip().toLowerCase(Locale.ROOT).hashCode()));
    }

    boolean isKnown() {
        return !key.isEmpty();
    }
}
