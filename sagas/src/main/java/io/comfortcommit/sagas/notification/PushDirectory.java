package io.comfortcommit.sagas.notification;

import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.notification.PushTargets.PushTarget;
import java.util.List;
import java.util.UUID;

/** Where browsers are reached; kept by whoever lets them in. */
interface PushDirectory {
    List<PushTarget> of(UserId user);

    /** Its push service says that it is gone. */
    void forget(UserId user, UUID device);
}
