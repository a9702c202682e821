package io.comfortcommit.repositories.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.analysis.landing.TreeMerge;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.junit.jupiter.api.Test;

class TreeMergeTest {
    private static final String TEXT =
            IntStream.rangeClosed(1, 30).mapToObj(n -> "line " + n + "\n").collect(Collectors.joining());
    private static final String EDITED_ABOVE = TEXT.replace("line 3\n", "line three\n");
    private static final String EDITED_BELOW = TEXT.replace("line 28\n", "line twenty-eight\n");
    private static final String EDITED_BOTH = EDITED_ABOVE.replace("line 28\n", "line twenty-eight\n");
    private static final String OTHER = "something\nelse\nentirely\n";

    private final Repository git = new InMemoryRepository(new DfsRepositoryDescription("merge"));

    private TreeMerge.Outcome merge(ObjectId base, ObjectId ours, ObjectId theirs, TreeMerge.OnConflict onConflict)
            throws IOException {
        try (ObjectInserter inserter = git.newObjectInserter();
                ObjectReader reader = inserter.newReader()) {
            TreeMerge.Outcome outcome = TreeMerge.merge(reader, inserter, base, ours, theirs, onConflict);
            inserter.flush();
            return outcome;
        }
    }

    private TreeMerge.Outcome merge(Map<String, String> base, Map<String, String> ours, Map<String, String> theirs)
            throws IOException {
        return merge(
                Trees.write(git, base), Trees.write(git, ours), Trees.write(git, theirs), TreeMerge.OnConflict.REPORT);
    }

    /** The same whichever side is whose. */
    private void assertMerged(
            Map<String, String> base, Map<String, String> one, Map<String, String> other, Map<String, String> merged)
            throws IOException {
        assertThat(merge(base, one, other)).isEqualTo(new TreeMerge.Outcome.Clean(Trees.write(git, merged)));
        assertThat(merge(base, other, one)).isEqualTo(new TreeMerge.Outcome.Clean(Trees.write(git, merged)));
    }

    private void assertConflict(
            Map<String, String> base, Map<String, String> one, Map<String, String> other, String... paths)
            throws IOException {
        for (TreeMerge.Outcome outcome : new TreeMerge.Outcome[] {merge(base, one, other), merge(base, other, one)}) {
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            TreeMerge.Outcome.Conflicts.class,
                            conflicts -> assertThat(conflicts.paths()).containsExactly(paths));
        }
    }

    @Test
    void changesOfDifferentFilesAndLinesAreBothKept() throws Exception {
        assertMerged(
                Map.of("a", TEXT, "b", OTHER, "c", OTHER),
                Map.of("a", EDITED_ABOVE, "b", "new", "c", OTHER, "d/e", "1"),
                Map.of("a", EDITED_BELOW, "b", OTHER, "d/f", "2"),
                Map.of("a", EDITED_BOTH, "b", "new", "d/e", "1", "d/f", "2"));
    }

    @Test
    void whatBothDidIsDoneOnce() throws Exception {
        assertMerged(
                Map.of("a", TEXT, "gone", OTHER, "moved", TEXT + OTHER),
                Map.of("a", "\0binary", "new", OTHER + "!", "there", TEXT + OTHER, "l", "120000 x"),
                Map.of("a", "\0binary", "new", OTHER + "!", "there", TEXT + OTHER, "l", "120000 x", "z", "z"),
                Map.of("a", "\0binary", "new", OTHER + "!", "there", TEXT + OTHER, "l", "120000 x", "z", "z"));
    }

    @Test
    void theSameLinesDifferentlyChangedAreAConflict() throws Exception {
        assertConflict(
                Map.of("a", TEXT),
                Map.of("a", EDITED_ABOVE),
                Map.of("a", TEXT.replace("line 3\n", "line drei\n")),
                "a");
    }

    @Test
    void anEditFollowsARename() throws Exception {
        assertMerged(
                Map.of("a", TEXT, "k", "k"),
                Map.of("x/b", EDITED_BELOW, "k", "k"),
                Map.of("a", EDITED_ABOVE, "k", "k"),
                Map.of("x/b", EDITED_BOTH, "k", "k"));
    }

    @Test
    void bothMayRenameToTheSameName() throws Exception {
        assertMerged(Map.of("a", TEXT), Map.of("b", EDITED_ABOVE), Map.of("b", EDITED_BELOW), Map.of("b", EDITED_BOTH));
    }

    @Test
    void renamesToDifferentNamesAreAConflict() throws Exception {
        assertConflict(Map.of("a", TEXT), Map.of("b", TEXT), Map.of("c", TEXT), "b", "c");
    }

    @Test
    void aRenameOntoANameThatTheOtherSideAddedIsAConflict() throws Exception {
        assertConflict(Map.of("a", TEXT), Map.of("b", TEXT), Map.of("a", TEXT, "b", OTHER), "b");
    }

    @Test
    void twoFilesRenamedToOneNameAreAConflict() throws Exception {
        String second = OTHER.repeat(9);
        assertConflict(
                Map.of("a", TEXT, "b", second), Map.of("c", TEXT, "b", second), Map.of("a", TEXT, "c", second), "c");
    }

    @Test
    void aRenameMeetsADeletionAsAConflict() throws Exception {
        assertConflict(Map.of("a", TEXT, "k", "k"), Map.of("b", TEXT, "k", "k"), Map.of("k", "k"), "b");
    }

    @Test
    void anEditMeetsADeletionAsAConflict() throws Exception {
        assertConflict(Map.of("a", TEXT, "k", "k"), Map.of("a", EDITED_ABOVE, "k", "k"), Map.of("k", "k"), "a");
    }

    @Test
    void namesMayBeSwappedWhileTheOtherSideEdits() throws Exception {
        // git itself finds no renames here, as both names are still there; the contents go with the names.
        String second = OTHER.repeat(9);
        assertMerged(
                Map.of("a", TEXT, "b", second, "c", "c"),
                Map.of("b", TEXT, "a2", second, "c", "c"),
                Map.of("a", TEXT, "b", second, "c", "changed"),
                Map.of("b", TEXT, "a2", second, "c", "changed"));
    }

    @Test
    void aFileWhereTheOtherSideMadeAFolderIsAConflict() throws Exception {
        assertConflict(Map.of("k", "k"), Map.of("k", "k", "a", OTHER), Map.of("k", "k", "a/b", TEXT), "a/b");
        assertConflict(Map.of("a", TEXT), Map.of("a/b", OTHER), Map.of("a", EDITED_ABOVE), "a");
        assertConflict(
                Map.of("a", TEXT, "k", "k"),
                Map.of("b", TEXT, "k", "k"),
                Map.of("a", TEXT, "b/c", OTHER, "k", "changed"),
                "b/c");
    }

    @Test
    void aFolderMayTakeThePlaceOfAFileThatTheOtherSideLeftAlone() throws Exception {
        assertMerged(
                Map.of("a", TEXT, "k", "k"),
                Map.of("a/b", OTHER, "k", "k"),
                Map.of("a", TEXT, "k", "changed"),
                Map.of("a/b", OTHER, "k", "changed"));
    }

    @Test
    void theModeAndTheContentAreMergedByThemselves() throws Exception {
        assertMerged(
                Map.of("a", TEXT),
                Map.of("a", "100755 " + TEXT),
                Map.of("a", EDITED_ABOVE),
                Map.of("a", "100755 " + EDITED_ABOVE));
    }

    @Test
    void binaryFilesLinksAndSubmodulesAreNeverMerged() throws Exception {
        assertConflict(
                Map.of("a", "\0" + TEXT), Map.of("a", "\0" + EDITED_ABOVE), Map.of("a", "\0" + EDITED_BELOW), "a");
        assertConflict(Map.of("a", "120000 x"), Map.of("a", "120000 y"), Map.of("a", "120000 z"), "a");
        assertConflict(Map.of("a", TEXT), Map.of("a", "120000 y"), Map.of("a", EDITED_ABOVE), "a");
        assertConflict(
                Map.of("a", "160000 " + "1".repeat(40)),
                Map.of("a", "160000 " + "2".repeat(40)),
                Map.of("a", "160000 " + "3".repeat(40)),
                "a");
    }

    @Test
    void aSubmoduleAndALinkFollowTheOneSideThatChangedThem() throws Exception {
        assertMerged(
                Map.of("s", "160000 " + "1".repeat(40), "l", "120000 x", "a", TEXT),
                Map.of("s", "160000 " + "2".repeat(40), "l", "120000 x", "a", EDITED_ABOVE),
                Map.of("s", "160000 " + "1".repeat(40), "l", "plain now", "a", EDITED_BELOW),
                Map.of("s", "160000 " + "2".repeat(40), "l", "plain now", "a", EDITED_BOTH));
    }

    @Test
    void anEmptyFileIsNotTakenForARenamedOne() throws Exception {
        assertConflict(
                Map.of("a/__init__", "", "k", "k"),
                Map.of("b/__init__", "", "k", "k"),
                Map.of("a/__init__", "import b\n", "k", "k"),
                "a/__init__");
    }

    @Test
    void lineEndsAndAMissingOneStayAsTheyWere() throws Exception {
        String text = TEXT.replace("\n", "\r\n") + "last";
        assertMerged(
                Map.of("a", text),
                Map.of("a", text.replace("line 3\r\n", "line three\r\n")),
                Map.of("a", text.replace("last", "the end")),
                Map.of("a", text.replace("line 3\r\n", "line three\r\n").replace("last", "the end")));
        assertMerged(
                Map.of("a", TEXT),
                Map.of("a", EDITED_ABOVE),
                Map.of("a", TEXT.stripTrailing()),
                Map.of("a", EDITED_ABOVE.stripTrailing()));
    }

    @Test
    void aFileMayBecomeEmptyAndLoseAllItsLines() throws Exception {
        assertMerged(
                Map.of("a", TEXT, "b", TEXT),
                Map.of("a", "", "b", TEXT),
                Map.of("a", TEXT, "b", ""),
                Map.of("a", "", "b", ""));
    }

    @Test
    void aNameThatIsNoUtf8IsKeptOrRefusedButNeverChanged() throws Exception {
        byte[] latin = "na\u00efve".getBytes(StandardCharsets.ISO_8859_1);
        ObjectId base = tree(latin, TEXT, "k", "k");
        ObjectId ours = tree(latin, TEXT, "k", "changed");
        ObjectId theirs = tree(latin, EDITED_ABOVE, "k", "k");

        assertThat(merge(base, ours, theirs, TreeMerge.OnConflict.REPORT))
                .isInstanceOf(TreeMerge.Outcome.Conflicts.class);
        assertThat(merge(base, ours, tree(latin, TEXT, "k2", "k"), TreeMerge.OnConflict.TAKE_THEIRS))
                .isEqualTo(new TreeMerge.Outcome.Clean(tree(latin, TEXT, "k2", "changed")));
    }

    private ObjectId tree(byte[] name, String content, String otherName, String otherContent) throws IOException {
        try (ObjectInserter inserter = git.newObjectInserter()) {
            TreeFormatter tree = new TreeFormatter();
            tree.append(
                    otherName,
                    FileMode.REGULAR_FILE,
                    inserter.insert(
                            org.eclipse.jgit.lib.Constants.OBJ_BLOB, otherContent.getBytes(StandardCharsets.UTF_8)));
            tree.append(
                    name,
                    FileMode.REGULAR_FILE,
                    inserter.insert(org.eclipse.jgit.lib.Constants.OBJ_BLOB, content.getBytes(StandardCharsets.UTF_8)));
            ObjectId id = inserter.insert(tree);
            inserter.flush();
            return id;
        }
    }

    @Test
    void thousandsOfUntouchedFilesStayAsTheyAre() throws Exception {
        Map<String, String> base = new HashMap<>();
        IntStream.range(0, 5_000).forEach(n -> base.put("d" + n % 70 + "/f" + n, "content " + n));
        Map<String, String> ours = new HashMap<>(base);
        ours.put("d1/f1", "ours");
        Map<String, String> theirs = new HashMap<>(base);
        theirs.remove("d2/f2");
        Map<String, String> merged = new HashMap<>(ours);
        merged.remove("d2/f2");

        assertMerged(base, ours, theirs, merged);
    }

    @Test
    void theirsMayBePreferredFileByFile() throws Exception {
        TreeMerge.Outcome outcome = merge(
                Trees.write(git, Map.of("a", TEXT, "b", TEXT + OTHER, "c", "c")),
                Trees.write(git, Map.of("a", EDITED_ABOVE, "c", "ours")),
                Trees.write(git, Map.of("a", TEXT.replace("line 3\n", "3\n"), "b", TEXT, "c", "c")),
                TreeMerge.OnConflict.TAKE_THEIRS);

        assertThat(outcome)
                .isEqualTo(new TreeMerge.Outcome.Clean(
                        Trees.write(git, Map.of("a", TEXT.replace("line 3\n", "3\n"), "b", TEXT, "c", "ours"))));
    }
}
