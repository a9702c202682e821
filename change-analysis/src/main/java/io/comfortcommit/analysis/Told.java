package io.comfortcommit.analysis;

import io.comfortcommit.analysis.secrets.Finding;
import io.comfortcommit.analysis.symbols.SymbolChange;
import java.util.List;
import java.util.function.Predicate;

/**
 * What was found out about a change on the machine that its files lie on, for whoever sees only what may leave it: hunks with
 * placeholders in place of secrets, and no whole file.
 *
 * @param symbols in the order of files and lines; the source of each is only what it names of the others
 * @param secrets what was replaced in the lines that the change adds
 */
public record Told(List<SymbolChange> symbols, List<Secret> secrets) {
    public Told {
        symbols = List.copyOf(symbols);
        secrets = List.copyOf(secrets);
    }

    /** @param fingerprint the same for the same secret in the same file, and nothing that tells what it is */
    public record Secret(Finding finding, String fingerprint) {}

    Told without(Predicate<String> path) {
        return new Told(
                symbols.stream().filter(symbol -> !path.test(symbol.path())).toList(),
                secrets.stream()
                        .filter(secret -> !path.test(secret.finding().path()))
                        .toList());
    }
}
