package io.comfortcommit.sagas.reuse;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.embedding.ChangeText;
import io.comfortcommit.analysis.embedding.TextEmbedding;
import io.comfortcommit.analysis.reuse.ExactScan;
import io.comfortcommit.analysis.reuse.Outline;
import io.comfortcommit.analysis.reuse.Reuse;
import io.comfortcommit.sagas.llm.TextEmbeddings;
import io.comfortcommit.sagas.tokens.ModelCall;
import java.util.Arrays;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Finds approved messages by the words of a change, among the newest {@value #MOST_DRAFTS} of its repository. They are read
 * for each search: it is made only where the code found nothing, and memory is dearer.
 */
final class MessagesByWords {
    private static final int MOST_DRAFTS = 500;

    private final JdbcClient jdbc;
    private final TextEmbeddings embeddings;
    private final Seals seals;

    MessagesByWords(JdbcClient jdbc, TextEmbeddings embeddings, Seals seals) {
        this.jdbc = jdbc;
        this.embeddings = embeddings;
        this.seals = seals;
    }

    /** Has the model loaded where it is one of the process: that takes seconds. */
    void prepare(ModelCall.Purpose purpose) {
        embeddings.of(purpose).embed("");
    }

    /** For a draft that is remembered already; where no model answers it is found by its code only. Again changes nothing. */
    void remember(ModelCall.Purpose purpose, ChangeSet change) {
        TextEmbedding embedding = embeddings.of(purpose);
        embedding
                .embed(ChangeText.of(change))
                .ifPresent(vector -> jdbc.sql("""
                        INSERT INTO sagas.past_words (draft_id, model, words)
                        SELECT draft_id, :model, :words FROM sagas.past_draft WHERE draft_id = :draft
                        ON CONFLICT (draft_id) DO NOTHING""")
                        .param("draft", purpose.draft().value())
                        .param("model", embedding.model())
                        .param("words", withoutPadding(vector))
                        .update());
    }

    private static float[] withoutPadding(float[] vector) {
        int length = vector.length;
        while (length > 1 && vector[length - 1] == 0) {
            length--;
        }
        return Arrays.copyOf(vector, length);
    }

    Optional<Reuse.Hit> find(
            ModelCall.Purpose purpose, ChangeSet change, Outline outline, String type, Reuse.Nearness nearness) {
        TextEmbedding embedding = embeddings.of(purpose);
        ExactScan past = remembered(purpose, embedding.model());
        return past.isEmpty()
                ? Optional.empty()
                : embedding
                        .embed(ChangeText.of(change))
                        .flatMap(vector -> new Reuse(seals.opened(past), nearness).find(outline, vector, type));
    }

    private ExactScan remembered(ModelCall.Purpose purpose, String model) {
        ExactScan past = new ExactScan();
        jdbc.sql("""
                SELECT message, outline, words FROM (
                    SELECT number, message, outline, words FROM sagas.past_draft JOIN sagas.past_words USING (draft_id)
                    WHERE repository_id = :repository AND model = :model ORDER BY number DESC LIMIT :most) newest
                ORDER BY number""")
                .param("repository", purpose.repository().value())
                .param("model", model)
                .param("most", MOST_DRAFTS)
                .query((row, _) -> {
                    past.remember(PastDraftRows.read(row, TextEmbedding.padded(PastDraftRows.vector(row, "words"))));
                    return model;
                })
                .list();
        return past;
    }
}
