package io.comfortcommit.cli.access;

import io.comfortcommit.cli.client.Server;
import io.comfortcommit.cli.command.OutputOptions;
import io.comfortcommit.cli.command.Session;
import io.comfortcommit.cli.failure.ExitCode;
import io.comfortcommit.cli.terminal.Json;
import io.comfortcommit.cli.terminal.Terminal;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** The command {@code devices}. */
@Command(name = "devices")
public final class DevicesCommand implements Callable<Integer> {
    private final Session session;

    @Option(names = "--revoke", paramLabel = "ID", descriptionKey = "devices.revoke")
    @Nullable
    String revoked;

    @Mixin
    OutputOptions output = new OutputOptions();

    public DevicesCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.run(output, this::run);
    }

    private int run(Terminal terminal) {
        try (Server server = session.server(terminal)) {
            if (revoked != null) {
                server.revokeDevice(revoked);
                terminal.say("devices.revoked", revoked);
                terminal.object(Json.object().put("deviceId", revoked).put("status", "REVOKED"));
                return ExitCode.OK;
            }
            List<JsonNode> devices = server.devices();
            if (devices.isEmpty()) {
                terminal.say("devices.none");
            }
            for (JsonNode device : devices) {
                terminal.say(
                        device.path("current").asBoolean() ? "devices.this" : "devices.one",
                        device.path("id").asString(),
                        terminal.text("device." + device.path("kind").asString()),
                        device.path("name").asString(),
                        device.path("lastSeenAt").asString());
                terminal.object(device);
            }
        }
        return ExitCode.OK;
    }
}
