package io.comfortcommit.gateway.graphql;

import graphql.relay.Connection;
import graphql.relay.DefaultConnection;
import graphql.relay.DefaultConnectionCursor;
import graphql.relay.DefaultEdge;
import graphql.relay.DefaultPageInfo;
import graphql.relay.Edge;
import java.util.List;
import java.util.function.Function;

/** Pages as Relay connections. */
final class Connections {
    private Connections() {}

    static <T, N> Connection<N> of(
            List<T> page,
            Function<T, N> node,
            Function<T, String> cursor,
            boolean hasPreviousPage,
            boolean hasNextPage) {
        List<Edge<N>> edges = page.stream()
                .<Edge<N>>map(
                        entry -> new DefaultEdge<>(node.apply(entry), new DefaultConnectionCursor(cursor.apply(entry))))
                .toList();
        return new DefaultConnection<>(
                edges,
                new DefaultPageInfo(
                        edges.isEmpty() ? null : edges.getFirst().getCursor(),
                        edges.isEmpty() ? null : edges.getLast().getCursor(),
                        hasPreviousPage,
                        hasNextPage));
    }
}
