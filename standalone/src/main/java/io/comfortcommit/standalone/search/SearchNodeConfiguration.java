package io.comfortcommit.standalone.search;

import com.sun.management.OperatingSystemMXBean;
import io.comfortcommit.queryside.search.SearchProperties;
import io.comfortcommit.queryside.search.SearchServer;
import io.comfortcommit.standalone.logging.Logs;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Starts an OpenSearch once requests are answered, where the launcher brought one and the machine has room for it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SearchNodeProperties.class)
@ConditionalOnProperty("comfort.search.node.class-path")
class SearchNodeConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(SearchNodeConfiguration.class);

    @Bean
    SearchServer searchServer(SearchNodeProperties properties, SearchProperties search) {
        if (!properties.enabled() || search.url() != null) {
            return SearchServer.NONE;
        }
        long memory =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        if (memory < properties.leastMemory().toBytes()) {
            LOG.warn(
                    "OpenSearch is not started: the machine has {} MiB of memory, comfort.search.node.least-memory asks"
                            + " for {}",
                    memory >> 20,
                    properties.leastMemory().toMegabytes());
            return SearchServer.NONE;
        }
        return new SearchNode(properties, Logs.ofSearchNode(properties.logs()));
    }

    @Bean
    ApplicationListener<ApplicationReadyEvent> searchNodeStart(SearchServer server) {
        return _ -> {
            if (server instanceof SearchNode node) {
                node.start();
            }
        };
    }
}
