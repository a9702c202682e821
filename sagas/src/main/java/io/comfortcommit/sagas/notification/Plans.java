package io.comfortcommit.sagas.notification;

import io.comfortcommit.messages.notification.NotificationChannel;
import io.comfortcommit.messages.plan.FindPlans;
import io.comfortcommit.messages.plan.FoundPlans;
import io.comfortcommit.messages.plan.FoundPlans.Plan;
import java.util.Arrays;
import java.util.List;
import org.axonframework.queryhandling.QueryHandler;

/** Tells of the plans. An installation without a catalogue of them has one, which everybody is on. */
final class Plans {
    /** The one that has everything. */
    private static final String ONLY = "org";

    private final PlanSwitches switches;

    Plans(PlanSwitches switches) {
        this.switches = switches;
    }

    @QueryHandler
    FoundPlans handle(FindPlans query) {
        List<NotificationChannel> channels = Arrays.stream(NotificationChannel.values())
                .filter(channel -> switches.has(query.caller(), channel))
                .toList();
        return new FoundPlans(List.of(new Plan(ONLY, true, channels)));
    }
}
