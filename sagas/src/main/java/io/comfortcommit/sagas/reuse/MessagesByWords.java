package io.comfortcommit.sagas.reuse;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.embedding.ChangeText;
import io.comfortcommit.analysis.embedding.TextEmbedding;
import io.comfortcommit.analysis.reuse.Outline;
import io.comfortcommit.analysis.reuse.Reuse;
import io.comfortcommit.sagas.llm.TextEmbeddings;
import io.comfortcommit.sagas.tokens.ModelCall;
import java.util.Optional;

/** Finds approved messages by the words of a change. A model is asked only where there is something to be found. */
final class MessagesByWords {
    private final PastWords past;
    private final TextEmbeddings embeddings;

    MessagesByWords(PastWords past, TextEmbeddings embeddings) {
        this.past = past;
        this.embeddings = embeddings;
    }

    /** Has the model loaded where it is one of the process and the repository has something for it to find: that takes seconds. */
    void prepare(ModelCall.Purpose purpose) {
        TextEmbedding embedding = embeddings.of(purpose);
        if (past.any(purpose.repository(), embedding.model())) {
            embedding.embed("");
        }
    }

    /** For a draft that is remembered already; where no model answers it is found by its code only. Again changes nothing. */
    void remember(ModelCall.Purpose purpose, ChangeSet change) {
        TextEmbedding embedding = embeddings.of(purpose);
        embedding
                .embed(ChangeText.of(change))
                .ifPresent(words -> past.remember(purpose.draft(), embedding.model(), words));
    }

    Optional<Reuse.Hit> find(
            ModelCall.Purpose purpose, ChangeSet change, Outline outline, String type, Reuse.Nearness nearness) {
        TextEmbedding embedding = embeddings.of(purpose);
        return past.any(purpose.repository(), embedding.model())
                ? embedding
                        .embed(ChangeText.of(change))
                        .flatMap(words -> new Reuse(past.of(purpose.repository(), embedding.model()), nearness)
                                .find(outline, words, type))
                : Optional.empty();
    }
}
