package io.comfortcommit.commandside.privacy;

import io.comfortcommit.axonsupport.privacy.SubjectKeys;
import io.comfortcommit.messages.privacy.ErasedPeople;
import io.comfortcommit.messages.privacy.ErasedPeople.Erased;
import io.comfortcommit.messages.privacy.ErasedPeople.FindErasedPeople;
import io.comfortcommit.messages.privacy.ErasureCommand.DestroyKey;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.stereotype.Component;

/** Destroys keys. */
@Component
class Erasures {
    private final SubjectKeys keys;

    Erasures(SubjectKeys keys) {
        this.keys = keys;
    }

    @CommandHandler
    Erased handle(DestroyKey command) {
        keys.destroy(command.person());
        return keys.erased().stream()
                .filter(erased -> erased.person().equals(command.person()))
                .findFirst()
                .orElseThrow();
    }

    @QueryHandler
    ErasedPeople handle(FindErasedPeople query) {
        return new ErasedPeople(keys.erased());
    }
}
