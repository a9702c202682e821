package io.comfortcommit.commandside.draft;

import io.comfortcommit.axonsupport.AggregateRouting;
import io.comfortcommit.axonsupport.StoredName;
import org.axonframework.config.AggregateConfigurer;
import org.axonframework.config.Configuration;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.eventsourcing.EventCountSnapshotTriggerDefinition;
import org.axonframework.eventsourcing.SnapshotTriggerDefinition;
import org.axonframework.eventsourcing.Snapshotter;
import org.springframework.context.annotation.Bean;

@org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
class DraftConfiguration {
    /** A draft has a handful of events; only one that is edited for days ever gets a snapshot. */
    private static final int EVENTS_PER_SNAPSHOT = 50;

    @Bean
    ConfigurerModule commitDrafts() {
        return configurer -> configurer.configureAggregate(AggregateConfigurer.defaultConfiguration(CommitDraft.class)
                .configureCommandTargetResolver(axon -> AggregateRouting::target)
                .configureSnapshotTrigger(DraftConfiguration::snapshots));
    }

    private static SnapshotTriggerDefinition snapshots(Configuration axon) {
        return new EventCountSnapshotTriggerDefinition(axon.getComponent(Snapshotter.class), EVENTS_PER_SNAPSHOT);
    }

    @Bean
    StoredName commitDraftSnapshot() {
        return new StoredName("commit-draft.snapshot", "1", CommitDraft.class);
    }

    @Bean
    RejectionDetails rejectionDetails() {
        return new RejectionDetails();
    }
}
