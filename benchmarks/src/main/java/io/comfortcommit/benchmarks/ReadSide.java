package io.comfortcommit.benchmarks;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;

/**
 * The event store and the read models, but for diffs, which need the repositories. No component: the whole server, which
 * another scenario starts, scans this package too.
 */
@EnableAutoConfiguration
@ComponentScan(
        basePackages = {
            "io.comfortcommit.axonsupport",
            "io.comfortcommit.commandside",
            "io.comfortcommit.queryside",
            "io.comfortcommit.standalone.database"
        },
        excludeFilters =
                @ComponentScan.Filter(type = FilterType.REGEX, pattern = "io\\.comfortcommit\\.queryside\\.diff\\..*"))
class ReadSide {}
