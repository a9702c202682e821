package io.comfortcommit.queryside.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.queryside.search.CommitLog.Entry;
import io.comfortcommit.queryside.search.CommitLog.Index;
import io.comfortcommit.queryside.search.CommitLog.Known;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The indices, on a real OpenSearch. */
class CommitLogTest {
    private static final Instant NOW = Instant.parse("2020-07-15T12:00:00Z");

    private final SearchEngine engine = NodeProcess.shared().engine();
    private final CommitLog log = new CommitLog(engine, properties(), Clock.fixed(NOW, ZoneOffset.UTC));

    private static SearchProperties properties() {
        return new SearchProperties(
                null,
                null,
                null,
                null,
                true,
                "brief",
                Map.of("brief", 30),
                Duration.ofSeconds(20),
                2,
                5_000_000,
                Duration.ofSeconds(20),
                Duration.ofMillis(50),
                Duration.ofHours(1),
                0.6);
    }

    @BeforeEach
    void begin() {
        log.prepare();
    }

    @AfterEach
    void end() {
        ours().forEach(log::drop);
        engine.close();
    }

    private List<Index> ours() {
        return log.all().stream().filter(index -> index.plan().equals("brief")).toList();
    }

    private Entry entry(String draft, long sequence, Instant capturedAt, String digest) {
        String document =
                "{\"draft\":\"%s\",\"digest\":\"%s\",\"captured_at\":\"%s\"}".formatted(draft, digest, capturedAt);
        return new Entry(log.index(capturedAt, 1), draft, sequence, document.getBytes(StandardCharsets.UTF_8));
    }

    private String digest(String draft) {
        log.refresh();
        return log.after(null, 10_000).stream()
                .filter(known -> known.draft().equals(draft))
                .map(Known::digest)
                .reduce("", String::concat);
    }

    private static String draft() {
        return UUID.randomUUID().toString();
    }

    @Test
    void anIndexIsNamedByPlanAndMonthAndANewerDocumentStays() {
        String draft = draft();
        log.write(List.of(entry(draft, 5, NOW, "new")), true);
        log.write(List.of(entry(draft, 3, NOW, "old")), true);
        log.write(List.of(entry(draft, 5, NOW, "again")), true);

        assertThat(ours()).extracting(Index::name).containsExactly("cc_brief_commit_log_202007");
        assertThat(digest(draft)).isEqualTo("again");
    }

    @Test
    void whatIsFilledInDoesNotHideWhatWasChangedMeanwhile() {
        String erased = draft();
        String grown = draft();
        log.write(List.of(entry(erased, 5, NOW, "erased"), entry(grown, 5, NOW, "grown")), true);

        assertThat(log.fill(List.of(entry(erased, 5, NOW, "read before"), entry(grown, 6, NOW, "newer"))))
                .isEmpty();

        assertThat(digest(erased)).isEqualTo("erased");
        assertThat(digest(grown)).isEqualTo("newer");
    }

    @Test
    void whatCanNotBeADocumentIsNamedAndTheRestIsWritten() {
        String good = draft();
        String bad = draft();

        assertThat(log.write(
                        List.of(
                                new Entry(
                                        log.index(NOW, 1),
                                        bad,
                                        1,
                                        "{\"captured_at\":\"never\"}".getBytes(StandardCharsets.UTF_8)),
                                entry(good, 1, NOW, "good")),
                        true))
                .containsExactly(bad);

        assertThat(digest(good)).isEqualTo("good");
    }

    @Test
    void whatIsOlderThanThePlanKeepsGoes() {
        String kept = draft();
        String old = draft();
        Instant limit = NOW.minus(Duration.ofDays(30));
        log.write(
                List.of(
                        entry(kept, 1, limit.plusSeconds(1), "kept"),
                        entry(old, 1, limit.minusSeconds(1), "old"),
                        entry(draft(), 1, limit.minus(Duration.ofDays(31)), "older")),
                true);

        log.tidy();

        assertThat(ours()).extracting(Index::name).containsExactly("cc_brief_commit_log_202006");
        assertThat(digest(kept)).isEqualTo("kept");
        assertThat(digest(old)).isEmpty();
        assertThat(log.kept(limit.plusSeconds(1))).isTrue();
        assertThat(log.kept(limit.minusSeconds(1))).isFalse();
    }
}
