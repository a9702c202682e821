package io.comfortcommit.gateway;

import io.comfortcommit.messages.drafting.FoundUsage;
import io.comfortcommit.messages.drafting.FoundUsage.Use;
import io.comfortcommit.messages.drafting.UsageQuery.FindUsage;
import io.comfortcommit.messages.notification.NotificationChannel;
import io.comfortcommit.messages.plan.FindPlans;
import io.comfortcommit.messages.plan.FoundPlans;
import io.comfortcommit.messages.plan.FoundPlans.Plan;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.axonframework.queryhandling.QueryHandler;

/** What models took, and the plans, in memory; remembers what it was asked. */
final class MemoryUsage {
    private volatile List<Use> uses = List.of();
    private final List<FindUsage> asked = new CopyOnWriteArrayList<>();

    /** Whoever asks. */
    void has(Use... all) {
        uses = List.of(all);
        asked.clear();
    }

    List<FindUsage> asked() {
        return List.copyOf(asked);
    }

    @QueryHandler
    FoundUsage handle(FindUsage query) {
        asked.add(query);
        return new FoundUsage(uses);
    }

    @QueryHandler
    FoundPlans handle(FindPlans query) {
        return new FoundPlans(List.of(
                new Plan("free", false, List.of(NotificationChannel.WEB_PUSH, NotificationChannel.EMAIL)),
                new Plan("org", true, List.of(NotificationChannel.values()))));
    }
}
