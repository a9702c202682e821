package io.comfortcommit.gateway.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comfortcommit.messages.UserId;
import io.comfortcommit.repositories.ErasedPeople;
import io.comfortcommit.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@NullUnmarked // its fields are filled before the tests
class UserSecretsTest {
    private static final UserId KIM = new UserId(UUID.randomUUID());
    private static final UserId LEE = new UserId(UUID.randomUUID());

    private static TestDatabase database;
    private static JdbcClient jdbc;

    private final SecretProperties first = new SecretProperties(key(1), List.of());

    @BeforeAll
    static void start() {
        database = TestDatabase.migrated("gateway");
        jdbc = JdbcClient.create(database.dataSource());
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void empty() {
        jdbc.sql("DELETE FROM gateway.user_secret").update();
        jdbc.sql("DELETE FROM gateway.data_key").update();
    }

    @Test
    void aSecretIsReadableForWhoHasTheOperatorsKeyAndForNobodyWhoHasTheDatabase() {
        secrets(first).put(KIM, "slack", bytes("xoxb-very-secret"));
        assertThat(secrets(first).find(KIM, "slack")).hasValue(bytes("xoxb-very-secret"));
        assertThat(secrets(first).find(LEE, "slack")).isEmpty();
        String stored = jdbc.sql("SELECT encode(sealed, 'escape') FROM gateway.user_secret")
                .query(String.class)
                .single();
        assertThat(stored).doesNotContain("secret");
        UserSecrets stranger = secrets(new SecretProperties(key(2), List.of()));
        assertThatThrownBy(() -> stranger.find(KIM, "slack")).hasMessageContaining("comfort.security.secrets.key");
    }

    @Test
    void theSameSecretTwiceLooksLikeTwo() {
        secrets(first).put(KIM, "a", bytes("same"));
        secrets(first).put(KIM, "b", bytes("same"));
        assertThat(jdbc.sql("SELECT count(DISTINCT sealed) FROM gateway.user_secret")
                        .query(Integer.class)
                        .single())
                .isEqualTo(2);
    }

    @Test
    void aRowThatIsMovedOrChangedDoesNotOpen() {
        secrets(first).put(KIM, "a", bytes("of Kim"));
        secrets(first).put(LEE, "a", bytes("of Lee"));
        jdbc.sql("""
                UPDATE gateway.user_secret SET sealed = (SELECT sealed FROM gateway.user_secret WHERE user_id = :kim)
                WHERE user_id = :lee""").param("kim", KIM.value()).param("lee", LEE.value()).update();
        assertThatThrownBy(() -> secrets(first).find(LEE, "a")).hasMessageContaining("does not open");
        jdbc.sql("UPDATE gateway.user_secret SET sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1)")
                .update();
        assertThatThrownBy(() -> secrets(first).find(KIM, "a")).hasMessageContaining("does not open");
    }

    @Test
    void aRotationEncryptsEverythingAnewAndRemovesTheOldKeys() {
        UserSecrets secrets = secrets(first);
        IntStream.range(0, 250).forEach(number -> secrets.put(KIM, "n" + number, bytes("secret " + number)));
        String before = keys().getFirst();
        UserSecrets.Rotation rotation = secrets.rotate();
        assertThat(rotation.secrets()).isEqualTo(250);
        assertThat(keys()).containsExactly(rotation.dataKey()).doesNotContain(before);
        // a process that knows only what it read before the rotation
        IntStream.range(0, 250)
                .forEach(number ->
                        assertThat(secrets(first).find(KIM, "n" + number)).hasValue(bytes("secret " + number)));
        secrets.put(KIM, "later", bytes("x"));
        assertThat(keys()).containsExactly(rotation.dataKey());
    }

    @Test
    void theOperatorsKeyIsReplacedByConfiguringBothAndRotating() {
        secrets(first).put(KIM, "a", bytes("kept"));
        secrets(new SecretProperties(key(2), List.of(key(1)))).rotate();
        assertThat(secrets(new SecretProperties(key(2), List.of())).find(KIM, "a"))
                .hasValue(bytes("kept"));
    }

    @Test
    void whatIsNoLongerThereIsNeitherReplacedNorRemoved() {
        UserSecrets secrets = secrets(first);
        secrets.put(KIM, "a", bytes("old"));
        secrets.put(KIM, "b", bytes("old"));
        secrets.rotate();
        assertThat(secrets.replace(KIM, "a", bytes("old"), bytes("new")))
                .as("a rotation is no change")
                .isTrue();
        assertThat(secrets.replace(KIM, "a", bytes("old"), bytes("late"))).isFalse();
        assertThat(secrets.remove(KIM, "a", bytes("old"))).isFalse();
        assertThat(secrets.find(KIM, "a")).hasValue(bytes("new"));
        assertThat(secrets.remove(KIM, "a", bytes("new"))).isTrue();
        assertThat(secrets.replace(KIM, "a", bytes("new"), bytes("late"))).isFalse();
        assertThat(secrets.find(KIM, "a")).isEmpty();
        assertThat(secrets.find(KIM, "b")).hasValue(bytes("old"));
    }

    private static List<String> keys() {
        return jdbc.sql("SELECT id FROM gateway.data_key").query(String.class).list();
    }

    private static UserSecrets secrets(SecretProperties properties) {
        JdbcTransactionManager transactions = new JdbcTransactionManager(database.dataSource());
        return new UserSecrets(
                jdbc,
                new TransactionTemplate(transactions),
                new ErasedPeople(jdbc, transactions, "gateway"),
                new DataKeys(jdbc, new WrappingKeys(properties), () -> Instant.EPOCH),
                () -> Instant.EPOCH);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String key(int fill) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) fill);
        return Base64.getEncoder().encodeToString(key);
    }
}
