package io.comfortcommit.sagas.llm;

import io.comfortcommit.analysis.embedding.TextEmbedding;
import io.comfortcommit.messages.search.SearchQuery.ReadMeaning;
import io.comfortcommit.messages.search.TextVector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.axonframework.queryhandling.QueryHandler;

/**
 * Says what texts mean, for the search of past commits: by the model in the process alone, whatever server is configured for
 * drafts, because who searches did not choose to send anything anywhere.
 */
final class TextMeanings {
    /** Texts that wait for the model; more are told that there is none. */
    private static final int WAITING = 16;

    private final TextEmbedding model;
    /** Not virtual: the model's native code would keep one of their few carriers. */
    private final Executor thread = threads();

    TextMeanings(TextEmbedding model) {
        this.model = model;
    }

    private static Executor threads() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                1,
                1,
                30,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING),
                Thread.ofPlatform().daemon().name("meanings-", 1).factory());
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    @QueryHandler
    CompletableFuture<TextVector> handle(ReadMeaning query) {
        try {
            return CompletableFuture.supplyAsync(() -> read(query.text()), thread);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(new IllegalStateException("too many texts wait for the model", e));
        }
    }

    private TextVector read(String text) {
        return model.embed(text).map(TextMeanings::vector).orElse(TextVector.NONE);
    }

    /** Without the zeros that it was filled up with. */
    private static TextVector vector(float[] padded) {
        List<Float> numbers = new ArrayList<>(TextVector.DIMENSIONS);
        for (int i = 0; i < TextVector.DIMENSIONS; i++) {
            numbers.add(padded[i]);
        }
        return new TextVector(numbers);
    }
}
