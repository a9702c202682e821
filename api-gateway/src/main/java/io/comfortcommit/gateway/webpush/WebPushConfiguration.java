package io.comfortcommit.gateway.webpush;

import io.comfortcommit.gateway.GatewayProperties;
import io.comfortcommit.gateway.device.Devices;
import io.comfortcommit.gateway.secret.UserSecrets;
import java.net.URI;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WebPushProperties.class)
class WebPushConfiguration {
    @Bean
    PushSubscriptions pushSubscriptions(
            UserSecrets secrets,
            Devices devices,
            WebPushProperties properties,
            GatewayProperties gateway,
            Clock clock) {
        return new PushSubscriptions(
                secrets, devices, new VapidKey(secrets, contact(properties, gateway.publicUrl()), clock), properties);
    }

    private static @Nullable URI contact(WebPushProperties properties, @Nullable URI publicUrl) {
        URI contact = properties.contact();
        return contact == null && publicUrl != null && "https".equals(publicUrl.getScheme()) ? publicUrl : contact;
    }
}
