package io.comfortcommit.cli.lane;

import io.comfortcommit.cli.client.ServerLocation;
import io.comfortcommit.cli.desk.Desk;
import io.comfortcommit.messages.draft.LaneId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The lane of a desk. Its id follows from the installation, the work tree and the branch: the same ones give the same
 * lane, another clone in the same place or a copy in another place does not.
 */
public final class Lane {
    private Lane() {}

    /** @param ids for the ids of the installation and the work tree, where they have none yet */
    public static LaneId of(Desk desk, Map<String, String> environment, Supplier<UUID> ids) {
        UUID installation =
                KeptId.keptIn(ServerLocation.configuration(environment).resolve("installation"), ids);
        UUID workTree = KeptId.keptIn(desk.gitFolder().resolve("comfort").resolve("desk"), ids);
        String name = String.join("\0", installation.toString(), workTree.toString(), realRoot(desk), desk.onBranch());
        return new LaneId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
    }

    private static String realRoot(Desk desk) {
        try {
            return desk.root().toRealPath().toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
