package io.comfortcommit.standalone.search;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * @param enabled whether an OpenSearch is started where none is configured
 * @param classPath a file that holds its class path in one line, which the launcher gives; without it there is none
 * @param folder that it has for itself
 * @param logs where what it says is kept
 * @param heap of its JVM
 * @param leastMemory of the machine: with less it is not started
 * @param retryDelay before it is started again when it ended; doubled with each time, up to a minute
 */
@ConfigurationProperties("comfort.search.node")
record SearchNodeProperties(
        @DefaultValue("true") boolean enabled,
        Path classPath,
        Path folder,
        Path logs,
        @DefaultValue("512MB") DataSize heap,
        @DefaultValue("2GB") DataSize leastMemory,
        @DefaultValue("1s") Duration retryDelay) {
    SearchNodeProperties {
        if (heap.toMegabytes() < 128) {
            throw new IllegalArgumentException("comfort.search.node.heap must be at least 128MB");
        }
        if (retryDelay.toMillis() < 1) {
            throw new IllegalArgumentException("comfort.search.node.retry-delay must be at least 1ms");
        }
    }
}
