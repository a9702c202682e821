package io.comfortcommit.sagas.drafting;

import io.comfortcommit.analysis.drafting.StructuralDrafter;
import io.comfortcommit.analysis.learning.Author;
import io.comfortcommit.analysis.learning.Bots;
import io.comfortcommit.analysis.learning.Habits;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.repositories.PastCommit;
import io.comfortcommit.repositories.Repositories;
import io.comfortcommit.sagas.LastUsed;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What each repository's history has taught, kept in memory and learned again after a restart. A draft waits for it only a
 * moment: the newest commits are learned first, and the rest goes on beside.
 */
final class RepositoryHabits {
    private static final Logger LOG = LoggerFactory.getLogger(RepositoryHabits.class);
    /** Commits of a repository; what is older says little about how it is today. */
    private static final int MOST_COMMITS = 500;
    /** Kept of all repositories together, those used last; each takes some fifteen KiB. */
    private static final int MOST_KEPT = 16_000;
    /** As many as what a repository takes by itself. */
    private static final int AT_LEAST = 8;

    private final Repositories repositories;
    private final Duration patience;
    private final LastUsed<Known> known = new LastUsed<>(Known::commits, MOST_KEPT);

    /** @param patience of a draft with a history that is being learned */
    RepositoryHabits(Repositories repositories, Duration patience) {
        this.repositories = repositories;
        this.patience = patience;
    }

    private static final class Known {
        private final Habits habits = new Habits();
        private final Set<String> learned = ConcurrentHashMap.newKeySet();
        /** Whether what lies below a learned commit was learned too. */
        private boolean whole;

        private @Nullable CompletableFuture<Void> learning;

        private long commits() {
            return AT_LEAST + learned.size();
        }
    }

    /** What is known by the time a draft has to be written. Never fails: what can't be learned is not known. */
    Habits of(RepositoryId repository, DraftId draft) {
        Known known = this.known.computeIfAbsent(repository, _ -> new Known());
        try {
            learning(known, draft).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException goesOnBeside) {
            LOG.debug("the history is still being learned");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            LOG.warn("the history can't be learned from: {}", String.valueOf(e.getCause()));
        }
        return known.habits;
    }

    private CompletableFuture<Void> learning(Known known, DraftId draft) {
        synchronized (known) {
            if (known.learning == null || known.learning.isDone()) {
                known.learning = CompletableFuture.runAsync(
                        () -> learn(known, draft),
                        task -> Thread.ofVirtual().name("learn-history").start(task));
            }
            return known.learning;
        }
    }

    private void learn(Known known, DraftId draft) {
        int[] seen = {0};
        repositories.history(draft, commit -> {
            if (known.learned.add(commit.id())) {
                learn(known, commit);
            } else if (known.whole) {
                return false;
            }
            return ++seen[0] < MOST_COMMITS;
        });
        known.whole = true;
    }

    /** The first time from the newest on, later what has come since. */
    private static void learn(Known known, PastCommit commit) {
        boolean bot = Bots.isBot(commit.author().name(), commit.author().email());
        Author author = Author.of(commit.author().email());
        if (known.whole) {
            StructuralDrafter.learn(known.habits, commit.change().get(), commit.message(), author, bot);
        } else {
            StructuralDrafter.learnBefore(known.habits, commit.change().get(), commit.message(), author, bot);
        }
    }
}
