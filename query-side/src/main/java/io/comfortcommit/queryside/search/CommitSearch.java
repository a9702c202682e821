package io.comfortcommit.queryside.search;

import io.comfortcommit.messages.query.DraftView;
import io.comfortcommit.messages.search.FoundCommits;
import io.comfortcommit.messages.search.FoundCommits.Hit;
import io.comfortcommit.messages.search.ReconcileSearch;
import io.comfortcommit.messages.search.SearchAvailability;
import io.comfortcommit.messages.search.SearchQuery.FindCommits;
import io.comfortcommit.messages.search.SearchQuery.FindSearchState;
import io.comfortcommit.messages.search.SearchQuery.ReadMeaning;
import io.comfortcommit.messages.search.SearchState;
import io.comfortcommit.messages.search.TextVector;
import io.comfortcommit.queryside.drafts.ReadableDrafts;
import io.comfortcommit.queryside.search.SearchEngine.Answer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import tools.jackson.databind.JsonNode;

/**
 * "Have we done this before?": by words (BM25) and by meaning (nearest neighbours), the two lists made one by reciprocal rank
 * fusion (Cormack, Clarke and Büttcher, SIGIR 2009). The log only says which drafts; PostgreSQL says whether the caller may
 * read them, and how they are now.
 */
final class CommitSearch implements DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(CommitSearch.class);
    /** Of the paper: how little the first place counts more than the second. */
    private static final int RANK_CONSTANT = 60;

    private static final int EACH = 100;
    /** So many at once may wait for a log that does not answer; others are told at once. */
    private static final int WAITING = 16;

    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{7,64}");
    private static final List<String> FIELDS =
            List.of("subject^4", "body^2", "parts^2", "symbols^2", "branch", "files");

    private final SearchServer server;
    private final SearchEngine engine;
    private final CommitLog log;
    private final Backlog backlog;
    private final ReadableDrafts drafts;
    private final QueryGateway queries;
    private final SearchProperties properties;
    private final Reconciliations reconciliations;
    private final Semaphore permits = new Semaphore(WAITING);
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("search-", 0).factory());

    CommitSearch(
            SearchServer server,
            SearchEngine engine,
            CommitLog log,
            Backlog backlog,
            ReadableDrafts drafts,
            QueryGateway queries,
            SearchProperties properties,
            Reconciliations reconciliations) {
        this.server = server;
        this.engine = engine;
        this.log = log;
        this.backlog = backlog;
        this.drafts = drafts;
        this.queries = queries;
        this.properties = properties;
        this.reconciliations = reconciliations;
    }

    @Override
    public void destroy() {
        threads.shutdownNow();
    }

    @QueryHandler
    CompletableFuture<FoundCommits> handle(FindCommits query) {
        if (query.first() < 1 || query.first() > FindCommits.MOST) {
            return CompletableFuture.failedFuture(
                    new IllegalArgumentException("1 to " + FindCommits.MOST + " commits, not " + query.first()));
        }
        if (!server.exists()) {
            return CompletableFuture.completedFuture(FoundCommits.not(SearchAvailability.OFF));
        }
        if (server.place().isEmpty() || !permits.tryAcquire()) {
            return CompletableFuture.completedFuture(FoundCommits.not(SearchAvailability.UNAVAILABLE));
        }
        return meaning(query.text())
                .thenApplyAsync(meaning -> ranked(query, meaning), threads)
                .whenComplete((_, _) -> permits.release())
                .thenCompose(ranked -> drafts.of(
                                query.caller(),
                                ranked.stream().map(Ranked::draft).toList())
                        .map(readable ->
                                new FoundCommits(SearchAvailability.AVAILABLE, hits(ranked, readable, query.first())))
                        .toFuture())
                .exceptionally(CommitSearch::unavailable);
    }

    private static FoundCommits unavailable(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof SearchUnavailableException) {
            LOG.info("a search was not answered: {}", cause.getMessage());
            return FoundCommits.not(SearchAvailability.UNAVAILABLE);
        }
        throw new CompletionException(cause);
    }

    /** Numbers of a text; none where there is no model, or it is not there in time: the next search may have them. */
    private CompletableFuture<TextVector> meaning(String text) {
        String readable = CommitDocument.readable(text);
        if (readable.isEmpty()) {
            return CompletableFuture.completedFuture(TextVector.NONE);
        }
        return CompletableFuture.supplyAsync(
                        () -> queries.query(new ReadMeaning(readable), ResponseTypes.instanceOf(TextVector.class)),
                        threads)
                .thenCompose(asked -> asked)
                .completeOnTimeout(TextVector.NONE, properties.patience().toMillis() / 2, TimeUnit.MILLISECONDS)
                .exceptionally(_ -> TextVector.NONE);
    }

    private record Ranked(
            UUID draft,
            double score,
            @Nullable Integer byWords,
            @Nullable Integer byMeaning) {}

    private List<Ranked> ranked(FindCommits query, TextVector meaning) {
        List<Map<String, ?>> filter = new ArrayList<>();
        filter.add(Map.of("term", Map.of("author", query.caller().toString())));
        if (query.repository() != null) {
            filter.add(Map.of("term", Map.of("repository", query.repository().toString())));
        }
        List<Map<String, ?>> searches = new ArrayList<>();
        searches.add(byWords(query.text(), filter));
        if (!meaning.numbers().isEmpty()) {
            searches.add(byMeaning(meaning, filter));
        }
        Answer answer = engine.searchAll(CommitLog.ALIAS, searches, properties.patience())
                .orFail("a search");
        JsonNode answers = answer.json().path("responses");
        return fused(
                places(answers.path(0), 0),
                // The engine's score of a cosine c is (1 + c) / 2.
                searches.size() == 1 ? Map.of() : places(answers.path(1), (1 + properties.leastSimilarity()) / 2));
    }

    private static Map<String, ?> byWords(String text, List<Map<String, ?>> filter) {
        List<Map<String, ?>> any = new ArrayList<>();
        any.add(Map.of(
                "multi_match",
                Map.of("query", text, "type", "cross_fields", "fields", FIELDS, "minimum_should_match", "2<67%")));
        if (COMMIT.matcher(text).matches()) {
            any.add(Map.of("prefix", Map.of("commits", text)));
        }
        return search(Map.of("bool", Map.of("filter", filter, "should", any, "minimum_should_match", 1)));
    }

    private static Map<String, ?> byMeaning(TextVector meaning, List<Map<String, ?>> filter) {
        return search(Map.of(
                "knn",
                Map.of(
                        "vector",
                        Map.of(
                                "vector", meaning.numbers(),
                                "k", EACH,
                                "filter", Map.of("bool", Map.of("filter", filter))))));
    }

    private static Map<String, ?> search(Map<String, ?> query) {
        Map<String, Object> search = new LinkedHashMap<>();
        search.put("size", EACH);
        search.put("_source", false);
        search.put("query", query);
        return search;
    }

    /** @return drafts with their places, from 1; a draft in two indices counts once */
    private static Map<UUID, Integer> places(JsonNode answer, double least) {
        if (!answer.path("error").isMissingNode()) {
            throw new SearchUnavailableException(
                    "a search was refused, " + answer.path("error").path("type").asString("no reason"));
        }
        Map<UUID, Integer> places = new LinkedHashMap<>();
        for (JsonNode hit : answer.path("hits").path("hits")) {
            if (hit.path("_score").asDouble(0) >= least) {
                places.putIfAbsent(UUID.fromString(hit.path("_id").asString()), places.size() + 1);
            }
        }
        return places;
    }

    private static List<Ranked> fused(Map<UUID, Integer> words, Map<UUID, Integer> meanings) {
        Map<UUID, Double> scores = new HashMap<>();
        for (Map<UUID, Integer> places : List.of(words, meanings)) {
            places.forEach((draft, place) -> scores.merge(draft, 1.0 / (RANK_CONSTANT + place), Double::sum));
        }
        return scores.entrySet().stream()
                .map(one ->
                        new Ranked(one.getKey(), one.getValue(), words.get(one.getKey()), meanings.get(one.getKey())))
                .sorted(Comparator.comparingDouble(Ranked::score)
                        .reversed()
                        .thenComparing(Ranked::draft, Comparator.reverseOrder()))
                .toList();
    }

    private static List<Hit> hits(List<Ranked> ranked, List<DraftView> readable, int most) {
        Map<UUID, DraftView> views = new HashMap<>();
        readable.forEach(draft -> views.put(draft.draftId().value(), draft));
        List<Hit> hits = new ArrayList<>();
        for (Ranked one : ranked) {
            DraftView draft = views.get(one.draft());
            if (draft != null && hits.size() < most) {
                hits.add(new Hit(draft, one.score(), one.byWords(), one.byMeaning()));
            }
        }
        return hits;
    }

    @QueryHandler
    CompletableFuture<SearchState> handle(FindSearchState query) {
        return CompletableFuture.supplyAsync(this::state, threads);
    }

    @CommandHandler
    SearchState handle(ReconcileSearch command) {
        if (server.exists()) {
            reconciliations.begin(command);
        }
        return state();
    }

    private SearchState state() {
        SearchAvailability availability = server.exists() ? SearchAvailability.AVAILABLE : SearchAvailability.OFF;
        Long documents = null;
        if (server.exists()) {
            try {
                documents = log.count();
            } catch (SearchUnavailableException e) {
                availability = SearchAvailability.UNAVAILABLE;
            }
        }
        return new SearchState(availability, documents, backlog.size(), reconciliations.newest());
    }
}
