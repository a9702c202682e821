package io.comfortcommit.sagas.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.messages.notification.SlackAnswer;
import io.comfortcommit.sagas.notification.Notice.Digest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SlackMessagesTest {
    @Test
    void aLongTextIsCutBetweenCharactersAndNotWithin() {
        String subject = "a".repeat(499) + "🚀 and more";

        JsonNode message = sent(new Digest(Locale.ENGLISH, "https://c.example/", List.of(subject), 1));

        assertThat(message.path("blocks").path(1).path("text").path("text").asString())
                .isEqualTo("a".repeat(499) + "…");
    }

    @ParameterizedTest
    @EnumSource(SlackAnswer.class)
    void whoPressedAButtonInVainHearsWhyInBothLanguages(SlackAnswer answer) {
        assertThat(new NoticeTexts(Locale.ENGLISH).text("slack." + answer)).matches("[\\x00-\\x7f]+");
        assertThat(new NoticeTexts(Locale.KOREAN).text("slack." + answer)).matches(".*[가-힣].*");
    }

    private static JsonNode sent(Notice notice) {
        byte[] bytes = JsonMapper.shared().writeValueAsBytes(SlackMessages.message(notice, true));
        return JsonMapper.shared().readTree(new String(bytes, StandardCharsets.UTF_8));
    }
}
