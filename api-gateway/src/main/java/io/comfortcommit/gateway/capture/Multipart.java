package io.comfortcommit.gateway.capture;

import io.comfortcommit.gateway.dispatch.Offload;
import io.comfortcommit.gateway.problem.Problem;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.core.ResolvableType;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.codec.multipart.PartEvent;
import org.springframework.http.codec.multipart.PartEventHttpMessageReader;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Takes a multipart body apart while it arrives. Holds a few buffers of it at a time, never more. */
public final class Multipart {
    private static final ResolvableType PART_EVENT = ResolvableType.forClass(PartEvent.class);
    /** Pieces that may wait to be written; each is at most what the network gives at once. */
    private static final int AHEAD = 4;

    private final PartEventHttpMessageReader reader = new PartEventHttpMessageReader();
    private final long limit;
    private final Offload offload;

    /** @param limit of the whole body, in bytes */
    public Multipart(long limit, Offload offload) {
        this.limit = limit;
        this.offload = offload;
        reader.setMaxParts(8);
        reader.setMaxHeadersSize(8 * 1024);
    }

    /** Completes once the whole body is in {@code upload}. */
    public Mono<Void> receive(ServerHttpRequest request, Upload upload) {
        if (request.getHeaders().getContentLength() > limit) {
            return Mono.error(Problem.tooLarge().asException());
        }
        Parts parts = new Parts(upload);
        return reader.read(PART_EVENT, limited(request), Map.of())
                .publishOn(offload.scheduler(), AHEAD)
                .doOnNext(parts::next)
                .onErrorMap(
                        DecodingException.class,
                        _ -> Problem.badRequest("NOT_MULTIPART").asException())
                .then();
    }

    private ServerHttpRequest limited(ServerHttpRequest request) {
        return new ServerHttpRequestDecorator(request) {
            @Override
            public Flux<DataBuffer> getBody() {
                return Flux.defer(() -> {
                    AtomicLong received = new AtomicLong();
                    return super.getBody().map(Multipart::offTheNetwork).doOnNext(buffer -> {
                        if (received.addAndGet(buffer.readableByteCount()) > limit) {
                            throw Problem.tooLarge().asException();
                        }
                    });
                });
            }
        };
    }

    /**
     * Copies into memory that the garbage collector frees. The network's own is counted by reference, and Spring's parser
     * does not count down all of it when an upload breaks off.
     */
    private static DataBuffer offTheNetwork(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return DefaultDataBufferFactory.sharedInstance.wrap(bytes);
    }

    /** Follows which part the events belong to: they come in order, the last of each part is marked. */
    private static final class Parts {
        private final Upload upload;
        private boolean inside;

        Parts(Upload upload) {
            this.upload = upload;
        }

        void next(PartEvent event) {
            String name = event.headers().getContentDisposition().getName();
            if (name == null) {
                name = "";
            }
            if (!inside) {
                upload.beginPart(name);
            }
            inside = !event.isLast();
            ByteBuffer content = ByteBuffer.allocate(event.content().readableByteCount());
            event.content().toByteBuffer(content);
            upload.append(name, content);
        }
    }
}
