package io.comfortcommit.gateway;

import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.privacy.ErasedPeople;
import io.comfortcommit.messages.privacy.ErasedPeople.Erased;
import io.comfortcommit.messages.privacy.ErasedPeople.FindErasedPeople;
import io.comfortcommit.messages.privacy.ErasureCommand;
import io.comfortcommit.messages.privacy.ErasureCommand.DestroyKey;
import io.comfortcommit.messages.privacy.ErasureCommand.ForgetInActivities;
import io.comfortcommit.messages.privacy.ErasureCommand.ForgetInReadModels;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.queryhandling.QueryHandler;

/** Remembers who was to be forgotten, and where. */
final class MemoryErasures {
    private static final Instant AT = Instant.parse("2026-11-01T09:00:00Z");

    private final Set<UserId> destroyed = new LinkedHashSet<>();
    private final AtomicBoolean failing = new AtomicBoolean();
    private final List<ErasureCommand> handled = new CopyOnWriteArrayList<>();

    /** The next key is not destroyed, as if its side were away. */
    void failOnce() {
        failing.set(true);
    }

    List<ErasureCommand> handled() {
        return handled;
    }

    @CommandHandler
    synchronized Erased handle(DestroyKey command) {
        if (failing.getAndSet(false)) {
            throw new IllegalStateException("away");
        }
        handled.add(command);
        destroyed.add(command.person());
        return new Erased(command.person(), AT);
    }

    @CommandHandler
    void handle(ForgetInActivities command) {
        handled.add(command);
    }

    @CommandHandler
    void handle(ForgetInReadModels command) {
        handled.add(command);
    }

    @QueryHandler
    synchronized ErasedPeople handle(FindErasedPeople query) {
        return new ErasedPeople(
                destroyed.stream().map(person -> new Erased(person, AT)).toList());
    }
}
