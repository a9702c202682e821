package io.comfortcommit.sagas.reuse;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.embedding.ChangeText;
import io.comfortcommit.analysis.embedding.TextEmbedding;
import io.comfortcommit.analysis.reuse.Outline;
import io.comfortcommit.analysis.reuse.Reuse;
import io.comfortcommit.sagas.llm.TextEmbeddings;
import io.comfortcommit.sagas.tokens.ModelCall;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.slf4j.MDC;

/** Finds approved messages by the words of a change. A model is asked only where there is something to be found. */
final class MessagesByWords {
    /** Texts that are read at the same time; a draft that comes while so many are goes without. */
    private static final int MOST_AT_ONCE = 4;

    private final PastWords past;
    private final TextEmbeddings embeddings;
    private final Duration within;
    /** Not virtual: the model's native code would keep one of their few carriers. */
    private final Executor threads = new ThreadPoolExecutor(
            0,
            MOST_AT_ONCE,
            30,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().daemon().name("words-", 1).factory());

    /** @param within how long a draft waits for the vector of its change; what takes longer is read beside, for the next */
    MessagesByWords(PastWords past, TextEmbeddings embeddings, Duration within) {
        this.past = past;
        this.embeddings = embeddings;
        this.within = within;
    }

    /**
     * Has the model loaded, beside everything else, where it is one of the process and the repository has something for it to
     * find: that takes a second.
     */
    void prepare(ModelCall.Purpose purpose) {
        TextEmbedding embedding = embeddings.of(purpose);
        try {
            threads.execute(traced(() -> {
                if (past.any(purpose.repository(), embedding.model())) {
                    embedding.embed("");
                }
            }));
        } catch (RejectedExecutionException e) {
            // Others have it loaded.
        }
    }

    /** For a draft that is remembered already; where no model answers it is found by its code only. Again changes nothing. */
    void remember(ModelCall.Purpose purpose, ChangeSet change) {
        TextEmbedding embedding = embeddings.of(purpose);
        embedding
                .embed(ChangeText.of(change))
                .ifPresent(words -> past.remember(purpose.draft(), embedding.model(), words));
    }

    Optional<Reuse.Hit> find(
            ModelCall.Purpose purpose,
            ChangeSet change,
            Outline outline,
            String type,
            Reuse.Nearness nearness,
            Predicate<String> wanted) {
        TextEmbedding embedding = embeddings.of(purpose);
        return past.any(purpose.repository(), embedding.model())
                ? inTime(embedding, ChangeText.of(change))
                        .flatMap(words -> new Reuse(past.of(purpose.repository(), embedding.model()), nearness, wanted)
                                .find(outline, words, type))
                : Optional.empty();
    }

    private Optional<float[]> inTime(TextEmbedding embedding, String text) {
        FutureTask<Optional<float[]>> reading = new FutureTask<>(() -> embedding.embed(text));
        try {
            threads.execute(traced(reading));
            return reading.get(within.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException | TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a text can't be read", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Runnable traced(Runnable task) {
        Map<String, String> trace = MDC.getCopyOfContextMap();
        return () -> {
            if (trace != null) {
                MDC.setContextMap(trace);
            }
            try {
                task.run();
            } finally {
                MDC.clear();
            }
        };
    }
}
