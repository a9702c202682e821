package io.comfortcommit.gateway.dispatch;

import io.comfortcommit.gateway.access.Caller;
import io.comfortcommit.gateway.reading.Fields;
import org.springframework.http.HttpHeaders;

/** The program that a request came from. */
public final class Client {
    /** Request header in which a program names itself, as {@code name/version}. */
    public static final String HEADER = "comfort-client";

    private Client() {}

    public static String of(HttpHeaders headers, Caller caller) {
        String named = headers.getFirst(HEADER);
        if (named != null && Fields.isClient(named)) {
            return named;
        }
        return switch (caller.proof()) {
            case SESSION -> "page/1";
            case OWNER_TOKEN, PROGRAM_TOKEN -> "api/1";
        };
    }
}
