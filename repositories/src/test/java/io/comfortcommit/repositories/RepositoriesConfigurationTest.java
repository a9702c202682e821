package io.comfortcommit.repositories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.Landing;
import io.comfortcommit.messages.draft.LaneId;
import io.comfortcommit.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.transaction.PlatformTransactionManager;

class RepositoriesConfigurationTest {
    private static TestDatabase database;

    @TempDir
    Path folder;

    @BeforeAll
    static void migrate() {
        database = TestDatabase.migrated("repositories");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void aCaptureIsTakenInAndPublishedThroughThePort() {
        House house = new House(folder, database);
        Git desk = house.desk("desk");
        try (AnnotationConfigApplicationContext context = context(Map.of(
                "comfort.repositories.data", folder.resolve("other data").toString(),
                "comfort.repositories.file-remotes", "true",
                "comfort.repositories.limits.bundle", "3MB",
                "comfort.repositories.fetch.silence", "5s"))) {
            house.repositories = context.getBean(Repositories.class);
            RepositoryId repository = house.track(desk);
            LaneId lane = new LaneId(UUID.randomUUID());
            IngestedCapture first = house.capture(repository, lane, desk.write("a", "1\n"));
            PublishOutcome outcome = house.repositories.publish(new PublishOrder(
                    first.draftId(), "feat: one", Clock.systemUTC().instant()));

            assertThat(outcome).isInstanceOfSatisfying(PublishOutcome.Landed.class, landed -> {
                assertThat(landed.landing()).isEqualTo(Landing.BRANCH);
                assertThat(new Git(folder.resolve("desk.git")).run("rev-parse", "main"))
                        .isEqualTo(landed.commitId());
            });
            IngestedCapture second = house.capture(repository, lane, desk.write("b", "2\n"));
            assertThat(second.summary().filesChanged()).isEqualTo(1);
            assertThat(house.repositories.unsettledPredecessors(second.draftId()))
                    .isEmpty();
        }
    }

    @Test
    void theHistoryBelowADraftIsShownNewestFirstWithoutMerges() {
        House house = new House(folder, database);
        Git desk = house.desk("desk");
        RepositoryId repository = house.track(desk);
        desk.write("a", "1\n").run("add", "-A");
        desk.run("commit", "-q", "-m", "feat: a");
        desk.run("checkout", "-q", "-b", "side");
        desk.write("b", "1\n").run("add", "-A");
        desk.run("commit", "-q", "-m", "feat: b");
        desk.run("checkout", "-q", "main");
        desk.run("merge", "-q", "--no-ff", "-m", "merge side", "side");
        desk.write("c", "1\n").run("add", "-A");
        desk.run("commit", "-q", "-m", "fix: c");
        desk.run("push", "-q", "origin", "main");
        IngestedCapture capture = house.capture(repository, new LaneId(UUID.randomUUID()), desk.write("d", "1\n"));

        List<String> seen = new ArrayList<>();
        house.repositories.history(capture.draftId(), commit -> {
            seen.add(commit.message().strip() + " "
                    + commit.change().get().files().stream()
                            .map(FileChange::path)
                            .toList());
            return seen.size() < 2;
        });

        assertThat(seen).containsExactly("fix: c [c]", "feat: a [a]");
    }

    @Test
    void withoutConsentNoPathAndNoPrivateAddressIsARemote() {
        try (AnnotationConfigApplicationContext context =
                context(Map.of("comfort.repositories.data", folder.toString()))) {
            Repositories repositories = context.getBean(Repositories.class);
            UserId owner = new UserId(UUID.randomUUID());
            for (String remote : List.of(folder.resolve("x").toString(), "https://127.0.0.1/x.git")) {
                assertThatThrownBy(() -> repositories.track(owner, remote, "main"))
                        .isInstanceOf(RefusedException.class);
            }
        }
    }

    @Test
    void settingsThatMakeNoSenseAreRefusedAtTheStart() {
        assertThatThrownBy(() -> context(Map.of()).close())
                .isInstanceOf(BeanCreationException.class)
                .hasStackTraceContaining("comfort.repositories.data must name");
        assertThatThrownBy(() -> context(Map.of(
                                "comfort.repositories.data",
                                folder.toString(),
                                "comfort.repositories.limits.objects",
                                "0"))
                        .close())
                .hasStackTraceContaining("every limit must be positive");
    }

    private static AnnotationConfigApplicationContext context(Map<String, Object> properties) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
        context.registerBean(DataSource.class, () -> new DelegatingDataSource(database.dataSource()));
        context.registerBean(
                PlatformTransactionManager.class, () -> new DataSourceTransactionManager(database.dataSource()));
        context.registerBean(Clock.class, Clock::systemUTC);
        context.register(RepositoriesConfiguration.class);
        context.refresh();
        return context;
    }
}
