package io.comfortcommit.gateway.webhook;

import io.comfortcommit.gateway.capture.Spool;
import io.comfortcommit.gateway.dispatch.Offload;
import io.comfortcommit.gateway.problem.Problem;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Takes a body in, off the event loop and onto the disk, before anything of it is believed. */
@Component
final class Intake {
    /** Pieces that may wait to be written. */
    private static final int AHEAD = 4;

    private final Spool spool;
    private final Offload offload;

    Intake(Spool spool, Offload offload) {
        this.spool = spool;
        this.offload = offload;
    }

    /**
     * @param limit of the body, in bytes
     * @param then what is done with it once it is whole; it is gone after that
     */
    <T> Mono<T> receive(
            ServerHttpRequest request, long limit, Verification verification, Function<SpooledBody, Mono<T>> then) {
        if (request.getHeaders().getContentLength() > limit) {
            return Mono.error(Problem.tooLarge().asException());
        }
        return Mono.usingWhen(
                offload.call(() -> new SpooledBody(spool.open(), verification.listeners())),
                body -> request.getBody()
                        .map(limited(limit))
                        .publishOn(offload.scheduler(), AHEAD)
                        .doOnNext(body::append)
                        .then(Mono.defer(() -> then.apply(body))),
                body -> offload.call(() -> {
                    body.abandon();
                    return true;
                }));
    }

    private static Function<DataBuffer, byte[]> limited(long limit) {
        AtomicLong received = new AtomicLong();
        return buffer -> {
            byte[] bytes = new byte[buffer.readableByteCount()];
            buffer.read(bytes);
            DataBufferUtils.release(buffer);
            if (received.addAndGet(bytes.length) > limit) {
                throw Problem.tooLarge().asException();
            }
            return bytes;
        };
    }
}
