package io.comfortcommit.queryside;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.repository.DraftingLanguage;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent.DraftingChosen;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent.MemberAdded;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent.MemberRemoved;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent.RepositoryTracked;
import java.time.Instant;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;

/** What happens to one repository, event by event; each a second after the one before. */
final class Membership {
    static final String REMOTE = "https://git.example.org/shop.git";

    private final RepositoryId repository;
    private final UserId owner;
    private Instant now = Story.START;
    private long sequence;

    private Membership(RepositoryId repository, UserId owner) {
        this.repository = repository;
        this.owner = owner;
    }

    static Membership of(RepositoryId repository, UserId owner) {
        return new Membership(repository, owner);
    }

    DomainEventMessage<?> tracked() {
        return message(new RepositoryTracked(repository, owner, REMOTE, "main", now));
    }

    DomainEventMessage<?> drafting(DraftingLanguage language, boolean gitmoji) {
        return message(new DraftingChosen(repository, owner, language, gitmoji, now));
    }

    DomainEventMessage<?> added(UserId member) {
        return message(new MemberAdded(repository, owner, member, now));
    }

    DomainEventMessage<?> removed(UserId member) {
        return message(new MemberRemoved(repository, owner, member, now));
    }

    private DomainEventMessage<?> message(TrackedRepositoryEvent event) {
        now = now.plusSeconds(1);
        return new GenericDomainEventMessage<>(
                "TrackedRepository", repository.toString(), sequence++, event, ReadSide.metaData(owner));
    }
}
