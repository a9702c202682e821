package io.comfortcommit.cli.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.cli.testing.Desktop;
import io.comfortcommit.cli.testing.Desktop.Ran;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotifyCommandTest {
    @TempDir
    Path folder;

    private Desktop desktop;

    @BeforeEach
    void open() {
        desktop = Desktop.withHistory(folder);
    }

    @AfterEach
    void close() {
        desktop.close();
    }

    @Test
    void whatIsChosenIsShownInBothLanguages() {
        assertThat(desktop.comfort("notify").out())
                .contains("a direct message in Slack", "English", "5 or more", "--slack-user");
        assertThat(desktop.comfort("--lang", "ko", "notify").out()).contains("Slack 다이렉트 메시지", "영어", "5개 이상");
    }

    @Test
    void whatIsNotNamedStaysAsItWas() {
        Ran chosen = desktop.comfort(
                "notify",
                "--channels",
                "slack-webhook,email,kakao,web-push,slack",
                "--quiet-hours",
                "22:30-07:00",
                "--zone",
                "Asia/Seoul",
                "--slack-user",
                "U012AB3CD",
                "--email",
                "kim@example.com",
                "--json");
        assertThat(chosen.exit()).as(chosen.toString()).isZero();
        Ran later = desktop.comfort("notify", "--language", "ko", "--digest-from", "0", "--json");
        assertThat(later.json().toString())
                .isEqualTo(
                        "{\"channels\":[\"SLACK_WEBHOOK\",\"EMAIL\",\"KAKAO\",\"WEB_PUSH\",\"SLACK\"],\"language\":\"ko\","
                                + "\"quiet\":{\"from\":\"22:30\",\"to\":\"07:00\",\"zone\":\"Asia/Seoul\"},"
                                + "\"digestFrom\":0,\"slackUser\":\"U012AB3CD\",\"email\":\"kim@example.com\"}");
        Ran hours = desktop.comfort("notify", "--quiet-hours", "23:00-06:00", "--json");
        assertThat(hours.json().path("quiet").path("zone").asString()).isEqualTo("Asia/Seoul");
    }

    @Test
    void whereEmailGoesIsShownOrAskedFor() {
        assertThat(desktop.comfort("notify", "--channels", "email").out()).contains("e-mail", "--email");
        assertThat(desktop.comfort("--lang", "ko", "notify", "--email", "kim@example.com")
                        .out())
                .contains("이메일 주소: kim@example.com");
    }

    @Test
    void everythingCanBeSwitchedOff() {
        desktop.comfort("notify", "--quiet-hours", "22:30-07:00", "--slack-user", "U012AB3CD");
        Ran off = desktop.comfort(
                "notify",
                "--channels",
                "none",
                "--quiet-hours",
                "off",
                "--slack-user",
                "off",
                "--email",
                "off",
                "--json");
        assertThat(off.json().path("channels").isEmpty()).isTrue();
        assertThat(off.json().path("quiet").isNull()).isTrue();
        assertThat(off.json().path("slackUser").isNull()).isTrue();
        assertThat(off.json().path("email").isNull()).isTrue();
        assertThat(desktop.comfort("notify").out()).contains("You are told nothing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--quiet-hours=night", "--zone=Asia/Seoul", "--channels=pigeon"})
    void whatCantBeUsedChangesNothing(String option) {
        Ran ran = desktop.comfort("notify", option);
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).isNotBlank();
        assertThat(desktop.comfort("notify", "--json").json().path("quiet").isNull())
                .isTrue();
    }
}
