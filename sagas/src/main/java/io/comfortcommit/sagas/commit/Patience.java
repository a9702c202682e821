package io.comfortcommit.sagas.commit;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long a draft waits for its author.
 *
 * @param remindAfter from the draft to the one reminder
 * @param expireAfter from the draft, or from a failed push, to its end
 */
@ConfigurationProperties("comfort.drafts")
public record Patience(
        @DefaultValue("4h") Duration remindAfter,
        @DefaultValue("7d") Duration expireAfter) {
    public Patience {
        if (remindAfter.isNegative() || expireAfter.compareTo(remindAfter) <= 0) {
            throw new IllegalArgumentException(
                    "comfort.drafts: expire-after must be longer than remind-after, and neither negative");
        }
    }
}
