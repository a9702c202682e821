package io.comfortcommit.sagas.drafting;

import io.comfortcommit.messages.draft.ChangeCard;
import io.comfortcommit.messages.draft.CommitDraftEvent.Captured;
import io.comfortcommit.messages.draft.DraftOrigin;
import io.comfortcommit.messages.query.Candidates;
import io.comfortcommit.messages.query.Candidates.Candidate;
import io.comfortcommit.messages.query.DraftQuery.FindCandidates;
import io.comfortcommit.messages.query.DraftQuery.FindModelUse;
import io.comfortcommit.messages.query.DraftQuery.FindSplit;
import io.comfortcommit.messages.query.ModelUse;
import io.comfortcommit.messages.query.SplitProposal;
import io.comfortcommit.sagas.commit.DraftEvents;
import io.comfortcommit.sagas.llm.ModelDrafter;
import io.comfortcommit.sagas.llm.ModelDrafter.Attempt;
import io.comfortcommit.sagas.reuse.ReusedMessages;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import org.axonframework.queryhandling.QueryHandler;

/** Answers what an author may ask of those who write messages. Nothing of it is stored: what is chosen becomes an edit. */
final class DraftChoices {
    private final ChangeReading reading;
    private final ReusedMessages reused;
    private final ModelDrafter models;
    private final DraftEvents events;
    private final Executor threads;

    /** Asked twice at the same time, it is written once. */
    private final ConcurrentMap<FindCandidates, CompletableFuture<Candidates>> writing = new ConcurrentHashMap<>();

    /** @param threads for answers that take as long as a model does */
    DraftChoices(
            ChangeReading reading, ReusedMessages reused, ModelDrafter models, DraftEvents events, Executor threads) {
        this.reading = reading;
        this.reused = reused;
        this.models = models;
        this.events = events;
        this.threads = threads;
    }

    @QueryHandler
    ModelUse handle(FindModelUse query) {
        return new ModelUse(models.serves(query.repositoryId()));
    }

    @QueryHandler
    CompletableFuture<Candidates> handle(FindCandidates query) {
        if (query.byModel() < 0 || query.byModel() > FindCandidates.MOST_BY_MODEL) {
            return CompletableFuture.failedFuture(new IllegalArgumentException(
                    "a model writes 0 to " + FindCandidates.MOST_BY_MODEL + " candidates, not " + query.byModel()));
        }
        CompletableFuture<Candidates> answer = new CompletableFuture<>();
        CompletableFuture<Candidates> known = writing.putIfAbsent(query, answer);
        if (known != null) {
            return known;
        }
        CompletableFuture<Candidates> written = CompletableFuture.supplyAsync(() -> candidates(query), threads);
        var _ = written.whenComplete((candidates, failure) -> {
            writing.remove(query);
            if (failure == null) {
                answer.complete(candidates);
            } else {
                answer.completeExceptionally(failure);
            }
        });
        return answer;
    }

    /** One message for each cluster of the card, as if it were a change of its own. */
    @QueryHandler
    CompletableFuture<SplitProposal> handle(FindSplit query) {
        return CompletableFuture.supplyAsync(() -> split(query), threads);
    }

    private SplitProposal split(FindSplit query) {
        Optional<Captured> captured =
                events.captured(query.draftId()).filter(draft -> draft.author().equals(query.caller()));
        List<ChangeCard.Cluster> clusters =
                events.card(query.draftId()).map(ChangeCard::clusters).orElse(List.of());
        if (captured.isEmpty()
                || clusters.size() < 2
                || !events.isUndecided(query.draftId())
                || clusters.stream().anyMatch(cluster -> cluster.files().size() < cluster.fileCount())) {
            return SplitProposal.NONE;
        }
        ChangeReading.Material material = reading.read(captured.get());
        return new SplitProposal(clusters.stream()
                .map(cluster ->
                        reading.messageOf(PartOfChange.of(material.whole(), cluster.files()), material.context()))
                .toList());
    }

    private Candidates candidates(FindCandidates query) {
        Optional<Captured> captured =
                events.captured(query.draftId()).filter(draft -> draft.author().equals(query.caller()));
        if (captured.isEmpty() || !events.isUndecided(query.draftId())) {
            return Candidates.NONE;
        }
        ChangeReading.Material material = reading.read(captured.get());
        Map<String, Candidate> found = new LinkedHashMap<>();
        reused.messageFor(captured.get(), material.change(), material.context(), material.structural())
                .ifPresent(message -> add(found, message, DraftOrigin.REUSE));
        if (query.byModel() > 0
                && models.draft(material.order(null, query.byModel())) instanceof Attempt.Written written) {
            add(found, material.finished(written.message()), DraftOrigin.LLM);
            written.others().stream()
                    .limit(query.byModel() - 1L)
                    .forEach(other -> add(found, material.finished(other), DraftOrigin.LLM));
        }
        add(found, material.structural(), DraftOrigin.STRUCTURAL);
        return new Candidates(found.values().stream().toList());
    }

    private static void add(Map<String, Candidate> found, String message, DraftOrigin origin) {
        found.putIfAbsent(message, new Candidate(message, origin));
    }
}
