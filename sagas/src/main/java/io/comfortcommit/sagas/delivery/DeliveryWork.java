package io.comfortcommit.sagas.delivery;

import io.comfortcommit.repositories.Deliveries;
import io.comfortcommit.repositories.Deliveries.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Works on deliveries as they come, a few at a time: most of the time they wait for a remote. */
final class DeliveryWork implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryWork.class);
    private static final int CONCURRENT = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final Deliveries deliveries;
    private final Worker worker;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    DeliveryWork(Deliveries deliveries, Worker worker) {
        this.deliveries = deliveries;
        this.worker = worker;
    }

    @Override
    public synchronized void start() {
        stopped = false;
        for (int number = 0; number < CONCURRENT; number++) {
            // Not virtual: an interrupt would close the connection of one that speaks with the database.
            threads.add(Thread.ofPlatform().daemon().name("delivery-" + number).start(this::work));
        }
    }

    private void work() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    deliveries.work(PATIENCE, worker);
                } catch (RuntimeException e) {
                    if (stopped) {
                        return; // interrupted while it waited for a connection
                    }
                    LOG.warn("deliveries could not be looked at, again in {}", AFTER_FAILURE, e);
                    Thread.sleep(AFTER_FAILURE);
                }
            }
        } catch (InterruptedException atRest) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is under way is done by whoever finds it when it is due again. */
    @Override
    public synchronized void stop() {
        stopped = true;
        threads.forEach(Thread::interrupt);
        threads.clear();
    }

    @Override
    public synchronized boolean isRunning() {
        return !threads.isEmpty();
    }
}
