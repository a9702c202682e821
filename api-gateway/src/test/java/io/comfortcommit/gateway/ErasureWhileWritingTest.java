package io.comfortcommit.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.comfortcommit.gateway.access.ApprovalLinks;
import io.comfortcommit.gateway.device.Device.Kind;
import io.comfortcommit.gateway.device.Devices;
import io.comfortcommit.gateway.device.Devices.Guest;
import io.comfortcommit.gateway.secret.UserSecrets;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.repositories.ErasedPeople;
import io.comfortcommit.repositories.RefusedException;
import io.comfortcommit.repositories.RefusedException.Reason;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.RepeatedTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Somebody is erased while requests of theirs are on their way: no row of theirs is left, and what comes later is refused. */
@NullUnmarked // its fields are filled by the test framework
class ErasureWhileWritingTest extends GatewayTest {
    @Autowired
    JdbcClient jdbc;

    @Autowired
    ErasedPeople erased;

    @Autowired
    Devices devices;

    @Autowired
    ApprovalLinks links;

    @Autowired
    UserSecrets secrets;

    private final UserId person = new UserId(UUID.randomUUID());
    private final Guest guest = new Guest(person, Kind.PROGRAM, "tapir", null);
    private final AtomicInteger rounds = new AtomicInteger();

    @RepeatedTest(5)
    void noRowIsLeftOfWhatIsWrittenMeanwhile() throws Exception {
        List<Runnable> writers = List.of(
                () -> devices.letIn(guest, Duration.ofDays(1)),
                () -> devices.letProgramIn(guest, Duration.ofDays(1)),
                () -> links.issue(person, UUID.randomUUID(), "http://localhost"),
                () -> secrets.put(person, "tapir", new byte[1]),
                () -> secrets.findOrPut(person, UUID.randomUUID().toString(), () -> new byte[1]));
        try (ExecutorService threads = Executors.newFixedThreadPool(writers.size())) {
            List<Future<Reason>> ends = writers.stream()
                    .map(writer -> threads.submit(() -> untilRefused(writer)))
                    .toList();
            await().until(() -> rounds.get() >= 2 * writers.size());
            erased.erase(person);
            for (Future<Reason> end : ends) {
                assertThat(end.get()).isEqualTo(Reason.PERSON_ERASED);
            }
        }
        assertThat(Stream.of("device", "approval_link", "user_secret")
                        .map(table -> jdbc.sql("SELECT count(*) FROM gateway." + table + " WHERE user_id = :person")
                                .param("person", person.value())
                                .query(Long.class)
                                .single()))
                .containsOnly(0L);
    }

    private Reason untilRefused(Runnable writer) {
        while (true) {
            try {
                writer.run();
                rounds.incrementAndGet();
            } catch (RefusedException e) {
                return e.reason();
            }
        }
    }
}
