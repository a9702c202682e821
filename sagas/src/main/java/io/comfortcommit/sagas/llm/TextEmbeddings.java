package io.comfortcommit.sagas.llm;

import io.comfortcommit.analysis.embedding.TextEmbedding;
import io.comfortcommit.sagas.tokens.ModelCall;

/** Who gives a text its vector. */
@FunctionalInterface
public interface TextEmbeddings {
    /**
     * One and the same for a repository as long as the configuration is.
     *
     * @param purpose of the calls, for the accounts
     */
    TextEmbedding of(ModelCall.Purpose purpose);
}
