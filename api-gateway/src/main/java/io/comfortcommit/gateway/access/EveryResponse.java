package io.comfortcommit.gateway.access;

import io.comfortcommit.gateway.trace.Trace;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import reactor.netty.NettyPipeline;

/**
 * What every response says, unless it says otherwise itself. It is added on the way out, since some requests are refused
 * before any filter sees them: by their address, or because they are no HTTP at all.
 */
@Sharable
final class EveryResponse extends ChannelOutboundHandlerAdapter {
    private static final String PERMISSIONS = "accelerometer=(), camera=(), display-capture=(), geolocation=(), "
            + "gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()";

    private final Map<String, String> headers = new LinkedHashMap<>();

    EveryResponse(OwnOrigin origin) {
        headers.put(ContentPolicy.HEADER, ContentPolicy.OWN_FILES);
        headers.put("Permissions-Policy", PERMISSIONS);
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("X-Frame-Options", "DENY");
        if (origin.base().filter(url -> url.startsWith("https:")).isPresent()) {
            headers.put(TransportSecurity.HEADER, TransportSecurity.A_YEAR);
        }
    }

    /** @param channel of HTTP/1.1 */
    void join(Channel channel) {
        if (channel.pipeline().get(NettyPipeline.HttpCodec) != null) {
            channel.pipeline().addAfter(NettyPipeline.HttpCodec, EveryResponse.class.getSimpleName(), this);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        if (message instanceof HttpResponse response && isFinal(response.status())) {
            headers.forEach((name, value) -> {
                if (!response.headers().contains(name)) {
                    response.headers().set(name, value);
                }
            });
            if (!response.headers().contains(Trace.HEADER)) {
                response.headers()
                        .set(Trace.HEADER, Trace.from(HttpHeaders.EMPTY).id());
            }
        }
        super.write(context, message, promise);
    }

    private static boolean isFinal(HttpResponseStatus status) {
        return status.code() >= HttpResponseStatus.OK.code() || HttpResponseStatus.SWITCHING_PROTOCOLS.equals(status);
    }
}
