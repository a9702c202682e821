package io.comfortcommit.gateway.capture;

import io.comfortcommit.gateway.problem.Problem;
import io.comfortcommit.gateway.problem.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * A capture on its way in. It may be abandoned at any moment, because clients go away when they like; once its content is
 * taken, who took it closes it.
 */
public final class Upload {
    /** Of the part {@code capture}, in bytes. */
    private static final int LONGEST_FORM = 64 * 1024;

    private final FileChannel spooled;
    private @Nullable ByteArrayOutputStream form;
    private @Nullable String content;
    private boolean taken;
    private boolean abandoned;

    public Upload(FileChannel spooled) {
        this.spooled = spooled;
    }

    /** @throws ProblemException for a part that a capture does not have, or has already */
    synchronized void beginPart(String name) {
        switch (name) {
            case "capture" -> {
                if (form != null) {
                    throw Problem.badRequest("PART_TWICE", name).asException();
                }
                form = new ByteArrayOutputStream();
            }
            case "bundle", "analysis" -> {
                if (content != null) {
                    throw Problem.badRequest("PART_TWICE", name).asException();
                }
                content = name;
            }
            default -> throw Problem.badRequest("PART_UNKNOWN", name).asException();
        }
    }

    synchronized void append(String name, ByteBuffer piece) {
        ByteArrayOutputStream formSoFar = form;
        if (name.equals("capture") && formSoFar != null) {
            if (formSoFar.size() + piece.remaining() > LONGEST_FORM) {
                throw Problem.tooLarge().asException();
            }
            byte[] bytes = new byte[piece.remaining()];
            piece.get(bytes);
            formSoFar.writeBytes(bytes);
            return;
        }
        if (abandoned) {
            return;
        }
        try {
            while (piece.hasRemaining()) {
                spooled.write(piece);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the upload can't be spooled", e);
        }
    }

    /** The part {@code capture}. */
    public synchronized byte[] form() {
        if (form == null) {
            throw Problem.badRequest("PART_MISSING", "capture").asException();
        }
        return form.toByteArray();
    }

    /** Whether it has an analysis in the place of a bundle. */
    synchronized boolean isAnalysis() {
        return "analysis".equals(content);
    }

    /** The part {@code bundle} from its begin; to be closed by the caller. */
    public synchronized InputStream takeBundle() throws IOException {
        if (isAnalysis()) {
            throw Problem.badRequest("PART_MISSING", "bundle").asException();
        }
        return takeContent();
    }

    /** The part {@code bundle} or {@code analysis} from its begin; to be closed by the caller. */
    synchronized InputStream takeContent() throws IOException {
        if (content == null) {
            throw Problem.badRequest("PART_MISSING", "bundle").asException();
        }
        spooled.position(0);
        taken = true;
        return Channels.newInputStream(spooled);
    }

    public synchronized void abandon() {
        abandoned = true;
        if (!taken) {
            try {
                spooled.close();
            } catch (IOException e) {
                throw new UncheckedIOException("the upload can't be closed", e);
            }
        }
    }
}
