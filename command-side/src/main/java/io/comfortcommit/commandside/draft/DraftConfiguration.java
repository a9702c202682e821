package io.comfortcommit.commandside.draft;

import io.comfortcommit.axonsupport.AggregateRouting;
import io.comfortcommit.axonsupport.StoredName;
import org.axonframework.config.AggregateConfigurer;
import org.axonframework.config.Configuration;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventsourcing.EventCountSnapshotTriggerDefinition;
import org.axonframework.eventsourcing.SnapshotTriggerDefinition;
import org.axonframework.eventsourcing.Snapshotter;
import org.axonframework.serialization.SerializedType;
import org.springframework.context.annotation.Bean;

@org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
class DraftConfiguration {
    /** A draft has a handful of events; only one that is edited for days ever gets a snapshot. */
    private static final int EVENTS_PER_SNAPSHOT = 50;

    /** Counted on when the facts get another component: a snapshot of before does not know it, and the events do. */
    private static final StoredName SNAPSHOT = new StoredName("commit-draft.snapshot", "2", CommitDraft.class);

    @Bean
    ConfigurerModule commitDrafts() {
        return configurer -> configurer.configureAggregate(AggregateConfigurer.defaultConfiguration(CommitDraft.class)
                .configureCommandTargetResolver(axon -> AggregateRouting::target)
                .configureSnapshotTrigger(DraftConfiguration::snapshots)
                .configureSnapshotFilter(_ -> DraftConfiguration::isReadable));
    }

    private static boolean isReadable(DomainEventData<?> snapshot) {
        SerializedType type = snapshot.getPayload().getType();
        return !SNAPSHOT.name().equals(type.getName()) || SNAPSHOT.revision().equals(type.getRevision());
    }

    private static SnapshotTriggerDefinition snapshots(Configuration axon) {
        return new EventCountSnapshotTriggerDefinition(axon.getComponent(Snapshotter.class), EVENTS_PER_SNAPSHOT);
    }

    @Bean
    StoredName commitDraftSnapshot() {
        return SNAPSHOT;
    }

    @Bean
    RejectionDetails rejectionDetails() {
        return new RejectionDetails();
    }
}
