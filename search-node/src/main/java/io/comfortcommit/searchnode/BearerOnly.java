package io.comfortcommit.searchnode;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.opensearch.common.util.concurrent.ThreadContext;
import org.opensearch.core.common.io.stream.NamedWriteableRegistry;
import org.opensearch.core.rest.RestStatus;
import org.opensearch.plugins.ActionPlugin;
import org.opensearch.plugins.NetworkPlugin;
import org.opensearch.plugins.Plugin;
import org.opensearch.rest.BytesRestResponse;
import org.opensearch.rest.RestHandler;
import org.opensearch.rest.RestHeaderDefinition;
import org.opensearch.transport.TransportInterceptor;
import org.opensearch.transport.TransportRequest;
import org.opensearch.transport.TransportRequestHandler;

/**
 * Answers who bears the token, and no other node. Loopback is everybody's on this machine, and the documents are not: neither
 * by HTTP nor by the protocol that nodes speak among themselves, which can't be switched off.
 */
public final class BearerOnly extends Plugin implements ActionPlugin, NetworkPlugin {
    /** How the node names the channel to itself; every other one comes from a socket. */
    private static final String TO_ITSELF = "direct";

    private static volatile byte @Nullable [] expected;

    /** To be told before the node is made: what it makes its plugins of has no room for a secret. */
    static void accept(String token) {
        expected = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public UnaryOperator<RestHandler> getRestHandlerWrapper(
            ThreadContext threadContext, Set<RestHeaderDefinition> headersToCopy) {
        return handler -> (request, channel, client) -> {
            if (bears(request.header("Authorization"))) {
                handler.handleRequest(request, channel, client);
            } else {
                channel.sendResponse(new BytesRestResponse(RestStatus.UNAUTHORIZED, "a bearer token is needed"));
            }
        };
    }

    @Override
    public List<TransportInterceptor> getTransportInterceptors(
            NamedWriteableRegistry namedWriteableRegistry, ThreadContext threadContext) {
        return List.of(new TransportInterceptor() {
            @Override
            public <T extends TransportRequest> TransportRequestHandler<T> interceptHandler(
                    String action, String executor, boolean forceExecution, TransportRequestHandler<T> handler) {
                return (request, channel, task) -> {
                    if (channel.getChannelType().equals(TO_ITSELF)) {
                        handler.messageReceived(request, channel, task);
                    } else {
                        channel.sendResponse(new SecurityException("this node stands alone"));
                    }
                };
            }
        });
    }

    private static boolean bears(@Nullable String authorization) {
        byte[] token = expected;
        return authorization != null
                && token != null
                && MessageDigest.isEqual(authorization.getBytes(StandardCharsets.UTF_8), token);
    }
}
