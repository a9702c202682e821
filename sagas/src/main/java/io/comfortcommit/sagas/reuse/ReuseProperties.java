package io.comfortcommit.sagas.reuse;

import io.comfortcommit.analysis.reuse.Reuse;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param near cosine from which an approved message is looked at
 * @param sameFiles the same, where the same files have changed
 * @param words whether messages are also looked for by the words of the change, where its code finds none
 * @param wordsWithin how long a draft waits for that
 */
@ConfigurationProperties("comfort.drafting.reuse")
record ReuseProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("0.90") double near,
        @DefaultValue("0.85") double sameFiles,
        @DefaultValue("true") boolean words,
        @DefaultValue("500ms") Duration wordsWithin) {
    ReuseProperties {
        if (wordsWithin.isNegative()) {
            throw new IllegalArgumentException("comfort.drafting.reuse.words-within can't be negative");
        }
        if (!(0 <= sameFiles && sameFiles <= near && near <= 1)) {
            throw new IllegalArgumentException(
                    "comfort.drafting.reuse: 0 <= same-files <= near <= 1, not " + sameFiles + " and " + near);
        }
    }

    Reuse.Nearness nearness() {
        return new Reuse.Nearness(near, sameFiles);
    }
}
