package io.comfortcommit.axonsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comfortcommit.axonsupport.privacy.JdbcSubjectKeys;
import io.comfortcommit.axonsupport.privacy.SubjectKeys;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.testing.TestDatabase;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.axonframework.serialization.SerializedObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class SubjectKeysTest {
    private static TestDatabase database;

    @BeforeAll
    static void migrate() {
        database = TestDatabase.migrated("vault");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static SubjectKeys keys(int masterByte) {
        byte[] master = new byte[32];
        master[0] = (byte) masterByte;
        return new JdbcSubjectKeys(database.dataSource(), new SecretKeySpec(master, "AES"), Clock.systemUTC());
    }

    @Test
    void aSubjectsKeyIsTheSameForEveryProcess() {
        UserId subject = new UserId(UUID.randomUUID());
        SecretKey made = keys(1).toEncrypt(subject);
        assertThat(keys(1).toDecrypt(subject)).contains(made);
    }

    @Test
    void manyThatNeedAKeyAtOnceGetTheSame() throws Exception {
        UserId subject = new UserId(UUID.randomUUID());
        Set<SecretKey> seen = new HashSet<>();
        try (var threads = Executors.newFixedThreadPool(16)) {
            List<Callable<SecretKey>> calls = Stream.<Callable<SecretKey>>generate(
                            () -> () -> keys(1).toEncrypt(subject))
                    .limit(16)
                    .toList();
            for (Future<SecretKey> call : threads.invokeAll(calls)) {
                seen.add(call.get());
            }
        }
        assertThat(seen).hasSize(1);
    }

    @Test
    void aDestroyedKeyErasesAndNoNewOneIsMade() {
        UserId subject = new UserId(UUID.randomUUID());
        SubjectKeys keys = keys(1);
        keys.toEncrypt(subject);
        keys.destroy(subject);
        keys.destroy(subject);
        assertThat(keys.toDecrypt(subject)).isEmpty();
        assertThat(keys(1).toDecrypt(subject)).isEmpty();
        assertThatThrownBy(() -> keys.toEncrypt(subject)).hasMessageContaining("erased");
        Integer left = JdbcClient.create(database.dataSource())
                .sql("SELECT count(wrapped_key) FROM vault.subject_key WHERE subject = ?")
                .param(subject.value())
                .query(Integer.class)
                .single();
        assertThat(left).isZero();
    }

    @Test
    void aKeyThatAnotherProcessDestroyedIsGoneOnceKeysAreReadAnew() {
        UserId subject = new UserId(UUID.randomUUID());
        SubjectKeys keys = keys(1);
        keys.toEncrypt(subject);
        keys(1).destroy(subject);
        keys.refresh();
        assertThat(keys.toDecrypt(subject)).isEmpty();
    }

    /** The clock is asked between the look into the table and the use of what was found. */
    @Test
    void aKeyThatIsDestroyedWhileItIsReadIsNotUsedFromMemory() {
        UserId subject = new UserId(UUID.randomUUID());
        keys(1).toEncrypt(subject);
        List<SubjectKeys> reading = new ArrayList<>();
        AtomicBoolean destroys = new AtomicBoolean();
        InstantSource clock = () -> {
            if (destroys.getAndSet(false)) {
                reading.getFirst().destroy(subject);
            }
            return Instant.now();
        };
        byte[] master = new byte[32];
        master[0] = 1;
        reading.add(new JdbcSubjectKeys(
                database.dataSource(), new SecretKeySpec(master, "AES"), clock.withZone(ZoneOffset.UTC)));
        destroys.set(true);

        assertThat(reading.getFirst().toDecrypt(subject)).isEmpty();
        assertThat(reading.getFirst().toDecrypt(subject)).isEmpty();
    }

    @Test
    void anotherMasterKeyOpensNothing() {
        UserId subject = new UserId(UUID.randomUUID());
        keys(1).toEncrypt(subject);
        assertThatThrownBy(() -> keys(2).toDecrypt(subject)).hasMessageContaining("master key");
    }

    @Test
    void anEnvelopeCantBePassedOffAsAnotherPersons() {
        SubjectKeys keys = keys(1);
        StoredMessageSerializer serializer = StoredMessageSerializer.with(StoredNames.ofEvents(), keys);
        Object event = SampleEvents.ALL.get(1);
        SerializedObject<String> stored = serializer.serialize(event, String.class);
        UserId other = new UserId(UUID.randomUUID());
        keys.toEncrypt(other);
        String forged = stored.getData().replace(SampleEvents.AUTHOR.toString(), other.toString());
        assertThatThrownBy(() -> serializer.deserialize(new org.axonframework.serialization.SimpleSerializedObject<>(
                        forged, String.class, stored.getType())))
                .hasStackTraceContaining("does not open");
    }
}
