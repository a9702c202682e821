package io.comfortcommit.standalone;

import org.axonframework.springboot.autoconfig.XStreamAutoConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** All sides, found by their packages. */
@SpringBootApplication(
        scanBasePackages = "io.comfortcommit",
        proxyBeanMethods = false,
        exclude = XStreamAutoConfiguration.class) // the serializer is JSON; XStream only warns and opens doors
class StandaloneApplication {}
