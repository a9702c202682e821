package io.comfortcommit.sagas.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.notification.NotificationChannel;
import io.comfortcommit.messages.plan.FindPlans;
import io.comfortcommit.messages.plan.FoundPlans.Plan;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PlansTest {
    @Test
    void theOnlyPlanIsEverybodysAndHasTheChannelsThatAreSwitchedOn() {
        UserId caller = new UserId(UUID.randomUUID());
        Plans plans = new Plans((user, channel) -> user.equals(caller) && channel != NotificationChannel.KAKAO);

        assertThat(plans.handle(new FindPlans(caller)).plans())
                .containsExactly(new Plan(
                        "org",
                        true,
                        List.of(
                                NotificationChannel.SLACK,
                                NotificationChannel.WEB_PUSH,
                                NotificationChannel.EMAIL,
                                NotificationChannel.SLACK_WEBHOOK)));
    }
}
