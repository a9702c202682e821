package io.comfortcommit.queryside.search;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the content log is kept. A bean of this type takes the place of what is configured by {@code comfort.search.url}. */
public interface SearchServer {
    SearchServer NONE = new SearchServer() {
        @Override
        public boolean exists() {
            return false;
        }

        @Override
        public Optional<Place> place() {
            return Optional.empty();
        }
    };

    /** False where an installation has none: then nothing waits for it. */
    boolean exists();

    /** Where it answers now; empty while it starts, or if it can't be started. May be another place after each restart. */
    Optional<Place> place();

    /** @param authorization value of the header; null for none */
    record Place(URI url, @Nullable String authorization) {
        /** Without what must not reach a log. */
        @Override
        public String toString() {
            return "Place[" + url + "]";
        }
    }
}
