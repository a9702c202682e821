package io.comfortcommit.gateway.login;

import io.comfortcommit.gateway.login.LoginProperties.Provider;
import io.comfortcommit.repositories.SecretReference;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The app at Kakao that people let write to them.
 *
 * @param clientId its REST API key; null for no KakaoTalk
 * @param clientSecret where the app's secret is; null where it has none
 * @param authority where people let it, and tokens are given; with a slash at its end
 */
@ConfigurationProperties("comfort.kakao")
record KakaoProperties(
        @Nullable String clientId,
        @Nullable SecretReference clientSecret,
        @DefaultValue("https://kauth.kakao.com/") URI authority) {
    KakaoProperties {
        if (!Provider.isSafe(authority) || !authority.getPath().endsWith("/")) {
            throw new IllegalArgumentException(
                    "comfort.kakao.authority must be an https address that ends with a slash");
        }
    }
}
