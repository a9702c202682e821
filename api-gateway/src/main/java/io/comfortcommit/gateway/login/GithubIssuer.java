package io.comfortcommit.gateway.login;

import io.comfortcommit.gateway.login.LoginFailure.Why;
import io.comfortcommit.gateway.login.LoginProperties.Provider;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * <a href="https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps">GitHub</a>: OAuth 2.0
 * without a token that says who somebody is, so its API is asked. What that answers came over TLS from GitHub itself, for
 * a code that only the one who began could exchange.
 */
final class GithubIssuer implements Issuer {
    private static final String GITHUB = "https://github.com";

    private final Provider provider;
    private final ProviderHttp http;
    private final String site;
    private final String api;

    GithubIssuer(Provider provider, ProviderHttp http) {
        this.provider = provider;
        this.http = http;
        String issuer = provider.address().toString();
        this.site = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        // an own server has its API below its address
        this.api = site.equals(GITHUB) ? "https://api.github.com" : site + "/api/v3";
    }

    @Override
    public URI authorization(Attempt attempt) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("client_id", provider.clientId());
        parameters.put("redirect_uri", attempt.redirect().toString());
        parameters.put("scope", "user:email");
        parameters.put("state", attempt.state());
        parameters.put("code_challenge", Pkce.challenge(attempt.verifier()));
        parameters.put("code_challenge_method", "S256");
        return URI.create(site + "/login/oauth/authorize?" + ProviderHttp.encoded(parameters));
    }

    @Override
    public Identity identity(Attempt attempt, String code) throws LoginFailure {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("client_id", provider.clientId());
        form.put("client_secret", provider.secret());
        form.put("code", code);
        form.put("redirect_uri", attempt.redirect().toString());
        form.put("code_verifier", attempt.verifier());
        // refusals come with 200 too
        String token = http.post(URI.create(site + "/login/oauth/access_token"), form, Map.of())
                .path("access_token")
                .asString("");
        if (token.isEmpty()) {
            throw new LoginFailure(Why.CODE_REFUSED);
        }
        Map<String, String> headers = Map.of("Authorization", "Bearer " + token, "X-GitHub-Api-Version", "2022-11-28");
        JsonNode id = http.get(URI.create(api + "/user"), headers).path("id");
        if (!id.isIntegralNumber()) {
            throw new LoginFailure(Why.IDENTITY_REFUSED);
        }
        String address = http.get(URI.create(api + "/user/emails"), headers)
                .valueStream()
                .filter(one -> one.path("primary").asBoolean(false)
                        && one.path("verified").asBoolean(false))
                .map(one -> one.path("email").asString(""))
                .filter(email -> email.indexOf('@') > 0)
                .findFirst()
                .orElseThrow(() -> new LoginFailure(Why.ADDRESS_NOT_VERIFIED));
        return new Identity(provider.address().toString(), id.asString(), address);
    }
}
