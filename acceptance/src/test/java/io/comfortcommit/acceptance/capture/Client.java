package io.comfortcommit.acceptance.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.acceptance.house.Checkout;
import io.comfortcommit.cli.capture.Capture;
import io.comfortcommit.cli.capture.Outcome;
import io.comfortcommit.cli.client.Server;
import io.comfortcommit.cli.client.ServerLocation;
import io.comfortcommit.cli.desk.DeskReader;
import io.comfortcommit.cli.terminal.Language;
import io.comfortcommit.cli.terminal.Terminal;
import io.comfortcommit.testing.Needed;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who takes a capture. */
enum Client {
    COMMAND_LINE {
        @Override
        Optional<Taken> capture(WorkTree desk, String server, Map<String, String> environment) {
            PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
            Terminal terminal = Terminal.of(nowhere, nowhere, Language.of("en"), environment);
            try (Server client = new Server(new ServerLocation(URI.create(server + "/"), "none"), "en")) {
                Outcome outcome = new Capture(
                                environment, InstantSource.system(), UUID::randomUUID, terminal, false, false, false)
                        .take(new DeskReader(environment).read(desk.root()), () -> client);
                if (outcome instanceof Outcome.NoChange) {
                    return Optional.empty();
                }
                assertThat(outcome).isInstanceOf(Outcome.Captured.class);
                Outcome.Captured captured = (Outcome.Captured) outcome;
                return Optional.of(
                        new Taken(captured.draftId(), captured.waiting().branch()));
            }
        }
    },

    /** As its window starts it when it closes: a process of Node.js. */
    EDITOR {
        @Override
        void checkIsThere() {
            Needed.program("node", "THE CAPTURES OF THE EDITOR ARE NOT TESTED");
            Needed.check(
                    Files.exists(PROGRAM),
                    "THE CAPTURES OF THE EDITOR ARE NOT TESTED: it is not built (editors/vscode/verify does that)");
        }

        @Override
        Optional<Taken> capture(WorkTree desk, String server, Map<String, String> environment) throws IOException {
            ProcessBuilder node = new ProcessBuilder(
                            "node", PROGRAM.toString(), desk.root().toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT);
            node.environment().clear();
            node.environment().putAll(environment);
            node.environment().put("COMFORT_URL", server);
            node.environment().put("COMFORT_TOKEN", "none");
            Process process = node.start();
            process.getOutputStream().close();
            JsonNode line = JsonMapper.shared()
                    .readTree(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            String status = line.path("status").asString("");
            if (status.equals("NO_CHANGE")) {
                return Optional.empty();
            }
            assertThat(status).as(line.toString()).isEqualTo("CAPTURED");
            return Optional.of(new Taken(
                    line.path("draftId").asString(), line.path("branch").asString()));
        }
    };

    private static final Path PROGRAM = Checkout.ROOT.resolve("editors/vscode/dist/capture.js");

    record Taken(String draftId, String branch) {}

    void checkIsThere() {}

    /** @return empty if nothing differs from HEAD */
    abstract Optional<Taken> capture(WorkTree desk, String server, Map<String, String> environment) throws IOException;
}
