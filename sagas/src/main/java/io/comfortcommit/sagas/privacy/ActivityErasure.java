package io.comfortcommit.sagas.privacy;

import io.comfortcommit.messages.privacy.ErasureCommand.ForgetInActivities;
import io.comfortcommit.repositories.ErasedPeople;
import org.axonframework.commandhandling.CommandHandler;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Past messages and notifications of a person. */
@Component
class ActivityErasure {
    private final ErasedPeople erased;

    ActivityErasure(@Qualifier("erasedInActivities") ErasedPeople erased) {
        this.erased = erased;
    }

    @CommandHandler
    void handle(ForgetInActivities command) {
        erased.erase(command.person());
    }
}
