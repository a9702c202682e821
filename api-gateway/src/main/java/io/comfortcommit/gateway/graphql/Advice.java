package io.comfortcommit.gateway.graphql;

import io.comfortcommit.gateway.problem.Texts;
import io.comfortcommit.messages.draft.Landing;
import io.comfortcommit.messages.draft.PullRequest;
import io.comfortcommit.messages.draft.PushedBy;
import io.comfortcommit.messages.query.DraftView;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the author does next when a push does not go the usual way. */
final class Advice {
    private static final Texts TEXTS = new Texts("io.comfortcommit.gateway.graphql.advice");

    private Advice() {}

    static Optional<String> on(DraftView draft, Locale locale) {
        if (draft.failure() != null) {
            return Optional.of(TEXTS.text(locale, draft.failure().name(), draft.branch()));
        }
        if (draft.landing() == Landing.SIDE_BRANCH && draft.landedOn() != null) {
            PullRequest request = draft.pullRequest();
            String opened = request != null && request.url() != null ? "OPENED." : "SIDE_BRANCH.";
            String advice = TEXTS.text(
                    locale,
                    opened + known(code(draft.reason())),
                    draft.branch(),
                    draft.landedOn(),
                    detail(draft.reason()),
                    request == null ? "" : Objects.requireNonNullElse(request.url(), ""));
            return Optional.of(
                    request == null || request.trouble() == null
                            ? advice
                            : advice + " " + TEXTS.text(locale, "PULL_REQUEST." + request.trouble()));
        }
        if (draft.pushedBy() == PushedBy.AGENT) {
            return switch (draft.status()) {
                case CAPTURED, DRAFTED -> Optional.of(TEXTS.text(locale, "AGENT.OPEN"));
                case APPROVED -> Optional.of(TEXTS.text(locale, "AGENT.APPROVED"));
                case PUSHED, PUSH_FAILED, DISCARDED, EXPIRED, SUPERSEDED -> Optional.empty();
            };
        }
        return Optional.empty();
    }

    /** Reasons are written as {@code code: detail}. */
    private static String code(@Nullable String reason) {
        if (reason == null) {
            return "";
        }
        int end = reason.indexOf(':');
        return end < 0 ? reason : reason.substring(0, end);
    }

    private static String detail(@Nullable String reason) {
        int end = reason == null ? -1 : reason.indexOf(':');
        return reason == null || end < 0 ? "" : reason.substring(end + 1).strip();
    }

    private static String known(String code) {
        return switch (code) {
            case "conflict", "unpushed-commits", "refused" -> code;
            default -> "other";
        };
    }
}
