package io.comfortcommit.gateway.device;

import io.comfortcommit.gateway.dispatch.Offload;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Tells what stays open, such as a subscription, that its device is out. Whom this process shuts out is told at once; every
 * few seconds all that are open are looked up, for what other processes and operators do, and for who has not renewed.
 */
public final class Departures implements DisposableBean {
    /** Shorter than a device is known without a look into the database. */
    private static final Duration EVERY = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Departures.class);

    private final Devices devices;
    private final Duration accessLifetime;
    private final Offload offload;
    private final InstantSource clock;
    private final Set<Open> open = ConcurrentHashMap.newKeySet();
    private final Disposable looking;

    /** @param accessLifetime of what a device shows after it has renewed */
    Departures(Devices devices, Duration accessLifetime, Offload offload, InstantSource clock) {
        this.devices = devices;
        this.accessLifetime = accessLifetime;
        this.offload = offload;
        this.clock = clock;
        this.looking = Flux.interval(EVERY)
                .onBackpressureDrop()
                .concatMap(_ -> look(), 1)
                .subscribe();
        devices.whenSomeAreShutOut(() -> look().subscribe());
    }

    /** Why what is open ends. */
    public enum Departure {
        /** The device was logged out, or showed a refresh token twice. */
        SHUT_OUT,
        /** What the device has shown is over, and it got nothing new in time. */
        NOT_RENEWED
    }

    private record Open(UUID device, Sinks.One<Departure> departure) {}

    /** Comes when the device is out, and never before. */
    public Mono<Departure> of(UUID device) {
        return Mono.defer(() -> {
            Open one = new Open(device, Sinks.one());
            open.add(one);
            return one.departure().asMono().doFinally(_ -> open.remove(one));
        });
    }

    /** What can't be looked up goes on: the next look is soon. */
    private Mono<Boolean> look() {
        return offload.call(this::tellWhoIsOut).onErrorResume(failure -> {
            LOG.warn("whether devices with open connections are out can't be looked up", failure);
            return Mono.just(false);
        });
    }

    private boolean tellWhoIsOut() {
        List<Open> all = List.copyOf(open);
        if (all.isEmpty()) {
            return false;
        }
        Map<UUID, Instant> goodUntil =
                devices.goodUntil(all.stream().map(Open::device).collect(Collectors.toSet()), accessLifetime);
        Instant now = clock.instant();
        for (Open one : all) {
            Instant until = goodUntil.get(one.device());
            if (until == null) {
                one.departure().tryEmitValue(Departure.SHUT_OUT);
            } else if (!now.isBefore(until)) {
                one.departure().tryEmitValue(Departure.NOT_RENEWED);
            }
        }
        return true;
    }

    @Override
    public void destroy() {
        looking.dispose();
    }
}
