package io.comfortcommit.cli.proof;

import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.failure.Problem;
import io.comfortcommit.cli.terminal.Json;
import io.comfortcommit.messages.chain.Excerpt;
import io.comfortcommit.messages.chain.Hash;
import io.comfortcommit.messages.chain.Leaf;
import io.comfortcommit.messages.chain.SignedCheckpoint;
import io.comfortcommit.messages.chain.TrustedKeys;
import io.comfortcommit.messages.chain.Verification;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** An exported part of a chain, line by line: however long it is, no more than one is in memory. */
final class ChainExport {
    private ChainExport() {}

    /**
     * @param name what the lines come from, for what is said if they are no export
     * @param outside checkpoints that were kept elsewhere
     * @param from the first leaf whose record is compared with its hash; the hashes of all lead to the checkpoints
     * @param to the first one after them
     */
    static Verified verify(
            Stream<String> export, String name, TrustedKeys keys, List<SignedCheckpoint> outside, long from, long to) {
        Iterator<String> lines = export.iterator();
        Excerpt excerpt = excerpt(lines.hasNext() ? lines.next() : "", name);
        Verification verification = new Verification(keys, outside, excerpt);
        for (long number = 2; lines.hasNext(); number++) {
            String line = lines.next();
            if (!line.isBlank()) {
                take(line, number, verification, from, to);
            }
        }
        return new Verified(
                excerpt.origin(), Math.max(from, excerpt.from()), Math.min(to, excerpt.to()), verification.report());
    }

    /** @param to the first leaf that was not looked at any more */
    record Verified(String origin, long from, long to, Verification.Report report) {}

    private static Excerpt excerpt(String line, String name) {
        try {
            JsonNode first = Json.parse(line);
            String checkpoint = Json.text(first, "checkpoint");
            return new Excerpt(
                    needed(first, "origin"),
                    number(first, "from"),
                    number(first, "to"),
                    number(first, "size"),
                    hashes(first.path("left")),
                    hashes(first.path("right")),
                    checkpoint == null ? null : SignedCheckpoint.of(checkpoint));
        } catch (JacksonException | IllegalArgumentException e) {
            throw Failure.of(e, Problem.NOT_AN_EXPORT, name);
        }
    }

    private static void take(String line, long number, Verification verification, long from, long to) {
        long leaf;
        Hash recorded;
        Leaf stored;
        try {
            JsonNode node = Json.parse(line);
            leaf = number(node, "leaf");
            recorded = Hash.of(needed(node, "hash"));
            if (leaf < from || leaf >= to) {
                verification.hash(leaf, recorded);
                return;
            }
            stored = node.path("gone").asBoolean(false) ? null : leaf(node);
        } catch (JacksonException | IllegalArgumentException e) {
            verification.unreadable(number);
            return;
        }
        verification.leaf(leaf, recorded, stored);
    }

    private static Leaf leaf(JsonNode node) {
        return new Leaf(
                needed(node, "kind"),
                needed(node, "id"),
                Json.text(node, "stream"),
                Json.text(node, "streamType"),
                node.has("sequence") ? number(node, "sequence") : null,
                needed(node, "name"),
                Json.text(node, "revision"),
                needed(node, "time"),
                bytes(Json.text(node, "metaData")),
                Base64.getDecoder().decode(needed(node, "payload")));
    }

    private static byte @Nullable [] bytes(@Nullable String base64) {
        return base64 == null ? null : Base64.getDecoder().decode(base64);
    }

    private static List<Hash> hashes(JsonNode texts) {
        List<Hash> hashes = new ArrayList<>();
        texts.forEach(text -> hashes.add(Hash.of(text.asString())));
        return hashes;
    }

    private static String needed(JsonNode node, String field) {
        String text = Json.text(node, field);
        if (text == null) {
            throw new IllegalArgumentException(field + " is missing");
        }
        return text;
    }

    private static long number(JsonNode node, String field) {
        JsonNode number = node.path(field);
        if (!number.isIntegralNumber() || !number.canConvertToLong()) {
            throw new IllegalArgumentException(field + " is no number");
        }
        return number.asLong();
    }
}
