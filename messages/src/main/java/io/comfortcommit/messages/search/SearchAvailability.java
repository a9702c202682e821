package io.comfortcommit.messages.search;

/** Whether one can search. */
public enum SearchAvailability {
    AVAILABLE,
    /** It does not answer in time; what happens meanwhile is added once it does. */
    UNAVAILABLE,
    /** The installation has none. */
    OFF
}
