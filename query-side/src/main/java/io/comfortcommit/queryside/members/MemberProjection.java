package io.comfortcommit.queryside.members;

import io.comfortcommit.axonsupport.deadletter.UnknownEventException;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent.DraftingChosen;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent.MemberAdded;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent.MemberRemoved;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent.RepositoryTracked;
import io.comfortcommit.queryside.projection.ModelGate;
import io.comfortcommit.queryside.projection.Projections;
import io.comfortcommit.queryside.projection.Savepoint;
import io.comfortcommit.queryside.projection.SkippedEventException;
import java.util.List;
import javax.sql.DataSource;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.serialization.UnknownSerializedType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps {@code query.repository} and {@code query.membership}, in the transaction of the processor's token; each event is
 * applied to a repository exactly after its predecessor. The policies of the drafts read them, so what is written here holds
 * for the next statement of whoever reads.
 */
@Component
@ProcessingGroup(Projections.MEMBERS)
class MemberProjection {
    private final JdbcClient jdbc;
    private final ModelGate gate;
    private final Savepoint savepoint;

    MemberProjection(DataSource dataSource, ModelGate gate, Savepoint savepoint) {
        this.jdbc = JdbcClient.create(dataSource);
        this.gate = gate;
        this.savepoint = savepoint;
    }

    @EventHandler
    void on(TrackedRepositoryEvent event, @SequenceNumber long sequence) {
        gate.enter(Projections.MEMBERS);
        savepoint.around(() -> {
            if (isNext(event, sequence)) {
                apply(event);
            }
            return sequence;
        });
    }

    @EventHandler
    void on(UnknownSerializedType unknown, DomainEventMessage<?> message) {
        throw new UnknownEventException(message);
    }

    @ResetHandler
    void reset() {
        jdbc.sql("DELETE FROM query.membership").update();
        jdbc.sql("DELETE FROM query.repository").update();
    }

    /** Whether it was not applied before; a hole in the repository's history is an error. */
    private boolean isNext(TrackedRepositoryEvent event, long sequence) {
        if (advance(event, sequence) > 0) {
            return true;
        }
        long applied = jdbc.sql("SELECT sequence FROM query.repository WHERE repository_id = :repository")
                .param("repository", event.repositoryId().value())
                .query(Long.class)
                .optional()
                .orElse(-1L);
        if (applied < sequence) {
            throw new SkippedEventException(event.repositoryId(), applied + 1, sequence);
        }
        return false;
    }

    private int advance(TrackedRepositoryEvent event, long sequence) {
        if (event instanceof RepositoryTracked tracked) {
            return jdbc.sql("INSERT INTO query.repository (" + String.join(", ", MemberRows.REPOSITORY)
                            + ") VALUES (:repository_id, :sequence, :owner, :remote, :default_branch, :tracked_at)"
                            + " ON CONFLICT (repository_id) DO NOTHING")
                    .params(MemberRows.of(tracked, sequence))
                    .update();
        }
        return jdbc.sql("UPDATE query.repository SET sequence = :sequence"
                        + " WHERE repository_id = :repository AND sequence = :sequence - 1")
                .param("repository", event.repositoryId().value())
                .param("sequence", sequence)
                .update();
    }

    private void apply(TrackedRepositoryEvent event) {
        switch (event) {
            case RepositoryTracked _ -> {} // its row is all there is of it
            case DraftingChosen chosen ->
                jdbc.sql(MemberRows.drafting("query.repository"))
                        .params(MemberRows.of(chosen))
                        .update();
            case MemberAdded added ->
                jdbc.sql("INSERT INTO query.membership (" + String.join(", ", MemberRows.MEMBERSHIP)
                                + ") VALUES (:repository_id, :user_id, :added_at)"
                                // somebody may have put a row there by SQL
                                + " ON CONFLICT (repository_id, user_id) DO UPDATE SET added_at = excluded.added_at")
                        .params(MemberRows.of(added))
                        .update();
            case MemberRemoved removed -> {
                for (String table : List.of("membership", "earlier_membership")) {
                    jdbc.sql("DELETE FROM query." + table + " WHERE repository_id = :repository AND user_id = :member")
                            .param("repository", removed.repositoryId().value())
                            .param("member", removed.member().value())
                            .update();
                }
            }
        }
    }
}
