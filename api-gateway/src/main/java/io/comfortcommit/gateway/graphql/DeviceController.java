package io.comfortcommit.gateway.graphql;

import io.comfortcommit.gateway.access.Caller;
import io.comfortcommit.gateway.device.Device;
import io.comfortcommit.gateway.device.Devices;
import io.comfortcommit.gateway.dispatch.Offload;
import io.comfortcommit.gateway.permission.Action;
import io.comfortcommit.gateway.permission.Permissions;
import io.comfortcommit.gateway.permission.Requires;
import io.comfortcommit.gateway.problem.Problem;
import io.comfortcommit.gateway.problem.Problem.Code;
import io.comfortcommit.gateway.reading.Fields;
import io.comfortcommit.gateway.webpush.PushSubscriptions;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** The fields of the schema that are about the caller. */
@Controller
class DeviceController {
    private final Devices devices;
    private final PushSubscriptions subscriptions;
    private final Offload offload;

    DeviceController(Devices devices, PushSubscriptions subscriptions, Offload offload) {
        this.devices = devices;
        this.subscriptions = subscriptions;
        this.offload = offload;
    }

    record Me(String id) {}

    record RevokeDeviceInput(String deviceId) {}

    record RevokeDevicePayload(String deviceId) {}

    @Requires(Action.ME_READ)
    @QueryMapping
    Me me(@AuthenticationPrincipal Caller caller) {
        return new Me(caller.user().toString());
    }

    @SchemaMapping(typeName = "Me")
    boolean canPair(@AuthenticationPrincipal Caller caller) {
        return Permissions.allows(caller, Action.PAIRING_CREATE);
    }

    @SchemaMapping(typeName = "Me")
    Mono<List<Device>> devices(@AuthenticationPrincipal Caller caller) {
        return offload.call(() -> devices.of(caller.user()));
    }

    @SchemaMapping
    boolean current(Device device, @AuthenticationPrincipal Caller caller) {
        return device.id().equals(caller.device());
    }

    @SchemaMapping
    Instant lastSeenAt(Device device) {
        return device.seenAt();
    }

    @Requires(Action.DEVICE_REVOKE)
    @MutationMapping
    Mono<RevokeDevicePayload> revokeDevice(@Argument RevokeDeviceInput input, @AuthenticationPrincipal Caller caller) {
        UUID device = Fields.uuid(input.deviceId(), "deviceId");
        return offload.call(() -> {
            if (!devices.revoke(caller.user(), device)) {
                throw Problem.of(Code.DEVICE_NOT_FOUND, device).asException();
            }
            subscriptions.remove(caller.user(), device);
            return new RevokeDevicePayload(device.toString());
        });
    }
}
