package io.comfortcommit.analysis.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.FileChange.Hunk;
import io.comfortcommit.analysis.FileChange.Kind;
import io.comfortcommit.analysis.FileChange.Sides;
import io.comfortcommit.analysis.Told;
import io.comfortcommit.analysis.drafting.DraftingContext;
import io.comfortcommit.analysis.drafting.StructuralDrafter;
import io.comfortcommit.analysis.exchange.BadAnalysisException.Flaw;
import io.comfortcommit.analysis.graph.ChangeGraph;
import io.comfortcommit.analysis.secrets.SecretScanner;
import io.comfortcommit.analysis.symbols.SymbolChange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskingTest {
    private static final String TOKEN = "ghp_" + "9f3K2mQ7xT1vB8nL4wZ6cR5yH0jD2a3fRqnR";
    private static final String BEFORE = """
            package shop;

            class Order {
                int total() {
                    return 0;
                }
            }
            """;
    private static final String AFTER = """
            package shop;

            class Order {
                int total() {
                    return rounded(lines.sum());
                }

                int rounded(int cents) {
                    return cents / 5 * 5;
                }
            }
            """;

    private static ChangeSet change() {
        return new ChangeSet(
                List.of(
                        added("deploy.env", "GITHUB_TOKEN=" + TOKEN, "REGION=eu"),
                        added("docs/private/plan.md", "the plan of " + TOKEN),
                        new FileChange(
                                "src/Order.java",
                                "src/Order.java",
                                Kind.MODIFIED,
                                0100644,
                                0100644,
                                false,
                                5,
                                1,
                                List.of(new Hunk(
                                        3,
                                        5,
                                        3,
                                        9,
                                        List.of(
                                                " class Order {",
                                                "     int total() {",
                                                "-        return 0;",
                                                "+        return rounded(lines.sum());",
                                                "+    }",
                                                "+",
                                                "+    int rounded(int cents) {",
                                                "+        return cents / 5 * 5;",
                                                "     }",
                                                " }"),
                                        "\tclass Order {")),
                                new Sides(BEFORE, AFTER))),
                false);
    }

    private static FileChange added(String path, String... lines) {
        return new FileChange(
                null,
                path,
                Kind.ADDED,
                0,
                0100644,
                false,
                lines.length,
                0,
                List.of(new Hunk(
                        0,
                        0,
                        1,
                        lines.length,
                        Stream.of(lines).map(line -> "+" + line).toList())));
    }

    private static Analysis masked() {
        return Masking.of(
                change(),
                2,
                List.of("fix: what " + TOKEN + " did\u0007"),
                Map.of(
                        ".comfortignore",
                        "docs/private/\n",
                        "package.json",
                        "{\"name\":\"shop\",\"commitlint\":{\"extends\":[\"x\"]}}"),
                (_, _, secret) ->
                        Integer.toHexString(secret.hashCode()).repeat(4).substring(0, 24));
    }

    private static Analysis sent() throws BadAnalysisException {
        return AnalysisJson.read(AnalysisJson.write(masked()));
    }

    private static Told told(Analysis analysis) {
        return Objects.requireNonNull(analysis.change().told());
    }

    @Test
    void noSecretAndNoWholeFileIsInWhatLeaves() {
        String json = new String(AnalysisJson.write(masked()), StandardCharsets.UTF_8);

        assertThat(json)
                .doesNotContain(TOKEN)
                .doesNotContain("package shop")
                .contains("GITHUB_TOKEN=<GITHUB_TOKEN:1>")
                .doesNotContain("the plan of")
                .contains("docs/private/plan.md")
                .doesNotContain("\"name\":\"shop\"");
    }

    @Test
    void whatArrivesIsWhatWasSent() throws BadAnalysisException {
        assertThat(sent()).isEqualTo(masked());
    }

    @Test
    void aReplacedSecretIsFoundByItsFingerprint() throws BadAnalysisException {
        assertThat(new SecretScanner().scan(sent().change(), (finding, _, secret) -> finding.path() + " " + secret))
                .containsExactly(
                        "deploy.env " + told(masked()).secrets().getFirst().fingerprint());
    }

    @Test
    void aSecretInAPathLeavesInNoPlaceAndIsFoundOnceWhereItArrives() throws BadAnalysisException {
        String other = "ghp_" + "Z1yX2wV3uT4sR5qP6oN7mL8kJ9iH0g3mE1Tj";
        String after = "class A {\n    int b() {\n        return 1;\n    }\n}";
        ChangeSet change = new ChangeSet(
                List.of(
                        new FileChange(
                                "old/" + other + ".md",
                                "new/" + TOKEN + ".md",
                                Kind.RENAMED,
                                0100644,
                                0100644,
                                false,
                                0,
                                0,
                                List.of()),
                        added("dump/kX9!vq27Lm/prod.env", "API_TOKEN=" + TOKEN, "DB_PASSWORD=kX9!vq27Lm"),
                        new FileChange(
                                null,
                                TOKEN + "/A.java",
                                Kind.ADDED,
                                0,
                                0100644,
                                false,
                                5,
                                0,
                                List.of(new Hunk(
                                        0,
                                        0,
                                        1,
                                        5,
                                        after.lines().map(line -> "+" + line).toList())),
                                new Sides("", after))),
                false);
        List<String> places = new ArrayList<>();
        Analysis masked = Masking.of(change, 0, List.of(), Map.of(), (finding, path, _) -> {
            places.add(path);
            return "fingerprint-of-number-" + places.size();
        });
        byte[] json = AnalysisJson.write(masked);
        Analysis arrived = AnalysisJson.read(json);

        assertThat(new String(json, StandardCharsets.UTF_8)).doesNotContain(TOKEN, other, "kX9!vq27Lm");
        assertThat(arrived).isEqualTo(masked);
        assertThat(arrived.change().files())
                .extracting(FileChange::path)
                .containsExactly("new/<GITHUB_TOKEN:1>.md", "dump/<PASSWORD:1>/prod.env", "<GITHUB_TOKEN:1>/A.java");
        assertThat(told(arrived).symbols())
                .extracting(SymbolChange::path)
                .isNotEmpty()
                .containsOnly("<GITHUB_TOKEN:1>/A.java");
        assertThat(places)
                .containsExactly(
                        "new/" + TOKEN + ".md",
                        "dump/kX9!vq27Lm/prod.env",
                        "dump/kX9!vq27Lm/prod.env",
                        TOKEN + "/A.java");
        assertThat(new SecretScanner()
                        .scan(arrived.change(), (finding, path, secret) -> finding.path() + " " + path + " " + secret))
                .containsExactly(
                        "new/<GITHUB_TOKEN:1>.md new/<GITHUB_TOKEN>.md fingerprint-of-number-1",
                        "dump/<PASSWORD:1>/prod.env dump/<PASSWORD>/prod.env fingerprint-of-number-2",
                        "dump/<PASSWORD:1>/prod.env dump/<PASSWORD>/prod.env fingerprint-of-number-3",
                        "<GITHUB_TOKEN:1>/A.java <GITHUB_TOKEN>/A.java fingerprint-of-number-4");
    }

    @Test
    void theGraphIsThatOfTheFiles() throws BadAnalysisException {
        ChangeGraph here = ChangeGraph.of(change());
        ChangeGraph there = ChangeGraph.of(sent().change());

        assertThat(there.symbols()).extracting(SymbolChange::qualifiedName).contains("Order.total", "Order.rounded");
        assertThat(there.edges()).isEqualTo(here.edges()).isNotEmpty();
        assertThat(there.weights()).isEqualTo(here.weights());
    }

    @Test
    void theDraftedMessageIsThatOfTheFiles() throws BadAnalysisException {
        DraftingContext context = new DraftingContext(Locale.ENGLISH, List.of(), "main");
        UnaryOperator<ChangeSet> looked = change -> change.without(path -> path.startsWith("docs/private/"));

        assertThat(new StructuralDrafter()
                        .draft(looked.apply(sent().change()), context)
                        .message())
                .isEqualTo(new StructuralDrafter()
                        .draft(looked.apply(change()), context)
                        .message());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "version":1              | "version":2                    | MALFORMED
            "truncated":false        | "truncated":false,"also":1     | MALFORMED
            "kind":"ADDED"           | "kind":"DELETED"               | MALFORMED
            "newMode":33188          | "newMode":33189                | MALFORMED
            "insertions":2           | "insertions":1                 | MALFORMED
            "newLines":2             | "newLines":3                   | MALFORMED
            "+REGION=eu"             | "REGION=eu"                    | MALFORMED
            "+REGION=eu"             | "+REGION=\\u0000"              | MALFORMED
            "+REGION=eu"             | "+REGION\\n+eu"                | MALFORMED
            "newPath":"deploy.env"   | "newPath":"../deploy.env"      | HOSTILE_PATH
            "newPath":"deploy.env"   | "newPath":"/deploy.env"        | HOSTILE_PATH
            "newPath":"deploy.env"   | "newPath":"x/.GIT/hooks/a"     | HOSTILE_PATH
            "newPath":"deploy.env"   | "newPath":"deploy\\u001b[2J"   | HOSTILE_PATH
            "newPath":"deploy.env"   | "newPath":"src/Order.java"     | MALFORMED
            "path":"deploy.env"      | "path":"elsewhere.env"         | MALFORMED
            "<GITHUB_TOKEN:1>"       | "<script>"                     | MALFORMED
            "name":"rounded"         | "name":"rounded\\u0000"        | MALFORMED
            ".comfortignore":        | "secrets.txt":                 | MALFORMED
            """)
    void whatNoChangeLooksLikeIsRefused(String sent, String instead, Flaw flaw) {
        String json = new String(AnalysisJson.write(masked()), StandardCharsets.UTF_8);
        assertThat(json).contains(sent);
        String forged = json.replaceFirst(
                java.util.regex.Pattern.quote(sent), java.util.regex.Matcher.quoteReplacement(instead));

        assertThatThrownBy(() -> AnalysisJson.read(forged.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        BadAnalysisException.class,
                        bad -> assertThat(bad.flaw()).isEqualTo(flaw));
    }

    @Test
    void moreLinesThanAPersonCanReadAreTooLarge() {
        ChangeSet huge = new ChangeSet(
                List.of(added("a.txt", Stream.generate(() -> "x").limit(200_001).toArray(String[]::new))), false);
        byte[] json = AnalysisJson.write(Masking.of(huge, 0, List.of(), Map.of(), (_, _, _) -> ""));

        assertThatThrownBy(() -> AnalysisJson.read(json))
                .isInstanceOfSatisfying(
                        BadAnalysisException.class,
                        bad -> assertThat(bad.flaw()).isEqualTo(Flaw.TOO_LARGE));
    }
}
