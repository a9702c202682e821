package io.comfortcommit.benchmarks;

import io.comfortcommit.analysis.prompt.TokenCount;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.sagas.tokens.CallTracker;
import io.comfortcommit.sagas.tokens.ModelCall;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** What it costs to account for a call to a model: tokens, price, metrics, budget and the event, without storing it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CallBookkeeping {
    private static final String ANSWER = """
            {"type": "feat", "scope": "order", "subject": "add retry with backoff to OrderClient", "body": ["try a failed \
            call to the payment service again up to three times", "add RetryPolicy with its delays", "test that a refused \
            order is not sent again"], "confidence": 0.86}""";
    private static final ModelCall.Purpose PURPOSE = new ModelCall.Purpose(
            new DraftId(new UUID(7, 1)), new RepositoryId(new UUID(7, 2)), new UserId(new UUID(7, 3)));

    private final List<Object> kept = new ArrayList<>(1);
    private final CallTracker tracker = CallTracker.inMemory(
            new SimpleMeterRegistry(),
            event -> {
                kept.clear();
                kept.add(event);
            },
            Clock.systemUTC());

    /**
     * @param told microseconds where the server tells the tokens
     * @param counted microseconds where the answer's are counted here; the prompt's are while it is written
     */
    record Result(double told, double counted) {}

    static Result run() throws RunnerException {
        double[] scores = new Runner(new OptionsBuilder()
                        .include(CallBookkeeping.class.getName() + ".*")
                        .warmupIterations(5)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(5)
                        .measurementTime(TimeValue.seconds(1))
                        .forks(1)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run().stream()
                        .map(RunResult::getPrimaryResult)
                        .sorted((one, other) -> other.getLabel().compareTo(one.getLabel()))
                        .mapToDouble(result -> result.getScore())
                        .toArray();
        return new Result(scores[0], scores[1]);
    }

    @Benchmark
    public void told(Blackhole hole) {
        track(86, false, hole);
    }

    @Benchmark
    public void counted(Blackhole hole) {
        track(TokenCount.of(ANSWER), true, hole);
    }

    private void track(int answer, boolean counted, Blackhole hole) {
        tracker.track(
                new ModelCall(PURPOSE, "team-a", "local", "some-model", 6_912, answer, counted, 1_234_567_890L, "OK"));
        hole.consume(kept);
    }
}
