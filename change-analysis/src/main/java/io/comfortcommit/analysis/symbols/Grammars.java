package io.comfortcommit.analysis.symbols;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.treesitter.TSLanguage;
import org.treesitter.TreeSitterBash;
import org.treesitter.TreeSitterC;
import org.treesitter.TreeSitterCSharp;
import org.treesitter.TreeSitterCpp;
import org.treesitter.TreeSitterGo;
import org.treesitter.TreeSitterJava;
import org.treesitter.TreeSitterJavascript;
import org.treesitter.TreeSitterKotlin;
import org.treesitter.TreeSitterPhp;
import org.treesitter.TreeSitterPython;
import org.treesitter.TreeSitterRuby;
import org.treesitter.TreeSitterRust;
import org.treesitter.TreeSitterScala;
import org.treesitter.TreeSitterSwift;
import org.treesitter.TreeSitterTsx;
import org.treesitter.TreeSitterTypescript;

/** The grammar for a file. Each native library is loaded when a file first needs it. */
public final class Grammars {
    private static final Map<String, Supplier<TSLanguage>> BY_EXTENSION = Map.ofEntries(
            Map.entry("java", TreeSitterJava::new),
            Map.entry("kt", TreeSitterKotlin::new),
            Map.entry("kts", TreeSitterKotlin::new),
            Map.entry("py", TreeSitterPython::new),
            Map.entry("pyi", TreeSitterPython::new),
            Map.entry("js", TreeSitterJavascript::new),
            Map.entry("jsx", TreeSitterJavascript::new),
            Map.entry("mjs", TreeSitterJavascript::new),
            Map.entry("cjs", TreeSitterJavascript::new),
            Map.entry("ts", TreeSitterTypescript::new),
            Map.entry("mts", TreeSitterTypescript::new),
            Map.entry("cts", TreeSitterTypescript::new),
            Map.entry("tsx", TreeSitterTsx::new),
            Map.entry("go", TreeSitterGo::new),
            Map.entry("rs", TreeSitterRust::new),
            Map.entry("c", TreeSitterC::new),
            // What a header is in can't be told from its name; C++ reads C too.
            Map.entry("h", TreeSitterCpp::new),
            Map.entry("cc", TreeSitterCpp::new),
            Map.entry("cpp", TreeSitterCpp::new),
            Map.entry("cxx", TreeSitterCpp::new),
            Map.entry("hh", TreeSitterCpp::new),
            Map.entry("hpp", TreeSitterCpp::new),
            Map.entry("cs", TreeSitterCSharp::new),
            Map.entry("rb", TreeSitterRuby::new),
            Map.entry("rake", TreeSitterRuby::new),
            Map.entry("php", TreeSitterPhp::new),
            Map.entry("swift", TreeSitterSwift::new),
            Map.entry("scala", TreeSitterScala::new),
            Map.entry("sc", TreeSitterScala::new),
            Map.entry("sh", TreeSitterBash::new),
            Map.entry("bash", TreeSitterBash::new));

    private static final Map<String, Optional<TSLanguage>> LOADED = new ConcurrentHashMap<>();

    private Grammars() {}

    /** @return empty where there is no grammar, or where its library doesn't run on this machine */
    public static Optional<TSLanguage> of(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return LOADED.computeIfAbsent(extension, Grammars::load);
    }

    private static Optional<TSLanguage> load(String extension) {
        Supplier<TSLanguage> grammar = BY_EXTENSION.get(extension);
        try {
            return grammar == null ? Optional.empty() : Optional.of(grammar.get());
        } catch (RuntimeException | LinkageError notOnThisMachine) {
            return Optional.empty();
        }
    }
}
