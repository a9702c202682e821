package io.comfortcommit.repositories;

import io.comfortcommit.messages.UserId;
import io.comfortcommit.repositories.RefusedException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps the erasure of a person from a schema's tables and what is on its way to them apart, in whichever processes they happen:
 * what is written before is erased, and what comes after is not written. Those who write don't wait for one another. The schema
 * has a table {@code erased_person} and a script {@code erasePerson.sql} that first of all adds the person to it.
 */
public final class ErasedPeople {
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final String schema;

    public ErasedPeople(JdbcClient jdbc, PlatformTransactionManager transactions, String schema) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.schema = schema;
    }

    /**
     * Writes something of a person, in one transaction; in the caller's, if there is one, which then must not have locked rows
     * of the person before.
     *
     * @throws RefusedException {@link Reason#PERSON_ERASED}; nothing is written then
     */
    public <T> T unlessErased(UserId person, Supplier<T> writing) {
        return ifKept(person, writing).orElseThrow(RefusedException::personErased);
    }

    /**
     * As {@link #unlessErased}, for what nobody waits for.
     *
     * @return empty where nothing was written
     */
    public <T> Optional<T> ifKept(UserId person, Supplier<T> writing) {
        return transaction.execute(_ -> {
            // A statement of its own: the next one sees what was committed while this one waited.
            jdbc.sql("SELECT 1 FROM (SELECT pg_advisory_xact_lock_shared("
                            + "hashtextextended('comfort.person.' || CAST(:person AS text), 0))) AS locked")
                    .param("person", person.value())
                    .query(Integer.class)
                    .single();
            boolean erased = jdbc.sql("SELECT EXISTS (SELECT FROM " + schema + ".erased_person WHERE person = :person)")
                    .param("person", person.value())
                    .query(Boolean.class)
                    .single();
            return erased ? Optional.empty() : Optional.of(writing.get());
        });
    }

    /** Again changes nothing. */
    public void erase(UserId person) {
        ClassPathResource script = new ClassPathResource("db/" + schema + "/erasePerson.sql");
        transaction.executeWithoutResult(_ -> {
            try {
                jdbc.sql(script.getContentAsString(StandardCharsets.UTF_8))
                        .param("person", person.value())
                        .update();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
