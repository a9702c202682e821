package io.comfortcommit.sagas.notification;

import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.notification.PushTargets.PushTarget;
import java.util.List;

/** Where browsers are reached; kept by whoever lets them in. */
interface PushDirectory {
    List<PushTarget> of(UserId user);

    /** Its push service says that it is gone; where the browser is reached by now, stays. */
    void forget(UserId user, PushTarget gone);
}
