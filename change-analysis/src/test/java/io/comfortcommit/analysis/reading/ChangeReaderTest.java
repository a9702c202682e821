package io.comfortcommit.analysis.reading;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.FileChange.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On real repositories. */
class ChangeReaderTest {
    @TempDir
    Path folder;

    private TreeRepository repository;
    private final ChangeReader reader = new ChangeReader();

    @BeforeEach
    void open() throws IOException {
        repository = TreeRepository.create(folder);
    }

    @AfterEach
    void close() {
        repository.close();
    }

    @Test
    void everythingIsAddedWhereThereIsNoBase() throws IOException {
        var head =
                repository.tree().file("b.txt", "1\n2\n").file("a/c.txt", "3").write();

        var change = reader.read(repository.git(), null, head);

        assertThat(change.files())
                .extracting(FileChange::path, FileChange::oldPath, FileChange::kind, FileChange::insertions)
                .containsExactly(tuple("a/c.txt", null, Kind.ADDED, 1), tuple("b.txt", null, Kind.ADDED, 2));
        assertThat(change.truncated()).isFalse();
        assertThat(only(change, "b.txt").hunks()).containsExactly(new FileChange.Hunk(0, 0, 1, 2, List.of("+1", "+2")));
    }

    @Test
    void commitsAreTakenAsWellAsTrees() throws IOException {
        var base = repository.commit(repository.tree().file("a", "1\n").write());
        var head = repository.commit(repository.tree().file("a", "2\n").write());

        assertThat(reader.read(repository.git(), base, head))
                .isEqualTo(reader.read(
                        repository.git(),
                        repository.tree().file("a", "1\n").write(),
                        repository.tree().file("a", "2\n").write()));
    }

    @Test
    void equalTreesAreNoChange() throws IOException {
        var tree = repository.tree().file("a", "1\n").write();

        assertThat(reader.read(repository.git(), tree, tree)).isEqualTo(new ChangeSet(List.of(), false));
    }

    @Test
    void hunksHaveThreeLinesOfContextAndWhatEnclosesThem() throws IOException {
        var before = "class A {\n    int one() {\n" + "        step();\n".repeat(8) + "        last();\n    }\n}\n";

        var change = change("A.java", before, before.replace("last()", "done()"));

        var hunk = only(change, "A.java").hunks().getFirst();
        assertThat(hunk.lines())
                .containsExactly(
                        "         step();",
                        "         step();",
                        "         step();",
                        "-        last();",
                        "+        done();",
                        "     }",
                        " }");
        assertThat(hunk.oldStart()).isEqualTo(8);
        assertThat(hunk.oldLines()).isEqualTo(6);
        assertThat(hunk.section()).isEqualTo("    int one() {");
    }

    @Test
    void changesFarApartAreTwoHunksAndNearOnesAreOne() throws IOException {
        var lines = IntStream.range(0, 40).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining());

        var far = change("f", lines, lines.replace("line 3\n", "x\n").replace("line 30\n", "y\n"));
        var near = change("f", lines, lines.replace("line 3\n", "x\n").replace("line 10\n", "y\n"));

        assertThat(only(far, "f").hunks()).hasSize(2);
        assertThat(only(near, "f").hunks()).hasSize(1);
    }

    @Test
    void aFileThatMovedIsRenamedAlsoWhenItChangedALittle() throws IOException {
        var text = "a line that is kept\n".repeat(20);
        var base = repository
                .tree()
                .file("old/one.txt", text)
                .file("old/two.txt", text + "2")
                .write();
        var head = repository
                .tree()
                .file("new/one.txt", text)
                .file("new/two.txt", text + "two\n")
                .write();

        var change = reader.read(repository.git(), base, head);

        assertThat(change.files())
                .extracting(FileChange::oldPath, FileChange::newPath, FileChange::kind)
                .containsExactly(
                        tuple("old/one.txt", "new/one.txt", Kind.RENAMED),
                        tuple("old/two.txt", "new/two.txt", Kind.RENAMED));
        assertThat(only(change, "new/one.txt").hunks()).isEmpty();
        assertThat(only(change, "new/two.txt").hunks()).hasSize(1);
    }

    @Test
    void aFileThatMovedToTwoPlacesIsRenamedAndCopied() throws IOException {
        var base = repository.tree().file("a", "the same\n").write();
        var head = repository
                .tree()
                .file("b", "the same\n")
                .file("c", "the same\n")
                .write();

        assertThat(reader.read(repository.git(), base, head).files())
                .extracting(FileChange::kind)
                .containsExactlyInAnyOrder(Kind.COPIED, Kind.RENAMED);
    }

    @Test
    void aFileWithAnotherModeOnlyHasNeitherHunksNorLines() throws IOException {
        var base = repository.tree().file("run.sh", "echo\n").write();
        var head = repository.tree().executable("run.sh", "echo\n").write();

        var file = only(reader.read(repository.git(), base, head), "run.sh");

        assertThat(file.kind()).isEqualTo(Kind.MODE);
        assertThat(file.oldMode()).isEqualTo(0100644);
        assertThat(file.newMode()).isEqualTo(0100755);
        assertThat(file.hunks()).isEmpty();
        assertThat(file.insertions()).isZero();
    }

    @Test
    void anotherModeAndAnotherContentIsModified() throws IOException {
        var base = repository.tree().file("run.sh", "echo\n").write();
        var head = repository.tree().executable("run.sh", "echo 1\n").write();

        assertThat(only(reader.read(repository.git(), base, head), "run.sh").kind())
                .isEqualTo(Kind.MODIFIED);
    }

    @Test
    void aNulNearTheStartMakesAFileBinary() throws IOException {
        var base = repository
                .tree()
                .file("a.bin", new byte[] {1, 0, 2})
                .file("b.txt", "text\n")
                .write();
        var head = repository
                .tree()
                .file("a.bin", new byte[] {1, 0, 3})
                .file("b.txt", new byte[] {'t', 0})
                .write();

        var change = reader.read(repository.git(), base, head);

        assertThat(change.files()).allSatisfy(file -> {
            assertThat(file.binary()).isTrue();
            assertThat(file.hunks()).isEmpty();
            assertThat(file.insertions() + file.deletions()).isZero();
        });
    }

    @Test
    void aLinkIsItsTargetsPathAndIsNeverFollowed() throws IOException {
        var base = repository.tree().link("current", "releases/1").write();
        var head = repository.tree().link("current", "../../../etc/passwd").write();

        assertThat(only(reader.read(repository.git(), base, head), "current")
                        .hunks()
                        .getFirst()
                        .lines())
                .containsExactly("-releases/1", "+../../../etc/passwd");
    }

    @Test
    void aFileThatBecameALinkIsOneModifiedFile() throws IOException {
        var base = repository.tree().file("a", "text\n").write();
        var head = repository.tree().link("a", "b").write();

        var change = reader.read(repository.git(), base, head);

        assertThat(change.files())
                .extracting(FileChange::path, FileChange::kind, FileChange::oldMode, FileChange::newMode)
                .containsExactly(tuple("a", Kind.MODIFIED, 0100644, 0120000));
    }

    @Test
    void aSubmoduleIsItsCommitsNameThoughThatCommitIsNotHere() throws IOException {
        var before = ObjectId.fromString("1".repeat(40));
        var after = ObjectId.fromString("2".repeat(40));
        var base = repository.tree().submodule("lib", before).write();
        var head = repository
                .tree()
                .submodule("lib", after)
                .submodule("more", after)
                .write();

        var change = reader.read(repository.git(), base, head);

        assertThat(only(change, "lib").hunks().getFirst().lines())
                .containsExactly("-Subproject commit " + before.name(), "+Subproject commit " + after.name());
        assertThat(only(change, "lib").newMode()).isEqualTo(FileMode.GITLINK.getBits());
        assertThat(only(change, "more").kind()).isEqualTo(Kind.ADDED);
        assertThat(change.insertions()).isEqualTo(2);
    }

    @Test
    void emptyFilesAreReadAsTheyAre() throws IOException {
        var base = repository.tree().file("gone", "").file("filled", "").write();
        var head = repository
                .tree()
                .file("filled", "text\n")
                .file("emptied/.keep", "")
                .write();

        var change = reader.read(repository.git(), base, head);

        assertThat(only(change, "filled").hunks().getFirst())
                .isEqualTo(new FileChange.Hunk(0, 0, 1, 1, List.of("+text")));
        assertThat(change.insertions()).isEqualTo(1);
    }

    @Test
    void carriageReturnsAreKept() throws IOException {
        assertThat(only(change("a", "1\r\n2\r\n", "1\r\n3\r\n"), "a")
                        .hunks()
                        .getFirst()
                        .lines())
                .containsExactly(" 1\r", "-2\r", "+3\r");
    }

    @Test
    void loneCarriageReturnsAreTextAsInGit() throws IOException {
        assertThat(only(change("a", "1\r2", "1\r3"), "a").binary()).isFalse();
    }

    @Test
    void aMissingLastLineFeedIsADifferenceOfTheLastLine() throws IOException {
        assertThat(only(change("a", "1\n2", "1\n2\n"), "a").hunks().getFirst().lines())
                .containsExactly(" 1", "-2", "+2");
    }

    @Test
    void aTextThatIsNotUtf8IsReadAsLatin1() throws IOException {
        var base =
                repository.tree().file("a", "caf\u00e9\n".getBytes(ISO_8859_1)).write();
        var head = repository
                .tree()
                .file("a", "caf\u00e9 \ud55c\n".getBytes(UTF_8))
                .write();

        assertThat(only(reader.read(repository.git(), base, head), "a")
                        .hunks()
                        .getFirst()
                        .lines())
                .containsExactly("-caf\u00e9", "+caf\u00e9 \ud55c");
    }

    @Test
    void pathsKeepSpacesAndForeignLetters() throws IOException {
        var head = repository.tree().file("문서/새 파일.md", "#\n").write();

        assertThat(reader.read(repository.git(), null, head).files().getFirst().path())
                .isEqualTo("문서/새 파일.md");
    }

    @Test
    void overTheLineLimitHunksAreLeftOutButCountsAreNot() throws IOException {
        var small = new ChangeReader(new ChangeReader.Limits(10, 100, 1 << 20, 1 << 20));
        var head = repository
                .tree()
                .file("a-large.txt", "line\n".repeat(500))
                .file("b-small.txt", "line\n".repeat(5))
                .write();

        var change = small.read(repository.git(), null, head);

        assertThat(change.truncated()).isTrue();
        assertThat(only(change, "a-large.txt").hunks()).isEmpty();
        assertThat(only(change, "a-large.txt").insertions()).isEqualTo(500);
        assertThat(only(change, "b-small.txt").hunks()).hasSize(1);
    }

    @Test
    void aLargeFileDoesNotTakeTheHunksOfSmallOnesThatComeAfterIt() throws IOException {
        var small = new ChangeReader(new ChangeReader.Limits(10, 100, 1 << 20, 1 << 20));
        var head = repository
                .tree()
                .file("a-large.txt", "line\n".repeat(90))
                .file("b-small.txt", "line\n".repeat(5))
                .file("c-small.txt", "line\n".repeat(5))
                .write();

        var change = small.read(repository.git(), null, head);

        assertThat(only(change, "a-large.txt").hunks()).isEmpty();
        assertThat(only(change, "b-small.txt").hunks()).hasSize(1);
        assertThat(only(change, "c-small.txt").hunks()).hasSize(1);
    }

    @Test
    void twentyThousandChangedLinesInFortyNineFilesAreReadWhole() throws IOException {
        var base = repository.tree();
        var head = repository.tree();
        for (int number = 0; number < 49; number++) {
            // Each changed line stands alone: no change of as many lines has more of them around it.
            var text = IntStream.range(0, 1_640)
                    .mapToObj(line -> "        total += order.line(" + line + ").price() * rate;\n")
                    .toList();
            base.file("src/Service" + number + ".java", String.join("", text));
            head.file(
                    "src/Service" + number + ".java",
                    IntStream.range(0, 1_640)
                            .mapToObj(line -> line % 8 == 0 ? text.get(line).replace("+=", "-=") : text.get(line))
                            .collect(Collectors.joining()));
        }

        var change = reader.read(repository.git(), base.write(), head.write());

        assertThat(change.insertions() + change.deletions()).isBetween(20_000, 21_000);
        assertThat(change.truncated()).isFalse();
        assertThat(change.files()).allSatisfy(file -> {
            assertThat(file.hunks()).isNotEmpty();
            assertThat(file.sides()).isNotNull();
        });
    }

    @Test
    void aLongLineCostsAsMuchAsManyShortOnes() throws IOException {
        var small = new ChangeReader(new ChangeReader.Limits(10, 100, 1 << 20, 1 << 20));
        var head = repository.tree().file("data.json", "x".repeat(100_000)).write();

        var change = small.read(repository.git(), null, head);

        assertThat(change.truncated()).isTrue();
        assertThat(change.insertions()).isEqualTo(1);
    }

    @Test
    void handWrittenFilesHaveTheirHunksBeforeLockfiles() throws IOException {
        var small = new ChangeReader(new ChangeReader.Limits(1, 1_000, 1 << 20, 1 << 20));
        var head = repository
                .tree()
                .file("Cargo.lock", "1\n")
                .file("src/main.rs", "2\n")
                .write();

        var change = small.read(repository.git(), null, head);

        assertThat(only(change, "src/main.rs").hunks()).hasSize(1);
        assertThat(only(change, "Cargo.lock").hunks()).isEmpty();
        assertThat(change.truncated()).isTrue();
    }

    @Test
    void aFileOverTheSizeLimitIsCountedAsABagOfLines() throws IOException {
        var small = new ChangeReader(new ChangeReader.Limits(10, 1_000, 1 << 20, 1_000));
        var before = IntStream.range(0, 1_000).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining());
        var base =
                repository.tree().file("a", before).file("gone", before + "!").write();
        var head = repository
                .tree()
                .file("a", before.replace("line 500\n", "other\nand another\n"))
                .file("new", "x\n".repeat(2_000))
                .write();

        var change = small.read(repository.git(), base, head);

        assertThat(change.files())
                .extracting(
                        FileChange::path,
                        FileChange::insertions,
                        FileChange::deletions,
                        file -> file.hunks().size())
                .containsExactly(tuple("a", 2, 1, 0), tuple("gone", 0, 1_001, 0), tuple("new", 2_000, 0, 0));
        assertThat(change.truncated()).isTrue();
    }

    @Test
    void aMissingObjectIsAnErrorThatNamesIt() throws IOException {
        var missing = ObjectId.fromString("3".repeat(40));

        assertThatThrownBy(() -> reader.read(repository.git(), null, missing))
                .isInstanceOf(MissingObjectException.class)
                .hasMessageContaining(missing.name());
    }

    @Test
    void fiveThousandMovedFilesAreFiveThousandRenames() throws IOException {
        var base = repository.tree();
        var head = repository.tree();
        for (int i = 0; i < 5_000; i++) {
            base.file("old/f" + i, "content " + i + "\n");
            head.file("new/f" + i, "content " + i + "\n");
        }

        var change = reader.read(repository.git(), base.write(), head.write());

        assertThat(change.files()).hasSize(5_000).allMatch(file -> file.kind() == Kind.RENAMED);
    }

    /** Every hunk, put onto the old text, gives the new one. */
    @Test
    void hunksAlwaysLeadFromTheOldTextToTheNewOne() throws IOException {
        var random = new Random(20_260_801);
        for (int round = 0; round < 150; round++) {
            var before = randomLines(random);
            var after = randomChange(random, before);
            var base = repository.tree().file("f", before).write();
            var head = repository.tree().file("f", after).write();
            for (var file : reader.read(repository.git(), base, head).files()) {
                assertThat(Patch.apply(before, file.hunks())).isEqualTo(Patch.lines(after));
                assertThat(file.insertions()).isEqualTo(Patch.count(file, '+'));
                assertThat(file.deletions()).isEqualTo(Patch.count(file, '-'));
            }
        }
    }

    private static String randomLines(Random random) {
        return IntStream.range(0, random.nextInt(40))
                .mapToObj(i -> "line " + random.nextInt(12) + "\n")
                .collect(Collectors.joining());
    }

    private static String randomChange(Random random, String text) {
        return text.lines()
                .flatMap(line -> switch (random.nextInt(8)) {
                    case 0 -> Stream.of();
                    case 1 -> Stream.of(line, "new " + random.nextInt(5));
                    case 2 -> Stream.of("other " + random.nextInt(5));
                    default -> Stream.of(line);
                })
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    private ChangeSet change(String path, String before, String after) throws IOException {
        return reader.read(
                repository.git(),
                repository.tree().file(path, before).write(),
                repository.tree().file(path, after).write());
    }

    private static FileChange only(ChangeSet change, String path) {
        return change.files().stream()
                .filter(file -> file.path().equals(path))
                .findFirst()
                .orElseThrow();
    }
}
