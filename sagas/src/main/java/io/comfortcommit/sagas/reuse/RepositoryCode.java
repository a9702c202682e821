package io.comfortcommit.sagas.reuse;

import io.comfortcommit.analysis.embedding.CodeEmbedding;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.repositories.Repositories;
import io.comfortcommit.sagas.LastUsed;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How rare things are in each repository's changes, which makes vectors of changes comparable. Learned from the newest
 * commits, beside everything else, and again after a restart: the same commits give the same.
 */
final class RepositoryCode {
    private static final Logger LOG = LoggerFactory.getLogger(RepositoryCode.class);
    private static final int MOST_COMMITS = 100;
    /** Of those used last, in bytes. */
    private static final long MOST_MEMORY = 32 << 20;

    private final Repositories repositories;
    private final LastUsed<CompletableFuture<CodeEmbedding>> learned =
            new LastUsed<>(RepositoryCode::bytes, MOST_MEMORY);

    RepositoryCode(Repositories repositories) {
        this.repositories = repositories;
    }

    /** Empty while it is not learned yet. */
    Optional<CodeEmbedding> ifLearned(RepositoryId repository) {
        CompletableFuture<CodeEmbedding> learning = learned.get(repository);
        return learning == null || learning.state() != Future.State.SUCCESS
                ? Optional.empty()
                : Optional.of(learning.resultNow());
    }

    /**
     * @param draft whose base is where the history begins
     * @return fails where there was no memory for it; the next call begins anew
     */
    CompletableFuture<CodeEmbedding> learn(RepositoryId repository, DraftId draft) {
        CompletableFuture<CodeEmbedding> before = learned.get(repository);
        if (before != null && before.isCompletedExceptionally()) {
            learned.remove(repository, before);
        }
        return learned.computeIfAbsent(
                repository,
                _ -> CompletableFuture.supplyAsync(
                        () -> read(draft),
                        task -> Thread.ofVirtual().name("learn-code").start(task)));
    }

    private static long bytes(CompletableFuture<CodeEmbedding> learning) {
        return learning.state() == Future.State.SUCCESS ? learning.resultNow().bytes() : 0;
    }

    /** What can't be read is not learned: then all is as rare as all else. */
    private CodeEmbedding read(DraftId draft) {
        CodeEmbedding embedding = new CodeEmbedding();
        int[] seen = {0};
        try {
            repositories.history(draft, commit -> {
                embedding.learn(CodeEmbedding.read(commit.change().get()));
                return ++seen[0] < MOST_COMMITS;
            });
        } catch (RuntimeException e) {
            LOG.warn("the history's code can't be learned from: {}", e.toString());
        }
        return embedding;
    }
}
