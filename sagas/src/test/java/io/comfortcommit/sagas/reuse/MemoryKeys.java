package io.comfortcommit.sagas.reuse;

import io.comfortcommit.axonsupport.privacy.Envelope;
import io.comfortcommit.axonsupport.privacy.SubjectKeys;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.privacy.ErasedPeople.Erased;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The same key for everybody who is not erased. */
final class MemoryKeys implements SubjectKeys {
    private static final SecretKey KEY = new SecretKeySpec(new byte[32], "AES");

    private final Set<UserId> erased = new HashSet<>();

    Seals seals() {
        return new Seals(new Envelope(this, new SecureRandom()));
    }

    @Override
    public SecretKey toEncrypt(UserId subject) {
        return KEY;
    }

    @Override
    public Optional<SecretKey> toDecrypt(UserId subject) {
        return erased.contains(subject) ? Optional.empty() : Optional.of(KEY);
    }

    @Override
    public void destroy(UserId subject) {
        erased.add(subject);
    }

    @Override
    public List<Erased> erased() {
        throw new UnsupportedOperationException();
    }
}
