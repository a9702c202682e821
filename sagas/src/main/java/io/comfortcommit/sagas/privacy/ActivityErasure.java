package io.comfortcommit.sagas.privacy;

import io.comfortcommit.axonsupport.privacy.ErasureScript;
import io.comfortcommit.messages.privacy.ErasureCommand.ForgetInActivities;
import org.axonframework.commandhandling.CommandHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Past messages and notifications of a person. */
@Component
class ActivityErasure {

    private final JdbcClient jdbc;

    ActivityErasure(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @CommandHandler
    void handle(ForgetInActivities command) {
        ErasureScript.run(jdbc, "sagas", command.person());
    }
}
