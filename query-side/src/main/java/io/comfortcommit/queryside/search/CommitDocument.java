package io.comfortcommit.queryside.search;

import io.comfortcommit.analysis.secrets.SecretScanner;
import io.comfortcommit.messages.draft.ChangeCard;
import io.comfortcommit.messages.draft.ChangeCard.ChangedSymbol;
import io.comfortcommit.messages.draft.ChangeCard.Cluster;
import io.comfortcommit.messages.draft.ChangeCard.ClusterFile;
import io.comfortcommit.messages.draft.DraftStatus;
import io.comfortcommit.messages.query.DraftView;
import io.comfortcommit.messages.search.TextVector;
import io.comfortcommit.queryside.drafts.StoredDrafts.StoredDraft;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What the content log holds of a draft: names, numbers and its message, never a line of code; people by their ids alone. */
final class CommitDocument {
    private static final int LATIN = 0x250;

    private CommitDocument() {}

    /** @param meaning numbers of the message; null where there are none (yet) */
    static byte[] of(StoredDraft stored, float @Nullable [] meaning) {
        ObjectNode document = words(stored.view());
        document.put("digest", digest(document, meaning != null));
        if (meaning != null) {
            var vector = document.putArray("vector");
            for (float number : meaning) {
                vector.add(number);
            }
        }
        return SearchEngine.JSON.writeValueAsBytes(document);
    }

    /** Equal for documents that say the same. */
    static String digest(StoredDraft stored, boolean withMeaning) {
        return digest(words(stored.view()), withMeaning);
    }

    private static String digest(ObjectNode words, boolean withMeaning) {
        byte[] hash = sha256(SearchEngine.JSON.writeValueAsString(words) + withMeaning);
        return HexFormat.of().formatHex(hash, 0, 16);
    }

    private static ObjectNode words(DraftView draft) {
        SecretScanner secrets = new SecretScanner();
        ObjectNode document = SearchEngine.JSON.createObjectNode();
        document.put("draft", draft.draftId().toString());
        document.put("author", draft.author().toString());
        document.put("repository", draft.repositoryId().toString());
        document.put("status", draft.status().name());
        document.put("captured_at", draft.capturedAt().toString());
        String message = draft.message() == null ? "" : secrets.redact(draft.message());
        int end = message.indexOf('\n');
        document.put("subject", end < 0 ? message : message.substring(0, end));
        document.put("body", end < 0 ? "" : message.substring(end).strip());
        document.put("branch", secrets.redact(draft.branch()));
        var commits = document.putArray("commits");
        draft.commitIds().forEach(commits::add);
        var parts = document.putArray("parts");
        var files = document.putArray("files");
        var symbols = document.putArray("symbols");
        ChangeCard card = draft.card();
        if (card != null) {
            for (Cluster cluster : card.clusters()) {
                parts.add(secrets.redact(cluster.title()));
                cluster.files().stream()
                        .map(ClusterFile::path)
                        .map(secrets::redact)
                        .forEach(files::add);
            }
            card.symbols().stream()
                    .map(ChangedSymbol::name)
                    .map(secrets::redact)
                    .forEach(symbols::add);
        }
        return document;
    }

    /**
     * What a draft means, in words that the model can read; empty where nobody would look for it, or where it is in letters
     * that the model does not know, as to it all of those mean the same.
     */
    static String meaning(DraftView draft) {
        String message = draft.message();
        return message == null || draft.status() != DraftStatus.PUSHED
                ? ""
                : readable(new SecretScanner().redact(message));
    }

    /** The text, or nothing if most of its letters are none that the model knows. */
    static String readable(String text) {
        long letters = text.codePoints().filter(Character::isLetter).count();
        long known = text.codePoints()
                .filter(c -> c < LATIN && Character.isLetter(c))
                .count();
        return letters > 0 && known * 2 > letters ? text.strip() : "";
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static float[] vector(TextVector vector) {
        float[] numbers = new float[vector.numbers().size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = vector.numbers().get(i);
        }
        return numbers;
    }
}
