package io.comfortcommit.repositories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.repositories.RefusedException.Reason;
import io.comfortcommit.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/** Each bundle is refused for its own reason, leaves nothing behind, and the mirror stays sound. */
class HostileBundleTest {
    private static final String ABSENT = "1234567890123456789012345678901234567890";

    @TempDir
    private static Path folder;

    private static TestDatabase database;
    private static House house;
    private static Git desk;
    private static RepositoryId repository;
    private static String base;

    /** One house for all: every refusal must leave it as it was. */
    @BeforeAll
    static void build() {
        database = TestDatabase.migrated("repositories");
        house = new House(folder, database);
        desk = house.desk("desk");
        repository = house.track(desk);
        base = desk.head();
        house.repositories.have(house.owner, repository, List.of(base));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void tidy() {
        house.start(House.LIMITS, step -> {});
        desk.run("reset", "--quiet", "--hard", base);
    }

    @Nested
    class TheHeader {
        @Test
        void whatIsNoBundleIsRefused() {
            refuse(Reason.CORRUPT_BUNDLE, ABSENT, "<html>".getBytes(StandardCharsets.UTF_8));
        }

        @Test
        void nothingAtAllIsRefused() {
            refuse(Reason.CORRUPT_BUNDLE, ABSENT, new byte[0]);
        }

        @Test
        void anEndlessHeaderIsRefused() {
            byte[] endless = new byte[2 << 20];
            Arrays.fill(endless, (byte) '-');
            refuse(Reason.CORRUPT_BUNDLE, ABSENT, endless);
        }

        @Test
        void anotherRefIsRefused() {
            String snapshot = changed();
            desk.run("update-ref", "refs/heads/evil", snapshot);
            refuse(
                    Reason.WRONG_REF,
                    snapshot,
                    desk.feed(new byte[0], "bundle", "create", "--quiet", "-", "refs/heads/evil", "^" + base));
        }

        @Test
        void aSecondRefIsRefused() {
            String snapshot = changed();
            desk.run("update-ref", "refs/comfort/capture", snapshot);
            refuse(
                    Reason.WRONG_REF,
                    snapshot,
                    desk.feed(
                            new byte[0],
                            "bundle",
                            "create",
                            "--quiet",
                            "-",
                            "refs/comfort/capture",
                            "refs/heads/main"));
        }

        @Test
        void aRefToAnotherCommitThanTheSnapshotIsRefused() {
            refuse(Reason.WRONG_REF, ABSENT, desk.bundle(changed(), base));
        }

        @Test
        void aFilteredBundleIsRefused() {
            String snapshot = changed();
            String header = "# v3 git bundle\n@filter=blob:none\n" + snapshot + " refs/comfort/capture\n\n";
            refuse(Reason.MISSING_OBJECTS, snapshot, header.getBytes(StandardCharsets.UTF_8));
        }

        @Test
        void anUnknownCapabilityIsRefused() {
            String header = "# v3 git bundle\n@object-format=sha256\n" + ABSENT + " refs/comfort/capture\n\n";
            refuse(Reason.CORRUPT_BUNDLE, ABSENT, header.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Nested
    class WhatItBuildsOn {
        @Test
        void aPrerequisiteThatTheMirrorDoesNotHaveIsRefused() {
            String local = desk.write("x", "x").commit("feat: local");
            String snapshot = changed();
            RefusedException refused = house.refused(
                    Reason.MISSING_OBJECTS, house.order(repository, snapshot, local), desk.bundle(snapshot, local));
            assertThat(refused).hasMessageContaining("without that prerequisite");
        }

        @Test
        void aPrerequisiteThatOnlyAnotherTenantsMirrorHasIsRefused() {
            Git secret = house.desk("secret");
            UserId other = new UserId(UUID.randomUUID());
            RepositoryId theirs = house.repositories.track(other, secret.run("remote", "get-url", "origin"), "main");
            secret.write("secret.txt", "s3cret").commit("feat: secret");
            secret.run("push", "--quiet", "origin", "main");
            String known = secret.head();
            assertThat(house.repositories.have(other, theirs, List.of(known))).containsExactly(known);
            secret.write("README.md", "built on it\n");
            String snapshot = secret.snapshot();

            house.refused(
                    Reason.MISSING_OBJECTS, house.order(repository, snapshot, known), secret.bundle(snapshot, known));
            assertThat(house.repositories.have(house.owner, repository, List.of(known)))
                    .isEmpty();
        }

        @Test
        void aParentThatNobodyHasAndNoPrerequisiteNamesIsRefused() {
            PackByHand pack = new PackByHand();
            String tree = pack.add(PackByHand.TREE, PackByHand.tree("100644 a " + blob(pack)));
            String snapshot = pack.add(PackByHand.COMMIT, PackByHand.commit(tree, ABSENT));
            house.refused(Reason.MISSING_OBJECTS, house.order(repository, snapshot, ABSENT), pack.bundle(snapshot));
        }

        @Test
        void aFileThatIsMissingIsRefused() {
            PackByHand pack = new PackByHand();
            refuse(Reason.MISSING_OBJECTS, pack, PackByHand.tree("100644 a " + ABSENT));
        }

        @Test
        void aFolderThatIsMissingIsRefused() {
            PackByHand pack = new PackByHand();
            refuse(Reason.MISSING_OBJECTS, pack, PackByHand.tree("40000 a " + ABSENT));
        }

        @Test
        void aFileThatIsMissingFarBelowIsRefused() {
            PackByHand pack = new PackByHand();
            String deep = pack.add(PackByHand.TREE, PackByHand.tree("100644 a " + ABSENT));
            String middle = pack.add(PackByHand.TREE, PackByHand.tree("40000 deep " + deep));
            refuse(Reason.MISSING_OBJECTS, pack, PackByHand.tree("40000 middle " + middle));
        }

        @Test
        void anObjectThatNothingRefersToMustBeWholeToo() {
            PackByHand pack = new PackByHand();
            pack.add(PackByHand.TREE, PackByHand.tree("100644 smuggled " + ABSENT));
            refuse(Reason.MISSING_OBJECTS, pack, PackByHand.tree("100644 a " + blob(pack)));
        }

        @Test
        void aSnapshotThatIsNotInTheBundleIsRefused() {
            PackByHand pack = new PackByHand();
            blob(pack);
            refuse(Reason.MISSING_OBJECTS, ABSENT, pack.bundle(ABSENT, base));
        }

        @Test
        void aDeltaAgainstAnObjectThatNobodyHasIsRefused() {
            PackByHand pack = new PackByHand();
            pack.addDelta(ABSENT, PackByHand.inserting(10, bytes("x")));
            refuse(Reason.MISSING_OBJECTS, ABSENT, pack.bundle(ABSENT, base));
        }

        @Test
        void aSnapshotWithAnotherParentThanTheBaseIsRefused() {
            String parent = desk.run("rev-parse", "HEAD~1");
            String snapshot = desk.commitTree(desk.run("write-tree"), parent);
            refuse(Reason.MISMATCH, snapshot, desk.bundle(snapshot, parent));
        }

        @Test
        void aSnapshotWithASecondParentIsRefused() {
            desk.write("x", "x").run("add", "-A");
            String snapshot = desk.commitTree(desk.run("write-tree"), base, desk.run("rev-parse", "HEAD~1"));
            refuse(Reason.MISMATCH, snapshot, desk.bundle(snapshot, base));
        }

        @Test
        void aSnapshotWithAParentWhereNoBaseWasNamedIsRefused() {
            String snapshot = changed();
            house.refused(Reason.MISMATCH, house.order(repository, snapshot, null), desk.bundle(snapshot, base));
        }

        @Test
        void aSnapshotThatChangesNothingIsRefused() {
            String snapshot = desk.commitTree(desk.run("rev-parse", "HEAD^{tree}"), base);
            refuse(Reason.NO_CHANGE, snapshot, desk.bundle(snapshot, base));
        }

        @Test
        void anEmptyFirstSnapshotIsRefused() {
            String snapshot = desk.commitTree(desk.object("tree", new byte[0]));
            house.refused(Reason.NO_CHANGE, house.order(repository, snapshot, null), desk.bundle(snapshot));
        }

        @Test
        void anotherTenantsRepositoryIsRefusedAsUnknown() {
            UserId stranger = new UserId(UUID.randomUUID());
            CaptureOrder order = house.order(repository, changed(), base);
            CaptureOrder strangers = new CaptureOrder(
                    order.captureId(),
                    repository,
                    stranger,
                    order.lane(),
                    order.snapshot(),
                    base,
                    "main",
                    order.mode(),
                    order.author(),
                    order.capturedAt(),
                    order.client());
            house.refused(Reason.UNKNOWN_REPOSITORY, strangers, desk.bundle(order.snapshot(), base));
        }
    }

    @Nested
    class ItsSize {
        @Test
        void aBundleLongerThanTheLimitIsRefused() {
            house.start(limits(1, 10_000, 8, 64, 50, 32, 10_000, Duration.ofMinutes(1)), step -> {});
            refuse(Reason.TOO_LARGE, ABSENT, new byte[(1 << 20) + 1]);
        }

        @Test
        void anObjectThatInflatesToFarMoreIsRefused() {
            PackByHand pack = new PackByHand();
            pack.add(PackByHand.BLOB, new byte[9 << 20]);
            assertThat(pack.pack()).hasSizeLessThan(10_000);
            refuse(Reason.TOO_LARGE, ABSENT, pack.bundle(ABSENT, base));
        }

        @Test
        void anObjectThatSaysItIsHugeIsRefusedBeforeItIsRead() {
            PackByHand pack = new PackByHand().addLying(PackByHand.BLOB, 1L << 40, bytes("small"));
            refuse(Reason.TOO_LARGE, ABSENT, pack.bundle(ABSENT, base));
        }

        @Test
        void anObjectThatIsLargerThanItSaysIsRefused() {
            PackByHand pack = new PackByHand().addLying(PackByHand.BLOB, 10, new byte[9 << 20]);
            refuse(Reason.CORRUPT_BUNDLE, ABSENT, pack.bundle(ABSENT, base));
        }

        @Test
        void manyObjectsThatAreTooMuchTogetherAreRefused() {
            PackByHand pack = new PackByHand();
            for (int i = 0; i < 10; i++) {
                byte[] content = new byte[7 << 20];
                content[0] = (byte) i;
                pack.add(PackByHand.BLOB, content);
            }
            refuse(Reason.TOO_LARGE, ABSENT, pack.bundle(ABSENT, base));
        }

        @Test
        void aDeltaOfAFewBytesThatMakesAHugeObjectIsRefused() {
            PackByHand pack = new PackByHand();
            pack.add(PackByHand.BLOB, new byte[1 << 16]);
            pack.addDelta(0, PackByHand.copying(1 << 16, 200));
            refuse(Reason.TOO_LARGE, ABSENT, pack.bundle(ABSENT, base));
        }

        @Test
        void deltasThatWouldHoldTooMuchMemoryAtATimeAreRefused() {
            house.start(limits(16, 10_000, 8, 1000, 50, 16, 10_000, Duration.ofMinutes(1)), step -> {});
            PackByHand pack = new PackByHand();
            pack.add(PackByHand.BLOB, new byte[1 << 16]);
            pack.addDelta(0, PackByHand.copying(1 << 16, 100));
            int parent = 1;
            for (int i = 0; i < 4; i++) {
                // each has a second child, so that it is held until the first one's descendants are done
                pack.addDelta(parent, PackByHand.copying(6_553_600, 100));
                pack.addDelta(parent, PackByHand.inserting(6_553_600, bytes("sibling")));
                parent = pack.count() - 2;
            }
            refuse(Reason.TOO_LARGE, ABSENT, pack.bundle(ABSENT, base));
        }

        @Test
        void deltasUponDeltasWithoutEndAreRefused() {
            PackByHand pack = new PackByHand();
            pack.add(PackByHand.BLOB, bytes("0"));
            for (int i = 0; i < 51; i++) {
                pack.addDelta(i, PackByHand.inserting(String.valueOf(i).length(), bytes(String.valueOf(i + 1))));
            }
            refuse(Reason.TOO_LARGE, ABSENT, pack.bundle(ABSENT, base));
        }

        @Test
        void moreObjectsThanAllowedAreRefused() {
            PackByHand pack = new PackByHand();
            blob(pack);
            refuse(Reason.TOO_LARGE, ABSENT, PackByHand.bundle(pack.pack(10_001), ABSENT, base));
        }

        @Test
        void moreObjectsThanAllowedInTheHighestBitAreRefused() {
            PackByHand pack = new PackByHand();
            blob(pack);
            refuse(Reason.TOO_LARGE, ABSENT, PackByHand.bundle(pack.pack(-1), ABSENT, base));
        }

        @Test
        void aFewTreesThatMakeEndlessPathsAreRefused() {
            PackByHand pack = new PackByHand();
            String tree = blob(pack);
            String mode = "100644 ";
            for (int depth = 0; depth < 10; depth++) {
                String[] entries = new String[10];
                for (int i = 0; i < 10; i++) {
                    entries[i] = mode + i + " " + tree;
                }
                tree = pack.add(PackByHand.TREE, PackByHand.tree(entries));
                mode = "40000 ";
            }
            refuse(Reason.TOO_LARGE, pack, PackByHand.tree("40000 bomb " + tree));
        }

        @Test
        void checkingThatTakesTooLongIsRefused() {
            house.start(limits(16, 10_000, 8, 64, 50, 32, 10_000, Duration.ZERO), step -> {});
            String snapshot = changed();
            // without a prerequisite: nothing to look up before the clock is asked
            refuse(Reason.TOO_LARGE, snapshot, desk.bundle(snapshot));
        }
    }

    @Nested
    class ItsPack {
        @Test
        void aTruncatedPackIsRefused() {
            String snapshot = changed();
            byte[] bundle = desk.bundle(snapshot, base);
            refuse(Reason.CORRUPT_BUNDLE, snapshot, Arrays.copyOf(bundle, bundle.length - 30));
        }

        @Test
        void aPackWithoutItsChecksumIsRefused() {
            String snapshot = changed();
            byte[] bundle = desk.bundle(snapshot, base);
            refuse(Reason.CORRUPT_BUNDLE, snapshot, Arrays.copyOf(bundle, bundle.length - 20));
        }

        @Test
        void aFlippedBitIsRefused() {
            String snapshot = changed();
            byte[] bundle = desk.bundle(snapshot, base);
            bundle[bundle.length - 5] ^= 1;
            refuse(Reason.CORRUPT_BUNDLE, snapshot, bundle);
        }

        @Test
        void somethingAfterThePackIsRefused() {
            String snapshot = changed();
            byte[] bundle = desk.bundle(snapshot, base);
            refuse(Reason.CORRUPT_BUNDLE, snapshot, Arrays.copyOf(bundle, bundle.length + 1));
        }

        @Test
        void fewerObjectsThanItSaysAreRefused() {
            PackByHand pack = new PackByHand();
            blob(pack);
            refuse(Reason.CORRUPT_BUNDLE, ABSENT, PackByHand.bundle(pack.pack(2), ABSENT, base));
        }

        @Test
        void aDeltaAgainstItselfIsRefused() {
            PackByHand pack = new PackByHand();
            blob(pack);
            pack.addDelta(0, PackByHand.inserting(99, bytes("x")));
            refuse(Reason.CORRUPT_BUNDLE, ABSENT, pack.bundle(ABSENT, base));
        }

        @Test
        void anObjectOfNoTypeIsRefused() {
            PackByHand pack = new PackByHand().addLying(5, 1, bytes("x"));
            refuse(Reason.CORRUPT_BUNDLE, ABSENT, pack.bundle(ABSENT, base));
        }

        @Test
        void anEmptyPackIsRefused() {
            refuse(Reason.MISSING_OBJECTS, base, new PackByHand().bundle(base));
        }

        @Test
        void aDeltaAgainstAnotherObjectOfThePackByItsIdIsRefused() {
            PackByHand pack = new PackByHand();
            String blob = blob(pack);
            pack.addDelta(blob, PackByHand.inserting(5, bytes("x")));
            refuse(Reason.MISSING_OBJECTS, ABSENT, pack.bundle(ABSENT, base));
        }
    }

    @Nested
    class ItsContent {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    ".git",
                    ".GIT",
                    ".Git",
                    "git~1",
                    "GIT~1",
                    ".git ",
                    ".git.",
                    ".git. . .",
                    ".git::$INDEX_ALLOCATION",
                    ".g\u200cit",
                    "\u200e.git",
                    ".gi\ufefft",
                    ".git\u206a",
                    "foo\\.git",
                    ".git\\foo",
                    ".",
                    "..",
                    "a/b",
                    ""
                })
        void aNameThatMayBecomeGitsOwnIsRefused(String name) {
            PackByHand pack = new PackByHand();
            refuse(Reason.HOSTILE_CONTENT, pack, PackByHand.tree("100644 " + name + " " + blob(pack)));
        }

        @Test
        void suchAFolderFarBelowIsRefused() {
            PackByHand pack = new PackByHand();
            String hooks = pack.add(PackByHand.TREE, PackByHand.tree("100755 post-checkout " + blob(pack)));
            String git = pack.add(PackByHand.TREE, PackByHand.tree("40000 .GiT " + hooks));
            refuse(Reason.HOSTILE_CONTENT, pack, PackByHand.tree("40000 vendor " + git));
        }

        @Test
        void suchANameInAnUnpushedCommitIsRefused() {
            PackByHand pack = new PackByHand();
            String blob = blob(pack);
            String bad = pack.add(PackByHand.TREE, PackByHand.tree("100644 .git " + blob));
            String unpushed = pack.add(PackByHand.COMMIT, PackByHand.commit(bad, base));
            String good = pack.add(PackByHand.TREE, PackByHand.tree("100644 a " + blob));
            String snapshot = pack.add(PackByHand.COMMIT, PackByHand.commit(good, unpushed));
            house.refused(
                    Reason.HOSTILE_CONTENT, house.order(repository, snapshot, unpushed), pack.bundle(snapshot, base));
        }

        @Test
        void aLinkAndAFolderOfOneNameAreRefused() {
            PackByHand pack = new PackByHand();
            String inside = pack.add(PackByHand.TREE, PackByHand.tree("100644 below " + blob(pack)));
            String target = pack.add(PackByHand.BLOB, bytes("/etc"));
            refuse(Reason.HOSTILE_CONTENT, pack, PackByHand.tree("120000 a " + target, "40000 a " + inside));
        }

        @Test
        void oneNameTwiceIsRefused() {
            PackByHand pack = new PackByHand();
            String blob = blob(pack);
            refuse(Reason.HOSTILE_CONTENT, pack, PackByHand.tree("100644 a " + blob, "100644 a " + blob));
        }

        @Test
        void namesOutOfOrderAreRefused() {
            PackByHand pack = new PackByHand();
            String blob = blob(pack);
            refuse(Reason.HOSTILE_CONTENT, pack, PackByHand.tree("100644 b " + blob, "100644 a " + blob));
        }

        @ParameterizedTest
        @ValueSource(strings = {"100600", "100777", "120777", "40755", "060000", "1", "777777777"})
        void aModeThatGitDoesNotKnowIsRefused(String mode) {
            PackByHand pack = new PackByHand();
            refuse(Reason.HOSTILE_CONTENT, pack, PackByHand.tree(mode + " a " + blob(pack)));
        }

        @Test
        void aFileThatIsAFolderIsRefused() {
            PackByHand pack = new PackByHand();
            String tree = pack.add(PackByHand.TREE, PackByHand.tree("100644 a " + blob(pack)));
            refuse(Reason.HOSTILE_CONTENT, pack, PackByHand.tree("100644 b " + tree));
        }

        @Test
        void aFolderThatIsAFileIsRefused() {
            PackByHand pack = new PackByHand();
            refuse(Reason.HOSTILE_CONTENT, pack, PackByHand.tree("40000 b " + blob(pack)));
        }

        @Test
        void aFileThatIsACommitOfTheMirrorIsRefused() {
            PackByHand pack = new PackByHand();
            refuse(Reason.HOSTILE_CONTENT, pack, PackByHand.tree("100644 b " + base));
        }

        @Test
        void aTagIsRefused() {
            PackByHand pack = new PackByHand();
            pack.add(PackByHand.TAG, bytes("object " + base + "\ntype commit\ntag x\ntagger A <a@b> 1 +0000\n\nx\n"));
            refuse(Reason.HOSTILE_CONTENT, pack, PackByHand.tree("100644 b " + blob(pack)));
        }

        @Test
        void aTreeThatEndsInTheMiddleIsRefused() {
            PackByHand pack = new PackByHand();
            refuse(Reason.HOSTILE_CONTENT, pack, bytes("100644 a\0short"));
        }

        @Test
        void aCommitWithoutATreeIsRefused() {
            PackByHand pack = new PackByHand();
            String snapshot = pack.add(PackByHand.COMMIT, bytes("parent " + base + "\n\nno tree\n"));
            refuse(Reason.HOSTILE_CONTENT, snapshot, pack.bundle(snapshot, base));
        }

        @Test
        void aCommitWithANulInItsHeaderIsRefused() {
            PackByHand pack = new PackByHand();
            String tree = pack.add(PackByHand.TREE, PackByHand.tree("100644 a " + blob(pack)));
            String text = new String(PackByHand.commit(tree, base), StandardCharsets.UTF_8);
            String snapshot = pack.add(PackByHand.COMMIT, bytes(text.replace("author A", "author A\0")));
            refuse(Reason.HOSTILE_CONTENT, snapshot, pack.bundle(snapshot, base));
        }
    }

    @Nested
    class ItsSubmodules {
        @ParameterizedTest
        @ValueSource(
                strings = {".gitmodules", ".GITMODULES", "GITMOD~1", "GI7EBA~1", ".gitmodules .", ".git\u200cmodules"})
        void aLinkInTheirPlaceIsRefused(String name) {
            PackByHand pack = new PackByHand();
            String target = pack.add(PackByHand.BLOB, bytes("elsewhere"));
            refuse(Reason.HOSTILE_CONTENT, pack, PackByHand.tree("120000 " + name + " " + target));
        }

        @Test
        void aFolderInTheirPlaceIsRefused() {
            PackByHand pack = new PackByHand();
            String tree = pack.add(PackByHand.TREE, PackByHand.tree("100644 a " + blob(pack)));
            refuse(Reason.HOSTILE_CONTENT, pack, PackByHand.tree("40000 .gitmodules " + tree));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "url = -u./payload",
                    "url = --upload-pack=touch /tmp/x",
                    "url = https://",
                    "url = https:///host",
                    "url = ext::sh -c x",
                    "url = \"https://example.org/a\\nb\"",
                    "url = https://example.org/%0ahost=evil",
                    "url = ../../../../:evil",
                    "path = -x",
                    "path = \"a\\tb\"",
                    "update = !touch x"
                })
        void aSettingThatCloningWouldRunWithIsRefused(String setting) {
            gitmodules("[submodule \"lib\"]\n\t" + setting + "\n");
        }

        @ParameterizedTest
        @ValueSource(strings = {"../../evil", "a/../../b", "..", "-x", "..\\\\\\\\evil"})
        void aNameThatLeavesItsFolderIsRefused(String name) {
            gitmodules("[submodule \"" + name + "\"]\n\turl = https://example.org/x\n");
        }

        @Test
        void whatCanNotBeReadIsRefused() {
            gitmodules("[submodule \"unfinished");
        }

        private static void gitmodules(String text) {
            PackByHand pack = new PackByHand();
            String blob = pack.add(PackByHand.BLOB, bytes(text));
            refuse(Reason.HOSTILE_CONTENT, pack, PackByHand.tree("100644 .gitmodules " + blob));
        }
    }

    @Nested
    class ItsOrder {
        @ParameterizedTest
        @ValueSource(strings = {"", "-x", "a..b", "a b", "x.lock", "\u0000"})
        void aBranchThatIsNoneIsRefused(String branch) {
            String snapshot = changed();
            CaptureOrder good = house.order(repository, snapshot, base);
            CaptureOrder bad = new CaptureOrder(
                    good.captureId(),
                    repository,
                    house.owner,
                    good.lane(),
                    snapshot,
                    base,
                    branch,
                    good.mode(),
                    good.author(),
                    good.capturedAt(),
                    good.client());
            house.refused(Reason.MISMATCH, bad, desk.bundle(snapshot, base));
        }

        @Test
        void aSnapshotThatIsNoObjectIdIsRefused() {
            refuse(Reason.MISMATCH, "../../etc/passwd", new byte[0]);
        }

        @Test
        void moreCandidatesThanAllowedAreRefused() {
            List<String> candidates = Collections.nCopies(257, base);
            assertThatThrownBy(() -> house.repositories.have(house.owner, repository, candidates))
                    .isInstanceOfSatisfying(
                            RefusedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_LARGE));
        }
    }

    private static String changed() {
        return desk.write("changed.txt", "changed\n").snapshot();
    }

    private static String blob(PackByHand pack) {
        return pack.add(PackByHand.BLOB, bytes("blob\n"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A snapshot of this tree on the base. */
    private static void refuse(Reason reason, PackByHand pack, byte[] tree) {
        String root = pack.add(PackByHand.TREE, tree);
        String snapshot = pack.add(PackByHand.COMMIT, PackByHand.commit(root, base));
        refuse(reason, snapshot, pack.bundle(snapshot, base));
    }

    private static void refuse(Reason reason, String snapshot, byte[] bundle) {
        house.refused(reason, house.order(repository, snapshot, base), bundle);
    }

    private static RepositoriesSettings.Limits limits(
            int bundle, int objects, int object, int inflated, int depth, int memory, int files, Duration time) {
        return new RepositoriesSettings.Limits(
                DataSize.ofMegabytes(bundle),
                objects,
                DataSize.ofMegabytes(object),
                DataSize.ofMegabytes(inflated),
                depth,
                DataSize.ofMegabytes(memory),
                files,
                time,
                DataSize.ofMegabytes(1));
    }
}
