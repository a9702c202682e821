package io.comfortcommit.sagas.notification;

import io.comfortcommit.messages.notification.NotificationChannel;
import io.comfortcommit.repositories.SecretReference;
import io.comfortcommit.sagas.notification.DeliveryFailure.Reason;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The simple form: <a href="https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks">an incoming
 * webhook</a>. No button approves there, since everybody in the channel could press it.
 */
final class SlackWebhook implements Channel {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final @Nullable SecretReference url;
    private final Wire wire;

    SlackWebhook(NotificationProperties.Slack settings, Wire wire) {
        this.url = settings.webhook();
        this.wire = wire;
    }

    @Override
    public NotificationChannel kind() {
        return NotificationChannel.SLACK_WEBHOOK;
    }

    @Override
    public boolean reaches(Recipient to) {
        return url != null;
    }

    @Override
    public boolean personal() {
        return false;
    }

    @Override
    public @Nullable String deliver(Notice notice, Recipient to) {
        wire.send(HttpRequest.newBuilder(address())
                        .header("Content-Type", "application/json; charset=utf-8")
                        .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(SlackMessages.message(notice, false))))
                        .build())
                .check();
        return null;
    }

    private URI address() {
        try {
            URI address = URI.create(Wire.secret(url));
            if (Wire.isSafe(address)) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // said below, without the address
        }
        throw new DeliveryFailure(Reason.MISCONFIGURED);
    }
}
