package io.comfortcommit.acceptance.crash;

import static net.bytebuddy.matcher.ElementMatchers.named;

import java.lang.instrument.Instrumentation;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Lets the test kill the server at a {@link CrashPoint} without a trace of it in the server's own code: as a Java agent it
 * weaves a check into the points' methods.
 */
public final class CrashAgent {
    private CrashAgent() {}

    /** @param file holds the name of the armed point, and is deleted when it is reached */
    public static void premain(String file, Instrumentation instrumentation) {
        System.setProperty(Armed.FILE_PROPERTY, file);
        AgentBuilder agent = new AgentBuilder.Default().disableClassFormatChanges();
        for (CrashPoint point : CrashPoint.values()) {
            agent = agent.type(named(point.className()))
                    .transform((builder, type, loader, module, domain) -> builder.visit(Advice.withCustomMapping()
                            .bind(PointName.class, point.name())
                            .to(point.atEntry() ? Entry.class : Exit.class)
                            .on(named(point.method()))));
        }
        agent.installOn(instrumentation);
    }

    /** Stands for the point's name in the advice. */
    @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
    @interface PointName {}

    static final class Entry {
        private Entry() {}

        @Advice.OnMethodEnter
        static void reached(@PointName String point) {
            Armed.reached(point);
        }
    }

    /** Only where the method returned: what it does has been done then. */
    static final class Exit {
        private Exit() {}

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void reached(@PointName String point, @Advice.Thrown @Nullable Throwable thrown) {
            if (thrown == null) {
                Armed.reached(point);
            }
        }
    }
}
