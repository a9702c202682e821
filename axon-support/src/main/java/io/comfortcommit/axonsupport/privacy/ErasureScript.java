package io.comfortcommit.axonsupport.privacy;

import io.comfortcommit.messages.UserId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Erases what a schema's tables hold of a person: {@code erasePerson.sql} beside its migrations. */
public final class ErasureScript {
    private ErasureScript() {}

    /** Whether the schema holds anything of people. */
    public static boolean isFor(String schema) {
        return resource(schema).exists();
    }

    /** @throws UncheckedIOException if the schema has none */
    public static void run(JdbcClient jdbc, String schema, UserId person) {
        try {
            jdbc.sql(resource(schema).getContentAsString(StandardCharsets.UTF_8))
                    .param("person", person.value())
                    .update();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ClassPathResource resource(String schema) {
        return new ClassPathResource("db/" + schema + "/erasePerson.sql");
    }
}
