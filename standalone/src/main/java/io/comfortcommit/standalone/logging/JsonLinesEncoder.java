package io.comfortcommit.standalone.logging;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object a line: {@code ts} (ISO-8601, UTC), {@code lvl}, {@code svc} (the side that speaks), {@code msg}, {@code
 * logger}, and where the diagnostic context has them {@code id} (of the draft), {@code repo} and {@code trace}; {@code
 * error} is a stack trace.
 */
final class JsonLinesEncoder extends EncoderBase<ILoggingEvent> {
    private static final String ROOT = "io.comfortcommit.";
    private static final byte[] NOTHING = {};

    private final SecretMask mask;
    private final ThrowableProxyConverter stackTraces = new ThrowableProxyConverter();

    JsonLinesEncoder(SecretMask mask) {
        this.mask = mask;
    }

    @Override
    public void start() {
        stackTraces.start();
        super.start();
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        Map<String, String> context = event.getMDCPropertyMap();
        StringBuilder line = new StringBuilder(256).append('{');
        field(line, "ts", event.getInstant().toString());
        field(line, "lvl", event.getLevel().toString().toLowerCase(Locale.ROOT));
        field(line, "svc", side(event.getLoggerName()));
        field(line, "id", context.get("id"));
        field(line, "repo", context.get("repo"));
        field(line, "trace", context.get("trace"));
        field(line, "msg", event.getFormattedMessage());
        field(line, "logger", event.getLoggerName());
        if (event.getThrowableProxy() != null) {
            field(line, "error", stackTraces.convert(event));
        }
        return line.append("}\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String side(String logger) {
        if (!logger.startsWith(ROOT)) {
            return logger.equals(Logs.SEARCH_NODE) ? Logs.SEARCH_NODE : "standalone";
        }
        int end = logger.indexOf('.', ROOT.length());
        return switch (end < 0 ? "" : logger.substring(ROOT.length(), end)) {
            case "commandside" -> "command-side";
            case "queryside" -> "query-side";
            case "sagas" -> "sagas";
            case "gateway" -> "api-gateway";
            case "repositories" -> "repositories";
            default -> "standalone";
        };
    }

    private void field(StringBuilder line, String name, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            return;
        }
        if (line.length() > 1) {
            line.append(',');
        }
        line.append('"').append(name).append("\":\"");
        escape(line, mask.mask(value));
        line.append('"');
    }

    private static void escape(StringBuilder line, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> line.append("\\\"");
                case '\\' -> line.append("\\\\");
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                default -> {
                    // U+2028 and U+2029 end a line for some readers, though JSON allows them.
                    if (c < 0x20 || c == 0x7f || c == 0x2028 || c == 0x2029) {
                        line.append("\\u%04x".formatted((int) c));
                    } else {
                        line.append(c);
                    }
                }
            }
        }
    }
}
