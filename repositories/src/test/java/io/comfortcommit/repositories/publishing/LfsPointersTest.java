package io.comfortcommit.repositories.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.repositories.PublishOutcome.Landed;
import io.comfortcommit.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Git LFS keeps elsewhere is a pointer in the tree, and a pointer is a file like any other here. The filter is one of
 * the test's own that makes what git-lfs makes, so that it needs not be installed.
 */
class LfsPointersTest {
    /** The form of <a href="https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md">the specification</a>. */
    private static final String CLEAN = "sh -c 'cat >\"$0.in\"; printf"
            + " \"version https://git-lfs.github.com/spec/v1\\noid sha256:%s\\nsize %s\\n\""
            + " \"$(sha256sum <\"$0.in\" | cut -c1-64)\" \"$(wc -c <\"$0.in\" | tr -d \" \")\"' ";

    private static TestDatabase database;

    @TempDir
    private Path folder;

    private Workshop workshop;
    private Workshop.Desk author;

    @BeforeAll
    static void migrate() {
        database = TestDatabase.migrated("repositories");
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @BeforeEach
    void open() throws Exception {
        workshop = new Workshop(folder, database);
        author = deskWithLfs("author");
        author.write(".gitattributes", "*.bin filter=lfs diff=lfs merge=lfs -text\n");
        author.write("README.md", "text\n");
        Files.write(author.path("old.bin"), content(1));
        author.commit("begin");
        author.git.run("push", "--quiet", "origin", "HEAD:main");
    }

    private Workshop.Desk deskWithLfs(String name) {
        Workshop.Desk desk = workshop.desk(name);
        desk.git.run(
                "config", "filter.lfs.clean", CLEAN + folder.resolve("filtered").toString());
        desk.git.run("config", "filter.lfs.smudge", "cat");
        desk.git.run("config", "filter.lfs.required", "true");
        return desk;
    }

    @Test
    void pointersArePushedByteForByte() throws Exception {
        Files.write(author.path("new.bin"), content(2));
        Files.write(author.path("old.bin"), content(3));
        DraftId draft = author.capture();

        Landed landed = (Landed) workshop.publish(draft, "feat: add pictures");

        assertThat(treeOf(landed)).isEqualTo(treeOf(draft));
        assertThat(pushed("new.bin")).isEqualTo(pointer(content(2)));
        assertThat(pushed("old.bin")).isEqualTo(pointer(content(3)));
    }

    @Test
    void pointersStayAsTheyAreOnTopOfAForeignCommit() throws Exception {
        Files.write(author.path("new.bin"), content(2));
        author.write("README.md", "my text\n");
        DraftId draft = author.capture();
        Workshop.Desk colleague = deskWithLfs("colleague");
        Files.write(colleague.path("old.bin"), content(4));
        colleague.push("feat: another picture");

        Landed landed = (Landed) workshop.publish(draft, "feat: add a picture");

        assertThat(landed.rebased()).isTrue();
        assertThat(pushed("new.bin")).isEqualTo(pointer(content(2)));
        assertThat(pushed("old.bin")).isEqualTo(pointer(content(4)));
        assertThat(pushed("README.md")).isEqualTo("my text\n");
    }

    private String treeOf(Landed landed) {
        return workshop.remote.run("rev-parse", landed.commitId() + "^{tree}");
    }

    private String treeOf(DraftId draft) {
        return author.git.run(
                "rev-parse", workshop.captures.find(draft).orElseThrow().order().snapshot() + "^{tree}");
    }

    private String pushed(String path) {
        return new String(workshop.remote.bytes("cat-file", "blob", "main:" + path), StandardCharsets.UTF_8);
    }

    private static byte[] content(int seed) {
        byte[] bytes = new byte[10_000 + seed];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static String pointer(byte[] content) throws IOException {
        try {
            String id = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
            return "version https://git-lfs.github.com/spec/v1\noid sha256:" + id + "\nsize " + content.length + "\n";
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IOException(e);
        }
    }
}
