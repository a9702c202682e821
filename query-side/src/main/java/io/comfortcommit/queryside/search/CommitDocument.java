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
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** What the content log holds of a draft: names, numbers and its message, never a line of code; people by their ids alone. */
final class CommitDocument {
    private static final int LATIN = 0x250;

    /** A JSON object without digest and vector. */
    private final byte[] words;

    private final String meaning;

    private CommitDocument(byte[] words, String meaning) {
        this.words = words;
        this.meaning = meaning;
    }

    static CommitDocument of(StoredDraft stored) {
        DraftView draft = stored.view();
        UnaryOperator<String> redacted = redaction(draft);
        String message = draft.message() == null ? "" : redacted.apply(draft.message());
        return new CommitDocument(
                words(draft, message, redacted), draft.status() == DraftStatus.PUSHED ? readable(message) : "");
    }

    /** @param vector numbers of the {@link #meaning}; null where there are none (yet) */
    byte[] bytes(float @Nullable [] vector) {
        StringBuilder rest = new StringBuilder(vector == null ? 64 : 64 + 12 * vector.length);
        rest.append(",\"digest\":\"").append(digest(vector != null)).append('"');
        if (vector != null) {
            rest.append(",\"vector\":");
            char before = '[';
            for (float number : vector) {
                rest.append(before).append(number);
                before = ',';
            }
            rest.append(']');
        }
        byte[] end = rest.append('}').toString().getBytes(StandardCharsets.US_ASCII);
        byte[] document = Arrays.copyOf(words, words.length - 1 + end.length);
        System.arraycopy(end, 0, document, words.length - 1, end.length);
        return document;
    }

    /** Equal for documents that say the same. */
    String digest(boolean withMeaning) {
        MessageDigest sha256 = sha256();
        sha256.update(words);
        sha256.update(String.valueOf(withMeaning).getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().formatHex(sha256.digest(), 0, 16);
    }

    /**
     * What a draft means, in words that the model can read; empty where nobody would look for it, or where it is in letters
     * that the model does not know, as to it all of those mean the same.
     */
    String meaning() {
        return meaning;
    }

    private static byte[] words(DraftView draft, String message, UnaryOperator<String> redacted) {
        ByteArrayOutputStream document = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = SearchEngine.JSON.createGenerator(document)) {
            json.writeStartObject();
            json.writeStringProperty("draft", draft.draftId().toString());
            json.writeStringProperty("author", draft.author().toString());
            json.writeStringProperty("repository", draft.repositoryId().toString());
            json.writeStringProperty("status", draft.status().name());
            json.writeStringProperty("captured_at", draft.capturedAt().toString());
            int end = message.indexOf('\n');
            json.writeStringProperty("subject", end < 0 ? message : message.substring(0, end));
            json.writeStringProperty(
                    "body", end < 0 ? "" : message.substring(end).strip());
            json.writeStringProperty("branch", redacted.apply(draft.branch()));
            write(json, "commits", draft.commitIds());
            ChangeCard card = draft.card();
            List<Cluster> clusters = card == null ? List.of() : card.clusters();
            List<ChangedSymbol> symbols = card == null ? List.of() : card.symbols();
            write(
                    json,
                    "parts",
                    clusters.stream().map(Cluster::title).map(redacted).toList());
            write(
                    json,
                    "files",
                    clusters.stream()
                            .flatMap(cluster -> cluster.files().stream())
                            .map(ClusterFile::path)
                            .map(redacted)
                            .toList());
            write(
                    json,
                    "symbols",
                    symbols.stream().map(ChangedSymbol::name).map(redacted).toList());
            json.writeEndObject();
        }
        return document.toByteArray();
    }

    private static void write(JsonGenerator json, String name, List<String> values) {
        json.writeArrayPropertyStart(name);
        values.forEach(json::writeString);
        json.writeEndArray();
    }

    /** Takes secrets out. Nearly all drafts hold none, which one look at all their words tells. */
    private static UnaryOperator<String> redaction(DraftView draft) {
        StringJoiner words = new StringJoiner("\n");
        if (draft.message() != null) {
            words.add(draft.message());
        }
        words.add(draft.branch());
        ChangeCard card = draft.card();
        if (card != null) {
            for (Cluster cluster : card.clusters()) {
                words.add(cluster.title());
                cluster.files().forEach(file -> words.add(file.path()));
            }
            card.symbols().forEach(symbol -> words.add(symbol.name()));
        }
        SecretScanner secrets = new SecretScanner();
        return secrets.scan("", words.toString()).isEmpty() ? UnaryOperator.identity() : secrets::redact;
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
        return sha256().digest(text.getBytes(StandardCharsets.UTF_8));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
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
