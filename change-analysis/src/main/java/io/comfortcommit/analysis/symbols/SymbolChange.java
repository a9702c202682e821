package io.comfortcommit.analysis.symbols;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a change does to a declaration. Of a type that is new or gone its members are part; of one that stays only what is
 * in none of its members is its own.
 *
 * @param path as {@link io.comfortcommit.analysis.FileChange#path()}
 * @param name as written
 * @param container what encloses it, outermost first and joined by dots; null at the top of a file
 * @param formerName the name before, where {@code how} is RENAMED; the path before, where it is MOVED
 * @param isPublic whether code elsewhere may use it, as far as its own declaration tells
 * @param insertions lines that have a letter or a digit
 * @param deletions likewise
 * @param hunks places among the hunks of the file, from 0; of a moved one those on its new path
 * @param source the text of the declaration after the change, or before where it is gone. Code: it must not leave the analysis
 */
public record SymbolChange(
        String path,
        Kind kind,
        String name,
        @Nullable String container,
        How how,
        @Nullable String formerName,
        boolean isPublic,
        int insertions,
        int deletions,
        List<Integer> hunks,
        String source) {
    public SymbolChange {
        hunks = List.copyOf(hunks);
    }

    public enum Kind {
        /** A class, interface, record, struct, trait, enum, alias… */
        TYPE,
        /** A function, method or constructor. */
        FUNCTION,
        /** A constant, field, property or variable of a type or of a whole file. */
        VARIABLE,
        /** A test whose name is a text, as in {@code it('rounds down', …)}. */
        TEST
    }

    public enum How {
        ADDED,
        REMOVED,
        RENAMED,
        /** To another file. */
        MOVED,
        /** What callers see: parameters, result, modifiers, parents. Its body may have changed too. */
        SIGNATURE,
        /** Its body only. */
        MODIFIED
    }

    /** With what encloses it: {@code OrderClient.submit}. */
    public String qualifiedName() {
        return container == null ? name : container + "." + name;
    }

    public int lines() {
        return insertions + deletions;
    }

    @Override
    public String toString() {
        return how + " " + kind + " " + qualifiedName() + " in " + path + " +" + insertions + " -" + deletions;
    }
}
