package io.comfortcommit.repositories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.ChangeSummary;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.LaneId;
import io.comfortcommit.repositories.RefusedException.Reason;
import io.comfortcommit.repositories.ingest.IngestStep;
import io.comfortcommit.testing.TestDatabase;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestTest {
    private static TestDatabase database;

    @TempDir
    Path folder;

    private House house;

    @BeforeAll
    static void migrate() {
        database = TestDatabase.migrated("repositories");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void build() {
        house = new House(folder, database);
    }

    @AfterEach
    void nothingIsLeftInQuarantineAndEveryMirrorIsSound() {
        house.assertClean();
    }

    @Test
    void aCaptureIsPinnedAndItsChangeCanBeRead() {
        Git desk = house.desk("desk");
        RepositoryId repository = house.track(desk);
        assertThat(house.repositories.have(house.owner, repository, List.of(desk.head())))
                .containsExactly(desk.head());
        desk.write("src/Main.java", "class Main { int x; }\n").write("new.txt", "one\ntwo\n");
        String snapshot = desk.snapshot();

        IngestedCapture capture =
                house.ingest(house.order(repository, snapshot, desk.head()), desk.bundle(snapshot, desk.head()));

        assertThat(capture.summary()).isEqualTo(new ChangeSummary(2, 3, 1));
        assertThat(capture.unpushedCommits()).isZero();
        assertThat(capture.previous()).isNull();
        assertThat(capture.draftId().value().version()).isEqualTo(7);
        assertThat(house.mirror(repository).run("rev-parse", "refs/comfort/drafts/" + capture.draftId()))
                .isEqualTo(snapshot);
        assertThat(house.repositories.repositoryOf(capture.draftId())).isEqualTo(repository);
        assertThat(house.repositories.changes(capture.draftId()).files())
                .extracting(file -> file.path())
                .containsExactly("new.txt", "src/Main.java");
        assertThat(house.repositories.recentSubjects(capture.draftId(), 5))
                .containsExactly("feat: go on", "feat: begin");
        assertThat(house.repositories.texts(capture.draftId(), List.of("new.txt", "src/Main.java", "src", "no.txt")))
                .containsOnly(
                        Map.entry("new.txt", "one\ntwo\n"), Map.entry("src/Main.java", "class Main { int x; }\n"));
    }

    @Test
    void nothingIsPinnedOfWhoIsErasedMeanwhile() {
        Git desk = house.desk("desk");
        RepositoryId repository = house.track(desk);
        house.repositories.have(house.owner, repository, List.of(desk.head()));
        String snapshot = desk.write("a", "a").snapshot();
        CaptureOrder order = house.order(repository, snapshot, desk.head());
        byte[] bundle = desk.bundle(snapshot, desk.head());
        house.start(House.LIMITS, step -> {
            if (step == IngestStep.PINNED) {
                house.repositories.forget(house.owner);
            }
        });

        house.refused(Reason.PERSON_ERASED, order, bundle);
    }

    @Test
    void aFirstCommitInAnEmptyRepositoryIsTakenIn() {
        Git remote = house.bare("remote.git");
        Git desk = house.empty("desk");
        RepositoryId repository =
                house.repositories.track(house.owner, remote.folder().toString(), "main");
        desk.write("a.txt", "a\n").run("add", "-A");
        String snapshot = desk.commitTree(desk.run("write-tree"));

        IngestedCapture capture = house.ingest(house.order(repository, snapshot, null), desk.bundle(snapshot));

        assertThat(capture.summary()).isEqualTo(new ChangeSummary(1, 1, 0));
        assertThat(house.repositories.recentSubjects(capture.draftId(), 5)).isEmpty();
    }

    @Test
    void everyKindOfFileArrivesBitForBit() throws Exception {
        Git desk = house.desk("desk");
        RepositoryId repository = house.track(desk);
        byte[] binary = new byte[100_000];
        new Random(1).nextBytes(binary);
        desk.write("image.bin", binary)
                .write("한글 이름.txt", "안녕\n")
                .write("crlf.txt", "a\r\nb\r\n")
                .write("empty", "")
                .write("aux.c", "int x;\n")
                .write("readme.md", "differs from README.md by case\n")
                .write("run.sh", "#!/bin/sh\n")
                .write(".gitmodules", "[submodule \"lib\"]\n\tpath = lib\n\turl = https://example.org/lib.git\n");
        assertThat(desk.folder().resolve("run.sh").toFile().setExecutable(true)).isTrue();
        Files.createSymbolicLink(desk.folder().resolve("link"), Path.of("README.md"));
        desk.run("add", "-A");
        desk.run("update-index", "--add", "--cacheinfo", "160000," + "1".repeat(40) + ",lib");
        String tree = desk.run("write-tree");
        String snapshot = desk.commitTree(tree, desk.head());

        IngestedCapture capture = house.ingest(house.order(repository, snapshot, desk.head()), desk.bundle(snapshot));

        assertThat(house.mirror(repository).run("ls-tree", "-r", capture.order().snapshot()))
                .isEqualTo(desk.run("ls-tree", "-r", tree));
        assertThat(house.mirror(repository).feed(new byte[0], "cat-file", "blob", snapshot + ":image.bin"))
                .isEqualTo(binary);
    }

    @Test
    void aThinBundleBuildsOnWhatTheMirrorHas() {
        Git desk = house.desk("desk");
        StringBuilder text = new StringBuilder();
        new Random(2).ints(3000).forEach(i -> text.append(i).append('\n'));
        desk.write("large.txt", text.toString()).commit("feat: large");
        desk.run("push", "--quiet", "origin", "main");
        RepositoryId repository = house.track(desk);
        house.repositories.have(house.owner, repository, List.of(desk.head()));
        desk.write("large.txt", text + "one more\n");
        String snapshot = desk.snapshot();
        byte[] bundle = desk.bundle(snapshot, desk.head());
        assertThat(bundle).hasSizeLessThan(2000);

        IngestedCapture capture = house.ingest(house.order(repository, snapshot, desk.head()), bundle);

        assertThat(capture.summary()).isEqualTo(new ChangeSummary(1, 1, 0));
    }

    @Test
    void aDeskThatIsAShallowCloneMaySendWhatItHas() {
        Git desk = house.desk("desk");
        RepositoryId repository = house.track(desk);
        Git shallow = new Git(folder.resolve("shallow"));
        desk.run(
                "clone",
                "--quiet",
                "--depth=1",
                "file://" + folder.resolve("desk.git"),
                shallow.folder().toString());
        String base = shallow.head();
        assertThat(house.repositories.have(house.owner, repository, List.of(base)))
                .containsExactly(base);
        shallow.write("README.md", "shallow\n");
        String snapshot = shallow.snapshot();

        IngestedCapture capture = house.ingest(house.order(repository, snapshot, base), shallow.bundle(snapshot, base));

        assertThat(capture.summary().filesChanged()).isEqualTo(1);
    }

    @Test
    void aVersionThreeBundleIsTakenIn() {
        Git desk = house.desk("desk");
        RepositoryId repository = house.track(desk);
        desk.write("a", "a");
        String snapshot = desk.snapshot();
        desk.run("update-ref", "refs/comfort/capture", snapshot);
        byte[] bundle =
                desk.feed(new byte[0], "bundle", "create", "--quiet", "--version=3", "-", "refs/comfort/capture");

        assertThat(house.ingest(house.order(repository, snapshot, desk.head()), bundle)
                        .unpushedCommits())
                .isZero();
    }

    @Test
    void unpushedCommitsComeAlongAndAreCounted() {
        Git desk = house.desk("desk");
        RepositoryId repository = house.track(desk);
        desk.write("b", "b").commit("feat: not pushed yet");
        desk.write("c", "c").commit("feat: neither");
        desk.write("d", "d");

        IngestedCapture capture = house.capture(repository, lane(), desk);

        assertThat(capture.unpushedCommits()).isEqualTo(2);
        assertThat(capture.summary()).isEqualTo(new ChangeSummary(1, 1, 0));
        assertThat(house.repositories.have(house.owner, repository, List.of(desk.head())))
                .as("what a draft holds need not be sent again")
                .containsExactly(desk.head());
    }

    @Test
    void commitsThatSomebodyPushedSinceTheLastLookAreNotUnpushed() {
        Git desk = house.desk("desk");
        RepositoryId repository = house.track(desk);
        house.repositories.have(house.owner, repository, List.of(desk.head()));
        String known = desk.head();
        desk.write("b", "b").commit("feat: pushed by hand");
        desk.run("push", "--quiet", "origin", "main");
        desk.write("c", "c");
        String snapshot = desk.snapshot();

        IngestedCapture capture =
                house.ingest(house.order(repository, snapshot, desk.head()), desk.bundle(snapshot, known));

        assertThat(capture.unpushedCommits()).isZero();
    }

    @Test
    void theSameCaptureAgainAnswersAsTheFirstTimeWithoutReadingTheBundle() {
        Git desk = house.desk("desk");
        RepositoryId repository = house.track(desk);
        desk.write("a", "a");
        String snapshot = desk.snapshot();
        CaptureOrder order = house.order(repository, snapshot, desk.head());
        IngestedCapture first = house.ingest(order, desk.bundle(snapshot));

        IngestedCapture again = house.repositories.ingest(order, new InputStream() {
            @Override
            public int read() {
                throw new AssertionError("read");
            }
        });

        assertThat(first.repeated()).isFalse();
        assertThat(again.repeated()).isTrue();
        assertThat(again).usingRecursiveComparison().ignoringFields("repeated").isEqualTo(first);
    }

    @Test
    void aCaptureIdCanNotBeUsedForAnotherSnapshot() {
        Git desk = house.desk("desk");
        RepositoryId repository = house.track(desk);
        desk.write("a", "a");
        String snapshot = desk.snapshot();
        CaptureOrder order = house.order(repository, snapshot, desk.head());
        house.ingest(order, desk.bundle(snapshot));
        desk.write("a", "b");
        String other = desk.snapshot();
        CaptureOrder reused = new CaptureOrder(
                order.captureId(),
                repository,
                house.owner,
                order.lane(),
                other,
                order.base(),
                order.branch(),
                order.mode(),
                order.author(),
                order.capturedAt(),
                order.client());

        assertThatThrownBy(() -> house.ingest(reused, desk.bundle(other)))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CAPTURE_ID_REUSED));
    }

    @Test
    void capturesOfOneLaneLineUpHoweverManyArriveAtOnce() throws Exception {
        Git desk = house.desk("desk");
        RepositoryId repository = house.track(desk);
        LaneId lane = lane();
        List<Callable<IngestedCapture>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            desk.write("a", "version " + i);
            String snapshot = desk.snapshot();
            byte[] bundle = desk.bundle(snapshot);
            CaptureOrder order = house.order(repository, lane, snapshot, desk.head());
            all.add(() -> house.ingest(order, bundle));
        }

        List<IngestedCapture> captures = together(all);

        List<DraftId> previous =
                captures.stream().map(IngestedCapture::previous).toList();
        assertThat(previous).doesNotHaveDuplicates().containsOnlyOnce((DraftId) null);
        assertThat(captures).extracting(IngestedCapture::draftId).doesNotHaveDuplicates();
    }

    @Test
    void theSameCaptureEightTimesAtOnceIsOneCapture() throws Exception {
        Git desk = house.desk("desk");
        RepositoryId repository = house.track(desk);
        desk.write("a", "a");
        String snapshot = desk.snapshot();
        byte[] bundle = desk.bundle(snapshot);
        CaptureOrder order = house.order(repository, snapshot, desk.head());
        List<Callable<IngestedCapture>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(() -> house.ingest(order, bundle));
        }

        List<IngestedCapture> answers = together(all);

        assertThat(answers)
                .extracting(IngestedCapture::draftId)
                .containsOnly(answers.getFirst().draftId());
        assertThat(answers).filteredOn(answer -> !answer.repeated()).hasSize(1);
        assertThat(house.mirror(repository).run("for-each-ref", "refs/comfort").lines())
                .hasSize(1);
    }

    @Test
    void predecessorsAreUnsettledUntilTheirEndIsKnown() {
        Git desk = house.desk("desk");
        RepositoryId repository = house.track(desk);
        LaneId lane = lane();
        IngestedCapture first = house.capture(repository, lane, desk.write("a", "1"));
        IngestedCapture second = house.capture(repository, lane, desk.write("a", "2"));
        IngestedCapture elsewhere = house.capture(repository, lane(), desk.write("a", "3"));
        IngestedCapture third = house.capture(repository, lane, desk.write("a", "4"));

        assertThat(second.previous()).isEqualTo(first.draftId());
        assertThat(elsewhere.previous()).isNull();
        assertThat(house.repositories.unsettledPredecessors(third.draftId()))
                .containsExactly(second.draftId(), first.draftId());
        house.repositories.settle(second.draftId());
        house.repositories.settle(second.draftId());
        assertThat(house.repositories.unsettledPredecessors(third.draftId())).containsExactly(first.draftId());
        publish(first, "f".repeat(40));
        assertThat(house.repositories.unsettledPredecessors(third.draftId())).isEmpty();
    }

    @Test
    void aCaptureOnTopOfAPushedOneShowsOnlyWhatIsNew() {
        Git desk = house.desk("desk");
        RepositoryId repository = house.track(desk);
        LaneId lane = lane();
        IngestedCapture first = house.capture(repository, lane, desk.write("a", "1\n"));
        IngestedCapture superseded = house.capture(repository, lane, desk.write("a", "1\n2\n"));
        house.repositories.settle(superseded.draftId());
        publish(first, "f".repeat(40));

        IngestedCapture next =
                house.capture(repository, lane, desk.write("a", "1\n2\n").write("b", "b\n"));

        assertThat(next.summary()).isEqualTo(new ChangeSummary(2, 2, 0));
        assertThat(house.repositories.changes(next.draftId()).files())
                .extracting(file -> file.path())
                .containsExactly("a", "b");
    }

    @Test
    void aCaptureOnADeskThatTookThePushedCommitUpIsComparedWithIt() {
        Git desk = house.desk("desk");
        RepositoryId repository = house.track(desk);
        LaneId lane = lane();
        IngestedCapture first = house.capture(repository, lane, desk.write("a", "1\n"));
        String pushed = desk.commit("feat: as pushed");
        desk.run("push", "--quiet", "origin", "main");
        publish(first, pushed);
        desk.write("a", "1\n2\n");

        assertThat(house.capture(repository, lane, desk).summary()).isEqualTo(new ChangeSummary(1, 1, 0));
    }

    @Test
    void anotherTenantsRepositoryIsUnknown() {
        Git desk = house.desk("desk");
        RepositoryId repository = house.track(desk);
        UserId stranger = new UserId(UUID.randomUUID());

        assertThatThrownBy(() -> house.repositories.have(stranger, repository, List.of(desk.head())))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_REPOSITORY));
    }

    @Test
    void aRemoteThatIsGoneStillTakesFullBundles() throws Exception {
        Git desk = house.desk("desk");
        RepositoryId repository = house.track(desk);
        Files.move(folder.resolve("desk.git"), folder.resolve("elsewhere.git"));

        assertThat(house.repositories.have(house.owner, repository, List.of(desk.head())))
                .isEmpty();
        desk.write("a", "a");
        String snapshot = desk.snapshot();
        assertThat(house.ingest(house.order(repository, snapshot, desk.head()), desk.bundle(snapshot))
                        .unpushedCommits())
                .isEqualTo(2);
    }

    @Test
    void branchesThatTheRemoteDropsOrTurnsIntoFoldersAreFollowed() {
        Git desk = house.desk("desk");
        RepositoryId repository = house.track(desk);
        desk.run("push", "--quiet", "origin", "main:topic", "main:other");
        house.repositories.have(house.owner, repository, List.of(desk.head()));
        desk.run("push", "--quiet", "origin", ":topic");
        desk.write("x", "x").commit("feat: on a topic");
        desk.run("push", "--quiet", "origin", "main:topic/deeper");

        assertThat(house.repositories.have(house.owner, repository, List.of(desk.head())))
                .containsExactly(desk.head());
        assertThat(house.mirror(repository).run("for-each-ref", "--format=%(refname)", "refs/remotes"))
                .isEqualTo("refs/remotes/origin/main\nrefs/remotes/origin/other\nrefs/remotes/origin/topic/deeper");
    }

    @Test
    void packsAreGatheredBeforeThereAreTooManyAndNothingIsLost() throws Exception {
        Git desk = house.desk("desk");
        RepositoryId repository = house.track(desk);
        String base = desk.head();
        house.repositories.have(house.owner, repository, List.of(base));
        List<Callable<List<IngestedCapture>>> desks = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String name = "desk " + i;
            LaneId lane = lane();
            desks.add(() -> {
                List<IngestedCapture> captures = new ArrayList<>();
                for (int n = 0; n < 50; n++) {
                    PackByHand pack = new PackByHand();
                    byte[] text = (name + " " + n + "\n").getBytes(StandardCharsets.UTF_8);
                    String blob = pack.add(PackByHand.BLOB, text);
                    String tree = pack.add(PackByHand.TREE, PackByHand.tree("100644 a " + blob));
                    String snapshot = pack.add(PackByHand.COMMIT, PackByHand.commit(tree, base));
                    captures.add(
                            house.ingest(house.order(repository, lane, snapshot, base), pack.bundle(snapshot, base)));
                    IngestedCapture any = captures.get(n / 2);
                    assertThat(house.repositories.changes(any.draftId()).files())
                            .hasSize(4);
                }
                return captures;
            });
        }

        List<IngestedCapture> captures =
                together(desks).stream().flatMap(List::stream).toList();

        Git mirror = house.mirror(repository);
        assertThat(mirror.folder().resolve("objects/pack").toFile().list((at, name) -> name.endsWith(".pack")))
                .hasSizeLessThan(30);
        assertThat(mirror.run("for-each-ref", "--format=%(objectname)", "refs/comfort")
                        .lines())
                .containsExactlyInAnyOrderElementsOf(captures.stream()
                        .map(capture -> capture.order().snapshot())
                        .toList());
        assertThat(mirror.run("rev-parse", "refs/remotes/origin/main")).isEqualTo(base);
    }

    private void publish(IngestedCapture capture, String commit) {
        house.jdbc
                .sql(
                        "INSERT INTO repositories.publication (draft_id, commit_id, branch, landing, rebased, attempts, at)"
                                + " VALUES (?, ?, 'main', 'BRANCH', false, 1, now())")
                .params(capture.draftId().value(), commit)
                .update();
    }

    private static LaneId lane() {
        return new LaneId(UUID.randomUUID());
    }

    private static <T> List<T> together(List<Callable<T>> all) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(all.size())) {
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(all)) {
                results.add(result.get());
            }
            return results;
        }
    }
}
