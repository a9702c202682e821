package io.comfortcommit.queryside.chain;

import io.comfortcommit.axonsupport.StoredEvents;

/**
 * Where leaves come from besides the events.
 *
 * @param name stored with its position: never changed
 * @param kind of its leaves
 */
public record LeafSource(String name, String kind, StoredEvents records) {}
