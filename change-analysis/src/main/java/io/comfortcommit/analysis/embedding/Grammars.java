package io.comfortcommit.analysis.embedding;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.treesitter.TSLanguage;
import org.treesitter.TreeSitterGo;
import org.treesitter.TreeSitterJava;
import org.treesitter.TreeSitterJavascript;
import org.treesitter.TreeSitterKotlin;
import org.treesitter.TreeSitterPython;
import org.treesitter.TreeSitterRust;
import org.treesitter.TreeSitterTypescript;

/** The grammar for a file's extension. Each native library is loaded when a file first needs it. */
final class Grammars {
    private static final Map<String, Supplier<TSLanguage>> BY_EXTENSION = Map.ofEntries(
            Map.entry("java", TreeSitterJava::new),
            Map.entry("kt", TreeSitterKotlin::new),
            Map.entry("kts", TreeSitterKotlin::new),
            Map.entry("py", TreeSitterPython::new),
            Map.entry("js", TreeSitterJavascript::new),
            Map.entry("jsx", TreeSitterJavascript::new),
            Map.entry("mjs", TreeSitterJavascript::new),
            Map.entry("cjs", TreeSitterJavascript::new),
            Map.entry("ts", TreeSitterTypescript::new),
            Map.entry("mts", TreeSitterTypescript::new),
            Map.entry("go", TreeSitterGo::new),
            Map.entry("rs", TreeSitterRust::new));

    private static final Map<String, Optional<TSLanguage>> LOADED = new ConcurrentHashMap<>();

    private Grammars() {}

    /** @return empty where there is no grammar, or where its library doesn't run on this machine */
    static Optional<TSLanguage> of(String extension) {
        return LOADED.computeIfAbsent(extension, Grammars::load);
    }

    private static Optional<TSLanguage> load(String extension) {
        var grammar = BY_EXTENSION.get(extension);
        try {
            return grammar == null ? Optional.empty() : Optional.of(grammar.get());
        } catch (RuntimeException | LinkageError notOnThisMachine) {
            return Optional.empty();
        }
    }
}
