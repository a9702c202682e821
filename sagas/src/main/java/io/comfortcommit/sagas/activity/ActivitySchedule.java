package io.comfortcommit.sagas.activity;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceException;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import io.comfortcommit.messages.draft.DraftId;
import java.time.Instant;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Schedules activities within the caller's transaction; they are woken once it has committed. */
public final class ActivitySchedule {
    private final SchedulerClient client;
    private final Scheduler scheduler;

    /** @param client works on the caller's connection */
    ActivitySchedule(SchedulerClient client, Scheduler scheduler) {
        this.client = client;
        this.scheduler = scheduler;
    }

    /** Schedules an activity unless it is scheduled already. */
    public void schedule(ActivityKind kind, ActivityOrder order, Instant at) {
        client.scheduleIfNotExists(new TaskInstance<>(kind.taskName(), order.instanceId(kind), order), at);
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    scheduler.triggerCheckForDueExecutions();
                }
            });
        } else {
            scheduler.triggerCheckForDueExecutions();
        }
    }

    /** Drops an activity that is not running; one that runs reports to a draft that knows better. */
    public void cancel(ActivityKind kind, DraftId draft, int round) {
        try {
            client.cancel(TaskInstanceId.of(kind.taskName(), ActivityOrder.instanceId(draft.value(), kind, round)));
        } catch (TaskInstanceException goneOrRunning) {
            // Nothing to drop.
        }
    }
}
