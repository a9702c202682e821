package io.comfortcommit.messages.plan;

import io.comfortcommit.messages.notification.NotificationChannel;
import java.util.List;

/**
 * Answer to {@link FindPlans}.
 *
 * @param plans the least first
 */
public record FoundPlans(List<Plan> plans) {
    public FoundPlans {
        plans = List.copyOf(plans);
    }

    /**
     * @param name stable
     * @param current whether the caller is on it
     * @param channels by which its users can be told of drafts
     */
    public record Plan(String name, boolean current, List<NotificationChannel> channels) {
        public Plan {
            channels = List.copyOf(channels);
        }
    }
}
