package io.comfortcommit.gateway.login;

import com.nimbusds.jwt.JWTClaimsSet;
import io.comfortcommit.gateway.access.Logins;
import io.comfortcommit.gateway.access.OwnOrigin;
import io.comfortcommit.gateway.access.Sessions;
import io.comfortcommit.gateway.dispatch.Offload;
import io.comfortcommit.gateway.login.LoginFailure.Why;
import io.comfortcommit.gateway.login.LoginProperties.Provider;
import io.comfortcommit.gateway.page.PageViews;
import io.comfortcommit.gateway.permission.Action;
import io.comfortcommit.gateway.permission.Requires;
import io.comfortcommit.gateway.problem.Problem;
import io.comfortcommit.gateway.problem.Problem.Code;
import io.comfortcommit.gateway.token.SignedTokens;
import io.comfortcommit.gateway.token.SignedTokens.Purpose;
import io.comfortcommit.gateway.trace.Trace;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Sends a browser to a provider and takes it back. What an attempt is known by stays in the browser, signed by us: nothing
 * is stored for who only begins, and any process can finish what another began.
 */
@RestController
final class LoginEndpoints {
    private static final Logger LOG = LoggerFactory.getLogger(LoginEndpoints.class);
    private static final String COOKIE = "comfort_login";
    private static final String PATH = "/api/login";
    private static final Duration WITHIN = Duration.ofMinutes(10);
    private static final int LONGEST = 4_000;

    private static final Pattern DRAFT = Pattern.compile("/d/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final LoginProviders providers;
    private final Accounts accounts;
    private final Sessions sessions;
    private final Logins logins;
    private final SignedTokens tokens;
    private final OwnOrigin origin;
    private final Offload offload;

    LoginEndpoints(
            LoginProviders providers,
            Accounts accounts,
            Sessions sessions,
            Logins logins,
            SignedTokens tokens,
            OwnOrigin origin,
            Offload offload) {
        this.providers = providers;
        this.accounts = accounts;
        this.sessions = sessions;
        this.logins = logins;
        this.tokens = tokens;
        this.origin = origin;
        this.offload = offload;
    }

    record Choice(String id, String name) {}

    record Choices(List<Choice> providers) {}

    @Requires(Action.LOGIN_BEGIN)
    @GetMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
    Choices choices() {
        return new Choices(providers.all().stream()
                .map(provider -> new Choice(provider.id(), provider.title()))
                .toList());
    }

    @Requires(Action.LOGIN_BEGIN)
    @GetMapping(PATH + "/{provider}")
    Mono<ResponseEntity<Void>> begin(
            @PathVariable String provider,
            @RequestParam(name = "to", defaultValue = "/") String to,
            ServerWebExchange exchange) {
        Provider chosen = chosen(provider);
        Attempt attempt = new Attempt(
                chosen.id(),
                Pkce.random(),
                Pkce.random(),
                Pkce.random(),
                URI.create(origin.base(exchange.getRequest()) + PATH + "/" + chosen.id() + "/callback"),
                isOurs(to) ? to : "/");
        return offload.call(() -> {
            URI there;
            try {
                there = providers.issuer(chosen).authorization(attempt);
            } catch (LoginFailure e) {
                log(chosen.id(), e, exchange);
                return away(failed(e.why()), exchange, "", Duration.ZERO);
            }
            String signed = tokens.sign(
                    Purpose.LOGIN,
                    attempt.provider(),
                    Map.of(
                            "state", attempt.state(),
                            "nonce", attempt.nonce(),
                            "verifier", attempt.verifier(),
                            "redirect", attempt.redirect().toString(),
                            "back", attempt.back()),
                    WITHIN);
            return away(there, exchange, signed, WITHIN);
        });
    }

    @Requires(Action.LOGIN_FINISH)
    @GetMapping(PATH + "/{provider}/callback")
    Mono<ResponseEntity<Void>> finish(@PathVariable String provider, ServerWebExchange exchange) {
        Provider chosen = chosen(provider);
        return offload.call(() -> {
            try {
                Attempt attempt = attempt(chosen, exchange);
                String code = code(chosen, exchange);
                Identity identity = providers.issuer(chosen).identity(attempt, code);
                sessions.beginSignedIn(accounts.user(chosen, identity), exchange);
                return away(URI.create(attempt.back()), exchange, "", Duration.ZERO);
            } catch (LoginFailure e) {
                log(chosen.id(), e, exchange);
                var answer = logins.refused(
                        Action.LOGIN_FINISH, Code.UNAUTHENTICATED, e.why().name(), exchange);
                if (answer.problem().code() != Code.UNAUTHENTICATED) {
                    throw answer;
                }
                return away(failed(e.why()), exchange, "", Duration.ZERO);
            }
        });
    }

    private Provider chosen(String id) {
        return providers.find(id).orElseThrow(() -> Problem.of(Code.NOT_FOUND).asException());
    }

    /** So that nobody is sent elsewhere by a link to us. */
    private static boolean isOurs(String path) {
        return PageViews.ALL.contains(path) || DRAFT.matcher(path).matches();
    }

    /** The attempt of this browser, if what came back is of it. */
    private Attempt attempt(Provider provider, ServerWebExchange exchange) throws LoginFailure {
        HttpCookie cookie = exchange.getRequest().getCookies().getFirst(COOKIE);
        String state = only(exchange, "state");
        Optional<JWTClaimsSet> claims =
                cookie == null ? Optional.empty() : tokens.verify(Purpose.LOGIN, cookie.getValue());
        if (claims.isEmpty()
                || state == null
                || !provider.id().equals(claims.get().getSubject())) {
            throw new LoginFailure(Why.NOT_BEGUN_HERE);
        }
        try {
            Attempt attempt = new Attempt(
                    provider.id(),
                    claims.get().getStringClaim("state"),
                    claims.get().getStringClaim("nonce"),
                    claims.get().getStringClaim("verifier"),
                    URI.create(claims.get().getStringClaim("redirect")),
                    claims.get().getStringClaim("back"));
            if (!MessageDigest.isEqual(
                    attempt.state().getBytes(StandardCharsets.UTF_8), state.getBytes(StandardCharsets.UTF_8))) {
                throw new LoginFailure(Why.NOT_BEGUN_HERE);
            }
            return attempt;
        } catch (ParseException e) {
            throw new LoginFailure(Why.NOT_BEGUN_HERE);
        }
    }

    private static String code(Provider provider, ServerWebExchange exchange) throws LoginFailure {
        String issuer = exchange.getRequest().getQueryParams().getFirst("iss");
        if (issuer != null && !issuer.equals(provider.address().toString())) {
            throw new LoginFailure(Why.PROVIDER_REFUSED); // RFC 9207: another provider's answer
        }
        String code = only(exchange, "code");
        if (code == null || code.isEmpty() || code.length() > LONGEST) {
            throw new LoginFailure(Why.PROVIDER_REFUSED);
        }
        return code;
    }

    private static @Nullable String only(ServerWebExchange exchange, String name) {
        MultiValueMap<String, String> parameters = exchange.getRequest().getQueryParams();
        List<String> values = parameters.getOrDefault(name, List.of());
        return values.size() == 1 ? values.getFirst() : null;
    }

    /** The page says in the person's language what it means. */
    private static URI failed(Why why) {
        return URI.create("/#login=" + why.name());
    }

    /** Lax, since the provider's page leads back here; the path keeps it from everything else. */
    private ResponseEntity<Void> away(URI there, ServerWebExchange exchange, String cookie, Duration age) {
        exchange.getResponse()
                .addCookie(ResponseCookie.from(COOKIE, cookie)
                        .httpOnly(true)
                        .secure(origin.secure(exchange.getRequest()))
                        .sameSite("Lax")
                        .path(PATH)
                        .maxAge(age)
                        .build());
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(there)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    private static void log(String provider, LoginFailure failure, ServerWebExchange exchange) {
        try (MDC.MDCCloseable _ = MDC.putCloseable("trace", Trace.of(exchange).id())) {
            Throwable cause = failure.getCause();
            LOG.warn("a login by {} failed: {}{}", provider, failure.why(), cause == null ? "" : ": " + cause);
        }
    }
}
