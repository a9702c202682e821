package io.comfortcommit.sagas.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.Rejection.PersonErased;
import io.comfortcommit.messages.notification.NotificationCommand.SetNotificationPreferences;
import io.comfortcommit.messages.notification.NotificationPreferences;
import io.comfortcommit.repositories.ErasedPeople;
import io.comfortcommit.testing.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.RepeatedTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/** Somebody is erased while they choose how they are told, and while they are: no row of theirs is left. */
class ErasureWhileWritingTest {
    private static final Instant AT = Instant.parse("2026-11-02T09:59:59Z");
    private static final TestDatabase DATABASE = TestDatabase.migrated("sagas");
    private static final JdbcClient JDBC = JdbcClient.create(DATABASE.dataSource());

    private final UserId person = new UserId(UUID.randomUUID());
    private final ErasedPeople erased =
            new ErasedPeople(JDBC, new DataSourceTransactionManager(DATABASE.dataSource()), "sagas");
    private final PreferenceRows preferences = new PreferenceRows(JDBC, erased, "en");
    private final SentNotices sent = new SentNotices(JDBC, erased);
    private final PostponedNotices postponed = new PostponedNotices(JDBC, erased);
    private final AtomicInteger rounds = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    private void choose() {
        preferences.handle(new SetNotificationPreferences(person, NotificationPreferences.unchosen("en")));
    }

    @RepeatedTest(10)
    void noRowIsLeftOfWhatIsWrittenMeanwhile() throws Exception {
        List<Runnable> writers = List.of(
                this::choose,
                () -> sent.add(new DraftId(UUID.randomUUID()), false, "slack", person, null, AT),
                () -> postponed.add(new DraftId(UUID.randomUUID()), false, person, AT));
        try (ExecutorService threads = Executors.newFixedThreadPool(writers.size())) {
            List<Future<?>> ends = writers.stream()
                    .<Future<?>>map(writer -> threads.submit(() -> untilOver(writer)))
                    .toList();
            await().until(() -> rounds.get() >= 2 * writers.size());
            erased.erase(person);
            int before = rounds.get();
            await().until(() -> rounds.get() >= before + 2 * writers.size());
            over.set(true);
            for (Future<?> end : ends) {
                end.get();
            }
        }
        assertThat(Stream.of("notification_preferences", "sent_notice", "postponed_notice")
                        .map(table -> JDBC.sql("SELECT count(*) FROM sagas." + table + " WHERE user_id = :person")
                                .param("person", person.value())
                                .query(Long.class)
                                .single()))
                .containsOnly(0L);
        assertThatExceptionOfType(CommandExecutionException.class)
                .isThrownBy(this::choose)
                .satisfies(refused -> assertThat(refused.getDetails()).contains(new PersonErased(person)));
    }

    private void untilOver(Runnable writer) {
        while (!over.get()) {
            try {
                writer.run();
            } catch (CommandExecutionException e) {
                assertThat(e.getDetails()).contains(new PersonErased(person));
            }
            rounds.incrementAndGet();
        }
    }
}
