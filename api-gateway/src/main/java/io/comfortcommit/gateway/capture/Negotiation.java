package io.comfortcommit.gateway.capture;

import io.comfortcommit.gateway.problem.Problem;
import io.comfortcommit.gateway.reading.Fields;
import io.comfortcommit.messages.draft.PushedBy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks before it bundles: which of its commits the server has.
 *
 * @param push null where the server shall say
 */
record Negotiation(
        String remote,
        String defaultBranch,
        List<String> candidates,
        @Nullable PushedBy push) {
    private static final String AGENT = "agent";
    private static final String SERVER = "server";
    private static final int MOST_CANDIDATES = 256;

    static Negotiation read(byte @Nullable [] body) {
        Fields fields = Fields.of(body);
        Negotiation negotiation = new Negotiation(
                fields.text("remote", 4_096),
                fields.text("defaultBranch", 1_024),
                fields.objectIds("candidates", MOST_CANDIDATES),
                push(fields));
        fields.end();
        return negotiation;
    }

    private static @Nullable PushedBy push(Fields fields) {
        String push = fields.optionalText("push", 10);
        if (push == null) {
            return null;
        }
        return switch (push) {
            case AGENT -> PushedBy.AGENT;
            case SERVER -> PushedBy.SERVER;
            default ->
                throw Problem.badField("NOT_ONE_OF", "push", AGENT + ", " + SERVER)
                        .asException();
        };
    }

    /** As requests and answers say it. */
    static String name(PushedBy push) {
        return switch (push) {
            case AGENT -> AGENT;
            case SERVER -> SERVER;
        };
    }
}
