package io.comfortcommit.messages;

import java.util.UUID;

/** An identifier with a type of its own; written as the bare UUID wherever messages are stored or sent. */
public interface Id {
    UUID value();
}
