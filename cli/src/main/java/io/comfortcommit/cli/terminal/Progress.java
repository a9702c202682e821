package io.comfortcommit.cli.terminal;

import java.io.PrintStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Shows that something takes its time: a line that counts seconds on a terminal, with a bar where it is known how much
 * there is to do; one plain line elsewhere.
 */
public final class Progress implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final String CLEAR = "\r\u001b[K";
    private static final int BAR = 30;

    private @Nullable Thread shower;
    private volatile Reached reached = new Reached(0, 0);

    /** @param all 0 where it isn't known */
    private record Reached(int done, int all) {}

    private Progress() {}

    static Progress none() {
        return new Progress();
    }

    static Progress of(PrintStream out, String text, boolean live) {
        Progress progress = new Progress();
        Thread shower = Thread.ofPlatform().daemon().name("progress").unstarted(() -> progress.show(out, text, live));
        progress.shower = shower;
        shower.start();
        return progress;
    }

    /** How far it is. */
    public void reached(int done, int all) {
        reached = new Reached(done, all);
    }

    private void show(PrintStream out, String text, boolean live) {
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
                out.print(CLEAR + text + " " + bar(reached) + "… " + seconds + " s");
                out.flush();
                Thread.sleep(PATIENCE);
            }
        } catch (InterruptedException over) {
            out.print(CLEAR);
            out.flush();
        }
    }

    private static String bar(Reached reached) {
        if (reached.all == 0) {
            return "";
        }
        int full = (int) ((long) reached.done * BAR / reached.all);
        return "[" + "█".repeat(full) + " ".repeat(BAR - full) + "] " + (long) reached.done * 100 / reached.all + "% ";
    }

    @Override
    public void close() {
        Thread showing = shower;
        if (showing == null) {
            return;
        }
        showing.interrupt();
        try {
            showing.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
