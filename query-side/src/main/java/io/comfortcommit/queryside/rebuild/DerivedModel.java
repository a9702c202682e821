package io.comfortcommit.queryside.rebuild;

import io.comfortcommit.messages.projection.RebuildView.TableDifference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A model that is not made of events but of another model, and kept elsewhere; it is built anew beside itself, too. */
public interface DerivedModel {
    String name();

    /** The projection whose rows it is made of. */
    String source();

    /** Whether this installation has it. */
    boolean exists();

    /** Rows of the source whose newest state is not in it. */
    long due();

    /**
     * Goes on from wherever the rebuild is, to its end; what is shown is exchanged then.
     *
     * @return what differed where that was asked for; null otherwise
     * @throws StoppedRebuildException if it can't go on
     */
    @Nullable
    List<TableDifference> rebuild(boolean dryRun, Progress progress);

    /** Removes what a rebuild left that is of no use any more. */
    void drop();

    /** Where a rebuild is; kept, so that the next process goes on there. */
    interface Progress {
        /** Of whoever builds; null at the beginning. */
        @Nullable
        String cursor();

        /**
         * @param position rows that are done
         * @throws RuntimeException if it may not go on
         */
        void reached(String cursor, long position, long target);

        /** @throws RuntimeException if it may not go on */
        void renew();
    }
}
