package io.comfortcommit.repositories.privacy;

import io.comfortcommit.messages.UserId;
import io.comfortcommit.repositories.RefusedException;
import io.comfortcommit.repositories.RefusedException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps the erasure of a person and what requests on their way write of them apart, in whichever processes they happen: what
 * is written before is erased, and what comes after is refused. Those who write don't wait for one another.
 */
public final class ErasedPeople {
    private static final ClassPathResource SCRIPT = new ClassPathResource("db/repositories/erasePerson.sql");

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    public ErasedPeople(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * Writes something of a person, in one transaction.
     *
     * @throws RefusedException {@link Reason#PERSON_ERASED}; nothing is written then
     */
    public <T> T unlessErased(UserId person, Supplier<T> writing) {
        return transaction.execute(_ -> {
            // A statement of its own: the next one sees what was committed while this one waited.
            jdbc.sql("SELECT 1 FROM (SELECT pg_advisory_xact_lock_shared("
                            + "hashtextextended('comfort.person.' || CAST(:person AS text), 0))) AS locked")
                    .param("person", person.value())
                    .query(Integer.class)
                    .single();
            boolean erased = jdbc.sql("SELECT EXISTS (SELECT FROM repositories.erased_person WHERE person = :person)")
                    .param("person", person.value())
                    .query(Boolean.class)
                    .single();
            if (erased) {
                throw new RefusedException(
                        Reason.PERSON_ERASED, "This person was erased; nothing more is kept of them.");
            }
            return writing.get();
        });
    }

    /** Again changes nothing. */
    public void erase(UserId person) {
        transaction.executeWithoutResult(_ -> {
            try {
                jdbc.sql(SCRIPT.getContentAsString(StandardCharsets.UTF_8))
                        .param("person", person.value())
                        .update();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
