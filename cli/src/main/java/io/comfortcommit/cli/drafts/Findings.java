package io.comfortcommit.cli.drafts;

import io.comfortcommit.cli.client.Draft;
import io.comfortcommit.cli.client.Server;
import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.failure.Problem;
import io.comfortcommit.cli.terminal.Json;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What of a draft looks like a secret and is not cleared. */
public record Findings(String draft, List<JsonNode> undecided) {
    private static final String ALL = "all";

    public static Findings of(Draft draft) {
        return new Findings(
                draft.id(),
                draft.json()
                        .path("card")
                        .path("secrets")
                        .valueStream()
                        .filter(finding -> !finding.path("cleared").asBoolean())
                        .toList());
    }

    public boolean none() {
        return undecided.isEmpty();
    }

    /**
     * Says that they are no secrets.
     *
     * @param named their places or ids, or {@code all}
     * @return whether there was anything to say
     * @throws Failure {@link Problem#FINDING_NOT_FOUND}, and then nothing is said
     */
    boolean clear(Server server, List<String> named) {
        List<String> ids = named.stream().flatMap(this::ids).distinct().toList();
        if (ids.isEmpty()) {
            return false;
        }
        int unused = server.clear(draft, ids);
        return true;
    }

    private Stream<String> ids(String named) {
        List<String> ids = undecided.stream()
                .filter(finding -> named.equals(ALL) || named.equals(place(finding)) || named.equals(id(finding)))
                .map(Findings::id)
                .toList();
        if (ids.isEmpty() && !named.equals(ALL)) {
            throw Failure.of(Problem.FINDING_NOT_FOUND, named, listed()).with("draftId", draft);
        }
        return ids.stream();
    }

    /** For the refusal of an approval. */
    Failure refusal() {
        return told(Failure.of(
                Problem.SECRETS_FOUND,
                listed(),
                Draft.shortId(draft),
                undecided.stream().map(Findings::place).findFirst().orElse("")));
    }

    /** For the refusal of a trial's approval. */
    public Failure refusalOfTrial() {
        return told(Failure.of(Problem.TRY_SECRETS_FOUND, listed()));
    }

    private Failure told(Failure failure) {
        return failure.with("draftId", draft).with("findings", undecided);
    }

    /** A line for each. */
    String listed() {
        return undecided.stream()
                .map(finding -> "  " + Json.text(finding, "kind") + "  " + place(finding))
                .collect(Collectors.joining("\n"));
    }

    private static String place(JsonNode finding) {
        return Json.text(finding, "path") + ":" + finding.path("line").asInt();
    }

    private static String id(JsonNode finding) {
        return Objects.requireNonNullElse(Json.text(finding, "id"), "");
    }
}
