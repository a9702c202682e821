package io.comfortcommit.acceptance.lfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.acceptance.command.Comfort;
import io.comfortcommit.testing.Desk;
import io.comfortcommit.testing.Needed;
import io.comfortcommit.testing.StandaloneProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** With the real git-lfs, whose objects go to a folder beside the remote's own. */
class LfsTest {
    @TempDir
    private static Path folder;

    private static StandaloneProcess server;

    @TempDir
    private Path git;

    private Desk desk;
    private byte[] picture;

    @BeforeAll
    static void start() throws IOException {
        Needed.program("git-lfs", "GIT LFS IS NOT TESTED");
        server = StandaloneProcess.start(folder, "-Dcomfort.search.node.enabled=false");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void open() throws IOException {
        desk = Desk.in(git);
        desk.git("lfs", "install", "--local");
        desk.git("lfs", "track", "*.bin");
        desk.commitAndPush("chore: keep large files elsewhere");
        picture = new byte[200_000];
        new Random(7).nextBytes(picture);
        Files.write(desk.work().resolve("picture.bin"), picture);
    }

    @Test
    void theContentIsThereBeforeTheCaptureAndWhoClonesGetsIt() throws Exception {
        String tree = desk.capture().tree();
        JsonNode captured = capture(desk);
        assertThat(captured.path("status").asString()).as(captured.toString()).isEqualTo("DRAFTED");
        assertThat(stored()).hasBinaryContent(picture);

        approve(captured);

        assertThat(desk.remoteGit("rev-parse", "main^{tree}")).isEqualTo(tree);
        assertThat(desk.remoteGit("cat-file", "blob", "main:picture.bin"))
                .isEqualTo("version https://git-lfs.github.com/spec/v1\noid sha256:" + id() + "\nsize 200000");
        Desk colleague = desk.clone("colleague");
        colleague.git("lfs", "install", "--local");
        colleague.git("lfs", "pull");
        assertThat(colleague.work().resolve("picture.bin")).hasBinaryContent(picture);
        JsonNode synced = comfort("sync", "--repo", desk.work().toString());
        assertThat(synced.path("status").asString()).as(synced.toString()).isEqualTo("MOVED");
        assertThat(desk.git("status", "--porcelain")).isEmpty();
        assertThat(desk.work().resolve("picture.bin")).hasBinaryContent(picture);
    }

    @Test
    void whatCanNotBeUploadedIsSaidAndWaits() throws Exception {
        desk.git("config", "lfs.url", "http://127.0.0.1:9/nobody");

        JsonNode kept = comfort("capture", "--repo", desk.work().toString());

        assertThat(kept.path("status").asString()).isEqualTo("SPOOLED");
        JsonNode because = kept.path("because");
        assertThat(because.path("code").asString()).isEqualTo("LFS_NOT_UPLOADED");
        assertThat(because.path("message").asString()).contains("connection refused");
        assertThat(because.path("advice").asString()).isNotBlank();
        desk.git("config", "--unset", "lfs.url");
        JsonNode sent = comfort("spool", "send", "--repo", desk.work().toString());
        assertThat(sent.path("status").asString()).as(sent.toString()).isEqualTo("SENT");
        assertThat(stored()).hasBinaryContent(picture);
    }

    /** As who works with pointers alone does, because the files are too large to have all of them. */
    @Test
    void aFileWhoseContentIsNotHereIsRenamedAllTheSame() throws Exception {
        desk.commitAndPush("feat: a picture");
        Desk slim = desk.clone("slim");
        slim.git("lfs", "install", "--local", "--skip-smudge");
        assertThat(Files.readString(slim.work().resolve("picture.bin"))).contains(id());
        Files.move(slim.work().resolve("picture.bin"), slim.work().resolve("renamed.bin"));

        approve(capture(slim));

        assertThat(desk.remoteGit("ls-tree", "--name-only", "main").lines())
                .contains("renamed.bin")
                .doesNotContain("picture.bin");
        assertThat(desk.remoteGit("cat-file", "blob", "main:renamed.bin")).contains(id());
    }

    private static void approve(JsonNode captured) {
        JsonNode approved = comfort("approve", captured.path("draftId").asString(), "--wait");
        assertThat(approved.path("status").asString()).as(approved.toString()).isEqualTo("PUSHED");
    }

    private static JsonNode capture(Desk desk) {
        return comfort("capture", "--wait", "--repo", desk.work().toString());
    }

    private static JsonNode comfort(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--json");
        return Comfort.run(
                Map.of(
                        "PATH",
                        System.getenv("PATH"),
                        "HOME",
                        folder.toString(),
                        "COMFORT_LANG",
                        "en",
                        "COMFORT_URL",
                        server.url().toString(),
                        "COMFORT_TOKEN",
                        server.token()),
                all.toArray(String[]::new));
    }

    private String id() throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(picture));
    }

    /** Where git-lfs puts it. */
    private Path stored() throws Exception {
        String id = id();
        return desk.remote()
                .resolve("lfs/objects")
                .resolve(id.substring(0, 2))
                .resolve(id.substring(2, 4))
                .resolve(id);
    }
}
