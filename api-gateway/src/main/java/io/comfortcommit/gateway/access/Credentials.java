package io.comfortcommit.gateway.access;

import com.nimbusds.jwt.JWTClaimsSet;
import io.comfortcommit.gateway.GatewayProperties;
import io.comfortcommit.gateway.access.Caller.Proof;
import io.comfortcommit.gateway.device.Device;
import io.comfortcommit.gateway.device.Device.Kind;
import io.comfortcommit.gateway.device.Devices;
import io.comfortcommit.gateway.permission.Grants;
import io.comfortcommit.gateway.token.SignedTokens;
import io.comfortcommit.gateway.token.SignedTokens.Purpose;
import io.comfortcommit.messages.UserId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What devices show with each request: made here, and known again. Reads the database, so it blocks. */
final class Credentials {
    private static final String DEVICE = "did";

    private final SignedTokens tokens;
    private final Devices devices;
    private final EarlierSessions earlier;
    private final Grants grants;
    private final UserId owner;
    private final Duration lifetime;
    private final Duration signInCountsFor;
    private final Clock clock;

    Credentials(
            SignedTokens tokens,
            Devices devices,
            EarlierSessions earlier,
            Grants grants,
            UserId owner,
            GatewayProperties properties,
            Clock clock) {
        this.tokens = tokens;
        this.devices = devices;
        this.earlier = earlier;
        this.grants = grants;
        this.owner = owner;
        this.lifetime = properties.sessions().accessLifetime();
        this.signInCountsFor = properties.sessions().pairingWithin();
        this.clock = clock;
    }

    /** A token for some minutes, and when it ends. */
    record Access(String token, Instant expiresAt) {
        /** Without the token. */
        @Override
        public String toString() {
            return "Access[expiresAt=" + expiresAt + "]";
        }
    }

    Access access(Device device) {
        Instant ends = clock.instant().plus(lifetime);
        return new Access(
                tokens.sign(
                        Purpose.ACCESS,
                        device.user().toString(),
                        Map.of(DEVICE, device.id().toString()),
                        lifetime),
                ends);
    }

    /** Who shows this; empty if it is nothing that a device of this kind may come with, or the device is out. */
    Optional<Caller> caller(Kind kind, String shown) {
        return device(kind, shown)
                .filter(device -> device.kind() == kind)
                .map(device -> new Caller(
                        device.user(),
                        proof(device),
                        device.id(),
                        device.limitedTo(),
                        device.onlyDraft(),
                        grants.of(device.user(), device.limitedTo())));
    }

    /** Who shows the owner token. */
    Caller owner() {
        return new Caller(owner, Proof.OWNER_TOKEN, null, null, null, grants.of(owner, null));
    }

    private Optional<Device> device(Kind kind, String shown) {
        Optional<Device> named = tokens.verify(Purpose.ACCESS, shown)
                .flatMap(claims -> deviceId(claims)
                        .flatMap(devices::find)
                        .filter(found -> found.user().toString().equals(claims.getSubject())));
        return named.or(() -> devices.byToken(shown))
                .or(() -> earlier.verify(kind, shown)
                        .filter(session -> session.user().equals(owner))
                        .flatMap(session -> devices.adopt(session.user(), kind, shown, session.expiresAt())));
    }

    private static Optional<UUID> deviceId(JWTClaimsSet claims) {
        try {
            return Optional.of(UUID.fromString(String.valueOf(claims.getClaim(DEVICE))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Proof proof(Device device) {
        return switch (device.kind()) {
            case BROWSER ->
                device.signedIn() && clock.instant().isBefore(device.createdAt().plus(signInCountsFor))
                        ? Proof.SIGN_IN
                        : Proof.SESSION;
            case PROGRAM -> Proof.PROGRAM_TOKEN;
        };
    }
}
