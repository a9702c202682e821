package io.comfortcommit.analysis.secrets;

/**
 * A secret in a text, which it does not hold.
 *
 * @param start of the secret itself, without the name or quotes around it
 * @param end behind its last character
 */
record Match(String kind, int start, int end) {
    boolean overlaps(Match other) {
        return start < other.end && other.start < end;
    }

    int length() {
        return end - start;
    }
}
