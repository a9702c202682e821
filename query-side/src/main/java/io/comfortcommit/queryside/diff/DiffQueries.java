package io.comfortcommit.queryside.diff;

import io.comfortcommit.analysis.secrets.IgnoredPaths;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.query.DraftQuery.FindDiff;
import io.comfortcommit.messages.query.FoundDiff;
import io.comfortcommit.queryside.QuerySideProperties;
import io.comfortcommit.queryside.visibility.RowSecurity;
import io.comfortcommit.repositories.RefusedException;
import io.comfortcommit.repositories.Repositories;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Answers from the repositories once the database says that the caller may see the draft. Reading git blocks, so it has
 * virtual threads of its own, and needs memory, so only some diffs are read at a time.
 */
@Component
class DiffQueries implements DisposableBean {
    private final RowSecurity rows;
    private final Repositories repositories;
    private final UnifiedDiff diff;
    private final Semaphore permits;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("diff-", 0).factory());
    private final Scheduler scheduler = Schedulers.fromExecutorService(threads, "diff");

    DiffQueries(RowSecurity rows, Repositories repositories, QuerySideProperties properties) {
        this.rows = rows;
        this.repositories = repositories;
        this.diff = new UnifiedDiff(
                properties.diff().fileCharacters(), properties.diff().totalCharacters());
        this.permits = new Semaphore(properties.diff().atOnce());
    }

    @QueryHandler
    CompletableFuture<FoundDiff> handle(FindDiff query) {
        return rows.readAs(
                        query.caller(),
                        database -> database.sql("SELECT 1 FROM query.draft d WHERE draft_id = :draft")
                                .bind("draft", query.draftId().value())
                                .map(_ -> query.draftId()))
                .flatMap(found -> Mono.justOrEmpty(found.stream().findFirst()))
                .flatMap(draft -> Mono.fromCallable(() -> read(draft)).subscribeOn(scheduler))
                .defaultIfEmpty(FoundDiff.NOTHING)
                .toFuture();
    }

    /** Empty where the draft is there but its bytes are not any more. */
    private FoundDiff read(DraftId draft) throws InterruptedException {
        permits.acquire();
        try {
            IgnoredPaths ignored = IgnoredPaths.of(
                    repositories.texts(draft, List.of(IgnoredPaths.FILE)).getOrDefault(IgnoredPaths.FILE, ""));
            return new FoundDiff(diff.of(repositories.changes(draft), ignored));
        } catch (RefusedException e) {
            if (e.reason() == RefusedException.Reason.UNKNOWN_DRAFT) {
                return FoundDiff.NOTHING;
            }
            throw e;
        } finally {
            permits.release();
        }
    }

    @Override
    public void destroy() {
        scheduler.dispose();
        threads.shutdownNow();
    }
}
