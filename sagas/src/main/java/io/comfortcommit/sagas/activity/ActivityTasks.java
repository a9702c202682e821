package io.comfortcommit.sagas.activity;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.comfortcommit.sagas.activity.Activity.Outcome;
import io.comfortcommit.sagas.activity.Activity.Outcome.Again;
import io.comfortcommit.sagas.activity.Activity.Outcome.Done;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Makes a db-scheduler task of an activity. */
final class ActivityTasks {
    private static final Logger LOG = LoggerFactory.getLogger(ActivityTasks.class);
    private static final Backoff AFTER_FAILURE = new Backoff(Duration.ofMillis(500), Duration.ofMinutes(1));

    private final InstantSource clock;

    ActivityTasks(InstantSource clock) {
        this.clock = clock;
    }

    Task<ActivityOrder> task(Activity activity) {
        return Tasks.custom(activity.kind().taskName(), ActivityOrder.class)
                .onFailure(this::again)
                .onDeadExecutionRevive()
                .execute((instance, context) -> {
                    try (var trace =
                                    MDC.putCloseable("trace", instance.getData().traceId());
                            var draft = MDC.putCloseable(
                                    "id", instance.getData().draft().toString())) {
                        return completion(activity.perform(instance.getData()));
                    }
                });
    }

    private CompletionHandler<ActivityOrder> completion(Outcome outcome) {
        return (complete, operations) -> {
            switch (outcome) {
                case Done _ -> operations.remove();
                case Again again ->
                    operations.reschedule(complete, clock.instant().plus(again.in()), again.order());
            }
        };
    }

    private void again(ExecutionComplete complete, ExecutionOperations<ActivityOrder> operations) {
        int failures = complete.getExecution().consecutiveFailures;
        Duration delay = AFTER_FAILURE.after(failures);
        LOG.warn(
                "{} failed {} times, again in {}",
                complete.getExecution().getId(),
                failures + 1,
                delay,
                complete.getCause().orElse(null));
        operations.reschedule(complete, clock.instant().plus(delay));
    }
}
