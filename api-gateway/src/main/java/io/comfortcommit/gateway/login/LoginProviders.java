package io.comfortcommit.gateway.login;

import io.comfortcommit.gateway.login.LoginProperties.Provider;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The providers that are set up, and how to speak to each. */
final class LoginProviders {
    private final Map<Provider, Issuer> issuers = new LinkedHashMap<>();

    LoginProviders(List<Provider> providers, ProviderHttp http, InstantSource clock) {
        providers.forEach(provider -> issuers.put(
                provider,
                switch (provider.kind()) {
                    case OIDC -> new OpenIdIssuer(provider, http, clock);
                    case GITHUB -> new GithubIssuer(provider, http);
                }));
    }

    List<Provider> all() {
        return List.copyOf(issuers.keySet());
    }

    Optional<Provider> find(String id) {
        return issuers.keySet().stream()
                .filter(provider -> provider.id().equals(id))
                .findFirst();
    }

    Issuer issuer(Provider provider) {
        return Objects.requireNonNull(issuers.get(provider));
    }
}
