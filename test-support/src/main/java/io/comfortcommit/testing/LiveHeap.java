package io.comfortcommit.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What another JVM's heap holds after a full collection, as {@code jcmd GC.class_histogram} counts it. The other JVM stands
 * still meanwhile.
 *
 * @param bytes of all objects
 */
public record LiveHeap(long bytes, Map<String, Long> instances) {
    private static final Pattern CLASS =
            Pattern.compile("^ *\\d+: +(\\d+) +\\d+  (\\S+)(?: \\(.*\\))?$", Pattern.MULTILINE);
    private static final Pattern TOTAL = Pattern.compile("^Total +\\d+ +(\\d+)$", Pattern.MULTILINE);

    public static LiveHeap of(long pid) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(pid),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher total = TOTAL.matcher(said);
        if (jcmd.waitFor() != 0 || !total.find()) {
            throw new IOException("the heap of process " + pid + " can't be looked at:\n" + said);
        }
        Map<String, Long> instances = new HashMap<>();
        Matcher line = CLASS.matcher(said);
        while (line.find()) {
            instances.merge(line.group(2), Long.valueOf(line.group(1)), Long::sum);
        }
        return new LiveHeap(Long.parseLong(total.group(1)), instances);
    }

    public long instances(Class<?> type) {
        return instances.getOrDefault(type.getName(), 0L);
    }
}
