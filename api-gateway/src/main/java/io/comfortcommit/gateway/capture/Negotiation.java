package io.comfortcommit.gateway.capture;

import io.comfortcommit.gateway.reading.Fields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client asks before it bundles: which of its commits the server has. */
record Negotiation(String remote, String defaultBranch, List<String> candidates) {
    private static final int MOST_CANDIDATES = 256;

    static Negotiation read(byte @Nullable [] body) {
        Fields fields = Fields.of(body);
        Negotiation negotiation = new Negotiation(
                fields.text("remote", 4_096),
                fields.text("defaultBranch", 1_024),
                fields.objectIds("candidates", MOST_CANDIDATES));
        fields.end();
        return negotiation;
    }
}
