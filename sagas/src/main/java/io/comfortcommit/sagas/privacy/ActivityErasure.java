package io.comfortcommit.sagas.privacy;

import io.comfortcommit.messages.privacy.ErasureCommand.ForgetInActivities;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.axonframework.commandhandling.CommandHandler;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Past messages and notifications of a person. */
@Component
class ActivityErasure {
    private static final ClassPathResource SCRIPT = new ClassPathResource("db/sagas/erasePerson.sql");

    private final JdbcClient jdbc;

    ActivityErasure(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @CommandHandler
    void handle(ForgetInActivities command) {
        try {
            jdbc.sql(SCRIPT.getContentAsString(StandardCharsets.UTF_8))
                    .param("person", command.person().value())
                    .update();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
