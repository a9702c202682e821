package io.comfortcommit.sagas.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.CommitDraftEvent.Edited;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent.RepositoryTracked;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.junit.jupiter.api.Test;

class DraftEventsTest {
    private static final Instant AT = Instant.parse("2026-11-01T09:00:00Z");

    private final List<String> read = new ArrayList<>();
    private final EmbeddedEventStore store = EmbeddedEventStore.builder()
            .storageEngine(new InMemoryEventStorageEngine() {
                @Override
                public DomainEventStream readEvents(String stream, long from) {
                    read.add(stream);
                    return super.readEvents(stream, from);
                }
            })
            .build();
    private final DraftEvents events = new DraftEvents(store);
    private final UserId author = new UserId(UUID.randomUUID());
    private final DraftId draft = new DraftId(UUID.randomUUID());
    private final RepositoryId repository = new RepositoryId(UUID.randomUUID());

    private void edited(long sequence, String message) {
        store.publish(new GenericDomainEventMessage<>(
                "CommitDraft", draft.toString(), sequence, new Edited(draft, author, author, message, AT)));
    }

    @Test
    void eachAnswerIsOfTheEventsAsTheyAreThen() {
        edited(0, "feat: one");
        assertThat(events.message(draft)).isEqualTo("feat: one");

        edited(1, "feat: two");
        assertThat(events.message(draft)).isEqualTo("feat: two");
    }

    @Test
    void whatIsReadOnceIsAskedAboutAsOftenAsOneLikes() {
        edited(0, "feat: one");
        store.publish(new GenericDomainEventMessage<>(
                "TrackedRepository",
                repository.toString(),
                0,
                new RepositoryTracked(repository, author, "https://git.example/a.git", "main", AT)));
        read.clear();

        DraftEvents once = events.readOnce();
        assertThat(once.message(draft)).isEqualTo("feat: one");
        edited(1, "feat: two");
        assertThat(once.message(draft)).isEqualTo("feat: one");
        assertThat(once.version(draft)).isOne();
        assertThat(once.isUndecided(draft)).isFalse();
        assertThat(once.remote(repository)).hasValue("https://git.example/a.git");
        assertThat(once.remote(repository)).isPresent();

        assertThat(read).containsExactly(draft.toString(), repository.toString());
        assertThat(events.message(draft)).isEqualTo("feat: two");
    }
}
