package io.comfortcommit.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.gateway.GatewayTest;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import java.time.Duration;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@NullUnmarked // its fields are filled by the test framework
class BranchPollerTest extends GatewayTest {
    @Autowired
    BranchPoller poller;

    @Test
    void eachHeadThatNobodyToldOfIsDeliveredOnceForEachHostThatMay() {
        deliveries.stored().clear();
        RepositoryId repository =
                repositories.track(new UserId(OWNER), "https://git.example.org/team/polled.git", "main");
        repositories.heads().put("wip/main", "a".repeat(40));

        poller.poll();
        poller.poll();

        String id = repository + ":wip/main:" + "a".repeat(40);
        assertThat(deliveries.stored()).containsKeys("poll/hub/" + id, "poll/lab/" + id);
        assertThat(deliveries.stored().get("poll/hub/" + id).pushed())
                .isNotNull()
                .satisfies(pushed -> {
                    assertThat(pushed.branch()).isEqualTo("wip/main");
                    assertThat(pushed.authors()).containsExactly("author@example.org");
                    assertThat(pushed.since()).isEqualTo(clock.instant().minus(Duration.ofDays(3)));
                });
        int before = deliveries.stored().size();
        repositories.heads().put("wip/main", "b".repeat(40));
        poller.poll();
        assertThat(deliveries.stored().size()).isGreaterThan(before);
        repositories.heads().clear();
        deliveries.stored().clear();
    }
}
