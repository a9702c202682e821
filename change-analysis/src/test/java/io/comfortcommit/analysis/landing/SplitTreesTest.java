package io.comfortcommit.analysis.landing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.landing.SplitTrees.Part;
import io.comfortcommit.analysis.reading.ChangeReader;
import io.comfortcommit.analysis.reading.TreeRepository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SplitTreesTest {
    private static final String LINES = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n";

    @TempDir
    Path folder;

    private TreeRepository repository;

    @BeforeEach
    void open() throws IOException {
        repository = TreeRepository.create(folder);
    }

    @AfterEach
    void close() {
        repository.close();
    }

    private static Part part(Object... filesAndHunks) {
        Map<String, Set<Integer>> hunks = new HashMap<>();
        String path = "";
        for (Object next : filesAndHunks) {
            if (next instanceof Integer hunk) {
                hunks.computeIfAbsent(path, _ -> new HashSet<>()).add(hunk);
            } else {
                path = next.toString();
                hunks.put(path, new HashSet<>());
            }
        }
        return new Part(hunks);
    }

    private List<ObjectId> split(ObjectId before, ObjectId after, Part... parts) throws IOException {
        try (ObjectInserter inserter = repository.git().newObjectInserter();
                ObjectReader reader = inserter.newReader()) {
            List<ObjectId> trees =
                    SplitTrees.of(reader, inserter, before, after, change(before, after), List.of(parts));
            inserter.flush();
            return trees;
        }
    }

    private ChangeSet change(ObjectId before, ObjectId after) throws IOException {
        return new ChangeReader().read(repository.git(), before, after);
    }

    private Map<String, String> files(ObjectId tree) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (TreeWalk walk = new TreeWalk(repository.git())) {
            walk.addTree(tree);
            walk.setRecursive(true);
            while (walk.next()) {
                String content = FileMode.GITLINK.equals(walk.getFileMode(0))
                        ? walk.getObjectId(0).name()
                        : new String(
                                walk.getObjectReader().open(walk.getObjectId(0)).getBytes(), UTF_8);
                files.put(walk.getPathString(), walk.getFileMode(0) + " " + content);
            }
        }
        return files;
    }

    private String text(ObjectId tree, String path) throws IOException {
        return Objects.requireNonNull(files(tree).get(path)).substring("100644 ".length());
    }

    @Test
    void hunksOfOneFileComeOneAfterTheOther() throws IOException {
        ObjectId before = repository.tree().file("a.txt", LINES).write();
        ObjectId after = repository
                .tree()
                .file("a.txt", LINES.replace("\n2\n", "\ntwo\n").replace("15\n", "fif\nteen\n"))
                .write();

        List<ObjectId> trees = split(before, after, part("a.txt", 1), part("a.txt", 0));

        assertThat(text(trees.get(0), "a.txt")).isEqualTo(LINES.replace("15\n", "fif\nteen\n"));
        assertThat(trees.get(1)).isEqualTo(after);
    }

    @Test
    void lineEndsAndAMissingLastOneStayAsTheyAre() throws IOException {
        String crlf = LINES.replace("\n", "\r\n");
        ObjectId before = repository.tree().file("a.txt", crlf).write();
        String changed = crlf.replace("\n2\r\n", "\ntwo\n").replace("16\r\n", "16");
        ObjectId after = repository.tree().file("a.txt", changed).write();

        List<ObjectId> trees = split(before, after, part("a.txt", 0), part("a.txt", 1));

        assertThat(text(trees.get(0), "a.txt")).startsWith("1\r\ntwo\n3\r\n").endsWith("\r\n16\r\n");
        assertThat(trees.get(1)).isEqualTo(after);
    }

    @Test
    void whatIsNotOnlyLinesComesWholeWithThePartThatNamesIt() throws IOException {
        ObjectId before = repository
                .tree()
                .file("old.txt", LINES)
                .file("mode.sh", "x\n")
                .file("gone.txt", "y\n")
                .write();
        ObjectId after = repository
                .tree()
                .file("new.txt", LINES.replace("\n2\n", "\ntwo\n").replace("15\n", "fifteen\n"))
                .executable("mode.sh", "x\n")
                .link("link", "new.txt")
                .write();

        List<ObjectId> trees =
                split(before, after, part("new.txt", 1, "mode.sh"), part("gone.txt", "link", "new.txt", 0));

        assertThat(files(trees.get(0)).keySet()).containsExactly("gone.txt", "mode.sh", "new.txt");
        assertThat(files(trees.get(0)).get("mode.sh")).startsWith("100755");
        assertThat(files(trees.get(0)).get("new.txt")).isEqualTo(files(after).get("new.txt"));
        assertThat(trees.get(1)).isEqualTo(after);
    }

    @Test
    void whatNoPartNamesIsInTheLast() throws IOException {
        ObjectId before =
                repository.tree().file("a.txt", "a\n").file("b.txt", "b\n").write();
        ObjectId after =
                repository.tree().file("a.txt", "A\n").file("b.txt", "B\n").write();

        List<ObjectId> trees = split(before, after, part("a.txt", 0), part(), part());

        assertThat(text(trees.get(0), "b.txt")).isEqualTo("b\n");
        assertThat(trees.get(1)).isEqualTo(trees.get(0));
        assertThat(trees.get(2)).isEqualTo(after);
    }

    @Test
    void whatTakesAnothersPlaceWaitsUntilThatIsGone() throws IOException {
        ObjectId before = repository
                .tree()
                .file("thing", "a file\n")
                .file("folder/inner", "inside\n")
                .write();
        ObjectId after = repository
                .tree()
                .file("thing/inner", "now a folder\n")
                .file("folder", "now a file\n")
                .write();

        List<ObjectId> trees = split(before, after, part("thing/inner", 0, "folder"), part("thing", "folder/inner"));

        assertThat(trees).containsExactly(before, after);
    }

    @Test
    void whateverIsAskedTheLastTreeIsTheCapturedOneAndEachLineComesOnce() throws IOException {
        long seed = new Random().nextLong();
        System.out.println("seed of whateverIsAskedTheLastTreeIsTheCapturedOneAndEachLineComesOnce: " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 150; round++) {
            TreeRepository.Tree one = repository.tree();
            TreeRepository.Tree other = repository.tree();
            for (int file = 0; file < 1 + random.nextInt(8); file++) {
                put(one, other, random, "dir" + random.nextInt(3) + "/file" + file);
            }
            ObjectId before = one.write();
            ObjectId after = other.write();
            ChangeSet change = change(before, after);
            Part[] parts = parts(change, random);

            List<ObjectId> trees = split(before, after, parts);

            assertThat(trees).as("round %d", round).hasSize(parts.length);
            assertThat(trees.getLast()).isEqualTo(after);
            int insertions = 0;
            int deletions = 0;
            ObjectId last = before;
            for (ObjectId tree : trees) {
                new ObjectChecker().checkTree(repository.git().open(tree).getBytes());
                ChangeSet step = change(last, tree);
                insertions += step.insertions();
                deletions += step.deletions();
                last = tree;
            }
            assertThat(insertions).as("round %d", round).isEqualTo(change.insertions());
            assertThat(deletions).as("round %d", round).isEqualTo(change.deletions());
        }
    }

    /** All lines differ, so that there is one way only to compare two texts. */
    private static void put(TreeRepository.Tree before, TreeRepository.Tree after, Random random, String path)
            throws IOException {
        String end = random.nextBoolean() ? "\n" : "\r\n";
        List<String> lines = new ArrayList<>();
        for (int line = 0; line < random.nextInt(120); line++) {
            lines.add(path + " " + line + end);
        }
        String old = String.join("", lines);
        for (int edit = 0; edit < random.nextInt(6) && !lines.isEmpty(); edit++) {
            int at = random.nextInt(lines.size());
            if (random.nextBoolean()) {
                lines.remove(at);
            } else {
                lines.add(at, "new " + random.nextLong() + end);
            }
        }
        String current = String.join("", lines);
        if (random.nextBoolean()) {
            current = current.stripTrailing();
        }
        switch (random.nextInt(8)) {
            case 0 -> after.file(path, current);
            case 1 -> before.file(path, old);
            case 2 -> before.file(path, old).file(path + "x", "x");
            case 3 -> {
                before.file(path, old);
                after.executable(path, current);
            }
            case 4 -> {
                before.file(path, old);
                after.file(path + ".moved", current);
            }
            default -> {
                before.file(path, old);
                after.file(path, current);
            }
        }
    }

    private static Part[] parts(ChangeSet change, Random random) {
        int count = 2 + random.nextInt(3);
        List<Map<String, Set<Integer>>> parts = new ArrayList<>();
        for (int part = 0; part < count; part++) {
            parts.add(new HashMap<>());
        }
        for (FileChange file : change.files()) {
            if (file.hunks().isEmpty()) {
                parts.get(random.nextInt(count)).put(file.path(), Set.of());
            }
            for (int hunk = 0; hunk < file.hunks().size(); hunk++) {
                parts.get(random.nextInt(count))
                        .computeIfAbsent(file.path(), _ -> new HashSet<>())
                        .add(hunk);
            }
        }
        return parts.stream().map(Part::new).toArray(Part[]::new);
    }

    @Test
    void submodulesAreNeverOpened() throws IOException {
        ObjectId one = ObjectId.fromString("89e6c98d92887913cadf06b2adb97f26cde4849b");
        ObjectId before =
                repository.tree().file("a", "a\n").submodule("lib", one).write();
        ObjectId after = repository
                .tree()
                .file("a", "b\n")
                .submodule("lib", ObjectId.fromString("19e6c98d92887913cadf06b2adb97f26cde4849b"))
                .write();

        List<ObjectId> trees = split(before, after, part("lib", 0), part("a", 0));

        assertThat(files(trees.get(0)).get("lib")).isEqualTo(files(after).get("lib"));
        assertThat(text(trees.get(0), "a")).isEqualTo("a\n");
        assertThat(repository.git().getObjectDatabase().has(one)).isFalse();
        assertThat(Constants.OBJ_TREE)
                .isEqualTo(repository.git().open(trees.get(0)).getType());
    }
}
