package io.comfortcommit.axonsupport;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.axonsupport.privacy.Fingerprints;
import io.comfortcommit.axonsupport.privacy.SubjectKeys;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.privacy.ErasedPeople.Erased;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class FingerprintsTest {
    private static final UserId HANEUL = new UserId(new UUID(1, 1));
    private static final UserId ANOTHER = new UserId(new UUID(1, 2));

    private final Fingerprints fingerprints = new Fingerprints(new KeyOfTheName());

    @Test
    void theSameTextOfAPersonHasTheSameAndNoOtherHas() {
        String one = fingerprints.of(HANEUL, "PASSWORD", ".env", "kX9!vq27Lm");
        assertThat(fingerprints.of(HANEUL, "PASSWORD", ".env", "kX9!vq27Lm")).isEqualTo(one);
        assertThat(one)
                .hasSize(22)
                .isNotEqualTo(fingerprints.of(HANEUL, "PASSWORD", ".env", "kX9!vq27Ln"))
                .isNotEqualTo(fingerprints.of(HANEUL, "PASSWORD", "b.env", "kX9!vq27Lm"))
                .isNotEqualTo(fingerprints.of(HANEUL, "PASSWORD.", "env", "kX9!vq27Lm"));
    }

    @Test
    void theSameTextOfAnotherPersonHasAnother() {
        assertThat(fingerprints.of(HANEUL, "kX9!vq27Lm")).isNotEqualTo(fingerprints.of(ANOTHER, "kX9!vq27Lm"));
    }

    private static final class KeyOfTheName implements SubjectKeys {
        @Override
        public SecretKey toEncrypt(UserId subject) {
            byte[] name = subject.toString().getBytes(StandardCharsets.US_ASCII);
            return new SecretKeySpec(Arrays.copyOfRange(name, name.length - 32, name.length), "AES");
        }

        @Override
        public Optional<SecretKey> toDecrypt(UserId subject) {
            return Optional.of(toEncrypt(subject));
        }

        @Override
        public void destroy(UserId subject) {
            throw new UnsupportedOperationException("not part of this test");
        }

        @Override
        public List<Erased> erased() {
            throw new UnsupportedOperationException();
        }
    }
}
