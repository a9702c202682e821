package io.comfortcommit.queryside.projection;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.WrappedToken;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How far the projections are, in whichever process they run. */
@Component
public final class Positions {
    private final JdbcClient jdbc;
    private final Serializer serializer;

    Positions(DataSource dataSource, Serializer serializer) {
        this.jdbc = JdbcClient.create(dataSource);
        this.serializer = serializer;
    }

    /**
     * What a projection has applied or parked.
     *
     * @param tokens by segment, of all segments; null where one has not met any event yet
     */
    public record Reached(Map<Integer, @Nullable TrackingToken> tokens) {
        public Reached {
            tokens = Collections.unmodifiableMap(new TreeMap<>(tokens));
        }

        /** Whether an event of a stream has passed. */
        public boolean passed(String stream, long position) {
            int[] ids = tokens.keySet().stream().mapToInt(Integer::intValue).toArray();
            for (Map.Entry<Integer, @Nullable TrackingToken> segment : tokens.entrySet()) {
                if (Segment.computeSegment(segment.getKey(), ids).matches(stream)) {
                    return covers(segment.getValue(), position);
                }
            }
            return false;
        }

        /** Up to which every event has passed; -1 if none has. */
        public long lowest() {
            return tokens.values().stream().mapToLong(Positions::position).min().orElse(-1);
        }

        /** Of the newest event that has passed; -1 if none has. */
        public long highest() {
            return tokens.values().stream().mapToLong(Positions::position).max().orElse(-1);
        }
    }

    /** As it is committed; empty before the projection's first start. */
    public Reached of(String projection) {
        Map<Integer, @Nullable TrackingToken> tokens = new TreeMap<>();
        // Segments without a token count as well: which stream is whose depends on which ones there are.
        jdbc.sql("SELECT segment, token, token_type FROM query.token WHERE processor_name = :projection")
                .param("projection", projection)
                .query(row -> {
                    byte[] token = row.getBytes("token");
                    tokens.put(row.getInt("segment"), token == null ? null : read(token, row.getString("token_type")));
                });
        return new Reached(tokens);
    }

    /** Of the event that the token stands at; -1 for the beginning. */
    public static long position(@Nullable TrackingToken token) {
        return token == null ? -1 : token.position().orElse(-1);
    }

    private TrackingToken read(byte[] token, String type) {
        return serializer.deserialize(new SimpleSerializedObject<>(token, byte[].class, type, null));
    }

    /** Whether whoever is at the token has seen the event at the position. */
    public static boolean covers(@Nullable TrackingToken token, long position) {
        if (token == null) {
            return false;
        }
        TrackingToken reached = WrappedToken.unwrapLowerBound(token);
        return position(reached) >= position
                && !(reached instanceof GapAwareTrackingToken withGaps
                        && withGaps.getGaps().contains(position));
    }

    /** Whether events before the token may still become visible. */
    public static boolean hasGaps(@Nullable TrackingToken token) {
        return token instanceof GapAwareTrackingToken withGaps && withGaps.hasGaps();
    }

    /**
     * Of the event that leads a reader from one token to the next. Where events become visible in another order than they
     * are numbered in, it is not the newest position but one that was missing.
     */
    public static long between(@Nullable TrackingToken before, TrackingToken after) {
        if (before instanceof GapAwareTrackingToken old
                && after instanceof GapAwareTrackingToken now
                && old.getIndex() == now.getIndex()) {
            List<Long> filled = old.getGaps().stream()
                    .filter(gap -> !now.getGaps().contains(gap))
                    .toList();
            if (filled.size() == 1) {
                return filled.getFirst();
            }
        }
        return position(after);
    }
}
