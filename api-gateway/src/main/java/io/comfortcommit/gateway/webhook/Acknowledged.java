package io.comfortcommit.gateway.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a delivery.
 *
 * @param status {@code ACCEPTED}: stored, and will be worked on; {@code IGNORED}: right, but nothing to do
 * @param delivery where to ask what became of it
 * @param reason why it is ignored
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Acknowledged(
        String status, @Nullable String delivery, @Nullable String reason) {
    static Acknowledged accepted(String source, String id) {
        return new Acknowledged("ACCEPTED", source + "/" + id, null);
    }

    static Acknowledged ignored(String reason) {
        return new Acknowledged("IGNORED", null, reason);
    }
}
