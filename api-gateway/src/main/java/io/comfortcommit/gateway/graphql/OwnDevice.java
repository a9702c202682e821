package io.comfortcommit.gateway.graphql;

import io.comfortcommit.gateway.access.Caller;
import io.comfortcommit.gateway.problem.Problem;
import io.comfortcommit.gateway.problem.ProblemException;
import java.util.UUID;

/** What a caller asks with, where it must be something that was let in. */
final class OwnDevice {
    private OwnDevice() {}

    /** @throws ProblemException if the caller came with the owner's token */
    static UUID of(Caller caller) {
        UUID device = caller.device();
        if (device == null) {
            throw Problem.badRequest("NO_DEVICE").asException();
        }
        return device;
    }
}
