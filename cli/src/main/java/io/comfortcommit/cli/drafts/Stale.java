package io.comfortcommit.cli.drafts;

import io.comfortcommit.cli.client.Draft;
import io.comfortcommit.cli.client.Server;
import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.failure.Problem;
import io.comfortcommit.cli.terminal.Json;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Says what became of a draft that changed since we looked. */
final class Stale {
    private Stale() {}

    /** @return the failure itself where it is another one */
    static Failure explained(Failure failure, Server server, String id) {
        if (!failure.code().equals(Problem.STALE_VERSION.name())) {
            return failure;
        }
        ObjectNode told = Json.object();
        failure.details().forEach((field, value) -> told.set(field, Json.of(value)));
        Optional<Draft> now = server.draft(id);
        Failure explained = Failure.of(
                failure,
                Problem.STALE_VERSION,
                orQuestion(told, "expected"),
                orQuestion(told, "actual"),
                now.map(draft -> draft.status().name()).orElseGet(() -> orQuestion(told, "status")),
                now.map(draft -> draft.orEmpty("message")).orElse(""));
        failure.details().forEach(explained::with);
        now.ifPresent(draft -> explained.with("message_now", draft.orEmpty("message")));
        return explained;
    }

    private static String orQuestion(ObjectNode told, String field) {
        return Objects.requireNonNullElse(Json.text(told, field), "?");
    }
}
