package io.comfortcommit.gateway.dispatch;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Virtual threads for what blocks: git, databases, buses. */
@Component
public final class Offload implements DisposableBean {
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("gateway-", 0).factory());
    private final Scheduler scheduler = Schedulers.fromExecutorService(threads, "gateway");

    /**
     * Runs work to its end, also when nobody waits for it any more: work half done because a client went away would only
     * have to be done again.
     */
    public <T> Mono<T> call(Callable<T> work) {
        return Mono.fromFuture(
                () -> CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return work.call();
                            } catch (RuntimeException e) {
                                throw e;
                            } catch (Exception e) {
                                throw new CompletionException(e);
                            }
                        },
                        threads),
                true);
    }

    /** For operators that must leave the event loop. */
    public Scheduler scheduler() {
        return scheduler;
    }

    @Override
    public void destroy() {
        scheduler.dispose();
        threads.shutdown();
    }
}
