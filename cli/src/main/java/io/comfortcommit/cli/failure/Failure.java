package io.comfortcommit.cli.failure;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A command can't do what it was asked for. Has a text and an advice in every language, under its code; see
 * {@code texts.properties}.
 */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final int exitCode;
    private final transient Object[] arguments;
    private final int status;
    private final @Nullable String said;
    private final transient Map<String, Object> details = new LinkedHashMap<>();

    private Failure(
            String code,
            int exitCode,
            int status,
            @Nullable String said,
            Object[] arguments,
            @Nullable Throwable cause) {
        super(said == null ? code : code + ": " + said, cause);
        this.code = code;
        this.exitCode = exitCode;
        this.status = status;
        this.said = said;
        this.arguments = arguments;
    }

    /** @param arguments for the places in the texts of {@code problem} */
    public static Failure of(Problem problem, Object... arguments) {
        return new Failure(problem.name(), problem.exitCode(), 0, null, arguments, null);
    }

    public static Failure of(Throwable cause, Problem problem, Object... arguments) {
        return new Failure(problem.name(), problem.exitCode(), 0, null, arguments, cause);
    }

    /**
     * The server said no.
     *
     * @param code the server's stable code
     * @param status of HTTP
     * @param said the server's sentence, in the language that was asked for
     */
    public static Failure byServer(String code, int exitCode, int status, String said) {
        return new Failure(code, exitCode, status, said, new Object[0], null);
    }

    /** Adds a field to the error in JSON. */
    public Failure with(String field, Object value) {
        details.put(field, value);
        return this;
    }

    public String code() {
        return code;
    }

    public int exitCode() {
        return exitCode;
    }

    /** Whether the same may go well another time: the server has not looked at it, or is not well. */
    public boolean passing() {
        return status == 0 || status == 401 || status == 408 || status == 429 || status >= 500;
    }

    public Object[] arguments() {
        return arguments.clone();
    }

    /** What the server said in place of a text of ours. */
    public @Nullable String said() {
        return said;
    }

    public Map<String, Object> details() {
        return Map.copyOf(details);
    }
}
