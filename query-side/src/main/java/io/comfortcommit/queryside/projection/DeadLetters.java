package io.comfortcommit.queryside.projection;

import io.comfortcommit.axonsupport.deadletter.JdbcDeadLetters;
import io.comfortcommit.messages.projection.ProjectionAnswer;
import io.comfortcommit.messages.projection.ProjectionCommand.DiscardDeadLetter;
import io.comfortcommit.messages.projection.ProjectionCommand.RetryDeadLetter;
import io.comfortcommit.messages.projection.ProjectionQuery.FindDeadLetters;
import io.comfortcommit.messages.projection.ProjectionQuery.FoundDeadLetters;
import javax.sql.DataSource;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Shows what the projections could not apply, and does with it what an operator says. */
@Component
class DeadLetters {
    private final JdbcDeadLetters letters;
    private final LetterTurns turns;

    DeadLetters(DataSource dataSource, LetterTurns turns) {
        this.letters = new JdbcDeadLetters(JdbcClient.create(dataSource), "query");
        this.turns = turns;
    }

    @QueryHandler
    FoundDeadLetters handle(FindDeadLetters query) {
        return letters.find(query.projection(), query.id(), query.first());
    }

    @CommandHandler
    ProjectionAnswer handle(RetryDeadLetter command) {
        return letters.retry(command.projection(), command.letterId(), turns.of(command.projection()));
    }

    @CommandHandler
    ProjectionAnswer handle(DiscardDeadLetter command) {
        return letters.discard(command.projection(), command.letterId());
    }
}
