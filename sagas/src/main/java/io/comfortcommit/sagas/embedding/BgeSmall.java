package io.comfortcommit.sagas.embedding;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import io.comfortcommit.analysis.embedding.TextEmbedding;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * BGE-small (Xiao et al. 2023, version 1.5, eight bits) in the process: 384 numbers, without a network. A text longer than
 * {@value #CHUNK} pieces is read in chunks, and its vector is their mean, weighed by their lengths.
 *
 * <p>Nothing of it is loaded before the first text, and all of it is let go of when no text has come for a while. One text at
 * a time: a model that took all cores would take them from people.
 */
public final class BgeSmall implements TextEmbedding, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BgeSmall.class);
    private static final String MODEL = "/bge-small-en-v1.5-q.onnx";
    private static final String VOCABULARY = "/bge-small-en-v1.5-q-tokenizer.json";

    /** Half of what the model can read: attention grows with the square. */
    private static final int CHUNK = 254;

    private static final int MOST_CHUNKS = 4;

    private final Duration rest;

    @Nullable
    private Loaded loaded;

    private long lastRead;
    private boolean watched;

    private boolean broken;

    private record Loaded(WordPieces pieces, OrtEnvironment environment, OrtSession session) {}

    /** @param rest how long nothing must have been read before the memory is given back */
    public BgeSmall(Duration rest) {
        this.rest = rest;
    }

    @Override
    public String model() {
        return "bge-small-en-v1.5-q";
    }

    /** Empty on machines that the native code is not made for. */
    @Override
    public synchronized Optional<float[]> embed(String text) {
        if (broken) {
            return Optional.empty();
        }
        try {
            float[] vector = TextEmbedding.padded(read(text));
            lastRead = System.nanoTime();
            watch(rest);
            return Optional.of(vector);
        } catch (OrtException | IOException | UncheckedIOException | LinkageError e) {
            broken = true;
            LOG.warn("the language model in the process can't be used, texts have no vectors: {}", e.toString());
            return Optional.empty();
        } catch (IllegalStateException e) {
            // The process ends: the native code can't ask any more to be cleaned up after.
            LOG.debug("the language model is not loaded in a process that ends", e);
            return Optional.empty();
        }
    }

    private float[] read(String text) throws OrtException, IOException {
        Loaded model = loaded == null ? load() : loaded;
        loaded = model;
        long[] pieces = model.pieces.read(text);
        int length = Math.min(pieces.length, CHUNK * MOST_CHUNKS);
        float[] sum = new float[0];
        for (int from = 0; from == 0 || from < length; from += CHUNK) {
            int to = Math.min(length, from + CHUNK);
            float[] vector =
                    TextEmbedding.padded(first(model, framed(model.pieces, Arrays.copyOfRange(pieces, from, to))));
            sum = sum.length == 0 ? new float[vector.length] : sum;
            for (int i = 0; i < vector.length; i++) {
                sum[i] += vector[i] * Math.max(1, to - from);
            }
        }
        return sum;
    }

    /** The first place's numbers stand for the whole: so it was trained. */
    private static float[] first(Loaded model, long[] framed) throws OrtException {
        long[] attended = new long[framed.length];
        Arrays.fill(attended, 1);
        try (OnnxTensor numbers = OnnxTensor.createTensor(model.environment, new long[][] {framed});
                OnnxTensor attention = OnnxTensor.createTensor(model.environment, new long[][] {attended});
                OnnxTensor types = OnnxTensor.createTensor(model.environment, new long[][] {new long[framed.length]});
                OrtSession.Result result = model.session.run(
                        Map.of("input_ids", numbers, "attention_mask", attention, "token_type_ids", types))) {
            return ((float[][][]) result.get(0).getValue())[0][0];
        }
    }

    private static long[] framed(WordPieces words, long[] pieces) {
        long[] framed = new long[pieces.length + 2];
        framed[0] = words.begin();
        System.arraycopy(pieces, 0, framed, 1, pieces.length);
        framed[framed.length - 1] = words.end();
        return framed;
    }

    private static Loaded load() throws OrtException, IOException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "comfort");
        environment.setTelemetry(false);
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            // It would keep the memory of the longest text.
            options.setCPUArenaAllocator(false);
            options.setMemoryPatternOptimization(false);
            // From a file: read through the JVM's heap it would leave that larger by three times the model.
            Path weights = Files.createTempFile("comfort-model-", ".onnx");
            try {
                try (InputStream in = resource(MODEL)) {
                    Files.copy(in, weights, StandardCopyOption.REPLACE_EXISTING);
                }
                return new Loaded(
                        new WordPieces(vocabulary()),
                        environment,
                        environment.createSession(weights.toString(), options));
            } finally {
                Files.delete(weights);
            }
        }
    }

    /** Read word by word: as a tree it would take ten times its memory. */
    static Map<String, Integer> vocabulary() throws IOException {
        Map<String, Integer> numbers = new HashMap<>();
        try (InputStream in = resource(VOCABULARY);
                JsonParser json = JsonMapper.shared().createParser(in)) {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.START_OBJECT && "vocab".equals(json.currentName())) {
                    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                        numbers.put(json.currentName(), json.nextIntValue(0));
                    }
                    return numbers;
                }
            }
        }
        throw new IOException(VOCABULARY + " has no vocabulary");
    }

    private static InputStream resource(String name) throws IOException {
        InputStream in = BgeSmall.class.getResourceAsStream(name);
        if (in == null) {
            throw new IOException(name + " is not there");
        }
        return in;
    }

    private void watch(Duration until) {
        if (!watched) {
            watched = true;
            CompletableFuture.delayedExecutor(until.toNanos(), TimeUnit.NANOSECONDS, Thread::startVirtualThread)
                    .execute(this::closeIfAtRest);
        }
    }

    private synchronized void closeIfAtRest() {
        watched = false;
        Duration still = rest.minusNanos(System.nanoTime() - lastRead);
        if (still.isPositive()) {
            watch(still);
        } else {
            close();
        }
    }

    synchronized boolean isLoaded() {
        return loaded != null;
    }

    /** Frees the memory; the next text loads it again. */
    @Override
    public synchronized void close() {
        if (loaded != null) {
            try {
                loaded.session.close();
            } catch (OrtException e) {
                LOG.warn("the language model can't be closed: {}", e.toString());
            }
            loaded = null;
        }
    }
}
