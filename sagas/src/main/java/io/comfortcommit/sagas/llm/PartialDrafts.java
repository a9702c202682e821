package io.comfortcommit.sagas.llm;

import io.comfortcommit.messages.query.DraftQuery.WatchWriting;
import io.comfortcommit.messages.query.PartialMessage;
import io.comfortcommit.sagas.tokens.ModelCall;
import org.axonframework.queryhandling.QueryHandler;
import org.axonframework.queryhandling.QueryUpdateEmitter;
import org.axonframework.queryhandling.SubscriptionQueryMessage;

/** Subjects while a model writes them, for the author who watches. Nothing is kept: who comes later sees the draft itself. */
class PartialDrafts {
    private final QueryUpdateEmitter updates;

    PartialDrafts(QueryUpdateEmitter updates) {
        this.updates = updates;
    }

    @QueryHandler
    PartialMessage handle(WatchWriting query) {
        return PartialMessage.NOTHING;
    }

    boolean watched(ModelCall.Purpose purpose) {
        return updates.activeSubscriptions().stream()
                .map(SubscriptionQueryMessage::getPayload)
                .anyMatch(query -> query instanceof WatchWriting watch && concerns(watch, purpose));
    }

    void publish(ModelCall.Purpose purpose, String subject) {
        updates.emit(WatchWriting.class, watch -> concerns(watch, purpose), new PartialMessage(subject));
    }

    private static boolean concerns(WatchWriting watch, ModelCall.Purpose purpose) {
        return watch.draftId().equals(purpose.draft()) && watch.caller().equals(purpose.author());
    }
}
