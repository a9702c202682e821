package io.comfortcommit.analysis.symbols;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.treesitter.TSInputEncoding;
import org.treesitter.TSParser;
import org.treesitter.TSTree;

/**
 * Parsers are native code, and what they read is anybody's: where they run out of stack or fail an assertion, the process ends.
 * So they run on threads with room to spare, not for long, and are not given what is known to end them; what ended two
 * processes all the same is not given to the next ({@link #keepJournal}).
 */
public final class Parsing {
    private static final Logger LOG = LoggerFactory.getLogger(Parsing.class);

    /** Addresses, not memory: as deep as a megabyte of opening brackets goes. */
    private static final long STACK = 256L << 20;
    /** Kotlin's grammar keeps the strings that it is inside of in 1,024 bytes and asserts that they fit. */
    private static final int DEEPEST_BRACES = 500;
    /**
     * Of one sign again and again. A lexer asks nobody whether it was given up: Scala's goes from each of 200,000 backticks to
     * the last, Swift's from each of as many number signs.
     */
    private static final int LONGEST_RUN = 2_000;
    /** A text is given up after this: as long as it takes for some 50,000 lines. */
    private static final long LONGEST_NANOSECONDS = 600_000_000L;

    private static final int CHUNK = 1 << 16;

    /** Cores that a change may have beside its first, whichever change comes: many at once have one each. */
    private static final Semaphore SPARE = new Semaphore(Runtime.getRuntime().availableProcessors() - 1);

    private static volatile @Nullable ParsingJournal journal;

    private Parsing() {}

    /**
     * Has this process remember what it parses while it does, so that a text that ends two of them is not read by the next one.
     *
     * @param folder of one process at a time
     * @throws UncheckedIOException where it can't be written
     */
    public static void keepJournal(Path folder) {
        ParsingJournal kept = ParsingJournal.in(folder);
        if (kept.fatal() > 0) {
            LOG.warn("{} texts are not parsed any more, as processes ended while they were", kept.fatal());
        }
        Runtime.getRuntime().addShutdownHook(new Thread(kept::close, "parsing-journal"));
        journal = kept;
    }

    /**
     * Reads a text by native code.
     *
     * @param reading parses and goes through the tree
     * @return false where that ended two processes before: then nothing is read
     */
    public static boolean noted(byte[] source, Runnable reading) {
        ParsingJournal kept = journal;
        if (kept == null) {
            reading.run();
            return true;
        }
        int place = kept.begin(source);
        if (place == ParsingJournal.FATAL) {
            return false;
        }
        try {
            reading.run();
            return true;
        } finally {
            kept.end(place);
        }
    }

    /**
     * Has work that parses done on a thread for it, and waits.
     *
     * @param longest how long it is waited for; the work goes on until it next asks whether it was given up. Zero: it is not
     *     begun
     * @param work is told whether nobody waits any more
     * @return whether all was done
     */
    public static boolean within(Duration longest, Consumer<BooleanSupplier> work) {
        return within(longest, 1, work);
    }

    /**
     * As {@link #within(Duration, Consumer)}, on more threads where cores are to spare.
     *
     * @param most threads that do the work together: each is given all of it and must leave the others what it has begun
     */
    static boolean within(Duration longest, int most, Consumer<BooleanSupplier> work) {
        if (longest.isZero()) {
            return false;
        }
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        AtomicInteger working = new AtomicInteger(1);
        Runnable part = () -> {
            try {
                work.accept(done::isDone);
                if (working.decrementAndGet() == 0) {
                    done.complete(null);
                }
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        };
        for (int more = 1; more < most && SPARE.tryAcquire(); more++) {
            working.incrementAndGet();
            try {
                start(() -> {
                    try {
                        part.run();
                    } finally {
                        SPARE.release();
                    }
                });
            } catch (OutOfMemoryError noThread) {
                working.decrementAndGet();
                SPARE.release();
                break;
            }
        }
        start(part);
        try {
            done.get(longest.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return !done.cancel(false);
        } catch (InterruptedException e) {
            done.cancel(false);
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
        }
    }

    private static void start(Runnable work) {
        Thread.ofPlatform().name("parsing").daemon().stackSize(STACK).start(work);
    }

    /** Null where it was given up or isn't tried. */
    public static @Nullable TSTree parse(TSParser parser, byte[] source) {
        if (isTooDeep(source) || isTooMonotonous(source)) {
            return null;
        }
        long begun = System.nanoTime();
        return parser.parseWithOptions(
                new byte[CHUNK],
                null,
                (buffer, from, _) -> {
                    int length = Math.min(buffer.length, source.length - from);
                    if (length <= 0) {
                        return 0;
                    }
                    System.arraycopy(source, from, buffer, 0, length);
                    return length;
                },
                TSInputEncoding.TSInputEncodingUTF8,
                _ -> System.nanoTime() - begun > LONGEST_NANOSECONDS);
    }

    private static boolean isTooDeep(byte[] source) {
        int depth = 0;
        for (byte each : source) {
            if (each == '{' && ++depth > DEEPEST_BRACES) {
                return true;
            }
            if (each == '}' && depth > 0) {
                depth--;
            }
        }
        return false;
    }

    private static boolean isTooMonotonous(byte[] source) {
        int run = 0;
        for (int place = 1; place < source.length; place++) {
            byte each = source[place];
            run = each == source[place - 1] && each > ' ' && !Character.isLetterOrDigit(each) ? run + 1 : 0;
            if (run >= LONGEST_RUN) {
                return true;
            }
        }
        return false;
    }
}
