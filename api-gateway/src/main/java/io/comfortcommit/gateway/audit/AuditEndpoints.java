package io.comfortcommit.gateway.audit;

import io.comfortcommit.gateway.access.Caller;
import io.comfortcommit.gateway.permission.Action;
import io.comfortcommit.gateway.permission.Requires;
import io.comfortcommit.gateway.problem.Language;
import io.comfortcommit.gateway.problem.Problem;
import io.comfortcommit.messages.query.AuditEntry;
import io.comfortcommit.messages.query.AuditFilter;
import io.comfortcommit.messages.query.AuditQuery.FindAuditEntries;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** The audit log in pages, and as a whole. */
@RestController
class AuditEndpoints {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int PAGE = 50;
    private static final int LARGEST_PAGE = 100;
    private static final List<String> FIELDS = List.of(
            "actor",
            "repositoryId",
            "draftId",
            "events",
            "traceId",
            "from",
            "until",
            "text",
            "first",
            "after",
            "format");

    private final AuditLog log;

    AuditEndpoints(AuditLog log) {
        this.log = log;
    }

    /** @param next {@code after} of the next page; null if this was the last */
    record Page(List<AuditLine> entries, @Nullable String next) {}

    enum Format {
        JSONL("application/jsonl"),
        CSV("text/csv");

        private final MediaType type;

        Format(String type) {
            this.type = new MediaType(MediaType.parseMediaType(type), StandardCharsets.UTF_8);
        }
    }

    @Requires(Action.AUDIT_READ)
    @GetMapping(path = "/api/audit", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<Page> page(@AuthenticationPrincipal Caller caller, ServerWebExchange exchange) {
        MultiValueMap<String, String> asked = asked(exchange);
        Locale locale = Language.of(exchange.getRequest().getHeaders());
        return log.page(caller, filter(asked), size(asked.getFirst("first")), AuditCursor.read(asked.getFirst("after")))
                .map(page -> new Page(
                        page.entries().stream()
                                .map(entry -> AuditLine.of(entry, locale))
                                .toList(),
                        page.hasNextPage()
                                ? AuditCursor.at(page.entries().getLast().position())
                                : null));
    }

    /**
     * Page by page, at the pace of who reads: as long as the log is, only the next few are in memory. Entries have no
     * long fields, so that their number bounds a page.
     */
    @Requires(Action.AUDIT_EXPORT)
    @GetMapping("/api/audit/export")
    ResponseEntity<Flux<DataBuffer>> export(@AuthenticationPrincipal Caller caller, ServerWebExchange exchange) {
        MultiValueMap<String, String> asked = asked(exchange);
        Format format = format(asked.getFirst("format"));
        AuditFilter filter = filter(asked);
        Locale locale = Language.of(exchange.getRequest().getHeaders());
        DataBufferFactory buffers = exchange.getResponse().bufferFactory();
        Flux<DataBuffer> body = log.page(caller, filter, FindAuditEntries.LARGEST_PAGE, null)
                .expand(page -> page.hasNextPage()
                        ? log.page(
                                caller,
                                filter,
                                FindAuditEntries.LARGEST_PAGE,
                                page.entries().getLast().position())
                        : Mono.empty())
                .concatMapIterable(page -> Pieces.of(page.entries(), entry -> line(entry, format, locale)), 1)
                .startWith((format == Format.CSV ? AuditLine.CSV_HEADER : "").getBytes(StandardCharsets.UTF_8))
                .map(buffers::wrap);
        return ResponseEntity.ok()
                .contentType(format.type)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"audit." + format.name().toLowerCase(Locale.ROOT) + "\"")
                .body(body);
    }

    private static String line(AuditEntry entry, Format format, Locale locale) {
        AuditLine line = AuditLine.of(entry, locale);
        return switch (format) {
            case CSV -> line.csv();
            case JSONL -> JSON.writeValueAsString(line) + "\n";
        };
    }

    /** A parameter that nobody knows would silently show more than was meant. */
    private static MultiValueMap<String, String> asked(ServerWebExchange exchange) {
        MultiValueMap<String, String> asked = exchange.getRequest().getQueryParams();
        for (String name : asked.keySet()) {
            if (!FIELDS.contains(name)) {
                throw Problem.badField("UNKNOWN", name.length() > 100 ? name.substring(0, 100) : name)
                        .asException();
            }
        }
        return asked;
    }

    private static AuditFilter filter(MultiValueMap<String, String> asked) {
        return AuditFilters.of(
                asked.getFirst("actor"),
                asked.getFirst("repositoryId"),
                asked.getFirst("draftId"),
                asked.get("events"),
                asked.getFirst("traceId"),
                instant(asked.getFirst("from"), "from"),
                instant(asked.getFirst("until"), "until"),
                asked.getFirst("text"));
    }

    private static @Nullable Instant instant(@Nullable String text, String field) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            throw Problem.badField("NOT_AN_INSTANT", field).asException();
        }
    }

    private static int size(@Nullable String first) {
        if (first == null) {
            return PAGE;
        }
        if (!first.matches("\\d{1,9}") || Integer.parseInt(first) < 1 || Integer.parseInt(first) > LARGEST_PAGE) {
            throw Problem.badField("OUT_OF_RANGE", "first", 1, LARGEST_PAGE).asException();
        }
        return Integer.parseInt(first);
    }

    private static Format format(@Nullable String name) {
        if (name == null) {
            return Format.JSONL;
        }
        for (Format format : Format.values()) {
            if (format.name().equalsIgnoreCase(name)) {
                return format;
            }
        }
        throw Problem.badField("NOT_ONE_OF", "format", "jsonl, csv").asException();
    }
}
