package io.comfortcommit.gateway.webhook;

import io.comfortcommit.gateway.access.Owner;
import io.comfortcommit.gateway.webhook.WebhookProperties.Sender;
import io.comfortcommit.repositories.Deliveries;
import io.comfortcommit.repositories.Delivery;
import io.comfortcommit.repositories.PushedBranch;
import io.comfortcommit.repositories.PushedBranches;
import io.comfortcommit.repositories.PushedBranches.Tracked;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Looks at the branches {@code wip/…} now and then and delivers what no host told of: hosts send a push once, and whether
 * or not it arrived. Asks git itself, so that it needs no administrator's token, and is the same for every host.
 */
@Component
final class BranchPoller implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(BranchPoller.class);
    static final String SOURCE = "poll/";

    private final WebhookProperties properties;
    private final PushedBranches repositories;
    private final Deliveries deliveries;
    private final Owner owner;
    private final Clock clock;
    private @Nullable ScheduledExecutorService executor;

    BranchPoller(
            WebhookProperties properties,
            PushedBranches repositories,
            Deliveries deliveries,
            Owner owner,
            Clock clock) {
        this.properties = properties;
        this.repositories = repositories;
        this.deliveries = deliveries;
        this.owner = owner;
        this.clock = clock;
    }

    private List<Sender> hosts() {
        return Stream.concat(properties.github().stream(), properties.gitlab().stream())
                .toList();
    }

    @Override
    public synchronized void start() {
        if (hosts().isEmpty() || properties.poll().every().isZero()) {
            return;
        }
        long every = properties.poll().every().toMillis();
        executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("branch-poller").factory());
        executor.scheduleWithFixedDelay(this::poll, every, every, TimeUnit.MILLISECONDS);
    }

    /** Looks once. */
    void poll() {
        for (Sender host : hosts()) {
            try {
                repositories.tracked(owner.id()).stream()
                        .filter(tracked -> host.mayDeliverFor(tracked.remote()))
                        .forEach(tracked -> poll(host, tracked));
            } catch (RuntimeException e) {
                LOG.warn("the repositories of {} could not be looked at", host.name(), e);
            }
        }
    }

    private void poll(Sender host, Tracked tracked) {
        try {
            repositories.heads(owner.id(), tracked.id()).forEach((branch, head) -> {
                // A delivery of its own for each head; one that came by webhook too is found to be done.
                String id = tracked.id() + ":" + branch + ":" + head;
                deliveries.receive(
                        new Delivery(
                                SOURCE + host.name(),
                                id,
                                head,
                                UUID.randomUUID().toString()),
                        new PushedBranch(
                                owner.id(),
                                tracked.id(),
                                branch,
                                host.authors(),
                                clock.instant().minus(properties.poll().within()),
                                "poll/1"));
            });
        } catch (RuntimeException e) {
            LOG.warn("the branches of repository {} could not be looked at: {}", tracked.id(), e.getMessage());
        }
    }

    @Override
    public synchronized void stop() {
        if (executor != null) {
            executor.shutdownNow();
            executor = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return executor != null;
    }
}
