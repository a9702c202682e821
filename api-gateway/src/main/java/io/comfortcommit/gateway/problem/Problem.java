package io.comfortcommit.gateway.problem;

import io.comfortcommit.messages.RepositoryId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.HttpStatus;

/**
 * What went wrong, before it is put into a language.
 *
 * @param text key of the detail; the code unless one code has several details
 * @param arguments of the detail
 * @param extras further members of the problem, or of a GraphQL error's extensions
 */
public record Problem(Code code, String text, List<Object> arguments, Map<String, Object> extras) {
    private static final String TYPES = "https://comfortcommit.io/problems/";

    public Problem {
        arguments = List.copyOf(arguments);
        extras = Map.copyOf(extras);
    }

    public static Problem of(Code code, Object... arguments) {
        return new Problem(code, code.name(), List.of(arguments), Map.of());
    }

    /**
     * A request that is not what the contract says.
     *
     * @param why key of the reason
     * @param field path of the field
     */
    public static Problem badField(String why, String field, Object... arguments) {
        Object[] all = new Object[arguments.length + 1];
        all[0] = field;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return new Problem(Code.BAD_REQUEST, "BAD_REQUEST." + why, List.of(all), Map.of("field", field));
    }

    /** A request that is wrong as a whole. */
    public static Problem badRequest(String why, Object... arguments) {
        return new Problem(Code.BAD_REQUEST, "BAD_REQUEST." + why, List.of(arguments), Map.of());
    }

    /** @param why LEFT_TO_AGENT, NUMBER_OF_PARTS, EMPTY_PART, TAKEN_TWICE, LEFT_OUT or NOT_THERE */
    public static Problem unusableSplit(String why) {
        return new Problem(Code.UNUSABLE_SPLIT, Code.UNUSABLE_SPLIT + "." + why, List.of(), Map.of("why", why));
    }

    /**
     * @param rules names of commitlint's
     * @param words what each of them wants, in the caller's language
     */
    public static Problem messageBreaksRules(List<String> rules, List<String> words) {
        return new Problem(
                Code.MESSAGE_BREAKS_RULES,
                Code.MESSAGE_BREAKS_RULES.name(),
                List.of(String.join("; ", words)),
                Map.of("rules", List.copyOf(rules), "words", List.copyOf(words)));
    }

    /** A body over the limit for this kind of request. */
    public static Problem tooLarge() {
        return new Problem(Code.TOO_LARGE, "TOO_LARGE.BODY", List.of(), Map.of());
    }

    /** Not tracked, or not the caller's: which of these is nobody else's business. */
    public static Problem unknownRepository(RepositoryId repository) {
        return new Problem(
                Code.UNKNOWN_REPOSITORY, Code.UNKNOWN_REPOSITORY + ".YOURS", List.of(repository.toString()), Map.of());
    }

    /** A change that is kept, while what is shown is still as before. */
    public static Problem notYetInForce() {
        return new Problem(Code.UNAVAILABLE, Code.UNAVAILABLE + ".STORED", List.of(), Map.of());
    }

    public Problem with(Map<String, Object> more) {
        return new Problem(code, text, arguments, more);
    }

    public ProblemException asException() {
        return new ProblemException(this);
    }

    /** @return the type of problem, as a URI */
    public String type() {
        return TYPES + code.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Stable codes. Those of refused commands and captures have the names that these parts give them. */
    public enum Code {
        BAD_REQUEST(400),
        UNAUTHENTICATED(401),
        /** What a stream of events began with is over, and its device has renewed nothing. */
        TOKEN_EXPIRED(401),
        /** More waits for the reader of a stream of events than is kept for it. */
        FELL_BEHIND(408),
        PAIRING_CODE_INVALID(401),
        APPROVAL_LINK_INVALID(401),
        /** A link to a draft in a browser of somebody else; it is not used up. */
        SIGNED_IN_AS_ANOTHER(409),
        FORBIDDEN(403),
        CROSS_SITE_REQUEST(403),
        /** The schema of GraphQL is not told here. */
        INTROSPECTION_DISABLED(403),
        NOT_FOUND(404),
        METHOD_NOT_ALLOWED(405),
        NOT_ACCEPTABLE(406),
        UNSUPPORTED_MEDIA_TYPE(415),
        HOST_NOT_ALLOWED(421),
        TOO_MANY_FAILURES(429),
        INTERNAL(500),
        UNAVAILABLE(503),

        DEVICE_NOT_FOUND(404),
        PERSON_NOT_FOUND(404),
        /** Who runs the installation. */
        OWNER_NOT_ERASED(409),

        DRAFT_NOT_FOUND(404),
        STALE_VERSION(409),
        ILLEGAL_TRANSITION(409),
        UNUSABLE_MESSAGE(422),
        MESSAGE_BREAKS_RULES(422),
        SECRETS_FOUND(422),
        FINDING_NOT_FOUND(404),
        UNUSABLE_SPLIT(422),
        /** Only a model can do it, and none may be asked. */
        NO_MODEL(422),

        /** Nobody may deliver here. */
        WEBHOOK_NOT_CONFIGURED(404),
        WEBHOOK_SIGNATURE_INVALID(401),
        WEBHOOK_TIMESTAMP_REFUSED(401),
        WEBHOOK_NOT_ALLOWED(403),
        WEBHOOK_ID_REUSED(409),

        PROJECTION_NOT_FOUND(404),
        /** Another one of the projection is not finished. */
        REBUILD_UNFINISHED(409),
        NO_SUCH_REBUILD(409),
        DEAD_LETTER_NOT_FOUND(404),
        STILL_PARKED(409),

        UNKNOWN_REPOSITORY(404),
        UNKNOWN_DRAFT(404),
        REMOTE_NOT_ALLOWED(422),
        REMOTE_UNREACHABLE(502),
        CAPTURE_ID_REUSED(409),
        CORRUPT_BUNDLE(422),
        WRONG_REF(422),
        MISSING_OBJECTS(422),
        TOO_LARGE(413),
        HOSTILE_CONTENT(422),
        MISMATCH(422),
        NO_CHANGE(422),
        AUTHOR_NOT_ALLOWED(403),
        PERSON_ERASED(410),
        AGENT_ONLY(422),
        BAD_ANALYSIS(422),
        CLAIMED(409),
        NOT_CLAIMED(409);

        private final int status;

        Code(int status) {
            this.status = status;
        }

        /** HTTP status. */
        public int status() {
            return status;
        }

        public boolean ours() {
            return status >= HttpStatus.INTERNAL_SERVER_ERROR.value() && this != REMOTE_UNREACHABLE;
        }
    }
}
