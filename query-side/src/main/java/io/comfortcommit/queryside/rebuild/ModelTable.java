package io.comfortcommit.queryside.rebuild;

import java.util.List;

/**
 * A table of a read model, in schema {@code query}.
 *
 * @param key the columns of its primary key
 * @param lookups columns by which rows are also looked for while the table is built
 * @param removing the copy holds the rows that are to go, and what else the table holds is nothing that events tell of
 */
public record ModelTable(String name, List<String> key, List<String> lookups, boolean removing) {
    public ModelTable {
        key = List.copyOf(key);
        lookups = List.copyOf(lookups);
    }

    public ModelTable(String name, List<String> key, List<String> lookups) {
        this(name, key, lookups, false);
    }

    public ModelTable(String name, List<String> key) {
        this(name, key, List.of());
    }

    /** One that nothing is built of: an exchange only removes from it what the copy names. */
    public static ModelTable removing(String name, List<String> key) {
        return new ModelTable(name, key, List.of(), true);
    }
}
