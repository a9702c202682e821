package io.comfortcommit.axonsupport;

/**
 * The name under which a type is stored, for ever: class names may change, these may not.
 *
 * @param name as {@code commit-draft.captured}
 * @param revision counted up when the stored form changes; an upcaster leads from each to the next
 */
public record StoredName(String name, String revision, Class<?> type) {}
