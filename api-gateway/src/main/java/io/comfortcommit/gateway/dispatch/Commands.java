package io.comfortcommit.gateway.dispatch;

import io.comfortcommit.gateway.GatewayProperties;
import io.comfortcommit.messages.draft.CommitDraftCommand;
import io.comfortcommit.messages.draft.DraftState;
import io.comfortcommit.messages.notification.NotificationCommand;
import io.comfortcommit.messages.privacy.ErasedPeople.Erased;
import io.comfortcommit.messages.privacy.ErasureCommand;
import io.comfortcommit.messages.privacy.ErasureCommand.DestroyKey;
import io.comfortcommit.messages.projection.ProjectionAnswer;
import io.comfortcommit.messages.projection.ProjectionCommand;
import io.comfortcommit.messages.repository.DraftingChoice;
import io.comfortcommit.messages.repository.TrackedRepositoryCommand.ChooseDrafting;
import io.comfortcommit.messages.repository.TrackedRepositoryCommand.MembershipCommand;
import io.comfortcommit.messages.repository.TrackedRepositoryCommand.TrackRepository;
import io.comfortcommit.messages.repository.TrackedRepositoryState;
import io.comfortcommit.messages.search.ReconcileSearch;
import io.comfortcommit.messages.search.SearchState;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Sends commands and waits for their answers. Blocks: call it through {@link Offload}. */
@Component
public final class Commands {
    private final CommandGateway gateway;
    private final Duration patience;

    Commands(CommandGateway gateway, GatewayProperties properties) {
        this.gateway = gateway;
        this.patience = properties.answerWithin();
    }

    /**
     * @throws org.axonframework.commandhandling.CommandExecutionException if it was rejected; the details say why
     * @throws TimeoutException if there was no answer in time; the command may have been done
     */
    public DraftState send(CommitDraftCommand command, Origin origin) throws Exception {
        DraftState state = answer(command, origin);
        if (state == null) {
            throw new IllegalStateException(command.getClass().getSimpleName() + " was answered with nothing");
        }
        return state;
    }

    /** As {@link #send(CommitDraftCommand, Origin)}, without an answer to look at. */
    public void send(TrackRepository command, Origin origin) throws Exception {
        answer(command, origin);
    }

    /** As {@link #send(CommitDraftCommand, Origin)}. */
    public DraftingChoice send(ChooseDrafting command, Origin origin) throws Exception {
        return Objects.requireNonNull(answer(command, origin));
    }

    /** As {@link #send(CommitDraftCommand, Origin)}. */
    public TrackedRepositoryState send(MembershipCommand command, Origin origin) throws Exception {
        TrackedRepositoryState state = answer(command, origin);
        return Objects.requireNonNull(state);
    }

    public ProjectionAnswer send(ProjectionCommand command, Origin origin) throws Exception {
        return Objects.requireNonNull(answer(command, origin));
    }

    /** As {@link #send(CommitDraftCommand, Origin)}, without an answer to look at. */
    public void send(NotificationCommand command, Origin origin) throws Exception {
        answer(command, origin);
    }

    public SearchState send(ReconcileSearch command, Origin origin) throws Exception {
        return Objects.requireNonNull(answer(command, origin));
    }

    /** As {@link #send(CommitDraftCommand, Origin)}. */
    public Erased send(DestroyKey command, Origin origin) throws Exception {
        return Objects.requireNonNull(answer(command, origin));
    }

    /** As {@link #send(CommitDraftCommand, Origin)}, without an answer to look at. */
    public void send(ErasureCommand command, Origin origin) throws Exception {
        answer(command, origin);
    }

    private <R> @Nullable R answer(Object command, Origin origin) throws Exception {
        CompletableFuture<R> answer = gateway.send(new GenericCommandMessage<>(command, origin.metaData()));
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
