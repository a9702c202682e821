package io.comfortcommit.sagas.reuse;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.commitlint.Commitlint.Level;
import io.comfortcommit.analysis.drafting.DraftingContext;
import io.comfortcommit.analysis.embedding.CarryingFunctions;
import io.comfortcommit.analysis.embedding.CodeEmbedding;
import io.comfortcommit.analysis.learning.ConventionalSubject;
import io.comfortcommit.analysis.reuse.Outline;
import io.comfortcommit.analysis.reuse.PastDraft;
import io.comfortcommit.analysis.reuse.Reuse;
import io.comfortcommit.analysis.text.Gitmoji;
import io.comfortcommit.analysis.text.Hangul;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.CommitDraftEvent.Captured;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.sagas.tokens.ModelCall;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds an approved message of the same repository that is true of a change, and remembers what is approved. */
public final class ReusedMessages {
    private static final Logger LOG = LoggerFactory.getLogger(ReusedMessages.class);
    /** Of a change whose message could be said again; a larger one is nobody's routine. */
    private static final int MOST_WORDS = 4_000;

    private final RepositoryCode code;
    private final PastMessages past;
    private final MessagesByWords byWords;
    private final ReuseProperties settings;

    ReusedMessages(RepositoryCode code, PastMessages past, MessagesByWords byWords, ReuseProperties settings) {
        this.code = code;
        this.past = past;
        this.byWords = byWords;
        this.settings = settings;
    }

    /**
     * Never fails, and hardly waits: what is not there yet is not said again.
     *
     * @param change without what the repository wants ignored
     * @param context whose language the message has, and whose rules allow it
     * @param structural the message that needs none; its type must be that of the other, and its body is kept
     */
    public Optional<String> messageFor(
            Captured captured, ChangeSet change, DraftingContext context, String structural) {
        Optional<CodeEmbedding> embedding =
                settings.enabled() ? code.ifLearned(captured.repositoryId()) : Optional.empty();
        if (embedding.isEmpty() || change.files().isEmpty()) {
            return Optional.empty();
        }
        try {
            Outline outline = Outline.of(change);
            String type = ConventionalSubject.in(structural)
                    .map(ConventionalSubject::type)
                    .orElse("");
            float[] vector = embedding.get().embed(CodeEmbedding.read(change));
            Reuse reuse = new Reuse(past.of(captured.repositoryId()), settings.nearness(), wanted(context));
            return reuse.find(outline, vector, type)
                    .or(() -> byFunctions(captured, change, reuse, embedding.get(), outline, type))
                    .or(() -> settings.words()
                            ? byWords.find(
                                    purpose(captured), change, outline, type, settings.nearness(), wanted(context))
                            : Optional.empty())
                    .map(Reuse.Hit::subject)
                    .map(subject -> context.gitmoji() ? Gitmoji.into(subject) : subject)
                    .filter(subject -> subject.length() <= DraftingContext.LONGEST_FIRST_LINE)
                    .map(subject -> subject + bodyOf(structural))
                    .filter(message -> context.rules().whole().check(message).stream()
                            .noneMatch(finding -> finding.level() == Level.ERROR));
        } catch (RuntimeException e) {
            LOG.warn("approved messages can't be looked at", e);
            return Optional.empty();
        }
    }

    private static Predicate<String> wanted(DraftingContext context) {
        return context.korean() ? Hangul::isIn : description -> !Hangul.prevailsIn(description);
    }

    private Optional<Reuse.Hit> byFunctions(
            Captured captured, ChangeSet change, Reuse reuse, CodeEmbedding embedding, Outline outline, String type) {
        return isRoutine(outline) && past.anyFunctions(captured.repositoryId())
                ? reuse.find(outline, CarryingFunctions.read(change).vectors(embedding), type)
                : Optional.empty();
    }

    private static boolean isRoutine(Outline outline) {
        return outline.added().size() + outline.removed().size() <= MOST_WORDS;
    }

    /**
     * Pushed drafts of an author that are remembered, the newest first.
     *
     * @param most how many
     */
    public List<DraftId> newestOf(UserId author, RepositoryId repository, int most) {
        return past.newestOf(author, repository, most);
    }

    /** Before the change is read: what takes a moment is ready by the time that it is. */
    public void expect(Captured captured) {
        if (settings.enabled() && settings.words()) {
            byWords.prepare(purpose(captured));
        }
    }

    /** Makes ready for the next change of the repository, beside everything else. */
    public void prepare(Captured captured) {
        if (settings.enabled()) {
            code.learn(captured.repositoryId(), captured.draftId());
        }
    }

    /**
     * Waits until the repository is learned. Again changes nothing.
     *
     * @param change without what the repository wants ignored; where nothing is left there is nothing to know it again by
     */
    void remember(Captured captured, ChangeSet change, String message) {
        Outline outline = Outline.of(change);
        if (!settings.enabled() || change.files().isEmpty() || !isRoutine(outline)) {
            return;
        }
        CodeEmbedding embedding =
                code.learn(captured.repositoryId(), captured.draftId()).join();
        CodeEmbedding.Contexts contexts = CodeEmbedding.read(change);
        past.remember(
                captured.draftId(),
                captured.repositoryId(),
                captured.author(),
                new PastDraft(
                        embedding.embed(contexts),
                        CarryingFunctions.read(change).vectors(embedding),
                        message,
                        outline));
        if (settings.words()) {
            byWords.remember(purpose(captured), change);
        }
    }

    private static ModelCall.Purpose purpose(Captured captured) {
        return new ModelCall.Purpose(captured.draftId(), captured.repositoryId(), captured.author());
    }

    private static String bodyOf(String message) {
        int end = message.indexOf('\n');
        return end < 0 ? "" : message.substring(end);
    }
}
