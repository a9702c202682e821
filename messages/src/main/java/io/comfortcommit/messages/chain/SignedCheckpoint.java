package io.comfortcommit.messages.chain;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A checkpoint with its signatures: a note of C2SP signed-note.
 *
 * @param text the whole note
 */
public record SignedCheckpoint(Checkpoint checkpoint, List<NoteSignature> signatures, String text) {
    private static final int ID_BYTES = 4;
    private static final Pattern SIGNATURE = Pattern.compile("— ([^\\s+]+) ([A-Za-z0-9+/=]+)\\n");

    public SignedCheckpoint {
        signatures = List.copyOf(signatures);
    }

    /** @param keyId in hex */
    public record NoteSignature(String name, String keyId, byte[] signature) {}

    /** @throws IllegalArgumentException unless it is exactly one note with a checkpoint in it */
    public static SignedCheckpoint of(String note) {
        int end = note.lastIndexOf("\n\n");
        if (end < 0) {
            throw new IllegalArgumentException("no signature stands under it");
        }
        Checkpoint checkpoint = Checkpoint.of(note.substring(0, end + 1));
        List<NoteSignature> signatures = new ArrayList<>();
        Matcher signature = SIGNATURE.matcher(note);
        int at = end + 2;
        while (at < note.length()) {
            signature.region(at, note.length());
            if (!signature.lookingAt()) {
                throw new IllegalArgumentException("what stands under it is no signature");
            }
            signatures.add(signature(signature.group(1), signature.group(2)));
            at = signature.end();
        }
        if (signatures.isEmpty()) {
            throw new IllegalArgumentException("no signature stands under it");
        }
        return new SignedCheckpoint(checkpoint, signatures, note);
    }

    private static NoteSignature signature(String name, String base64) {
        byte[] bytes = Base64.getDecoder().decode(base64);
        if (bytes.length <= ID_BYTES) {
            throw new IllegalArgumentException("what stands under it is no signature");
        }
        return new NoteSignature(
                name, HexFormat.of().formatHex(bytes, 0, ID_BYTES), Arrays.copyOfRange(bytes, ID_BYTES, bytes.length));
    }

    /** All notes of a file that holds nothing else, one after another. */
    public static List<SignedCheckpoint> all(String file) {
        List<SignedCheckpoint> notes = new ArrayList<>();
        StringBuilder note = new StringBuilder();
        boolean signed = false;
        for (String line : file.split("(?<=\\n)")) {
            boolean signature = line.startsWith("— ");
            if (signed && !signature) {
                notes.add(of(note.toString()));
                note.setLength(0);
                signed = false;
            }
            if (note.isEmpty() && line.isBlank()) {
                continue;
            }
            note.append(line);
            signed |= signature;
        }
        if (!note.isEmpty()) {
            notes.add(of(note.toString()));
        }
        return notes;
    }

    /** Whether the key, by name and id, made one of the signatures. */
    boolean isSignedBy(NoteKey key) {
        byte[] signed = text.substring(0, text.lastIndexOf("\n\n") + 1).getBytes(StandardCharsets.UTF_8);
        return signatures.stream()
                .anyMatch(signature -> signature.name().equals(key.name())
                        && signature.keyId().equals(key.id())
                        && key.signed(signed, signature.signature()));
    }
}
