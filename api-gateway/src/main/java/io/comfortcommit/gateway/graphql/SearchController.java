package io.comfortcommit.gateway.graphql;

import graphql.GraphQLContext;
import io.comfortcommit.gateway.access.Caller;
import io.comfortcommit.gateway.dispatch.Queries;
import io.comfortcommit.gateway.permission.Action;
import io.comfortcommit.gateway.permission.Requires;
import io.comfortcommit.gateway.problem.Problem;
import io.comfortcommit.gateway.reading.Fields;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.query.DraftQuery.FindDrafts;
import io.comfortcommit.messages.query.DraftView;
import io.comfortcommit.messages.search.FoundCommits;
import io.comfortcommit.messages.search.SearchAvailability;
import io.comfortcommit.messages.search.SearchQuery.FindCommits;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** "Have we done this before?" */
@Controller
class SearchController {
    private static final Logger LOG = LoggerFactory.getLogger(SearchController.class);
    /** Of {@link FindDrafts}; those of other repositories are left out of a page afterwards. */
    private static final int LARGEST_PAGE = 100;

    private final Queries queries;

    SearchController(Queries queries) {
        this.queries = queries;
    }

    record SearchResult(SearchAvailability availability, List<SearchHit> hits) {}

    record SearchHit(
            Draft draft,
            @Nullable Integer byWords,
            @Nullable Integer byMeaning) {}

    @Requires(Action.DRAFT_READ)
    @QueryMapping
    Mono<SearchResult> search(
            @Argument String text,
            @Argument @Nullable String repositoryId,
            @Argument @Nullable Integer first,
            @AuthenticationPrincipal Caller caller,
            GraphQLContext context) {
        int most = first == null ? FieldCost.PAGE : first;
        if (most < 1 || most > FindCommits.MOST) {
            throw Problem.badField("OUT_OF_RANGE", "first", 1, FindCommits.MOST).asException();
        }
        Set<String> words = Fields.words(text, "text");
        if (words.isEmpty()) {
            throw Problem.badField("EMPTY", "text").asException();
        }
        RepositoryId repository =
                repositoryId == null ? null : new RepositoryId(Fields.uuid(repositoryId, "repositoryId"));
        return queries.ask(new FindCommits(caller.user(), text.strip(), repository, most))
                // Whoever has the log may be slow, or not there at all.
                .onErrorResume(failure -> {
                    LOG.warn("a search was not answered: {}", failure.getClass().getSimpleName());
                    return Mono.just(FoundCommits.not(SearchAvailability.UNAVAILABLE));
                })
                .flatMap(found -> found.availability() == SearchAvailability.AVAILABLE
                        ? Mono.just(result(found))
                        : byEachWord(caller, words, repository, most, found.availability()))
                .doOnNext(result -> result.hits()
                        .forEach(hit -> RequestFacts.concerns(hit.draft().view().repositoryId(), context)));
    }

    private Mono<SearchResult> byEachWord(
            Caller caller,
            Set<String> words,
            @Nullable RepositoryId repository,
            int most,
            SearchAvailability availability) {
        return queries.ask(new FindDrafts(caller.user(), Set.of(), words, LARGEST_PAGE, null))
                .map(page -> page.drafts().stream()
                        .filter(draft ->
                                repository == null || draft.repositoryId().equals(repository))
                        .limit(most)
                        .toList())
                .map(drafts -> new SearchResult(availability, inOrder(drafts)));
    }

    private static List<SearchHit> inOrder(List<DraftView> drafts) {
        return IntStream.range(0, drafts.size())
                .mapToObj(i -> new SearchHit(Draft.of(drafts.get(i)), i + 1, null))
                .toList();
    }

    private static SearchResult result(FoundCommits found) {
        return new SearchResult(
                found.availability(),
                found.hits().stream()
                        .map(hit -> new SearchHit(Draft.of(hit.draft()), hit.byWords(), hit.byMeaning()))
                        .toList());
    }
}
