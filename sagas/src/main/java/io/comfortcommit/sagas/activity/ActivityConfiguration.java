package io.comfortcommit.sagas.activity;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

@Configuration(proxyBeanMethods = false)
class ActivityConfiguration {
    private static final String TABLE = "sagas.scheduled_tasks";

    /** Activities at once. They wait for disks and remotes most of the time. */
    private static final int CONCURRENT = 16;

    private static final Duration SWEEP_EVERY = Duration.ofMinutes(1);

    @Bean
    Scheduler activities(
            DataSource dataSource,
            List<Activity> activities,
            ObjectProvider<OrphanSweeper> sweeper,
            Clock clock,
            @Value("${comfort.axon.node:}") String node) {
        ActivityTasks tasks = new ActivityTasks(clock);
        List<Task<?>> known = new ArrayList<>();
        for (Activity activity : activities) {
            known.add(tasks.task(activity));
        }
        RecurringTask<Void> sweep = Tasks.recurring("sweep", FixedDelay.of(SWEEP_EVERY))
                .execute((instance, context) -> sweeper.getObject().sweep());
        SchedulerBuilder builder = new SchedulerBuilder(dataSource, known)
                .startTasks(sweep)
                .tableName(TABLE)
                .serializer(new OrderSerializer())
                // Named, since finding out costs a connection.
                .jdbcCustomization(new PostgreSqlJdbcCustomization(false, true))
                // Not virtual ones: those take turns on a few carriers, and who asks for a page would stand in line
                // behind what reads and understands changes.
                .executorService(Executors.newThreadPerTaskExecutor(
                        Thread.ofPlatform().daemon().name("activity-", 0).factory()))
                .threads(CONCURRENT)
                .pollUsingLockAndFetch(0.5, 1.0)
                .pollingInterval(Duration.ofMillis(500))
                .heartbeatInterval(Duration.ofSeconds(5))
                .missedHeartbeatsLimit(4)
                .shutdownMaxWait(Duration.ofSeconds(20))
                .clock(clock::instant);
        if (!node.isEmpty()) {
            builder.schedulerName(new SchedulerName.Fixed(node));
        }
        return builder.build();
    }

    @Bean
    ActivityScheduler activityScheduler(
            Scheduler scheduler, JdbcClient jdbc, @Value("${comfort.axon.node:}") String node) {
        return new ActivityScheduler(scheduler, jdbc, node);
    }

    @Bean
    ActivitySchedule activitySchedule(DataSource dataSource, Scheduler scheduler) {
        SchedulerClient client = SchedulerClient.Builder.create(new TransactionAwareDataSourceProxy(dataSource))
                .tableName(TABLE)
                .serializer(new OrderSerializer())
                .jdbcCustomization(new PostgreSqlJdbcCustomization(false, true))
                .build();
        return new ActivitySchedule(client, scheduler);
    }

    @Bean
    OpenDrafts openDrafts(JdbcClient jdbc) {
        return new OpenDrafts(jdbc);
    }

    @Bean
    OrphanSweeper orphanSweeper(JdbcClient jdbc, ActivitySchedule schedule, Clock clock) {
        return new OrphanSweeper(jdbc, schedule, clock);
    }
}
