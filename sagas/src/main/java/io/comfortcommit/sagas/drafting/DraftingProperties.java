package io.comfortcommit.sagas.drafting;

import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param language of the messages: {@code en} or {@code ko} */
@ConfigurationProperties("comfort.drafting")
record DraftingProperties(@DefaultValue("en") Locale language) {
    DraftingProperties {
        if (!language.getLanguage().equals("en") && !language.getLanguage().equals("ko")) {
            throw new IllegalArgumentException("comfort.drafting.language is en or ko, not " + language);
        }
    }
}
