package io.comfortcommit.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.gateway.GatewayProperties;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;

class TransportSecurityTest {
    @ParameterizedTest
    @CsvSource({
        "https://commits.example.org, http://127.0.0.1:7878/, max-age=31536000",
        ", https://192.168.0.7:7878/, max-age=31536000",
        ", http://127.0.0.1:7878/,",
        "http://commits.example.org, http://127.0.0.1:7878/,",
    })
    void browsersThatReachUsByTlsAreToldToComeByNothingElse(
            @Nullable String publicUrl, String request, @Nullable String told) {
        Map<String, String> settings = publicUrl == null ? Map.of() : Map.of("comfort.gateway.public-url", publicUrl);
        GatewayProperties properties = new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("comfort.gateway", GatewayProperties.class);
        MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get(request));
        new TransportSecurity(new OwnOrigin(properties))
                .writeHttpHeaders(exchange)
                .block();
        assertThat(exchange.getResponse().getHeaders().getFirst(TransportSecurity.HEADER))
                .isEqualTo(told);
    }
}
