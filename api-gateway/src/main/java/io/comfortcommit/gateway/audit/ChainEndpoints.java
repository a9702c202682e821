package io.comfortcommit.gateway.audit;

import io.comfortcommit.gateway.access.Caller;
import io.comfortcommit.gateway.dispatch.Queries;
import io.comfortcommit.gateway.permission.Action;
import io.comfortcommit.gateway.permission.Requires;
import io.comfortcommit.gateway.problem.Problem;
import io.comfortcommit.gateway.problem.Problem.Code;
import io.comfortcommit.messages.query.ChainExcerpt;
import io.comfortcommit.messages.query.ChainLeaves;
import io.comfortcommit.messages.query.ChainProof.Proof;
import io.comfortcommit.messages.query.ChainQuery.FindChain;
import io.comfortcommit.messages.query.ChainQuery.FindExcerpt;
import io.comfortcommit.messages.query.ChainQuery.ProveConsistency;
import io.comfortcommit.messages.query.ChainQuery.ProveInclusion;
import io.comfortcommit.messages.query.ChainQuery.ReadLeaves;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** What proves that nothing of the audit trail was changed; {@code comfort verify} reads it. */
@RestController
class ChainEndpoints {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final MediaType LINES =
            new MediaType(MediaType.parseMediaType("application/jsonl"), StandardCharsets.UTF_8);
    private static final MediaType TEXT = new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);

    private final Queries queries;

    ChainEndpoints(Queries queries) {
        this.queries = queries;
    }

    /** The fields of a proof by what they are in it. */
    record Inclusion(long leaf, long size, String hash, String root, List<String> proof) {}

    record Consistency(long from, long to, String fromRoot, String toRoot, List<String> proof) {}

    @Requires(Action.AUDIT_PROVE)
    @GetMapping("/api/audit/checkpoint")
    Mono<ResponseEntity<String>> checkpoint(@AuthenticationPrincipal Caller caller) {
        return queries.ask(new FindChain(caller.user())).map(chain -> {
            if (chain.checkpoint() == null) {
                throw Problem.of(Code.NOT_FOUND).asException();
            }
            return ResponseEntity.ok().contentType(TEXT).body(chain.checkpoint());
        });
    }

    @Requires(Action.AUDIT_PROVE)
    @GetMapping("/api/audit/keys")
    Mono<ResponseEntity<String>> keys(@AuthenticationPrincipal Caller caller) {
        return queries.ask(new FindChain(caller.user()))
                .map(chain -> ResponseEntity.ok()
                        .contentType(TEXT)
                        .body(chain.keys().stream().map(key -> key + "\n").reduce("", String::concat)));
    }

    @Requires(Action.AUDIT_PROVE)
    @GetMapping("/api/audit/proof/inclusion")
    Mono<Inclusion> inclusion(
            @AuthenticationPrincipal Caller caller,
            @RequestParam("leaf") String leaf,
            @RequestParam(value = "size", required = false) @Nullable String size) {
        String asked = leaf.length() > 255 ? leaf.substring(0, 255) : leaf;
        return queries.ask(new ProveInclusion(caller.user(), asked, number(size, "size")))
                .map(found -> there(found, "leaf"))
                .map(proof ->
                        new Inclusion(proof.first(), proof.size(), proof.firstHash(), proof.root(), proof.hashes()));
    }

    @Requires(Action.AUDIT_PROVE)
    @GetMapping("/api/audit/proof/consistency")
    Mono<Consistency> consistency(
            @AuthenticationPrincipal Caller caller,
            @RequestParam("from") String from,
            @RequestParam(value = "to", required = false) @Nullable String to) {
        Long before = number(from, "from");
        return queries.ask(new ProveConsistency(caller.user(), before == null ? 0 : before, number(to, "to")))
                .map(found -> there(found, "from"))
                .map(proof ->
                        new Consistency(proof.first(), proof.size(), proof.firstHash(), proof.root(), proof.hashes()));
    }

    /** Page by page, at the pace of who reads: as long as the chain is, only the next few are in memory. */
    @Requires(Action.CHAIN_EXPORT)
    @GetMapping("/api/audit/chain")
    Mono<ResponseEntity<Flux<DataBuffer>>> chain(
            @AuthenticationPrincipal Caller caller,
            ServerWebExchange exchange,
            @RequestParam(value = "from", required = false) @Nullable String from,
            @RequestParam(value = "to", required = false) @Nullable String to,
            @RequestParam(value = "size", required = false) @Nullable String size) {
        Long first = number(from, "from");
        DataBufferFactory buffers = exchange.getResponse().bufferFactory();
        return queries.ask(new FindExcerpt(
                        caller.user(), first == null ? 0 : first, number(to, "to"), number(size, "size")))
                .map(found -> {
                    ChainExcerpt.Begin excerpt = found.orElseThrow(
                            () -> Problem.badField("NOT_IN_CHAIN", "from").asException());
                    Flux<DataBuffer> body = pages(caller, excerpt)
                            .startWith((JSON.writeValueAsString(ChainLine.Begin.of(excerpt)) + "\n")
                                    .getBytes(StandardCharsets.UTF_8))
                            .map(buffers::wrap);
                    return ResponseEntity.ok()
                            .contentType(LINES)
                            .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"chain.jsonl\"")
                            .body(body);
                });
    }

    private Flux<byte[]> pages(Caller caller, ChainExcerpt.Begin excerpt) {
        return page(caller, excerpt.from(), excerpt.to())
                .expand(page -> page(caller, page.next(), excerpt.to()))
                .concatMapIterable(
                        page -> Pieces.of(page.leaves(), leaf -> JSON.writeValueAsString(ChainLine.of(leaf)) + "\n"),
                        1);
    }

    private Mono<ChainLeaves> page(Caller caller, long from, long end) {
        return from < end
                ? queries.ask(new ReadLeaves(caller.user(), from, Math.min(end, from + ReadLeaves.MOST)))
                : Mono.empty();
    }

    private static Proof there(Optional<Proof> found, String field) {
        return found.orElseThrow(() -> Problem.badField("NOT_IN_CHAIN", field).asException());
    }

    private static @Nullable Long number(@Nullable String text, String field) {
        if (text == null) {
            return null;
        }
        if (!text.matches("\\d{1,18}")) {
            throw Problem.badField("NOT_IN_CHAIN", field).asException();
        }
        return Long.valueOf(text);
    }
}
