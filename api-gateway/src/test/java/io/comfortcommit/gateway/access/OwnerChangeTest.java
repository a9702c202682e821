package io.comfortcommit.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.gateway.GatewayTest;
import io.comfortcommit.gateway.device.Device.Kind;
import io.comfortcommit.gateway.device.Devices;
import io.comfortcommit.gateway.device.Devices.Guest;
import io.comfortcommit.gateway.secret.UserSecrets;
import io.comfortcommit.messages.UserId;
import java.time.Duration;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@NullUnmarked // its fields are filled by the test framework
class OwnerChangeTest extends GatewayTest {
    @Autowired
    Devices devices;

    @Autowired
    UserSecrets secrets;

    @Test
    void anotherOwnerTokenEndsWhatTheFormerOneLetInAndTheSameOneNothing() {
        UserId user = new UserId(OWNER);
        devices.letIn(new Guest(user, Kind.BROWSER, "phone", null), Duration.ofDays(1));
        start(TOKEN);
        assertThat(devices.of(user)).isNotEmpty();
        start("another-owner-token-0123456789-abcdefgh");
        assertThat(devices.of(user)).isEmpty();
        start(TOKEN); // as the other tests know it
    }

    private void start(String token) {
        new OwnerChange(new Owner(new UserId(OWNER)), new OwnerToken(token), secrets, devices)
                .afterSingletonsInstantiated();
    }
}
