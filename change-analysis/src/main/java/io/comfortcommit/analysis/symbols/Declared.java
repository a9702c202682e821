package io.comfortcommit.analysis.symbols;

import org.jspecify.annotations.Nullable;

/**
 * A declaration of one side of a file.
 *
 * @param firstRow from 0, with the comments and annotations directly above
 * @param lastRow inclusive
 * @param signature what stands before the body, in single spaces
 * @param text the declaration alone
 * @param parent place of the innermost declaration around it in the file's list; -1 where there is none
 */
record Declared(
        SymbolChange.Kind kind,
        String name,
        @Nullable String container,
        boolean isPublic,
        int firstRow,
        int lastRow,
        String signature,
        String text,
        int parent) {
    /** Of what may be the same declaration on the other side. */
    record Key(
            SymbolChange.Kind kind, String name, @Nullable String container) {}

    Key key() {
        return new Key(kind, name, container);
    }
}
