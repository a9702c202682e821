package io.comfortcommit.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comfortcommit.gateway.webhook.GithubVerification.Secrets;
import io.comfortcommit.gateway.webhook.StandardVerification.SenderKey;
import io.comfortcommit.gateway.webhook.WebhookProperties.Sender;
import io.comfortcommit.repositories.SecretReference;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;

/** What others publish that their signatures are. */
class PublishedVectorsTest {
    private static final Sender SENDER =
            new Sender("ci", List.of(SecretReference.of("env:KEY")), List.of("https://example.org"), List.of("*"));

    /** Of the tests of Standard Webhooks' own libraries (JavaScript, Python, Rust). */
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final String TIMESTAMP = "1614265330";
    private static final String BODY = "{\"test\": 2432232314}";
    private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private static final String OTHER = "v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=";

    /** The specification's example of v1a is of the same message; its key pair is published in Svix's server. */
    private static final String PUBLIC_KEY = "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=";

    private static final String ASYMMETRIC =
            "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw, msg_p5jXN8AQM9LWM0D4loKWxJek, 1614265330,"
                + " '{\"test\": 2432232314}', 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='",
        "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD, msg_27UH4WbU6Z5A5EzD8u03UvzRbpk, 1649367553,"
                + " '{\"email\":\"test@example.com\",\"username\":\"test_user\"}',"
                + " 'v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw='"
    })
    void v1IsVerified(String secret, String id, String timestamp, String body, String signature) throws Exception {
        assertThat(verified(List.of(secret), id, timestamp, signature, body)).isTrue();
        assertThat(verified(List.of(secret), id, timestamp, signature, body + " "))
                .isFalse();
        assertThat(verified(List.of(secret), id + "x", timestamp, signature, body))
                .isFalse();
        assertThat(verified(List.of(secret), id, "1" + timestamp, signature, body))
                .isFalse();
        assertThat(verified(List.of(secret), id, timestamp, signature.replace("v1,", "v1a,"), body))
                .isFalse();
    }

    @Test
    void v1aIsVerified() throws Exception {
        assertThat(verified(List.of(PUBLIC_KEY), ID, TIMESTAMP, ASYMMETRIC, BODY))
                .isTrue();
        assertThat(verified(List.of(PUBLIC_KEY), ID, TIMESTAMP, ASYMMETRIC, BODY + " "))
                .isFalse();
        assertThat(verified(List.of(PUBLIC_KEY), ID, TIMESTAMP, ASYMMETRIC.replace("v1a,", "v1,"), BODY))
                .isFalse();
        assertThat(verified(List.of(SECRET), ID, TIMESTAMP, ASYMMETRIC, BODY)).isFalse();
    }

    @Test
    void oneOfSeveralSignaturesAndOneOfSeveralKeysAreEnough() throws Exception {
        String other = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
        assertThat(verified(List.of(other, SECRET), ID, TIMESTAMP, SIGNATURE, BODY))
                .isTrue();
        assertThat(verified(
                        List.of(SECRET),
                        ID,
                        TIMESTAMP,
                        OTHER + " v2,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc= " + SIGNATURE + " " + OTHER,
                        BODY))
                .isTrue();
        assertThat(verified(List.of(SECRET, PUBLIC_KEY), ID, TIMESTAMP, OTHER + " " + ASYMMETRIC, BODY))
                .isTrue();
        assertThat(verified(List.of(SECRET, other, PUBLIC_KEY), ID, TIMESTAMP, OTHER, BODY))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "v1",
                "v1,",
                ",",
                "v1,g0hM9SsE",
                "v1,dawfeoifkpqwoekfpqoekf",
                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE",
                "V1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "v1;g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "v1,ｇ０ｈＭ9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "v1,서명",
                "v1a,AAAA"
            })
    void garbageIsNoSignature(String garbage) throws Exception {
        assertThat(verified(List.of(SECRET, PUBLIC_KEY), ID, TIMESTAMP, garbage, BODY))
                .isEqualTo(garbage.equals(
                        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE")); // without padding it is still the same
    }

    @Test
    void garbageBesideASignatureDoesNotHideIt() throws Exception {
        assertThat(verified(List.of(SECRET), ID, TIMESTAMP, "v1,%%% x  v1 " + SIGNATURE, BODY))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "'', 1614265330",
        "msg.1, 1614265330",
        "메시지, 1614265330",
        "a b, 1614265330",
        "msg_1, hello",
        "msg_1, -1614265330",
        "msg_1, +1614265330",
        "msg_1, 01614265330",
        "msg_1, 1614265330.5",
        "msg_1, 99999999999999999999999",
        "msg_1, １６１４２６５３３０",
        "msg_1, ''"
    })
    void anIdOrTimestampOfAnotherFormIsNone(String id, String timestamp) {
        assertThat(StandardHeaders.read(headers(id, timestamp, SIGNATURE))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"webhook-id", "webhook-timestamp", "webhook-signature"})
    void aHeaderThatIsMissingOrThereTwiceIsRefused(String name) {
        HttpHeaders missing = headers(ID, TIMESTAMP, SIGNATURE);
        missing.remove(name);
        assertThat(StandardHeaders.read(missing)).isEmpty();
        HttpHeaders twice = headers(ID, TIMESTAMP, SIGNATURE);
        twice.add(name, twice.getFirst(name));
        assertThat(StandardHeaders.read(twice)).isEmpty();
    }

    @Test
    void onlySoManySignaturesAreLookedAt() {
        String many = String.join(" ", Stream.generate(() -> OTHER).limit(100).toList());
        assertThat(StandardHeaders.read(headers(ID, TIMESTAMP, many)))
                .hasValueSatisfying(read -> assertThat(read.signatures()).hasSize(16));
        assertThat(StandardHeaders.read(headers(ID, TIMESTAMP, "x".repeat(9_000))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "whsec_",
                "whsec_c2hvcnQ=",
                "whsec_%%%%",
                "whpk_AAAA",
                "whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbc="
            })
    void whatIsNoKeyIsRefusedWithoutItsText(String text) {
        assertThatThrownBy(() -> VerificationKey.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .extracting(Throwable::getMessage)
                .asString()
                .doesNotContain(
                        text.replaceFirst("^wh[a-z]+_", "").isEmpty() ? "\0" : text.replaceFirst("^wh[a-z]+_", ""));
    }

    /** https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries#testing-the-webhook-payload-validation */
    @ParameterizedTest
    @CsvSource({
        "'Hello, World!', sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17, true",
        "'Hello, World?', sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17, false",
        "'Hello, World!', 757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17, false",
        "'Hello, World!', sha1=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17, false",
        "'Hello, World!', sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e, false",
        "'Hello, World!', sha256=zz7107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17, false",
        "'Hello, World!', '', false"
    })
    void githubsSignatureIsVerified(String body, String signature, boolean right) throws Exception {
        HttpHeaders headers = new HttpHeaders();
        headers.add("X-Hub-Signature-256", signature);
        Optional<GithubVerification> verification = GithubVerification.of(
                headers, List.of(new Secrets(SENDER, List.of("an older secret", "It's a Secret to Everybody"))));
        assertThat(verification.isPresent() && verified(verification.get(), body))
                .isEqualTo(right);
    }

    private boolean verified(List<String> keys, String id, String timestamp, String signature, String body)
            throws IOException {
        Optional<StandardHeaders> headers = StandardHeaders.read(headers(id, timestamp, signature));
        return headers.isPresent()
                && verified(
                        new StandardVerification(
                                headers.get(),
                                keys.stream()
                                        .map(key -> new SenderKey(SENDER, VerificationKey.of(key)))
                                        .toList()),
                        body);
    }

    private boolean verified(Verification verification, String text) throws IOException {
        Path file = folder.resolve(UUID.randomUUID().toString());
        SpooledBody body = new SpooledBody(
                FileChannel.open(
                        file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
                verification.listeners());
        try {
            for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
                body.append(new byte[] {one}); // as it may arrive at the worst
            }
            return verification.sender(body).isPresent();
        } finally {
            body.abandon();
        }
    }

    private static HttpHeaders headers(String id, String timestamp, String signature) {
        HttpHeaders headers = new HttpHeaders();
        headers.add("webhook-id", id);
        headers.add("webhook-timestamp", timestamp);
        headers.add("webhook-signature", signature);
        return headers;
    }
}
