package io.comfortcommit.queryside.projection;

import java.util.ArrayList;
import java.util.List;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/** What subscribers are told of events, once what was written of them can be read. */
public final class Announcements {
    private Announcements() {}

    /**
     * Tells after the commit, in the order of the events. Collected at the root, because retried dead letters are units
     * nested in one transaction, and Axon runs what each of them registered in reverse order.
     *
     * @param projection whose announcements go in order
     */
    public static void afterCommit(Class<?> projection, Runnable announcement) {
        UnitOfWork<?> transaction = CurrentUnitOfWork.get().root();
        transaction
                .<List<Runnable>>getOrComputeResource(projection.getName(), _ -> {
                    List<Runnable> announcements = new ArrayList<>();
                    transaction.afterCommit(_ -> announcements.forEach(Runnable::run));
                    return announcements;
                })
                .add(announcement);
    }
}
