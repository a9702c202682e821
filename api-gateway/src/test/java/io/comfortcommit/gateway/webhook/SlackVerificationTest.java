package io.comfortcommit.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With <a href="https://docs.slack.dev/authentication/verifying-requests-from-slack">Slack's own example</a>. */
class SlackVerificationTest {
    private static final String SECRET = "8f742231b10e8888abcd99yyyzzz85a5";
    private static final String TIMESTAMP = "1531420618";
    private static final String SIGNATURE = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
    private static final byte[] BODY = ("token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
                    + "&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
                    + "&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J"
                    + "%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121."
                    + "803a0bc887a14d10d2c447fce8b6703c")
            .getBytes(StandardCharsets.US_ASCII);

    @Test
    void slacksPublishedExampleIsRight() {
        assertThat(SlackVerification.isSigned(List.of(SECRET), TIMESTAMP, BODY, SIGNATURE))
                .isTrue();
        assertThat(SlackVerification.isSigned(List.of("another secret", SECRET), TIMESTAMP, BODY, SIGNATURE))
                .as("while secrets rotate")
                .isTrue();
    }

    @Test
    void anythingElseIsWrong() {
        byte[] changed = BODY.clone();
        changed[7] ^= 1;
        assertThat(SlackVerification.isSigned(List.of(SECRET), TIMESTAMP, changed, SIGNATURE))
                .isFalse();
        assertThat(SlackVerification.isSigned(List.of(SECRET), "1531420619", BODY, SIGNATURE))
                .isFalse();
        assertThat(SlackVerification.isSigned(List.of(), TIMESTAMP, BODY, SIGNATURE))
                .isFalse();
        assertThat(SlackVerification.isSigned(List.of(SECRET), TIMESTAMP, BODY, SIGNATURE.substring(3)))
                .isFalse();
    }

    @Test
    void aSignatureIsTakenOnceAsLongAsItsTimestampIs() {
        SlackVerification verification = new SlackVerification(Duration.ofMinutes(5));
        Instant now = Instant.ofEpochSecond(1531420618);
        assertThat(verification.isFirst(SIGNATURE, now)).isTrue();
        assertThat(verification.isFirst(SIGNATURE, now.plusSeconds(599))).isFalse();
        assertThat(verification.isRecent(TIMESTAMP, now.plusSeconds(300))).isTrue();
        assertThat(verification.isRecent(TIMESTAMP, now.plusSeconds(301))).isFalse();
        assertThat(verification.isRecent("1e9", now)).isFalse();
    }
}
