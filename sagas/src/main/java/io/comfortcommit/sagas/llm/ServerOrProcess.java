package io.comfortcommit.sagas.llm;

import io.comfortcommit.analysis.embedding.TextEmbedding;
import io.comfortcommit.sagas.tokens.ModelCall;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The configured server where it may see the repository's changes, else the process itself. */
final class ServerOrProcess implements TextEmbeddings {
    private final LlmProperties policies;
    private final TextEmbedding inProcess;

    @Nullable
    private final EmbeddingEndpoint endpoint;

    ServerOrProcess(LlmProperties policies, TextEmbedding inProcess, @Nullable EmbeddingEndpoint endpoint) {
        this.policies = policies;
        this.inProcess = inProcess;
        this.endpoint = endpoint;
    }

    /** Also where a server fails its place isn't taken: vectors of two models can't be compared. */
    @Override
    public TextEmbedding of(ModelCall.Purpose purpose) {
        EmbeddingEndpoint server = endpoint;
        return server != null && policies.policyFor(purpose.repository()).allows(server.selfHosted())
                ? new Asked(server, purpose)
                : inProcess;
    }

    private record Asked(EmbeddingEndpoint server, ModelCall.Purpose purpose) implements TextEmbedding {
        @Override
        public String model() {
            return server.model();
        }

        @Override
        public Optional<float[]> embed(String text) {
            return server.embed(text, purpose);
        }
    }
}
