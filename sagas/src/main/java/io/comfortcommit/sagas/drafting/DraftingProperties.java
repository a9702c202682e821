package io.comfortcommit.sagas.drafting;

import java.time.Duration;
import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param language of the messages where a repository's owner chose none: {@code en} or {@code ko}
 * @param learnWithin how long a draft waits while the repository's history is learned for the first time
 */
@ConfigurationProperties("comfort.drafting")
record DraftingProperties(
        @DefaultValue("en") Locale language,
        @DefaultValue("700ms") Duration learnWithin) {
    DraftingProperties {
        if (!language.getLanguage().equals("en") && !language.getLanguage().equals("ko")) {
            throw new IllegalArgumentException("comfort.drafting.language is en or ko, not " + language);
        }
    }
}
