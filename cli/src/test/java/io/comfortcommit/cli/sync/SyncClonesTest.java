package io.comfortcommit.cli.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.cli.testing.Desktop;
import io.comfortcommit.cli.testing.Desktop.Ran;
import io.comfortcommit.cli.testing.GitRepository;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Work trees that are not a plain clone: with submodules, without all of the history or contents, several of one repository. */
class SyncClonesTest {
    @TempDir
    Path folder;

    private Desktop desktop;
    private GitRepository work;

    @BeforeEach
    void open() {
        desktop = Desktop.withHistory(folder);
        work = desktop.work();
    }

    @AfterEach
    void close() {
        desktop.close();
    }

    private String captured(GitRepository desk) {
        Ran ran = desktop.captureIn(desk.root());
        assertThat(ran.json().path("status").asString()).as(ran.toString()).isEqualTo("CAPTURED");
        return ran.json().path("draftId").asString();
    }

    private JsonNode synced(GitRepository desk, String status, String... options) {
        List<String> command =
                new ArrayList<>(List.of("sync", "--json", "--repo", desk.root().toString()));
        command.addAll(List.of(options));
        Ran ran = desktop.comfort(command.toArray(String[]::new));
        assertThat(ran.exit()).as(ran.toString()).isZero();
        assertThat(ran.json().path("status").asString()).as(ran.toString()).isEqualTo(status);
        return ran.json();
    }

    private void colleagueChanges(String path, String content) {
        GitRepository colleague = desktop.colleague();
        colleague.write(path, content);
        colleague.commitAll("feat: colleague");
        colleague.git("push", "-q");
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }

    // --- submodules

    /** A repository of its own, with a commit, in the folder {@code library}. */
    private GitRepository withLibrary() {
        GitRepository library = work.at(folder.resolve("library.git"));
        work.git(
                "clone",
                "-q",
                "--bare",
                desktop.remote().root().toString(),
                library.root().toString());
        work.git("submodule", "--quiet", "add", library.root().toString(), "library");
        work.commitAll("feat: use a library");
        work.git("push", "-q");
        return work.at(work.root().resolve("library"));
    }

    /** @return the commit that the submodule is at now, for everybody */
    private String colleagueMovesLibrary() {
        GitRepository colleague = desktop.colleague();
        colleague.git("submodule", "--quiet", "update", "--init");
        GitRepository inside = colleague.at(colleague.root().resolve("library"));
        inside.write("of-the-library.txt", "theirs\n");
        String moved = inside.commitAll("feat: in the library");
        inside.git("push", "-q", "origin", "HEAD:main");
        colleague.commitAll("feat: a newer library");
        colleague.git("push", "-q");
        return moved;
    }

    @Test
    void aSubmoduleThatOthersMovedIsToldAndNothingInItIsTouched() {
        GitRepository inside = withLibrary();
        work.write("a.txt", "mine\n");
        String draft = captured(work);
        String moved = colleagueMovesLibrary();
        String pushed = desktop.server().push(draft, desktop.remote());
        inside.write("loose.txt", "only here\n");
        inside.write("b.txt", "edited in the library\n");
        Map<String, String> before = inside.everything();

        JsonNode synced = synced(work, "MOVED");

        assertThat(work.head()).isEqualTo(pushed);
        assertThat(texts(synced.path("submodules"))).containsExactly("library");
        assertThat(texts(synced.path("filesUpdated"))).isEmpty();
        assertThat(inside.everything()).isEqualTo(before);
        assertThat(work.git("ls-files", "-s", "library")).startsWith("160000 " + moved);
        assertThat(work.git("diff", "--cached", "--name-only")).isEmpty();

        synced(work, "UNDONE", "--undo");

        assertThat(inside.everything()).isEqualTo(before);
        assertThat(work.git("ls-files", "-s", "library")).startsWith("160000 " + inside.head());
        assertThat(synced(work, "MOVED").path("commitId").asString()).isEqualTo(pushed);
        inside.git("checkout", "-q", "b.txt");
        work.git("submodule", "--quiet", "update", "library");
        assertThat(inside.head()).isEqualTo(moved);
        assertThat(inside.read("loose.txt")).isEqualTo("only here\n");
    }

    @Test
    void aSubmoduleThatOthersRemovedStaysOnTheDisk() {
        GitRepository inside = withLibrary();
        work.write("a.txt", "mine\n");
        String draft = captured(work);
        GitRepository colleague = desktop.colleague();
        colleague.git("rm", "-q", "--cached", "library");
        colleague.delete(".gitmodules");
        colleague.git("add", ".gitmodules");
        colleague.git("commit", "-q", "-m", "feat: without the library");
        colleague.git("push", "-q");
        String pushed = desktop.server().push(draft, desktop.remote());
        inside.write("loose.txt", "only here\n");
        Map<String, String> before = inside.everything();

        JsonNode synced = synced(work, "MOVED");

        assertThat(work.head()).isEqualTo(pushed);
        assertThat(texts(synced.path("submodules"))).containsExactly("library");
        assertThat(texts(synced.path("filesUpdated"))).containsExactly(".gitmodules");
        assertThat(inside.everything()).isEqualTo(before);

        synced(work, "UNDONE", "--undo");

        assertThat(inside.everything()).isEqualTo(before);
        assertThat(work.git("ls-files", "-s", "library")).startsWith("160000 ");
        assertThat(work.has(".gitmodules")).isTrue();
    }

    // --- clones that are not whole

    private GitRepository clone(String... options) {
        desktop.remote().git("config", "uploadpack.allowFilter", "true");
        Path place = folder.resolve("part");
        List<String> command = new ArrayList<>(List.of("clone", "-q"));
        command.addAll(List.of(options));
        // A plain path would be copied as it is, whatever the options say.
        command.addAll(List.of(desktop.remote().root().toUri().toString(), place.toString()));
        work.git(command.toArray(String[]::new));
        return work.at(place);
    }

    private void assertSynced(GitRepository desk) {
        desk.write("a.txt", "mine\n");
        String draft = captured(desk);
        colleagueChanges("b.txt", "theirs\n");
        colleagueChanges("deep/new.txt", "theirs\n");
        String pushed = desktop.server().push(draft, desktop.remote());
        desk.write("later.txt", "later\n");

        JsonNode synced = synced(desk, "MOVED");

        assertThat(synced.path("commitId").asString()).isEqualTo(pushed);
        assertThat(desk.head()).isEqualTo(pushed);
        assertThat(desk.read("a.txt")).isEqualTo("mine\n");
        assertThat(desk.read("b.txt")).isEqualTo("theirs\n");
        assertThat(desk.read("deep/new.txt")).isEqualTo("theirs\n");
        assertThat(desk.git("status", "--porcelain", "-uall")).isEqualTo("?? later.txt");
        synced(desk, "UNDONE", "--undo");
        assertThat(desk.read("b.txt")).isEqualTo("b\n");
        assertThat(desk.git("status", "--porcelain", "-uall")).isEqualTo(" M a.txt\n?? later.txt");
    }

    @Test
    void aShallowCloneStaysShallow() {
        colleagueChanges("dir/c.txt", "older\n");
        GitRepository shallow = clone("--depth=1");

        assertSynced(shallow);

        assertThat(shallow.git("rev-parse", "--is-shallow-repository")).isEqualTo("true");
    }

    @Test
    void aPartialCloneStaysPartial() {
        colleagueChanges("dir/c.txt", "older\n");
        colleagueChanges("dir/c.txt", "newer\n");
        GitRepository partial = clone("--filter=blob:none");

        assertSynced(partial);

        assertThat(partial.git("rev-list", "--objects", "--all", "--missing=print"))
                .contains("?");
    }

    // --- several work trees

    @Test
    void ofSeveralWorkTreesOnlyTheOneMoves() {
        GitRepository linked = work.at(folder.resolve("linked"));
        work.git("worktree", "add", "-q", "-b", "side", linked.root().toString());
        linked.git("push", "-q", "-u", "origin", "side");
        work.write("b.txt", "not captured\n");
        work.write("a.txt", "of the main work tree\n");
        work.git("add", "a.txt");
        linked.write("a.txt", "of the linked one\n");
        String draft = captured(linked);
        String pushed = desktop.server().push(draft, desktop.remote());
        linked.write("c.txt", "later\n");
        String index = work.git("ls-files", "-s");
        String status = work.git("status", "--porcelain");
        String head = work.head();
        String before = linked.head();

        JsonNode synced = synced(linked, "MOVED");

        assertThat(linked.head()).isEqualTo(pushed);
        assertThat(linked.git("status", "--porcelain")).isEqualTo("?? c.txt");
        assertThat(linked.git("rev-parse", synced.path("backup").asString())).isEqualTo(before);
        assertThat(work.head()).isEqualTo(head);
        assertThat(work.git("ls-files", "-s")).isEqualTo(index);
        assertThat(work.git("status", "--porcelain")).isEqualTo(status);
        synced(work, "NOTHING_CAPTURED");

        synced(linked, "UNDONE", "--undo");

        assertThat(linked.head()).isEqualTo(before);
        assertThat(linked.git("status", "--porcelain")).isEqualTo(" M a.txt\n?? c.txt");
        assertThat(work.git("status", "--porcelain")).isEqualTo(status);
    }
}
