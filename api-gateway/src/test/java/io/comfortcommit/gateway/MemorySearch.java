package io.comfortcommit.gateway;

import io.comfortcommit.messages.search.FoundCommits;
import io.comfortcommit.messages.search.ReconcileSearch;
import io.comfortcommit.messages.search.SearchAvailability;
import io.comfortcommit.messages.search.SearchQuery.FindCommits;
import io.comfortcommit.messages.search.SearchQuery.FindSearchState;
import io.comfortcommit.messages.search.SearchState;
import io.comfortcommit.messages.search.SearchState.Reconciliation;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.queryhandling.QueryHandler;

/** Finds what it is told to, and remembers what it was asked. */
final class MemorySearch {
    private static final Function<FindCommits, FoundCommits> OFF = _ -> FoundCommits.not(SearchAvailability.OFF);

    private final List<FindCommits> asked = new CopyOnWriteArrayList<>();
    private volatile Function<FindCommits, FoundCommits> answer = OFF;

    void forget() {
        asked.clear();
        answer = OFF;
    }

    void answer(Function<FindCommits, FoundCommits> next) {
        answer = next;
    }

    List<FindCommits> asked() {
        return asked;
    }

    @QueryHandler
    FoundCommits handle(FindCommits query) {
        asked.add(query);
        return answer.apply(query);
    }

    @QueryHandler
    SearchState handle(FindSearchState query) {
        return new SearchState(SearchAvailability.AVAILABLE, 12L, 3, null);
    }

    @CommandHandler
    SearchState handle(ReconcileSearch command) {
        Instant at = Instant.parse("2026-11-01T09:00:00Z");
        return new SearchState(
                SearchAvailability.AVAILABLE,
                12L,
                3,
                new Reconciliation(command.id(), command.dryRun(), command.by(), at, null, 5, 12, 1, 2, 0, null));
    }
}
