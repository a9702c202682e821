package io.comfortcommit.cli.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.cli.terminal.Json;
import io.comfortcommit.cli.testing.Desktop;
import io.comfortcommit.cli.testing.Desktop.Ran;
import io.comfortcommit.messages.chain.Checkpoint;
import io.comfortcommit.messages.chain.Hash;
import io.comfortcommit.messages.chain.Leaf;
import io.comfortcommit.messages.chain.NoteSigner;
import io.comfortcommit.messages.chain.Range;
import io.comfortcommit.messages.chain.SignedCheckpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Who has an export, a checkpoint and a key needs nobody's word; what is wrong is said in words. */
@NullUnmarked // its fields are filled before each test
class VerifyCommandTest {
    private static final int SIZE = 20;
    private static final int KEPT = 12;

    private final NoteSigner oldKey = NoteSigner.of(NoteSigner.fresh("old", new SecureRandom()));
    private final NoteSigner key = NoteSigner.of(NoteSigner.fresh("new", new SecureRandom()));
    private final List<Leaf> leaves = new ArrayList<>();

    private Desktop desktop;
    private Path folder;

    @BeforeEach
    void begin(@TempDir Path temporary) throws IOException {
        folder = temporary;
        desktop = new Desktop(Files.createDirectory(temporary.resolve("desk")));
        for (int i = 0; i < SIZE; i++) {
            leaves.add(leaf("id-" + i, "{\"reason\":\"" + i + "\"}"));
        }
        keep("checkpoint", signed(KEPT, key).text());
        keep("keys", oldKey.verifier() + " until=5\n" + key.verifier() + "\n");
        keep("export", export(signed(SIZE, key)));
    }

    @AfterEach
    void end() {
        desktop.close();
    }

    private static Leaf leaf(String id, String payload) {
        return new Leaf(
                Leaf.EVENT,
                id,
                "draft",
                "CommitDraft",
                7L,
                "commit-draft.discarded",
                "1",
                "2026-11-01T09:00:00.000Z",
                null,
                payload.getBytes(StandardCharsets.UTF_8));
    }

    private SignedCheckpoint signed(int size, NoteSigner signer) {
        Range range = Range.at(0);
        leaves.subList(0, size).forEach(leaf -> range.add(leaf.hash()));
        return signer.sign(new Checkpoint("comfort-commit/test", size, range.root()));
    }

    private String export(SignedCheckpoint newest) {
        StringBuilder lines = new StringBuilder();
        ObjectNode first = Json.object()
                .put("origin", "comfort-commit/test")
                .put("from", 0)
                .put("to", leaves.size())
                .put("size", leaves.size())
                .put("checkpoint", newest.text());
        first.putArray("left");
        first.putArray("right");
        lines.append(first).append('\n');
        for (int i = 0; i < leaves.size(); i++) {
            lines.append(line(i, leaves.get(i).hash(), leaves.get(i))).append('\n');
        }
        return lines.toString();
    }

    private static String line(int place, Hash hash, Leaf leaf) {
        return Json.object()
                .put("leaf", place)
                .put("hash", hash.toString())
                .put("id", leaf.id())
                .put("kind", leaf.kind())
                .put("stream", leaf.stream())
                .put("streamType", leaf.streamType())
                .put("sequence", leaf.sequence())
                .put("name", leaf.name())
                .put("revision", leaf.revision())
                .put("time", leaf.time())
                .put("payload", Base64.getEncoder().encodeToString(leaf.payload()))
                .toString();
    }

    private void keep(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private Ran verify(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "verify",
                "--export",
                folder.resolve("export").toString(),
                "--checkpoint",
                folder.resolve("checkpoint").toString(),
                "--key",
                folder.resolve("keys").toString()));
        arguments.addAll(List.of(more));
        return desktop.comfort(arguments.toArray(String[]::new));
    }

    @Test
    void aSoundTrailIsProvenWithoutAServer() {
        Ran ran = verify();

        assertThat(ran.exit()).isZero();
        assertThat(ran.out()).contains("All 20 leaves", "the first 12", "the first 20");
        assertThat(verify("--lang", "ko").out()).contains("리프 20개");
        assertThat(verify("--json").objects())
                .singleElement()
                .satisfies(
                        result -> assertThat(result.path("provenUpTo").asInt()).isEqualTo(KEPT));
    }

    @Test
    void aChangedLeafIsNamed() throws IOException {
        keep(
                "export",
                Files.readString(folder.resolve("export"))
                        .replace(
                                line(3, leaves.get(3).hash(), leaves.get(3)),
                                line(3, leaves.get(3).hash(), leaf("id-3", "{}"))));

        Ran ran = verify();

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.out()).contains("Leaf 3 (id-3) was changed").doesNotContain("All 20");
        assertThat(verify("--json")
                        .objects()
                        .getFirst()
                        .path("findings")
                        .get(0)
                        .path("kind")
                        .asString())
                .isEqualTo("LEAF_CHANGED");
    }

    @Test
    void ofAnExportAPartIsLookedAtAndTheHashesOfTheRestLeadToTheCheckpoint() throws IOException {
        String whole = Files.readString(folder.resolve("export"));
        keep(
                "export",
                whole.replace(
                        line(3, leaves.get(3).hash(), leaves.get(3)),
                        line(3, leaves.get(3).hash(), leaf("id-3", "{}"))));

        assertThat(verify("--from", "2", "--to", "5").out()).contains("Leaf 3 (id-3) was changed");
        Ran elsewhere = verify("--from", "5", "--to", "12", "--json");
        assertThat(elsewhere.exit()).as(elsewhere.toString()).isZero();
        assertThat(elsewhere.json().path("leaves").asInt()).isEqualTo(7);
        assertThat(elsewhere.json().path("from").asInt()).isEqualTo(5);
        assertThat(elsewhere.json().path("to").asInt()).isEqualTo(12);
        assertThat(elsewhere.json().path("provenUpTo").asInt()).isEqualTo(KEPT);

        // A hash that is not what it was is found wherever one looks.
        keep(
                "export",
                whole.replace(
                        line(3, leaves.get(3).hash(), leaves.get(3)),
                        line(3, leaves.get(4).hash(), leaves.get(3))));
        assertThat(verify("--from", "5", "--to", "12").out()).contains("rewritten between leaf 0 and leaf 11");
        assertThat(desktop.comfort(
                                "verify", "--export", folder.resolve("export").toString(), "--json")
                        .errorCode())
                .isEqualTo("EXPORT_WITHOUT_KEY");
    }

    @Test
    void aForkThatIsSignedAgainIsFoundByTheCheckpointThatWasKept() throws IOException {
        leaves.set(6, leaf("id-6", "another story"));
        keep("export", export(signed(SIZE, oldKey)));

        Ran ran = verify();

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.out())
                .contains("rewritten between leaf 0 and leaf 11")
                .contains("signed by a key that had been replaced");
    }

    @Test
    void whatWasCutOffOrCanNotBeReadIsSaid() throws IOException {
        List<Leaf> rest = leaves.subList(10, SIZE);
        rest.clear();
        keep("export", export(signed(10, key)));
        assertThat(verify().out()).contains("leaves 10 to 11 are missing");

        keep("export", export(signed(10, key)) + "{\n");
        assertThat(verify().out()).contains("Line 12");
        keep("export", "[]");
        assertThat(verify().err()).contains("is no export");
        keep("checkpoint", "x");
        assertThat(verify().err()).contains("no file of checkpoints");
    }

    @Test
    void withoutFilesTheServerIsAskedAndItsWordIsCalledThat() {
        desktop.server().chain(export(signed(SIZE, key)), signed(SIZE, key).text(), key.verifier() + "\n");

        Ran ran = desktop.comfort("verify");

        assertThat(ran.exit()).isZero();
        assertThat(ran.out()).contains("All 20 leaves", "Signed by the server itself");
        assertThat(ran.err()).contains("own word");
        assertThat(desktop.comfort("checkpoint").out())
                .isEqualTo(signed(SIZE, key).text());
        assertThat(desktop.comfort("checkpoint", "--keys").out()).isEqualTo(key.verifier() + "\n");
        assertThat(desktop.comfort("checkpoint", "--export").out()).isEqualTo(export(signed(SIZE, key)));
    }
}
