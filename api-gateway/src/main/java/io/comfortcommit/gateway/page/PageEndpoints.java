package io.comfortcommit.gateway.page;

import io.comfortcommit.gateway.access.ContentPolicy;
import io.comfortcommit.gateway.permission.Action;
import io.comfortcommit.gateway.permission.Requires;
import io.comfortcommit.gateway.problem.Language;
import io.comfortcommit.gateway.problem.Problem;
import io.comfortcommit.gateway.problem.Problem.Code;
import io.comfortcommit.gateway.problem.ProblemException;
import io.comfortcommit.gateway.reading.Fields;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Serves one document for every view; what it shows, its script asks for with the browser's session. */
@RestController
class PageEndpoints {
    private static final MediaType HTML = MediaType.parseMediaType("text/html;charset=UTF-8");
    private static final MediaType SCRIPT = MediaType.parseMediaType("text/javascript;charset=UTF-8");
    private static final String GZIP = "gzip";
    private static final CacheControl FOR_EVER =
            CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();

    /**
     * Of the document around GraphiQL. Its fonts and little pictures are in its style; the places it scrolls to get a style
     * of their own; and what it makes of descriptions in our schema is markup, which Trusted Types know by one policy only.
     */
    private static final String EXPLORER_POLICY = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self' 'nonce-%s'",
            "img-src 'self' data:",
            "font-src data:",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types default");

    private static final int NONCE_BYTES = 16;

    private final PageFiles files;
    private final Graphiql graphiql;
    private final SecureRandom random = new SecureRandom();

    PageEndpoints(PageFiles files, Graphiql graphiql) {
        this.files = files;
        this.graphiql = graphiql;
    }

    @Requires(Action.PAGE_READ)
    @GetMapping({PageViews.HOME, PageViews.HISTORY, PageViews.DEVICES, PageViews.SETTINGS})
    ResponseEntity<byte[]> view(@RequestHeader HttpHeaders headers) {
        return document(HttpStatus.OK, headers);
    }

    /** A malformed id gets the page too: it says in words that there is no such draft. */
    @Requires(Action.PAGE_READ)
    @GetMapping("/d/{draftId}")
    ResponseEntity<byte[]> draft(@PathVariable String draftId, @RequestHeader HttpHeaders headers) {
        return document(isUuid(draftId) ? HttpStatus.OK : HttpStatus.NOT_FOUND, headers);
    }

    /** At the root, because a worker serves only what lies under its own address. */
    @Requires(Action.PAGE_READ)
    @GetMapping("/worker.js")
    ResponseEntity<byte[]> worker() {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noCache())
                .eTag(files.version())
                .contentType(SCRIPT)
                .body(files.worker());
    }

    @Requires(Action.PAGE_READ)
    @GetMapping("/assets/{version}/{name}")
    Mono<ResponseEntity<byte[]>> asset(
            @PathVariable String version, @PathVariable String name, @RequestHeader HttpHeaders headers) {
        boolean packed = takesGzip(headers);
        return Mono.justOrEmpty(files.asset(version, name))
                .switchIfEmpty(Mono.defer(() -> graphiql.asset(version, name)))
                .map(file -> {
                    ResponseEntity.BodyBuilder answer = ResponseEntity.ok()
                            .cacheControl(FOR_EVER)
                            .varyBy(HttpHeaders.ACCEPT_ENCODING)
                            .contentType(file.type());
                    return packed
                            ? answer.header(HttpHeaders.CONTENT_ENCODING, GZIP).body(file.packed())
                            : answer.body(file.content());
                })
                .switchIfEmpty(Mono.error(() -> Problem.of(Code.NOT_FOUND).asException()));
    }

    /** For people who write queries. Holds nothing: whoever is let in asks by the session, as on every other view. */
    @Requires(Action.PAGE_READ)
    @GetMapping("/graphiql")
    Mono<ResponseEntity<byte[]>> explorer(@RequestHeader HttpHeaders headers) {
        return graphiql.addresses()
                .map(published -> {
                    byte[] bytes = new byte[NONCE_BYTES];
                    random.nextBytes(bytes);
                    String nonce = Base64.getEncoder().encodeToString(bytes);
                    return ResponseEntity.ok()
                            .cacheControl(CacheControl.noStore())
                            .varyBy(HttpHeaders.ACCEPT_LANGUAGE)
                            .header(ContentPolicy.HEADER, EXPLORER_POLICY.formatted(nonce))
                            .contentType(HTML)
                            .body(files.explorer(Language.of(headers).toLanguageTag(), nonce, published));
                })
                .switchIfEmpty(Mono.error(() -> Problem.of(Code.NOT_FOUND).asException()));
    }

    private ResponseEntity<byte[]> document(HttpStatus status, HttpHeaders headers) {
        String language = Language.of(headers).toLanguageTag();
        return ResponseEntity.status(status)
                .cacheControl(CacheControl.noCache())
                .eTag(files.version() + "-" + language)
                .varyBy(HttpHeaders.ACCEPT_LANGUAGE)
                // Of a page that is known too: what a browser keeps of it takes this over.
                .header(ContentPolicy.HEADER, files.policy())
                .contentType(HTML)
                .body(files.document(language));
    }

    /** As browsers say it: they name what they take, and refuse nothing by a weight of 0. */
    private static boolean takesGzip(HttpHeaders headers) {
        return headers.getOrEmpty(HttpHeaders.ACCEPT_ENCODING).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .anyMatch(one -> one.strip().equalsIgnoreCase(GZIP));
    }

    private static boolean isUuid(String text) {
        try {
            Fields.uuid(text, "draftId");
            return true;
        } catch (ProblemException e) {
            return false;
        }
    }
}
