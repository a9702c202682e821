package io.comfortcommit.gateway.access;

import io.comfortcommit.gateway.GatewayProperties;
import io.comfortcommit.gateway.device.Devices;
import io.comfortcommit.gateway.dispatch.Offload;
import io.comfortcommit.gateway.permission.Grants;
import io.comfortcommit.gateway.permission.RoutePermissions;
import io.comfortcommit.gateway.problem.Problem;
import io.comfortcommit.gateway.problem.Problem.Code;
import io.comfortcommit.gateway.secret.UserSecrets;
import io.comfortcommit.gateway.token.SignedTokens;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity.CorsSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.CsrfSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.FormLoginSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.HeaderSpec.ContentTypeOptionsSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.HeaderSpec.FrameOptionsSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.HeaderSpec.HstsSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.HttpBasicSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.LogoutSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.RequestCacheSpec;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import reactor.core.publisher.Mono;

/** How requests come in: who sends them is found out here, what they may do in {@link RoutePermissions}. */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
@EnableConfigurationProperties(SecurityProperties.class)
class AccessConfiguration {
    @Bean
    Owner installationOwner(SecurityProperties properties) {
        return new Owner(properties.owner());
    }

    @Bean
    OwnerToken ownerToken(SecurityProperties properties) {
        return new OwnerToken(properties.ownerToken());
    }

    @Bean
    Credentials deviceCredentials(
            SignedTokens tokens,
            Devices devices,
            OwnerToken token,
            Owner owner,
            Grants grants,
            GatewayProperties properties,
            Clock clock) {
        EarlierSessions earlier = new EarlierSessions(
                token.sessionKey(),
                properties.sessions().lifetime(),
                properties.sessions().programLifetime(),
                clock);
        return new Credentials(tokens, devices, earlier, grants, owner.id(), properties, clock);
    }

    @Bean
    OwnerChange ownerChange(Owner owner, OwnerToken token, UserSecrets secrets, Devices devices) {
        return new OwnerChange(owner, token, secrets, devices);
    }

    @Bean
    SessionCookies sessionCookies(OwnOrigin origin, GatewayProperties properties) {
        return new SessionCookies(origin, properties.sessions());
    }

    @Bean
    Pairings browserPairings(GatewayProperties properties, Clock clock) {
        return new Pairings(properties.sessions().pairingWithin(), clock);
    }

    @Bean
    FailedAttempts failedAttempts(GatewayProperties properties, Clock clock) {
        return new FailedAttempts(properties.sessions().failuresPerMinute(), clock);
    }

    @Bean
    OwnOrigin ownOrigin(GatewayProperties properties) {
        return new OwnOrigin(properties);
    }

    /** Nobody logs in by name and password; without this bean Spring makes up a user. */
    @Bean
    ReactiveAuthenticationManager noPasswords() {
        return _ -> Mono.error(Problem.of(Code.UNAUTHENTICATED).asException());
    }

    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> everyResponse(OwnOrigin origin) {
        EveryResponse every = new EveryResponse(origin);
        return factory ->
                factory.addServerCustomizers(server -> server.doOnChannelInit((_, channel, _) -> every.join(channel)));
    }

    /** What Spring's firewall refuses is a problem like any other; by itself it answers without a word. */
    @Bean
    ServerExchangeRejectedHandler refusedByTheFirewall() {
        return (_, _) -> Mono.error(Problem.badRequest("NOT_UNDERSTOOD").asException());
    }

    @Bean
    SecurityWebFilterChain gatewaySecurity(
            ServerHttpSecurity http,
            GatewayProperties properties,
            OwnerToken token,
            Credentials credentials,
            OwnOrigin origin,
            FailedAttempts failures,
            RoutePermissions routes,
            Offload offload) {
        return http.csrf(CsrfSpec::disable) // see CallerFilter
                .cors(CorsSpec::disable) // nobody else's pages: without its headers browsers keep them out
                .httpBasic(HttpBasicSpec::disable)
                .formLogin(FormLoginSpec::disable)
                .logout(LogoutSpec::disable)
                .requestCache(RequestCacheSpec::disable)
                .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
                // What EveryResponse says, this would say once more.
                .headers(headers -> headers.contentTypeOptions(ContentTypeOptionsSpec::disable)
                        .frameOptions(FrameOptionsSpec::disable)
                        .hsts(HstsSpec::disable)
                        .writer(new TransportSecurity(origin)))
                .addFilterAfter(new HostFilter(properties), SecurityWebFiltersOrder.HTTP_HEADERS_WRITER)
                .addFilterAt(
                        new CallerFilter(token, credentials, origin, failures, offload),
                        SecurityWebFiltersOrder.AUTHENTICATION)
                .authorizeExchange(exchanges -> exchanges.anyExchange().access(routes))
                .exceptionHandling(refusals -> refusals.authenticationEntryPoint((_, _) ->
                                Mono.error(Problem.of(Code.UNAUTHENTICATED).asException()))
                        .accessDeniedHandler(
                                (_, _) -> Mono.error(Problem.of(Code.FORBIDDEN).asException())))
                .build();
    }
}
