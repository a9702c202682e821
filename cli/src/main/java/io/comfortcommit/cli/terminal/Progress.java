package io.comfortcommit.cli.terminal;

import java.io.PrintStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Shows that something takes its time: a line that counts seconds on a terminal, one plain line elsewhere. */
public final class Progress implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final String CLEAR = "\r\u001b[K";

    private final @Nullable Thread shower;

    private Progress(@Nullable Thread shower) {
        this.shower = shower;
    }

    static Progress none() {
        return new Progress(null);
    }

    static Progress of(PrintStream out, String text, boolean live) {
        Thread shower = Thread.ofPlatform().daemon().name("progress").unstarted(() -> show(out, text, live));
        shower.start();
        return new Progress(shower);
    }

    private static void show(PrintStream out, String text, boolean live) {
        try {
            Thread.sleep(PATIENCE);
        } catch (InterruptedException overBeforeAnybodyWondered) {
            return;
        }
        if (!live) {
            out.println(text + " …");
            return;
        }
        try {
            for (int seconds = 1; ; seconds++) {
                out.print(CLEAR + text + " … " + seconds + " s");
                out.flush();
                Thread.sleep(PATIENCE);
            }
        } catch (InterruptedException over) {
            out.print(CLEAR);
            out.flush();
        }
    }

    @Override
    public void close() {
        if (shower == null) {
            return;
        }
        shower.interrupt();
        try {
            shower.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
