package io.comfortcommit.axonsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.comfortcommit.axonsupport.privacy.SubjectKeys;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.ChangeCard;
import io.comfortcommit.messages.draft.CommitDraftEvent.Drafted;
import io.comfortcommit.messages.draft.DraftOrigin;
import io.comfortcommit.messages.privacy.ErasedPeople.Erased;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.axonframework.eventhandling.GenericDomainEventEntry;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.upcasting.event.EventUpcasterChain;
import org.axonframework.serialization.upcasting.event.InitialEventRepresentation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Stored events are read for ever. A golden file is written once, when an event or a revision is new
 * ({@code -Dgolden.write=true}), and never changed.
 */
class GoldenEventsTest {
    private static final SecretKey KEY = new SecretKeySpec(new byte[32], "AES");
    private static final SubjectKeys ONE_KEY = new FixedKey(Optional.of(KEY));
    private static final SubjectKeys ERASED = new FixedKey(Optional.empty());
    private final StoredMessageSerializer serializer = StoredMessageSerializer.with(StoredNames.ofEvents(), ONE_KEY);

    static List<Object> events() {
        return SampleEvents.ALL;
    }

    @ParameterizedTest
    @MethodSource("events")
    void everyStoredEventIsReadAsItWasMeant(Object event) throws IOException {
        SerializedObject<String> written = serializer.serialize(event, String.class);
        Path file = Path.of(
                "src/test/resources/golden",
                written.getType().getName() + "." + written.getType().getRevision() + ".json");
        if (Boolean.getBoolean("golden.write") && !Files.exists(file)) {
            Files.writeString(file, written.getData() + "\n");
        }
        Object read = serializer.deserialize(
                new SimpleSerializedObject<>(Files.readString(file).strip(), String.class, written.getType()));
        assertThat(read).isEqualTo(event);
        assertThat(names(written.getData())).isEqualTo(names(Files.readString(file)));
    }

    @ParameterizedTest
    @MethodSource("events")
    void nothingPersonalIsStoredInClear(Object event) {
        String stored = serializer.serialize(event, String.class).getData();
        assertThat(stored)
                .doesNotContain(
                        "haneul",
                        "김하늘",
                        "결제",
                        "retry",
                        "outages",
                        "shorter",
                        "conflict",
                        "refused",
                        "not needed",
                        "example.com");
    }

    @ParameterizedTest
    @MethodSource("events")
    void anErasedPersonsEventIsStillAnEvent(Object event) {
        SerializedObject<String> written = serializer.serialize(event, String.class);
        Object read =
                StoredMessageSerializer.with(StoredNames.ofEvents(), ERASED).deserialize(written);
        assertThat(read).hasSameClassAs(event);
        assertThat(read.toString()).doesNotContain("haneul", "retry", "example.com");
    }

    /** What was stored under an older revision, and what it is read as today. */
    static Stream<Arguments> olderRevisions() {
        return Stream.of(
                arguments("commit-draft.drafted", "1", drafted(null)),
                arguments(
                        "commit-draft.drafted",
                        "2",
                        drafted(SampleEvents.card("<GITHUB_TOKEN:1>@src/haneul/Retry.java"))),
                arguments("commit-draft.pushed", "1", SampleEvents.pushed(List.of(SampleEvents.COMMIT))));
    }

    private static Drafted drafted(@Nullable ChangeCard card) {
        return new Drafted(
                SampleEvents.DRAFT,
                SampleEvents.AUTHOR,
                0,
                "feat(order): add retry",
                DraftOrigin.STRUCTURAL,
                card,
                SampleEvents.AT);
    }

    @ParameterizedTest
    @MethodSource("olderRevisions")
    void anEventOfAnOlderRevisionIsStillRead(String name, String revision, Object meant) throws IOException {
        String stored = Files.readString(Path.of("src/test/resources/golden", name + "." + revision + ".json"))
                .strip();
        var entry = new GenericDomainEventEntry<>(
                "CommitDraft", "draft", 1, "event", SampleEvents.AT, name, revision, stored, "{}");
        List<?> read = new EventUpcasterChain(Revisions.steps())
                .upcast(Stream.of(new InitialEventRepresentation(entry, serializer)))
                .map(event -> read(event.getData()))
                .toList();
        assertThat(read).isEqualTo(List.of(meant));
    }

    @Test
    void noOlderRevisionIsForgotten() {
        Set<String> older = StoredNames.ofEvents().all().stream()
                .flatMap(name -> Stream.iterate(1, revision -> revision + 1)
                        .limit(Integer.parseInt(name.revision()) - 1L)
                        .map(revision -> name.name() + "." + revision))
                .collect(Collectors.toSet());
        assertThat(olderRevisions()
                        .map(arguments -> arguments.get()[0] + "." + arguments.get()[1]))
                .containsExactlyInAnyOrderElementsOf(older);
    }

    @Test
    void everyStoredNameHasItsGoldenFileAndItsSample() throws IOException {
        Stream<String> wanted = StoredNames.ofEvents().all().stream()
                .flatMap(name -> Stream.iterate(1, revision -> revision + 1)
                        .limit(Integer.parseInt(name.revision()))
                        .map(revision -> name.name() + "." + revision + ".json"));
        try (InputStream listing = getClass().getResourceAsStream("/golden")) {
            assertThat(listing).isNotNull();
            List<String> there = new String(listing.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            assertThat(there).containsExactlyInAnyOrderElementsOf(wanted.toList());
        }
        assertThat(SampleEvents.ALL)
                .extracting(Object::getClass)
                .containsExactlyInAnyOrderElementsOf(StoredNames.ofEvents().all().stream()
                        .<Class<?>>map(StoredName::type)
                        .toList());
    }

    private <S> Object read(SerializedObject<S> stored) {
        return serializer.deserialize(stored);
    }

    /** The JSON with its values taken out. */
    private static List<String> names(String json) {
        return java.util.regex.Pattern.compile("\"(\\w+)\":")
                .matcher(json)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private record FixedKey(Optional<SecretKey> key) implements SubjectKeys {
        @Override
        public SecretKey toEncrypt(UserId subject) {
            return key.orElseThrow();
        }

        @Override
        public Optional<SecretKey> toDecrypt(UserId subject) {
            return key;
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
