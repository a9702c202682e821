package io.comfortcommit.sagas.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comfortcommit.testing.FakePushService;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class PushEncryptionTest {
    private static final FakePushService.Browser BROWSER = FakePushService.browser();

    /** RFC 8291, appendix A: all that it was made of, and what came of it. */
    @Test
    void thePublishedExampleComesOutAsPublished() throws Exception {
        KeyPair sender = FakePushService.pair(
                "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw",
                "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8");
        byte[] message = PushEncryption.encrypt(
                "When I grow up, I want to be a watermelon".getBytes(StandardCharsets.UTF_8),
                0,
                bytes("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
                bytes("BTBZMqHH6r4Tts7J_aSIgg"),
                sender,
                bytes("DGv6ra1nlYgDCS1FRnbzlw"));
        assertThat(Base64.getUrlEncoder().withoutPadding().encodeToString(message))
                .isEqualTo("DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
                        + "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
                        + "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN");
    }

    @Test
    void theBrowserReadsItAndNobodyLearnsMoreThanRoughlyHowLongItIs() throws Exception {
        byte[] one = encrypted("x");
        byte[] another = encrypted("x".repeat(200));
        assertThat(one).hasSameSizeAs(another).isNotEqualTo(encrypted("x"));
        assertThat(BROWSER.read(one)).isEqualTo("x");
        assertThat(BROWSER.read(another)).isEqualTo("x".repeat(200));
    }

    @Test
    void theLongestMessageIsOneThatEveryPushServiceTakes() throws Exception {
        byte[] message = encrypted("x".repeat(PushEncryption.LONGEST));
        assertThat(message).hasSize(4096);
        assertThat(BROWSER.read(message)).hasSize(PushEncryption.LONGEST);
        assertThatThrownBy(() -> encrypted("x".repeat(PushEncryption.LONGEST + 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aKeyThatIsNoPointOfTheCurveIsRefused() {
        byte[] off = BROWSER.point();
        off[64] ^= 1;
        for (byte[] key : new byte[][] {off, new byte[65], new byte[0], new byte[33]}) {
            assertThatThrownBy(() -> PushEncryption.encrypt(new byte[1], key, BROWSER.shared()))
                    .isInstanceOf(GeneralSecurityException.class);
        }
    }

    private static byte[] encrypted(String text) throws GeneralSecurityException {
        return PushEncryption.encrypt(text.getBytes(StandardCharsets.UTF_8), BROWSER.point(), BROWSER.shared());
    }

    private static byte[] bytes(String base64) {
        return Base64.getUrlDecoder().decode(base64);
    }
}
