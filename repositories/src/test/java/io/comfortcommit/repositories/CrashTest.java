package io.comfortcommit.repositories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.repositories.ingest.IngestStep;
import io.comfortcommit.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a process that died left behind does not stand in the way. */
class CrashTest {
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

    @ParameterizedTest
    @EnumSource
    void theSameCaptureAfterACrashCompletesOnce(IngestStep last) {
        House house = new House(folder, database);
        Git desk = house.desk("desk");
        RepositoryId repository = house.track(desk);
        house.repositories.have(house.owner, repository, List.of(desk.head()));
        desk.write("a", "a");
        String snapshot = desk.snapshot();
        CaptureOrder order = house.order(repository, snapshot, desk.head());
        byte[] bundle = desk.bundle(snapshot, desk.head());
        house.start(House.LIMITS, step -> {
            if (step == last) {
                throw new Killed();
            }
        });
        assertThatThrownBy(() -> house.ingest(order, bundle)).isInstanceOf(Killed.class);

        house.start(House.LIMITS, step -> {});
        IngestedCapture capture = house.ingest(order, bundle);

        assertThat(house.mirror(repository).run("for-each-ref", "--format=%(refname) %(objectname)", "refs/comfort"))
                .isEqualTo("refs/comfort/drafts/" + capture.draftId() + " " + snapshot);
        assertThat(capture.previous()).isNull();
        assertThat(house.repositories.changes(capture.draftId()).files()).hasSize(1);
        house.assertClean();
    }

    @Test
    void leftoversOfADeadProcessAreSweptAtTheNextStart() throws IOException {
        House house = new House(folder, database);
        Git desk = house.desk("desk");
        RepositoryId repository = house.track(desk);
        house.repositories.have(house.owner, repository, List.of(desk.head()));
        Path mirror = house.mirror(repository).folder();
        Path stale = Files.createDirectories(house.data.resolve("quarantine/dead/objects"));
        Files.writeString(stale.resolve("incoming_1.pack"), "half");
        Path lock = Files.writeString(mirror.resolve("packed-refs.lock"), "");
        Path refLock = Files.writeString(
                Files.createDirectories(mirror.resolve("refs/remotes/origin")).resolve("main.lock"), "");
        Path halfFetched = Files.writeString(mirror.resolve("objects/incoming_2.pack"), "half");
        Path halfMoved = Files.writeString(mirror.resolve("objects/pack/pack-1.pack"), "no index");
        desk.write("x", "x").commit("feat: more");
        desk.run("push", "--quiet", "origin", "main");

        house.start(House.LIMITS, step -> {});

        assertThat(house.repositories.have(house.owner, repository, List.of(desk.head())))
                .containsExactly(desk.head());
        assertThat(List.of(stale, lock, refLock, halfFetched, halfMoved)).noneMatch(Files::exists);
        house.assertClean();
    }

    @Test
    void aMirrorThatLostItsHeadIsRefusedAndKeepsWhatItHolds() throws IOException {
        House house = new House(folder, database);
        Git desk = house.desk("desk");
        RepositoryId repository = house.track(desk);
        house.repositories.have(house.owner, repository, List.of(desk.head()));
        Path mirror = house.mirror(repository).folder();
        Files.move(mirror.resolve("HEAD"), mirror.resolve("elsewhere"));
        house.start(House.LIMITS, step -> {});

        assertThatThrownBy(() -> house.repositories.have(house.owner, repository, List.of(desk.head())))
                .hasStackTraceContaining("nothing of it was changed");
        Files.move(mirror.resolve("elsewhere"), mirror.resolve("HEAD"));

        assertThat(house.repositories.have(house.owner, repository, List.of(desk.head())))
                .containsExactly(desk.head());
    }

    @Test
    void aMirrorThatWasHalfMadeIsMadeAnew() throws IOException {
        House house = new House(folder, database);
        Git desk = house.desk("desk");
        RepositoryId repository = house.track(desk);
        Files.createDirectories(house.mirror(repository).folder().resolve("objects"));

        assertThat(house.repositories.have(house.owner, repository, List.of(desk.head())))
                .containsExactly(desk.head());
        assertThat(house.mirror(repository).run("config", "core.fsyncObjectFiles"))
                .isEqualTo("true");
        assertThat(house.mirror(repository).run("config", "core.hooksPath"))
                .as("no hook of anybody runs")
                .isEqualTo("/dev/null");
    }

    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }
}
