package io.comfortcommit.gateway.webpush;

import io.comfortcommit.gateway.device.Device;
import io.comfortcommit.gateway.device.Devices;
import io.comfortcommit.gateway.secret.UserSecrets;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.notification.NotificationCommand.ForgetPushTarget;
import io.comfortcommit.messages.notification.NotificationQuery.FindPushTargets;
import io.comfortcommit.messages.notification.PushTargets;
import io.comfortcommit.messages.notification.PushTargets.PushTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.queryhandling.QueryHandler;

/**
 * Which browsers are told by Web Push: at most one subscription for a device, encrypted, and of no use once the device is
 * out. Blocks.
 */
public class PushSubscriptions {
    private static final String SECRET = "push/";

    private final UserSecrets secrets;
    private final Devices devices;
    private final VapidKey key;
    private final WebPushProperties properties;

    PushSubscriptions(UserSecrets secrets, Devices devices, VapidKey key, WebPushProperties properties) {
        this.secrets = secrets;
        this.devices = devices;
        this.key = key;
        this.properties = properties;
    }

    /** What browsers subscribe with, in base64url. */
    public String publicKey() {
        return key.publicKey();
    }

    public boolean has(UserId user, UUID device) {
        return secrets.find(user, SECRET + device).isPresent();
    }

    /**
     * In place of what the device had, and of other devices that were the same browser before.
     *
     * @return false if its push service is none that we send to
     */
    public boolean put(UserId user, UUID device, Subscription subscription) {
        if (!properties.takes(subscription.endpoint())) {
            return false;
        }
        secrets.findAll(user, SECRET).forEach((name, stored) -> {
            if (Subscription.read(stored).endpoint().equals(subscription.endpoint())) {
                secrets.remove(user, name);
            }
        });
        secrets.put(user, SECRET + device, subscription.stored());
        return true;
    }

    public void remove(UserId user, UUID device) {
        secrets.remove(user, SECRET + device);
    }

    @CommandHandler
    void handle(ForgetPushTarget command) {
        String name = SECRET + command.device();
        secrets.find(command.user(), name)
                .filter(stored -> Subscription.read(stored).endpoint().equals(command.endpoint()))
                .ifPresent(stored -> secrets.remove(command.user(), name, stored));
    }

    @QueryHandler
    PushTargets handle(FindPushTargets query) {
        Map<String, byte[]> stored = secrets.findAll(query.user(), SECRET);
        if (stored.isEmpty()) {
            return new PushTargets(List.of());
        }
        Set<UUID> in = devices.of(query.user()).stream()
                .filter(device -> device.onlyDraft() == null)
                .map(Device::id)
                .collect(Collectors.toSet());
        List<PushTarget> targets = new ArrayList<>();
        stored.forEach((name, one) -> {
            UUID device = UUID.fromString(name.substring(SECRET.length()));
            if (!in.contains(device)) {
                secrets.remove(query.user(), name);
                return;
            }
            Subscription subscription = Subscription.read(one);
            if (properties.takes(subscription.endpoint())) {
                targets.add(new PushTarget(
                        device,
                        subscription.endpoint(),
                        subscription.publicKey(),
                        subscription.secret(),
                        key.authorization(subscription.endpoint())));
            }
        });
        return new PushTargets(targets);
    }
}
