package io.comfortcommit.gateway.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.comfortcommit.messages.chain.Leaf;
import io.comfortcommit.messages.query.ChainExcerpt;
import io.comfortcommit.messages.query.ChainLeaves.Chained;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A leaf of the chain as it is exported: all that its hash is made of. Bytes are in Base64.
 *
 * @param hash that the chain has for it
 * @param gone true if what it was made of is not stored any more; then the rest is missing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ChainLine(
        long leaf,
        String hash,
        String id,
        @Nullable Boolean gone,
        @Nullable String kind,
        @Nullable String stream,
        @Nullable String streamType,
        @Nullable Long sequence,
        @Nullable String name,
        @Nullable String revision,
        @Nullable String time,
        byte @Nullable [] metaData,
        byte @Nullable [] payload) {
    static ChainLine of(Chained chained) {
        Leaf stored = chained.stored();
        return stored == null
                ? new ChainLine(
                        chained.leaf(),
                        chained.hash(),
                        chained.id(),
                        true,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null)
                : new ChainLine(
                        chained.leaf(),
                        chained.hash(),
                        stored.id(),
                        null,
                        stored.kind(),
                        stored.stream(),
                        stored.streamType(),
                        stored.sequence(),
                        stored.name(),
                        stored.revision(),
                        stored.time(),
                        stored.metaData(),
                        stored.payload());
    }

    /** The first line of an export. */
    record Begin(
            String origin,
            long from,
            long to,
            long size,
            List<String> left,
            List<String> right,
            @Nullable String checkpoint) {
        static Begin of(ChainExcerpt.Begin excerpt) {
            return new Begin(
                    excerpt.origin(),
                    excerpt.from(),
                    excerpt.to(),
                    excerpt.size(),
                    excerpt.left(),
                    excerpt.right(),
                    excerpt.checkpoint());
        }
    }
}
