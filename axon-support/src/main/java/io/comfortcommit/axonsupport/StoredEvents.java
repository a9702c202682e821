package io.comfortcommit.axonsupport;

import io.comfortcommit.messages.chain.Leaf;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Events byte by byte as they are stored: not upcast, not read, not decrypted. For what proves that none was changed. */
public interface StoredEvents {
    /** Where the first event has yet to come. */
    String BEGINNING = "";

    /**
     * What was stored since, in an order that lets none out: what becomes visible late comes late.
     *
     * @param position {@link #BEGINNING}, or of the page before
     * @param most how many events, about
     */
    Page after(String position, int most);

    /** Those of these ids that are there, in any order. */
    List<Leaf> withIds(Collection<String> ids);

    /** About how many bytes those of these ids that are there take, by id; without reading them. */
    Map<String, Long> sizes(Collection<String> ids);

    /** @param position after these events; it may have moved without any */
    record Page(List<Leaf> events, String position) {
        public Page {
            events = List.copyOf(events);
        }
    }
}
