package io.comfortcommit.sagas.reuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.analysis.embedding.TextEmbedding;
import io.comfortcommit.analysis.reuse.PastDraft;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.repositories.ErasedPeople;
import io.comfortcommit.testing.TestDatabase;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** What every way of keeping the words of approved drafts does. */
abstract class PastWordsContract {
    private static final String MODEL = "small";

    private final RepositoryId repository = new RepositoryId(UUID.randomUUID());
    private final UserId author = new UserId(UUID.randomUUID());
    private final MemoryKeys keys = new MemoryKeys();
    /** As many as BGE-small has. */
    private final Directions directions = new Directions(384);

    abstract TestDatabase database();

    final JdbcClient jdbc() {
        return JdbcClient.create(database().dataSource());
    }

    /** A new one over the same rows, as another process has it. */
    abstract PastWords words(Seals seals);

    private PastWords words() {
        return words(keys.seals());
    }

    private PastMessages messages() {
        return new ScannedMessages(
                jdbc(),
                new ErasedPeople(jdbc(), new JdbcTransactionManager(database().dataSource()), "sagas"),
                keys.seals());
    }

    private DraftId remember(RepositoryId where, String model, String message, float[] words) {
        DraftId draft = new DraftId(UUID.randomUUID());
        messages()
                .remember(
                        draft,
                        where,
                        author,
                        new PastDraft(new float[512], List.of(), message, PastMessagesContract.outline()));
        words().remember(draft, model, TextEmbedding.padded(words));
        return draft;
    }

    private List<String> found(PastWords words, String model, float[] asked, int most, double least) {
        return words.of(repository, model).nearest(TextEmbedding.padded(asked), most, least).stream()
                .map(near -> near.draft().message())
                .toList();
    }

    private List<String> found() {
        return found(words(), MODEL, directions.asked(), 12, 0.7);
    }

    @Test
    void theNearestComeFirstAndFarOnesNotAtAll() {
        for (int number = 0; number < 100; number++) {
            remember(repository, MODEL, "far " + number, directions.any());
        }
        remember(repository, MODEL, "second", directions.at(0.95));
        remember(repository, MODEL, "third", directions.at(0.9));
        remember(repository, MODEL, "first", directions.at(0.99));
        remember(repository, MODEL, "fourth", directions.at(0.8));

        assertThat(found()).containsExactly("first", "second", "third", "fourth");
        assertThat(found(words(), MODEL, directions.asked(), 2, 0.93)).containsExactly("first", "second");
    }

    @Test
    void wordsOfOtherRepositoriesAndModelsNeitherComeNorStandInTheWay() {
        RepositoryId other = new RepositoryId(UUID.randomUUID());
        for (int number = 0; number < 150; number++) {
            remember(other, MODEL, "theirs " + number, directions.at(0.99));
            remember(repository, "large", "of a large model " + number, directions.at(0.99));
        }
        remember(repository, MODEL, "ours", directions.at(0.9));

        assertThat(found()).containsExactly("ours");
        assertThat(words().any(repository, MODEL)).isTrue();
        assertThat(words().any(repository, "medium")).isFalse();
        assertThat(words().any(new RepositoryId(UUID.randomUUID()), MODEL)).isFalse();
    }

    @Test
    void aModelMayFillAllDimensions() {
        Directions large = new Directions(TextEmbedding.DIMENSIONS);
        float[] vector = large.at(0.9);
        remember(repository, "large", "near", vector);

        assertThat(words().of(repository, "large").nearest(large.asked(), 12, 0.7))
                .singleElement()
                .satisfies(near -> {
                    assertThat(near.cosine()).isCloseTo(0.9, org.assertj.core.api.Assertions.within(0.03));
                    assertThat(near.draft().outline()).isEqualTo(PastMessagesContract.outline());
                });
    }

    @Test
    void whatIsRememberedAgainOrOfNoDraftChangesNothing() {
        DraftId draft = remember(repository, MODEL, "once", directions.at(0.9));
        words().remember(draft, MODEL, TextEmbedding.padded(directions.at(0.9)));
        words().remember(new DraftId(UUID.randomUUID()), MODEL, TextEmbedding.padded(directions.at(0.9)));

        assertThat(found()).containsExactly("once");
    }

    @Test
    void whatIsForgottenOrOfSomebodyErasedIsNotFoundAnyMore() {
        DraftId draft = remember(repository, MODEL, "gone", directions.at(0.9));
        remember(repository, MODEL, "stays", directions.at(0.8));
        messages().forget(draft);
        assertThat(found()).containsExactly("stays");

        keys.destroy(author);

        assertThat(found()).isEmpty();
    }

    @Test
    void ofEquallyNearOnesTheNewestComesFirst() {
        float[] vector = directions.at(0.9);
        remember(repository, MODEL, "older", vector);
        remember(repository, MODEL, "newer", vector);

        assertThat(found()).containsExactly("newer", "older");
    }
}
