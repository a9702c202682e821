package io.comfortcommit.gateway.dispatch;

import io.comfortcommit.gateway.access.Caller;
import io.comfortcommit.gateway.access.Caller.Proof;
import io.comfortcommit.gateway.reading.Fields;
import org.springframework.http.HttpHeaders;

/** The program that a request came from. */
public final class Client {
    /** Request header in which a program names itself, as {@code name/version}. */
    public static final String HEADER = "comfort-client";

    private Client() {}

    public static String of(HttpHeaders headers, Caller caller) {
        return of(headers, caller.proof());
    }

    /** @param proof what its sender showed, or is to get */
    public static String of(HttpHeaders headers, Proof proof) {
        String named = headers.getFirst(HEADER);
        if (named != null && Fields.isClient(named)) {
            return named;
        }
        return switch (proof) {
            case SESSION, SIGN_IN -> "page/1";
            case OWNER_TOKEN, PROGRAM_TOKEN -> "api/1";
            case SLACK -> "slack/1";
        };
    }
}
