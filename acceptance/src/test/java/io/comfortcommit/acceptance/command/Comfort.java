package io.comfortcommit.acceptance.command;

import io.comfortcommit.cli.Start;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs commands in this process. */
public final class Comfort {
    private Comfort() {}

    /** @return the last line that it prints, which {@code --json} among the arguments makes JSON */
    public static JsonNode run(Map<String, String> environment, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Start.run(
                environment,
                InstantSource.system(),
                UUID::randomUUID,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                System.err,
                arguments);
        return JsonMapper.shared()
                .readTree(out.toString(StandardCharsets.UTF_8).lines().reduce("", (_, line) -> line));
    }
}
