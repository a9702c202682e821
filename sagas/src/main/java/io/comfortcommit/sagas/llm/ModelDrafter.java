package io.comfortcommit.sagas.llm;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.drafting.DraftingContext;
import io.comfortcommit.analysis.prompt.Wish;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.sagas.tokens.ModelCall;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks a model for a message, where that is configured and allowed. Never throws: a model that fails is no error. */
public interface ModelDrafter {
    Attempt draft(Order order);

    /** Whether one is configured that may see the repository's changes; it may rest for a while all the same. */
    boolean serves(RepositoryId repository);

    /**
     * @param wish what the author asks for when it is drafted again; null the first time
     * @param candidates so many different messages at least, where the model has them
     */
    record Order(
            ModelCall.Purpose purpose,
            ChangeSet change,
            DraftingContext context,
            @Nullable Wish wish,
            int candidates) {
        public Order(ModelCall.Purpose purpose, ChangeSet change, DraftingContext context, @Nullable Wish wish) {
            this(purpose, change, context, wish, 1);
        }
    }

    /** What came of it. */
    sealed interface Attempt {
        /** No model is configured or allowed, or models rest for a while. */
        record NotAsked() implements Attempt {}

        /**
         * @param message that keeps to all rules
         * @param others further ones that do, best first
         */
        record Written(String message, List<String> others) implements Attempt {}

        /**
         * @param reason stable code
         * @param calls made
         */
        record Failed(String reason, int calls) implements Attempt {}
    }

    /** For where no model is configured. */
    static ModelDrafter none() {
        return new ModelDrafter() {
            @Override
            public Attempt draft(Order order) {
                return new Attempt.NotAsked();
            }

            @Override
            public boolean serves(RepositoryId repository) {
                return false;
            }
        };
    }
}
