package io.comfortcommit.queryside;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param segments into how many parts each projection is divided at its first start, each with a thread at most
 * @param batchSize events in one transaction at most, while a projection catches up
 * @param deadLetterDelay how long a failed event waits for its first retry; doubled with each, up to an hour
 * @param rebuildParts into how many parts the copy of a projection is divided while it is rebuilt, each with a thread
 * @param timelinePatience how long an answer waits for a timeline that is behind its draft
 */
@ConfigurationProperties("comfort.query")
public record QuerySideProperties(
        @DefaultValue("2") int segments,
        @DefaultValue("100") int batchSize,
        @DefaultValue("10s") Duration deadLetterDelay,
        @DefaultValue("2") int rebuildParts,
        @DefaultValue("2s") Duration timelinePatience,
        @DefaultValue Diff diff) {
    public QuerySideProperties {
        positive("segments", segments);
        positive("batch-size", batchSize);
        positive("dead-letter-delay", deadLetterDelay.toMillis());
        positive("rebuild-parts", rebuildParts);
        positive("timeline-patience", timelinePatience.toMillis());
    }

    /**
     * @param fileCharacters longest patch of one file that is shown
     * @param totalCharacters longest patches of all files together
     * @param atOnce diffs that are read at the same time
     */
    public record Diff(
            @DefaultValue("65536") int fileCharacters,
            @DefaultValue("1048576") int totalCharacters,
            @DefaultValue("4") int atOnce) {
        public Diff {
            positive("diff.file-characters", fileCharacters);
            positive("diff.total-characters", totalCharacters);
            positive("diff.at-once", atOnce);
        }
    }

    private static void positive(String property, long value) {
        if (value < 1) {
            throw new IllegalArgumentException("comfort.query." + property + " must be at least 1, not " + value);
        }
    }
}
