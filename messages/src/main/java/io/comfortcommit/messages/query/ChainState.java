package io.comfortcommit.messages.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param size how many leaves the chain has
 * @param checkpoint the newest signed one, as text; null if there is none
 * @param keys the public keys, a line each, as they are to be trusted
 */
public record ChainState(String origin, long size, @Nullable String checkpoint, List<String> keys) {
    public ChainState {
        keys = List.copyOf(keys);
    }
}
