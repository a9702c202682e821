package io.comfortcommit.sagas.activity;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How readily a thread leaves the processors to others. On Linux each thread has its own (setpriority(2), "C library/kernel
 * differences"); elsewhere nothing is done.
 */
final class Niceness {
    private static final Logger LOG = LoggerFactory.getLogger(Niceness.class);
    /** About a tenth of the share of a thread that wants the same processor. */
    private static final int BACKGROUND = 10;

    private static final int PRIO_PROCESS = 0;
    private static final int THIS_THREAD = 0;
    private static final @Nullable MethodHandle SET_PRIORITY = setPriority();

    private Niceness() {}

    /** For the rest of this thread's life: only an administrator may take it back. Threads that it starts are as nice. */
    static void ofBackground() {
        if (SET_PRIORITY == null || Thread.currentThread().isVirtual()) {
            return;
        }
        try {
            int failed = (int) SET_PRIORITY.invokeExact(PRIO_PROCESS, THIS_THREAD, BACKGROUND);
            if (failed != 0) {
                LOG.debug("this thread could not be made nicer");
            }
        } catch (Throwable impossible) {
            throw new AssertionError("a call of C throws nothing", impossible);
        }
    }

    private static @Nullable MethodHandle setPriority() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return null;
        }
        Linker linker = Linker.nativeLinker();
        FunctionDescriptor ints = FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
        return linker.defaultLookup()
                .find("setpriority")
                .map(function -> linker.downcallHandle(function, ints))
                .orElse(null);
    }
}
