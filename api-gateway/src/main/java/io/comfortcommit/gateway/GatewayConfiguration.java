package io.comfortcommit.gateway;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.PropertySource;

/** The gateway; found by a component scan from {@code io.comfortcommit}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(GatewayProperties.class)
@PropertySource("classpath:io/comfortcommit/gateway/gateway.properties")
class GatewayConfiguration {}
