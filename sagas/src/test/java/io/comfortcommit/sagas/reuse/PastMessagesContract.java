package io.comfortcommit.sagas.reuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.reuse.Outline;
import io.comfortcommit.analysis.reuse.PastDraft;
import io.comfortcommit.analysis.reuse.PastDrafts.Near;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.repositories.ErasedPeople;
import io.comfortcommit.testing.TestDatabase;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** What every way of keeping approved messages does. */
abstract class PastMessagesContract {
    private static final UserId AUTHOR = new UserId(new UUID(1, 1));

    private final RepositoryId repository = new RepositoryId(UUID.randomUUID());
    private final MemoryKeys keys = new MemoryKeys();
    private final Directions directions = new Directions(512);

    abstract TestDatabase database();

    final JdbcClient jdbc() {
        return JdbcClient.create(database().dataSource());
    }

    final ErasedPeople erased() {
        return new ErasedPeople(jdbc(), new JdbcTransactionManager(database().dataSource()), "sagas");
    }

    /** A new one over the same rows, as another process has it. */
    abstract PastMessages messages(Seals seals);

    private PastMessages messages() {
        return messages(keys.seals());
    }

    private DraftId remember(PastMessages messages, RepositoryId where, String message, float[] vector) {
        DraftId draft = new DraftId(UUID.randomUUID());
        messages.remember(draft, where, AUTHOR, new PastDraft(vector, List.of(), message, outline()));
        return draft;
    }

    static Outline outline() {
        return Outline.of(new ChangeSet(
                List.of(new FileChange(
                        "pom.xml",
                        "pom.xml",
                        FileChange.Kind.MODIFIED,
                        0100644,
                        0100644,
                        false,
                        1,
                        1,
                        List.of(new FileChange.Hunk(
                                1, 1, 1, 1, List.of("-<version>1.0.0</version>", "+<version>1.1.0</version>"))))),
                false));
    }

    private List<String> found(PastMessages messages, int most, double least) {
        return messages.of(repository).nearest(directions.asked(), most, least).stream()
                .map(near -> near.draft().message())
                .toList();
    }

    @Test
    void theNearestComeFirstAndFarOnesNotAtAll() {
        PastMessages messages = messages();
        for (int number = 0; number < 200; number++) {
            remember(messages, repository, "far " + number, directions.any());
        }
        remember(messages, repository, "second", directions.at(0.95));
        remember(messages, repository, "third", directions.at(0.9));
        remember(messages, repository, "first", directions.at(0.99));
        remember(messages, repository, "fourth", directions.at(0.8));

        assertThat(found(messages, 12, 0.7)).containsExactly("first", "second", "third", "fourth");
        assertThat(found(messages, 2, 0.7)).containsExactly("first", "second");
        assertThat(found(messages, 12, 0.93)).containsExactly("first", "second");
    }

    @Test
    void messagesOfOtherRepositoriesNeitherComeNorStandInTheWay() {
        PastMessages messages = messages();
        RepositoryId other = new RepositoryId(UUID.randomUUID());
        for (int number = 0; number < 300; number++) {
            remember(messages, other, "theirs " + number, directions.at(0.99));
        }
        remember(messages, repository, "ours", directions.at(0.9));

        assertThat(found(messages, 12, 0.85)).containsExactly("ours");
    }

    @Test
    void aDraftIsWhatWasRemembered() {
        float[] vector = directions.at(0.9);
        remember(messages(), repository, "feat: 결제 재시도\n\nbody", vector);

        List<Near> found = messages().of(repository).nearest(directions.asked(), 1, 0.5);

        assertThat(found).hasSize(1);
        assertThat(found.getFirst().draft().message()).isEqualTo("feat: 결제 재시도\n\nbody");
        assertThat(found.getFirst().draft().outline()).isEqualTo(outline());
        assertThat(found.getFirst().draft().vector()).isEqualTo(vector);
        assertThat(found.getFirst().cosine()).isCloseTo(0.9, org.assertj.core.api.Assertions.within(0.05));
    }

    @Test
    void whoIsErasedIsNotQuotedAnyMoreAlsoWhereTheirMessagesWereReadBefore() {
        UserId another = new UserId(UUID.randomUUID());
        PastMessages messages = messages();
        messages.remember(
                new DraftId(UUID.randomUUID()),
                repository,
                another,
                new PastDraft(directions.at(0.95), List.of(), "theirs", outline()));
        remember(messages, repository, "ours", directions.at(0.9));
        assertThat(found(messages, 12, 0.5)).containsExactly("theirs", "ours");

        keys.destroy(another);

        assertThat(found(messages, 12, 0.5)).containsExactly("ours");
        assertThat(found(messages(), 12, 0.5)).containsExactly("ours");
    }

    /** Between the sealing of a message and its row: its key is there still, and its author is not. */
    @Test
    void ofWhoIsErasedMeanwhileNothingIsRemembered() {
        UserId another = new UserId(UUID.randomUUID());
        erased().erase(another);

        messages()
                .remember(
                        new DraftId(UUID.randomUUID()),
                        repository,
                        another,
                        new PastDraft(directions.at(0.95), List.of(directions.at(0.9)), "theirs", outline()));

        assertThat(messages().newestOf(another, repository, 1)).isEmpty();
        assertThat(messages().anyFunctions(repository)).isFalse();
    }

    @Test
    void rememberingAgainChangesNothing() {
        PastMessages messages = messages();
        DraftId draft = new DraftId(UUID.randomUUID());
        PastDraft past = new PastDraft(directions.at(0.9), List.of(), "once", outline());
        messages.remember(draft, repository, AUTHOR, past);
        messages.remember(draft, repository, AUTHOR, past);

        assertThat(found(messages, 12, 0.5)).containsExactly("once");
    }

    @Test
    void whatIsForgottenIsNotFoundAnyMore() {
        PastMessages messages = messages();
        DraftId draft = remember(messages, repository, "gone", directions.at(0.9));
        remember(messages, repository, "stays", directions.at(0.8));
        assertThat(found(messages, 12, 0.5)).hasSize(2);

        messages.forget(draft);

        assertThat(found(messages, 12, 0.5)).containsExactly("stays");
    }

    @Test
    void thoseOfAnAuthorComeNewestFirst() {
        PastMessages messages = messages();
        UserId another = new UserId(UUID.randomUUID());
        DraftId first = remember(messages, repository, "feat: a", directions.any());
        DraftId second = remember(messages, repository, "feat: b", directions.any());
        remember(messages, new RepositoryId(UUID.randomUUID()), "feat: elsewhere", directions.any());
        messages.remember(
                new DraftId(UUID.randomUUID()),
                repository,
                another,
                new PastDraft(directions.any(), List.of(), "theirs", outline()));

        assertThat(messages.newestOf(AUTHOR, repository, 9)).containsExactly(second, first);
        assertThat(messages.newestOf(AUTHOR, repository, 1)).containsExactly(second);
        messages.forget(second);
        assertThat(messages.newestOf(AUTHOR, repository, 9)).containsExactly(first);
    }

    @Test
    void whatAnotherProcessRemembersIsFound() {
        PastMessages here = messages();
        PastMessages there = messages();
        remember(here, repository, "here", directions.at(0.9));
        assertThat(found(there, 12, 0.5)).containsExactly("here");
        remember(there, repository, "there", directions.at(0.8));
        assertThat(found(here, 12, 0.5)).containsExactly("here", "there");
    }

    @Test
    void ofEquallyNearOnesTheNewestComesFirst() {
        PastMessages messages = messages();
        float[] vector = directions.at(0.9);
        remember(messages, repository, "older", vector);
        remember(messages, repository, "newer", vector);

        assertThat(found(messages, 12, 0.5)).containsExactly("newer", "older");
    }

    private DraftId rememberCarriedBy(PastMessages messages, RepositoryId where, String message, float[]... functions) {
        DraftId draft = new DraftId(UUID.randomUUID());
        messages.remember(
                draft, where, AUTHOR, new PastDraft(directions.any(), List.of(functions), message, outline()));
        return draft;
    }

    private List<String> foundByFunctions(PastMessages messages, int most, double least, float[]... functions) {
        return messages.of(repository).nearestByFunctions(List.of(functions), most, least).stream()
                .map(near -> near.draft().message())
                .toList();
    }

    @Test
    void aDraftIsAlsoFoundByTheFunctionsThatCarryItAndIsAsNearAsTheFarthestOfThem() {
        PastMessages messages = messages();
        assertThat(messages.anyFunctions(repository)).isFalse();
        float[] another = directions.any();
        for (int number = 0; number < 200; number++) {
            rememberCarriedBy(messages, repository, "far " + number, directions.any(), directions.any());
        }
        rememberCarriedBy(messages, repository, "third", another, directions.at(0.87));
        rememberCarriedBy(messages, repository, "first", directions.at(0.99), another);
        rememberCarriedBy(messages, repository, "second", another, directions.at(0.93));
        rememberCarriedBy(messages, repository, "only one of two", directions.at(0.99), directions.any());
        rememberCarriedBy(messages, repository, "three", directions.at(0.99), another, directions.any());
        rememberCarriedBy(messages, repository, "one", directions.at(0.99));
        rememberCarriedBy(messages, new RepositoryId(UUID.randomUUID()), "theirs", directions.at(0.99), another);
        remember(messages, repository, "none", directions.at(0.99));

        for (PastMessages each : List.of(messages, messages())) {
            assertThat(each.anyFunctions(repository)).isTrue();
            assertThat(foundByFunctions(each, 12, 0.8, directions.asked(), another))
                    .containsExactly("first", "second", "third");
            assertThat(foundByFunctions(each, 2, 0.8, another, directions.asked()))
                    .containsExactly("first", "second");
            assertThat(foundByFunctions(each, 12, 0.9, directions.asked(), another))
                    .containsExactly("first", "second");
            assertThat(foundByFunctions(each, 12, 0.8, directions.asked())).containsExactly("one");
            assertThat(foundByFunctions(each, 12, 0.8)).isEmpty();
        }
        Near nearest = messages.of(repository)
                .nearestByFunctions(List.of(directions.asked(), another), 1, 0.8)
                .getFirst();
        assertThat(nearest.cosine()).isCloseTo(0.99, org.assertj.core.api.Assertions.within(0.02));
    }

    @Test
    void whatIsForgottenIsNotFoundByItsFunctionsEither() {
        PastMessages messages = messages();
        DraftId gone = rememberCarriedBy(messages, repository, "gone", directions.at(0.99));
        rememberCarriedBy(messages, repository, "older", directions.at(0.95));
        rememberCarriedBy(messages, repository, "stays", directions.at(0.97));
        assertThat(foundByFunctions(messages, 12, 0.8, directions.asked())).containsExactly("gone", "stays", "older");

        messages.forget(gone);

        assertThat(foundByFunctions(messages, 12, 0.8, directions.asked())).containsExactly("stays", "older");
    }
}
