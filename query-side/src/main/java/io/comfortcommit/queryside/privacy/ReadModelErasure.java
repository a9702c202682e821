package io.comfortcommit.queryside.privacy;

import io.comfortcommit.axonsupport.privacy.ErasureScript;
import io.comfortcommit.messages.privacy.ErasureCommand.ForgetInReadModels;
import io.comfortcommit.messages.projection.ProjectionAnswer;
import io.comfortcommit.messages.projection.ProjectionAnswer.Outcome;
import io.comfortcommit.messages.projection.ProjectionCommand.CancelRebuild;
import io.comfortcommit.messages.projection.ProjectionCommand.StartRebuild;
import io.comfortcommit.queryside.projection.ModelGate;
import io.comfortcommit.queryside.projection.Projections;
import java.util.UUID;
import javax.sql.DataSource;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Hides what is shown of a person, and has the models rebuilt: from then on they are what events say, whatever a projection
 * that had read an event before the key was destroyed has written meanwhile. Copies that were being built, or are kept of an
 * earlier moment, hold the person too and are given up.
 */
@Component
class ReadModelErasure {
    /** Somebody else may start one in between. */
    private static final int ATTEMPTS = 5;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final ModelGate gate;
    private final CommandGateway commands;

    ReadModelErasure(
            DataSource dataSource, PlatformTransactionManager transactions, ModelGate gate, CommandGateway commands) {
        this.jdbc = JdbcClient.create(dataSource);
        this.transaction = new TransactionTemplate(transactions);
        this.gate = gate;
        this.commands = commands;
    }

    @CommandHandler
    void handle(ForgetInReadModels command) {
        transaction.executeWithoutResult(_ -> {
            // Who else changes these rows does so in an order of its own.
            Projections.ALL.forEach(gate::close);
            ErasureScript.run(jdbc, "query", command.person());
        });
        Projections.ALL.forEach(projection -> rebuild(projection, command.by()));
    }

    private void rebuild(String projection, String by) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            ProjectionAnswer _ = commands.sendAndWait(new CancelRebuild(projection));
            ProjectionAnswer started =
                    commands.sendAndWait(new StartRebuild(UUID.randomUUID(), projection, null, false, by));
            if (started.outcome() == Outcome.DONE) {
                return;
            }
        }
        throw new IllegalStateException("projection " + projection + " is rebuilt by somebody else all the time");
    }
}
