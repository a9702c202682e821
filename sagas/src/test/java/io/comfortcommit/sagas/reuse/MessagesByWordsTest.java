package io.comfortcommit.sagas.reuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.embedding.TextEmbedding;
import io.comfortcommit.analysis.reuse.Outline;
import io.comfortcommit.analysis.reuse.PastDraft;
import io.comfortcommit.analysis.reuse.Reuse;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.repositories.ErasedPeople;
import io.comfortcommit.sagas.embedding.BgeSmall;
import io.comfortcommit.sagas.tokens.ModelCall;
import io.comfortcommit.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

class MessagesByWordsTest {
    private static final TestDatabase DATABASE = TestDatabase.migrated("sagas");
    private static final BgeSmall MODEL = new BgeSmall(Duration.ofDays(1));
    private static final Reuse.Nearness NEARNESS = new Reuse.Nearness(0.9, 0.85);

    private final RepositoryId repository = new RepositoryId(UUID.randomUUID());
    private final MemoryKeys keys = new MemoryKeys();
    private final JdbcClient jdbc = JdbcClient.create(DATABASE.dataSource());
    private final PastMessages past = new ScannedMessages(
            jdbc, new ErasedPeople(jdbc, new JdbcTransactionManager(DATABASE.dataSource()), "sagas"), keys.seals());

    @AfterAll
    static void close() {
        MODEL.close();
        DATABASE.close();
    }

    private static ChangeSet bump(String name, String from, String to) {
        return new ChangeSet(
                List.of(new FileChange(
                        "package.json",
                        "package.json",
                        FileChange.Kind.MODIFIED,
                        0100644,
                        0100644,
                        false,
                        1,
                        1,
                        List.of(new FileChange.Hunk(
                                7,
                                1,
                                7,
                                1,
                                List.of(
                                        "-    \"" + name + "\": \"^" + from + "\",",
                                        "+    \"" + name + "\": \"^" + to + "\","))))),
                false);
    }

    private MessagesByWords words(TextEmbedding embedding) {
        return new MessagesByWords(new ScannedWords(jdbc, keys.seals()), _ -> embedding, Duration.ofMinutes(1));
    }

    private DraftId remember(MessagesByWords words, ChangeSet change, String message) {
        ModelCall.Purpose purpose = purpose();
        past.remember(
                purpose.draft(),
                repository,
                purpose.author(),
                new PastDraft(new float[512], List.of(), message, Outline.of(change)));
        words.remember(purpose, change);
        words.remember(purpose, change);
        return purpose.draft();
    }

    private Optional<String> found(MessagesByWords words, ChangeSet change) {
        return words.find(purpose(), change, Outline.of(change), "build", NEARNESS, _ -> true)
                .map(Reuse.Hit::subject);
    }

    private ModelCall.Purpose purpose() {
        return new ModelCall.Purpose(new DraftId(UUID.randomUUID()), repository, new UserId(new UUID(1, 1)));
    }

    @Test
    void aMessageIsFoundByTheWordsOfItsChangeUntilItIsForgotten() {
        MessagesByWords words = words(MODEL);
        DraftId draft = remember(words, bump("vite", "5.1.0", "5.2.0"), "build(deps): bump vite from 5.1.0 to 5.2.0");
        assertThat(found(words, bump("vite", "5.2.0", "5.3.0"))).contains("build(deps): bump vite from 5.2.0 to 5.3.0");

        past.forget(draft);

        assertThat(found(words, bump("vite", "5.2.0", "5.3.0"))).isEmpty();
    }

    @Test
    void whoIsErasedIsNotQuotedAnyMore() {
        MessagesByWords words = words(MODEL);
        remember(words, bump("vite", "5.1.0", "5.2.0"), "build(deps): bump vite from 5.1.0 to 5.2.0");
        keys.destroy(purpose().author());
        assertThat(found(words, bump("vite", "5.2.0", "5.3.0"))).isEmpty();
    }

    @Test
    void vectorsOfAnotherModelAreNotCompared() {
        remember(words(MODEL), bump("vite", "5.1.0", "5.2.0"), "build(deps): bump vite from 5.1.0 to 5.2.0");
        assertThat(found(words(saying("another", true)), bump("vite", "5.2.0", "5.3.0")))
                .isEmpty();
    }

    @Test
    void aModelThatDoesNotAnswerCostsTheHitOnly() {
        MessagesByWords silent = words(saying(MODEL.model(), false));
        remember(silent, bump("vite", "5.1.0", "5.2.0"), "build(deps): bump vite from 5.1.0 to 5.2.0");
        assertThat(found(silent, bump("vite", "5.2.0", "5.3.0"))).isEmpty();
    }

    @Test
    void noModelIsLoadedBeforeThereIsSomethingToFind() {
        AtomicInteger asked = new AtomicInteger();
        TextEmbedding counting = new TextEmbedding() {
            @Override
            public String model() {
                return MODEL.model();
            }

            @Override
            public Optional<float[]> embed(String text) {
                asked.incrementAndGet();
                return MODEL.embed(text);
            }
        };
        MessagesByWords words = words(counting);
        words.prepare(purpose());
        assertThat(found(words, bump("vite", "5.2.0", "5.3.0"))).isEmpty();
        assertThat(asked).hasValue(0);

        remember(words(MODEL), bump("vite", "5.1.0", "5.2.0"), "build(deps): bump vite from 5.1.0 to 5.2.0");
        words.prepare(purpose());
        await().untilAtomic(asked, equalTo(1));
    }

    @Test
    void aModelThatTakesLongCostsTheHitOnlyAndIsThereForTheNextDraft() throws InterruptedException {
        remember(words(MODEL), bump("vite", "5.1.0", "5.2.0"), "build(deps): bump vite from 5.1.0 to 5.2.0");
        CountDownLatch loaded = new CountDownLatch(1);
        CountDownLatch read = new CountDownLatch(1);
        TextEmbedding loading = new TextEmbedding() {
            @Override
            public String model() {
                return MODEL.model();
            }

            @Override
            public Optional<float[]> embed(String text) {
                try {
                    loaded.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                Optional<float[]> vector = MODEL.embed(text);
                read.countDown();
                return vector;
            }
        };
        MessagesByWords impatient =
                new MessagesByWords(new ScannedWords(jdbc, keys.seals()), _ -> loading, Duration.ZERO);
        assertThat(found(impatient, bump("vite", "5.2.0", "5.3.0"))).isEmpty();

        loaded.countDown();
        read.await();
        assertThat(found(words(loading), bump("vite", "5.2.0", "5.3.0")))
                .contains("build(deps): bump vite from 5.2.0 to 5.3.0");
    }

    private static TextEmbedding saying(String model, boolean answers) {
        return new TextEmbedding() {
            @Override
            public String model() {
                return model;
            }

            @Override
            public Optional<float[]> embed(String text) {
                return answers ? MODEL.embed(text) : Optional.empty();
            }
        };
    }
}
