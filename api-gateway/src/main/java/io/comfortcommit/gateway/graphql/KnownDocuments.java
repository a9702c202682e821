package io.comfortcommit.gateway.graphql;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import graphql.ExecutionInput;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.execution.preparsed.PreparsedDocumentProvider;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Keeps documents parsed and validated: the page and most programs ask with the same few again and again. What depends on the caller,
 * on variables or on limits is checked at each execution all the same.
 */
final class KnownDocuments implements PreparsedDocumentProvider {
    /** Characters of all that are kept together; the trees of a document take some thirty times as much memory. */
    private static final int KEPT = 200_000;
    /** Characters; a longer one is hardly asked twice. */
    private static final int LONGEST = 20_000;

    private final Cache<String, PreparsedDocumentEntry> known = Caffeine.newBuilder()
            .maximumWeight(KEPT)
            .weigher((String text, PreparsedDocumentEntry _) -> text.length())
            .build();

    @Override
    public CompletableFuture<PreparsedDocumentEntry> getDocumentAsync(
            ExecutionInput input, Function<ExecutionInput, PreparsedDocumentEntry> parse) {
        String text = input.getQuery();
        PreparsedDocumentEntry entry = known.getIfPresent(text);
        if (entry == null) {
            entry = parse.apply(input);
            // Errors are in the caller's language.
            if (!entry.hasErrors() && text.length() <= LONGEST) {
                known.put(text, entry);
            }
        }
        return CompletableFuture.completedFuture(entry);
    }
}
