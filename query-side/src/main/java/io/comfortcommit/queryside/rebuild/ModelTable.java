package io.comfortcommit.queryside.rebuild;

import java.util.List;

/**
 * A table of a read model, in schema {@code query}.
 *
 * @param key the columns of its primary key
 * @param lookups columns by which rows are also looked for while the table is built
 */
public record ModelTable(String name, List<String> key, List<String> lookups) {
    public ModelTable {
        key = List.copyOf(key);
        lookups = List.copyOf(lookups);
    }

    public ModelTable(String name, List<String> key) {
        this(name, key, List.of());
    }
}
