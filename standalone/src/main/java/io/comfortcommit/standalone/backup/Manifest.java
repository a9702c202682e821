package io.comfortcommit.standalone.backup;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a backup says of itself; its last entry.
 *
 * @param secrets marks of the secrets that it needs, which are not in it
 * @param schemas the version of each
 * @param sequences the last value of each that was used
 * @param leaves of the audit chain that are in it
 * @param checkpoint signed over just these; null if there are none
 */
record Manifest(
        int format,
        Instant createdAt,
        Map<String, String> secrets,
        Map<String, String> schemas,
        Map<String, Long> sequences,
        List<Table> tables,
        long leaves,
        @Nullable String checkpoint) {
    static final int FORMAT = 1;
    static final String ENTRY = "manifest.json";

    Manifest {
        secrets = Map.copyOf(secrets);
        schemas = Map.copyOf(schemas);
        sequences = Map.copyOf(sequences);
        tables = List.copyOf(tables);
    }

    /** @param name with its schema, as SQL has it; so are the columns */
    record Table(String name, List<String> columns, long rows) {
        Table {
            columns = List.copyOf(columns);
        }

        String entry() {
            return "tables/" + name + ".copy";
        }

        String copy() {
            return "COPY " + name + " (" + String.join(", ", columns) + ") ";
        }
    }
}
