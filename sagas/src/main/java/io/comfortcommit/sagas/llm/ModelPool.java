package io.comfortcommit.sagas.llm;

import io.comfortcommit.sagas.llm.Chat.Answer;
import io.comfortcommit.sagas.llm.Chat.Question;
import io.comfortcommit.sagas.llm.ModelFailure.Reason;
import io.comfortcommit.sagas.tokens.ModelCall;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Endpoints in turn: each question begins with the next one, and goes on to the others while it has no answer. */
final class ModelPool {
    private static final Logger LOG = LoggerFactory.getLogger(ModelPool.class);

    private final List<ChatEndpoint> endpoints;
    private final AtomicInteger turn = new AtomicInteger();

    ModelPool(List<ChatEndpoint> endpoints) {
        this.endpoints = List.copyOf(endpoints);
    }

    boolean hasOneFor(Policy policy) {
        return endpoints.stream().anyMatch(endpoint -> policy.allows(endpoint.selfHosted()));
    }

    /** @throws ModelFailure the last one, if no endpoint gives an answer before the deadline */
    Answer ask(Question question, int promptTokens, Policy policy, ModelCall.Purpose purpose, Deadline deadline) {
        List<ChatEndpoint> allowed = endpoints.stream()
                .filter(endpoint -> policy.allows(endpoint.selfHosted()))
                .toList();
        int first = Math.floorMod(turn.getAndIncrement(), Math.max(1, allowed.size()));
        ModelFailure last = null;
        for (int i = 0; i < allowed.size() && !deadline.left().isZero(); i++) {
            ChatEndpoint endpoint = allowed.get((first + i) % allowed.size());
            try {
                return endpoint.ask(question, promptTokens, purpose, deadline);
            } catch (ModelFailure failure) {
                LOG.info("a model gave no answer: {}", failure.reason());
                last = worse(last, failure);
            }
        }
        throw last == null ? new ModelFailure(Reason.UNAVAILABLE) : last;
    }

    /** An endpoint that rests tells less than one that failed. */
    private static ModelFailure worse(@Nullable ModelFailure last, ModelFailure failure) {
        return last == null || failure.reason() != Reason.UNAVAILABLE ? failure : last;
    }
}
