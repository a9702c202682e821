package io.comfortcommit.messages.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comfortcommit.messages.chain.TrustedKeys.Signed;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints are notes that other tools of C2SP read and write, too. */
class CheckpointTest {
    /** Of the documentation of Go's sumdb/note. */
    private static final String PRIVATE =
            "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";

    private static final String PUBLIC = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    private final NoteSigner signer = NoteSigner.of(NoteSigner.fresh("test", new SecureRandom()));
    private final SignedCheckpoint note = signer.sign(new Checkpoint("example.org/log", 7, Hash.EMPTY));

    private static TrustedKeys trusting(String lines) {
        return TrustedKeys.of(lines);
    }

    @Test
    void keysAreThoseOfGo() {
        assertThat(NoteSigner.of(PRIVATE).verifier().text()).isEqualTo(PUBLIC);
        assertThat(NoteKey.of(PUBLIC)
                        .signed(
                                ("If you think cryptography is the answer to your problem,\n"
                                                + "then you don't know what your problem is.\n")
                                        .getBytes(StandardCharsets.UTF_8),
                                HexFormat.of()
                                        .parseHex(HexFormat.of()
                                                .formatHex(Base64.getDecoder()
                                                        .decode(
                                                                "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZ"
                                                                        + "SNXgKvqfqdngotpRZb6KE6RyyBwJnAM="))
                                                .substring(8))))
                .isTrue();
    }

    @Test
    void aCheckpointIsReadAsItWasWritten() {
        assertThat(note.text()).startsWith("example.org/log\n7\n" + Hash.EMPTY + "\n\n— test ");

        assertThat(SignedCheckpoint.of(note.text()).checkpoint()).isEqualTo(note.checkpoint());
        assertThat(SignedCheckpoint.all("\n" + note.text() + "\n" + note.text()))
                .hasSize(2);
    }

    @Test
    void aSignatureCountsForItsTextAndItsKey() {
        String key = signer.verifier().text();
        assertThat(trusting(key).check(note)).isEqualTo(Signed.RIGHTLY);
        assertThat(trusting(PUBLIC).check(note)).isEqualTo(Signed.BY_NOBODY_KNOWN);
        assertThat(trusting(key).check(SignedCheckpoint.of(note.text().replace("\n7\n", "\n8\n"))))
                .isEqualTo(Signed.BY_NOBODY_KNOWN);
        assertThat(trusting("# keys\n\n" + PUBLIC + "\n" + key + " # the new one")
                        .check(note))
                .isEqualTo(Signed.RIGHTLY);
    }

    @Test
    void aKeyThatWasReplacedSignsNothingNew() {
        String key = signer.verifier().text();
        assertThat(trusting(key + " until=7").check(note)).isEqualTo(Signed.RIGHTLY);
        assertThat(trusting(key + " until=6").check(note)).isEqualTo(Signed.TOO_LATE);
        assertThat(trusting(trusting(key + " until=6").text()).keys().getFirst().until())
                .isEqualTo(6);
    }

    @Test
    void aSigningKeyIsSecretInWords() {
        String secret = NoteSigner.fresh("test", new SecureRandom());
        String seed = secret.substring(secret.lastIndexOf('+') + 1);

        assertThat(NoteSigner.of(secret)).asString().doesNotContain(seed);
        assertThatThrownBy(() -> NoteSigner.of("x" + secret)).hasMessageNotContaining(seed);
        assertThatThrownBy(() -> NoteSigner.of(secret.replace("+test+", "+best+")))
                .hasMessageContaining("id does not fit")
                .hasMessageNotContaining(seed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.org/log\n7\nAAAA\n",
                "example.org/log\n07\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n— test AAAAAAAA\n",
                "example.org/log\n7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n",
                "example.org/log\n7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n\n— test AAAAAAAA\n",
                "example.org/log\n7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n— test AAAAAAAA\nmore\n"
            })
    void whatIsNoCheckpointIsRefused(String text) {
        assertThatThrownBy(() -> SignedCheckpoint.of(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
