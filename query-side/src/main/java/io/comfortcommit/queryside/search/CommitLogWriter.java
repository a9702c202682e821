package io.comfortcommit.queryside.search;

import io.comfortcommit.messages.search.SearchQuery.ReadMeaning;
import io.comfortcommit.messages.search.TextVector;
import io.comfortcommit.queryside.drafts.StoredDrafts;
import io.comfortcommit.queryside.drafts.StoredDrafts.StoredDraft;
import io.comfortcommit.queryside.projection.EventRates;
import io.comfortcommit.queryside.projection.FailedWriteException;
import io.comfortcommit.queryside.search.Backlog.Due;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Brings the content log up to what is shown: first the words of every draft that is due, then what they mean. On a thread of
 * its own that nobody waits for: while the log is away the backlog grows by a row a draft, and nothing else is different.
 */
final class CommitLogWriter implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(CommitLogWriter.class);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);
    private static final Duration READING = Duration.ofSeconds(30);
    /** So few that new words don't wait for long. */
    private static final int MEANINGS_AT_ONCE = 4;

    private final SearchServer server;
    private final CommitLog log;
    private final Backlog backlog;
    private final StoredDrafts drafts;
    private final Documents documents;
    private final EventRates rates;
    private final QueryGateway queries;
    private final SearchProperties properties;

    private volatile boolean running;
    private @Nullable Thread thread;
    private CountDownLatch stopping = new CountDownLatch(1);

    private SearchServer.@Nullable Place prepared;
    private long tidied;
    private long unread;

    CommitLogWriter(
            SearchServer server,
            CommitLog log,
            Backlog backlog,
            StoredDrafts drafts,
            Documents documents,
            EventRates rates,
            QueryGateway queries,
            SearchProperties properties) {
        this.server = server;
        this.log = log;
        this.backlog = backlog;
        this.drafts = drafts;
        this.documents = documents;
        this.rates = rates;
        this.queries = queries;
        this.properties = properties;
    }

    @Override
    public synchronized void start() {
        if (!running && server.exists()) {
            running = true;
            CountDownLatch end = new CountDownLatch(1);
            stopping = end;
            thread = Thread.ofVirtual().name("commit-log").start(() -> follow(end));
        }
    }

    @Override
    public synchronized void stop() {
        running = false;
        Thread following = thread;
        if (following != null) {
            stopping.countDown();
            try {
                // A bulk request that is not answered is sent again after the next start.
                following.join(Duration.ofSeconds(2));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            thread = null;
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void follow(CountDownLatch end) {
        Duration delay = properties.retryDelay();
        String said = "";
        while (running) {
            Duration pause = PAUSE;
            try {
                while (running && server.place().isPresent() && round()) {
                    // More is due.
                }
                if (!said.isEmpty() && server.place().isPresent()) {
                    LOG.info("the content log is written to again");
                    said = "";
                    delay = properties.retryDelay();
                }
            } catch (RuntimeException e) {
                prepared = null;
                String why = e instanceof SearchUnavailableException
                        ? String.valueOf(e.getMessage())
                        : FailedWriteException.kind(e);
                if (running && !said.equals(why)) {
                    said = why;
                    LOG.warn("the content log can't be written to now, tried again: {}", said);
                }
                pause = delay;
                delay = delay.multipliedBy(2).compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : delay.multipliedBy(2);
            }
            try {
                if (end.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** @return whether there may be more to do at once */
    private boolean round() {
        prepare();
        List<Due> words = backlog.words(properties.bulkDocuments());
        if (!words.isEmpty()) {
            write(words);
            return words.size() == properties.bulkDocuments()
                    || backlog.words(1).isEmpty();
        }
        return readMeanings();
    }

    private void prepare() {
        SearchServer.Place place = server.place().orElse(null);
        if (!Objects.equals(prepared, place)) {
            String cluster = log.prepare();
            if (!cluster.equals(backlog.state().cluster())) {
                // It knows nothing of what was written to another one.
                backlog.addAll();
                backlog.met(cluster);
            }
            prepared = place;
        }
        if (tidied == 0 || System.nanoTime() - tidied > properties.tidyEvery().toNanos()) {
            log.tidy();
            tidied = System.nanoTime();
        }
    }

    private void write(List<Due> due) {
        Map<UUID, StoredDraft> found = stored(due);
        Set<UUID> wanting = write(found.values());
        Set<UUID> gone = new HashSet<>();
        due.forEach(one -> {
            if (!found.containsKey(one.draft())) {
                gone.add(one.draft());
            }
        });
        log.forget(gone.stream().map(UUID::toString).toList());
        backlog.forgetMeanings(gone);
        backlog.worded(due.stream().filter(one -> wanting.contains(one.draft())).toList());
        backlog.done(due.stream().filter(one -> !wanting.contains(one.draft())).toList());
    }

    private Map<UUID, StoredDraft> stored(List<Due> due) {
        Map<UUID, StoredDraft> found = new LinkedHashMap<>();
        drafts.of(due.stream().map(Due::draft).toList())
                .forEach(stored -> found.put(stored.view().draftId().value(), stored));
        return found;
    }

    /** @return those whose meaning is still to be read */
    private Set<UUID> write(Collection<StoredDraft> stored) {
        Set<UUID> wanting = documents.write(stored);
        rates.count(CommitLogModel.NAME, stored.size());
        return wanting;
    }

    private boolean readMeanings() {
        if (unread != 0 && System.nanoTime() - unread < LONGEST_DELAY.toNanos()) {
            return false;
        }
        List<Due> due = backlog.meanings(MEANINGS_AT_ONCE);
        if (due.isEmpty()) {
            return false;
        }
        Map<UUID, StoredDraft> found = stored(due);
        for (StoredDraft stored : found.values()) {
            String text = CommitDocument.of(stored).meaning();
            Optional<float[]> vector = text.isEmpty() ? Optional.of(new float[0]) : read(text);
            if (vector.isEmpty()) {
                unread = System.nanoTime();
                return false;
            }
            if (vector.get().length == TextVector.DIMENSIONS) {
                backlog.remember(stored.view().draftId().value(), text, vector.get());
            }
        }
        write(found.values());
        backlog.done(due);
        return due.size() == MEANINGS_AT_ONCE;
    }

    /** @return numbers, or none where there never will be any; empty if nobody answers now */
    private Optional<float[]> read(String text) {
        try {
            return Optional.of(CommitDocument.vector(
                    queries.query(new ReadMeaning(text), ResponseTypes.instanceOf(TextVector.class))
                            .get(READING.toMillis(), TimeUnit.MILLISECONDS)));
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
