package io.comfortcommit.queryside.members;

import io.comfortcommit.messages.repository.TrackedRepositoryEvent;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent.DraftingChosen;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent.MemberAdded;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent.MemberRemoved;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent.RepositoryTracked;
import io.comfortcommit.queryside.projection.Projections;
import io.comfortcommit.queryside.projection.SkippedEventException;
import io.comfortcommit.queryside.rebuild.ModelCopy;
import io.comfortcommit.queryside.rebuild.ModelTable;
import io.comfortcommit.queryside.rebuild.ReadModel;
import java.time.ZoneOffset;
import java.util.List;
import org.axonframework.eventhandling.DomainEventMessage;
import org.springframework.stereotype.Component;

/** {@code query.repository} and {@code query.membership} of many events. They are few among all: one after the other. */
@Component
class MemberModel implements ReadModel {
    private static final String REPOSITORY = "repository";
    private static final String MEMBERSHIP = "membership";
    private static final String EARLIER = "earlier_membership";

    @Override
    public String projection() {
        return Projections.MEMBERS;
    }

    @Override
    public List<ModelTable> tables() {
        return List.of(
                new ModelTable(REPOSITORY, List.of("repository_id")),
                new ModelTable(MEMBERSHIP, List.of("repository_id", "user_id")),
                ModelTable.removing(EARLIER, List.of("repository_id", "user_id")));
    }

    @Override
    public void apply(List<DomainEventMessage<?>> events, ModelCopy copy) {
        for (DomainEventMessage<?> message : events) {
            if (message.getPayload() instanceof TrackedRepositoryEvent event) {
                apply(event, message.getSequenceNumber(), copy);
            }
        }
    }

    private static void apply(TrackedRepositoryEvent event, long sequence, ModelCopy copy) {
        if (event instanceof RepositoryTracked tracked) {
            copy.add(REPOSITORY, MemberRows.REPOSITORY, List.of(MemberRows.of(tracked, sequence)));
            return;
        }
        int advanced = copy.jdbc()
                .sql("UPDATE " + copy.table(REPOSITORY) + " SET sequence = :sequence"
                        + " WHERE repository_id = :repository AND sequence = :sequence - 1")
                .param("repository", event.repositoryId().value())
                .param("sequence", sequence)
                .update();
        if (advanced == 0) {
            throw new SkippedEventException(event.repositoryId(), sequence - 1, sequence);
        }
        switch (event) {
            case RepositoryTracked _ -> {} // above
            case DraftingChosen chosen ->
                copy.jdbc()
                        .sql(MemberRows.drafting(copy.table(REPOSITORY)))
                        .params(MemberRows.of(chosen))
                        .update();
            case MemberAdded added -> copy.add(MEMBERSHIP, MemberRows.MEMBERSHIP, List.of(MemberRows.of(added)));
            case MemberRemoved removed -> {
                copy.jdbc()
                        .sql("DELETE FROM " + copy.table(MEMBERSHIP)
                                + " WHERE repository_id = :repository AND user_id = :member")
                        .param("repository", removed.repositoryId().value())
                        .param("member", removed.member().value())
                        .update();
                // Earlier members are in no event, so nothing is built of them, and a removal that was parked or
                // given up has to reach them all the same.
                copy.jdbc()
                        .sql("INSERT INTO " + copy.table(EARLIER) + " (repository_id, user_id, added_at, added_by)"
                                + " VALUES (:repository, :member, :at, 'removed') ON CONFLICT DO NOTHING")
                        .param("repository", removed.repositoryId().value())
                        .param("member", removed.member().value())
                        .param("at", removed.at().atOffset(ZoneOffset.UTC))
                        .update();
            }
        }
    }
}
