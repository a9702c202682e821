package io.comfortcommit.sagas.publishing;

import io.comfortcommit.sagas.activity.Backoff;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long a remote that does not answer is tried.
 *
 * @param firstRetry delay before the second try; doubled for each one after
 * @param longestRetry longest delay between two tries
 * @param giveUpAfter how long it is tried until the failure that the author is told of; see {@link io.comfortcommit.messages.draft.Trying}
 * @param awaitAgentFor how long an approved draft waits for the author's machine, where that pushes
 */
@ConfigurationProperties("comfort.publishing")
record PublishingProperties(
        @DefaultValue("1s") Duration firstRetry,
        @DefaultValue("1m") Duration longestRetry,
        @DefaultValue("15m") Duration giveUpAfter,
        @DefaultValue("7d") Duration awaitAgentFor) {
    Backoff backoff() {
        return new Backoff(firstRetry, longestRetry);
    }
}
