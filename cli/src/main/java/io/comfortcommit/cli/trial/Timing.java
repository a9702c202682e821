package io.comfortcommit.cli.trial;

import io.comfortcommit.cli.terminal.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import tools.jackson.databind.node.ObjectNode;

/** How long each step took, in milliseconds. */
final class Timing {
    private final LongSupplier nanos;
    private final long began;
    private final Map<String, Long> millis = new LinkedHashMap<>();

    Timing(LongSupplier nanos) {
        this.nanos = nanos;
        this.began = nanos.getAsLong();
    }

    /** A moment; see {@link #record}. */
    long now() {
        return nanos.getAsLong();
    }

    /** @return milliseconds since then */
    long record(String step, long since) {
        long took = (nanos.getAsLong() - since) / 1_000_000;
        millis.put(step, took);
        return took;
    }

    ObjectNode json() {
        ObjectNode json = Json.object();
        for (String step : new String[] {"copy", "start", "capture", "draft", "approve", "push"}) {
            json.put(step, millis.getOrDefault(step, 0L));
        }
        return json.put("total", (nanos.getAsLong() - began) / 1_000_000);
    }
}
