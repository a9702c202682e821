package io.comfortcommit.repositories.mirror;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads whose work can wait until nobody else wants the processors. On Linux each is made nicer by {@value #NICER}, and so are
 * the processes that it starts; elsewhere they are like any other.
 */
final class BackgroundThreads {
    private static final Logger LOG = LoggerFactory.getLogger(BackgroundThreads.class);
    /** A tenth of the weight of a thread that is not nice, where both want the same processor (sched(7)). */
    static final int NICER = 10;

    private static final @Nullable MethodHandle NICE = nice();

    private BackgroundThreads() {}

    /** A thread of its own for each, since one that is nicer can't be made less so again without a privilege. */
    static void start(String name, Runnable work) {
        Thread.ofPlatform().name(name).daemon().start(() -> {
            giveWay();
            work.run();
        });
    }

    private static void giveWay() {
        if (NICE == null) {
            return;
        }
        try {
            int _ = (int) NICE.invokeExact(NICER);
        } catch (Throwable e) {
            LOG.debug("a thread could not be made nicer", e);
        }
    }

    /** Null where there is none that is about the calling thread alone: POSIX has it about the process. */
    private static @Nullable MethodHandle nice() {
        if (!"Linux".equals(System.getProperty("os.name"))) {
            return null;
        }
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find("nice")
                .map(nice ->
                        linker.downcallHandle(nice, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT)))
                .orElse(null);
    }
}
