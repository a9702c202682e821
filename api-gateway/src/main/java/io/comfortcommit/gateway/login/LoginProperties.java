package io.comfortcommit.gateway.login;

import io.comfortcommit.gateway.login.LoginFailure.Why;
import io.comfortcommit.repositories.SecretReference;
import java.io.IOException;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may sign in, and where. Nobody may unless named here.
 *
 * @param providers where people have accounts; none means pairing codes alone
 * @param allow e-mail addresses, or {@code @example.org} for all of a domain, or {@code *} for everybody whom a provider knows
 * @param owner {@code provider/address} of the person whom the installation's drafts belong to
 * @param role of everybody else, when they sign in for the first time
 */
@ConfigurationProperties("comfort.login")
record LoginProperties(
        @DefaultValue List<Provider> providers,
        @DefaultValue List<String> allow,
        @Nullable String owner,
        @DefaultValue("author") String role) {
    private static final Set<String> ROLES = Set.of("admin", "maintainer", "author", "reader", "auditor", "agent");

    LoginProperties {
        providers = List.copyOf(providers);
        allow = allow.stream().map(one -> one.toLowerCase(Locale.ROOT)).toList();
        Set<String> ids = new HashSet<>();
        for (Provider provider : providers) {
            if (!ids.add(provider.id())) {
                throw new IllegalArgumentException("comfort.login.providers: two have the id " + provider.id());
            }
        }
        if (!providers.isEmpty() && allow.isEmpty() && owner == null) {
            throw new IllegalArgumentException("comfort.login.allow must say who may sign in"
                    + " (addresses, \"@example.org\", or \"*\" for everybody), or comfort.login.owner who owns this");
        }
        if (owner != null && owner.indexOf('/') < 1) {
            throw new IllegalArgumentException("comfort.login.owner must be like google/kim@example.org");
        }
        if (!ROLES.contains(role)) {
            throw new IllegalArgumentException("comfort.login.role must be one of " + ROLES);
        }
    }

    boolean isOwner(Provider provider, String address) {
        return (provider.id() + "/" + address).equalsIgnoreCase(owner);
    }

    boolean isAllowed(String address) {
        String known = address.toLowerCase(Locale.ROOT);
        String domain = known.substring(known.lastIndexOf('@'));
        return allow.stream().anyMatch(one -> one.equals("*") || one.equals(known) || one.equals(domain));
    }

    enum Kind {
        OIDC,
        GITHUB
    }

    /**
     * @param id stands in addresses
     * @param name for people
     * @param issuer of tokens, exactly as they say it; GitHub's address for GitHub
     */
    record Provider(
            String id,
            @DefaultValue("OIDC") Kind kind,
            @Nullable String name,
            @Nullable URI issuer,
            String clientId,
            SecretReference clientSecret) {
        private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
        private static final URI GOOGLE = URI.create("https://accounts.google.com");
        private static final URI GITHUB = URI.create("https://github.com");
        private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "[::1]");

        Provider {
            if (id == null || !ID.matcher(id).matches()) {
                throw new IllegalArgumentException(
                        "comfort.login.providers: each needs an id of small letters, digits and dashes");
            }
            if (issuer == null) {
                issuer = kind == Kind.GITHUB ? GITHUB : id.equals("google") ? GOOGLE : null;
            }
            if (issuer == null || !isSafe(issuer)) {
                throw new IllegalArgumentException(
                        "comfort.login.providers: " + id + " needs the https address of its issuer");
            }
            if (clientId == null || clientId.isBlank() || clientSecret == null) {
                throw new IllegalArgumentException("comfort.login.providers: " + id
                        + " needs a client-id, and a client-secret as file:/absolute/path or env:NAME");
            }
            name = name == null || name.isBlank() ? named(id) : name;
        }

        private static String named(String id) {
            return switch (id) {
                case "github" -> "GitHub";
                case "google" -> "Google";
                default -> id;
            };
        }

        URI address() {
            if (issuer == null) {
                throw new IllegalStateException("a provider without issuer");
            }
            return issuer;
        }

        /** Read each time, so that one that was changed works at once. */
        String secret() throws LoginFailure {
            try {
                return clientSecret.line();
            } catch (IOException e) {
                throw new LoginFailure(Why.PROVIDER_UNREACHABLE, e); // names where it should be
            }
        }

        String title() {
            return name == null ? id : name;
        }

        /** By TLS, or on this machine. */
        static boolean isSafe(URI address) {
            return address.getHost() != null
                    && ("https".equals(address.getScheme())
                            || ("http".equals(address.getScheme()) && HERE.contains(address.getHost())));
        }
    }
}
