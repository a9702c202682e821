package io.comfortcommit.standalone.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * Logging, set up in code before anything else runs: stdout belongs to the answers of the command, and reading a
 * configuration file would cost a tenth of the start.
 */
public final class Logs {
    /** Libraries speak up only when something is wrong. */
    private static final Map<String, Level> LEVELS = Map.of(
            org.slf4j.Logger.ROOT_LOGGER_NAME,
            Level.WARN,
            "io.comfortcommit",
            Level.INFO,
            "org.springframework.boot",
            Level.INFO,
            // A failed start is logged once, by the command, which also says what to do.
            "org.springframework.boot.SpringApplication",
            Level.OFF,
            "org.springframework.boot.web.server.reactive.context",
            Level.ERROR,
            // Says at every start that Axon Server isn't there, which is meant to be so.
            "org.axonframework.springboot.autoconfig.AxonServerAutoConfiguration",
            Level.ERROR);

    /** Its side, its logger and its file. */
    static final String SEARCH_NODE = "search-node";

    private static final SecretMask MASK = new SecretMask();

    private Logs() {}

    /**
     * @param folder for {@code comfort.jsonl} and its predecessors: 10 MB each, kept for 14 days, 200 MB at most
     * @param console what is repeated on stderr: this level and above
     */
    public static void into(Path folder, Level console) {
        LoggerContext context = fresh();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(file(context, folder, "comfort"));
        root.addAppender(stderr(context, console));
    }

    /** For who is no server: the file may be another process's. */
    public static void toStderr(Level level) {
        LoggerContext context = fresh();
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(stderr(context, level));
    }

    private static LoggerContext fresh() {
        // Boot would replace this set-up by its own, which writes to stdout.
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        LEVELS.forEach((name, level) -> context.getLogger(name).setLevel(level));
        return context;
    }

    /**
     * For what the search node says, which nobody needs beside our own.
     *
     * @param folder for {@code search-node.jsonl} and its predecessors, kept as our own are
     */
    public static org.slf4j.Logger ofSearchNode(Path folder) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger logger = context.getLogger(SEARCH_NODE);
        logger.detachAndStopAllAppenders();
        logger.setAdditive(false);
        logger.setLevel(Level.INFO);
        logger.addAppender(file(context, folder, SEARCH_NODE));
        return logger;
    }

    /** Masks this very text in all that is logged from now on. */
    public static void hide(String secret) {
        MASK.hide(secret);
    }

    private static RollingFileAppender<ILoggingEvent> file(LoggerContext context, Path folder, String name) {
        RollingFileAppender<ILoggingEvent> file = new RollingFileAppender<>();
        file.setContext(context);
        file.setName(name);
        file.setFile(folder.resolve(name + ".jsonl").toString());
        file.setEncoder(started(new JsonLinesEncoder(MASK), context));
        SizeAndTimeBasedRollingPolicy<ILoggingEvent> rolling = new SizeAndTimeBasedRollingPolicy<>();
        rolling.setContext(context);
        rolling.setParent(file);
        rolling.setFileNamePattern(folder.resolve(name + "-%d-%i.jsonl.gz").toString());
        rolling.setMaxFileSize(FileSize.valueOf("10MB"));
        rolling.setMaxHistory(14);
        rolling.setTotalSizeCap(FileSize.valueOf("200MB"));
        rolling.start();
        file.setRollingPolicy(rolling);
        file.start();
        return file;
    }

    private static ConsoleAppender<ILoggingEvent> stderr(LoggerContext context, Level level) {
        ConsoleAppender<ILoggingEvent> stderr = new ConsoleAppender<>();
        stderr.setContext(context);
        stderr.setName("stderr");
        stderr.setTarget("System.err");
        stderr.setEncoder(started(new HumanLines(), context));
        ThresholdFilter threshold = new ThresholdFilter();
        threshold.setLevel(level.toString());
        threshold.start();
        stderr.addFilter(threshold);
        stderr.start();
        return stderr;
    }

    private static EncoderBase<ILoggingEvent> started(EncoderBase<ILoggingEvent> encoder, LoggerContext context) {
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }

    /** The message alone; its stack trace is in the file. */
    private static final class HumanLines extends EncoderBase<ILoggingEvent> {
        @Override
        public byte[] headerBytes() {
            return new byte[0];
        }

        @Override
        public byte[] footerBytes() {
            return new byte[0];
        }

        @Override
        public byte[] encode(ILoggingEvent event) {
            return (event.getLevel() + " " + MASK.mask(event.getFormattedMessage()) + System.lineSeparator())
                    .getBytes(StandardCharsets.UTF_8);
        }
    }
}
