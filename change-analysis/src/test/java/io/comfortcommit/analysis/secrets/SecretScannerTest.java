package io.comfortcommit.analysis.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.FileChange.Hunk;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretScannerTest {
    private static final long SEED = 20_261_123;
    /** What the labelled secrets are called when they are found; so many as there are, so that none gets lost unseen. */
    private static final int KINDS = 60;

    private static final String GITHUB = "ghp_" + "Q7vK2mX9pLw4Zt8RbN3cY6dHs5JfG1421scz";

    @ParameterizedTest
    @ValueSource(longs = {SEED, 1, 2, 3})
    void nearlyAllSecretsAreFoundAndNearlyNothingElse(long seed) {
        List<LabelledCases.Case> cases = LabelledCases.of(seed);
        int found = 0;
        int missed = 0;
        int alarms = 0;
        Set<String> kinds = new TreeSet<>();
        Map<String, String> wrong = new TreeMap<>();
        for (LabelledCases.Case one : cases) {
            SecretScanner scanner = new SecretScanner();
            List<Finding> findings = scanner.scan(new ChangeSet(List.of(added(one.path(), one.text())), false));
            boolean gone = one.secret() != null
                    && !scanner.redact(one.path(), one.text()).contains(one.secret());
            if (one.secret() == null) {
                alarms += findings.isEmpty() ? 0 : 1;
            } else if (gone && !findings.isEmpty()) {
                found++;
                findings.stream().map(Finding::kind).forEach(kinds::add);
            } else {
                missed++;
            }
            if (one.secret() == null ? !findings.isEmpty() : !gone) {
                wrong.put(one.name(), one.text().strip());
            }
        }
        double recall = (double) found / (found + missed);
        double precision = (double) found / (found + alarms);
        System.out.printf(
                Locale.ROOT,
                "seed %d: %d cases, %d with a secret, found of %d kinds, recall %.3f, precision %.3f; wrong: %s%n",
                seed,
                cases.size(),
                found + missed,
                kinds.size(),
                recall,
                precision,
                wrong);
        assertThat(cases.size()).isGreaterThanOrEqualTo(400);
        assertThat(kinds).as("kinds of what was found").hasSizeGreaterThanOrEqualTo(KINDS);
        assertThat(recall).as("missed: %s", wrong).isGreaterThanOrEqualTo(0.95);
        assertThat(precision).as("alarms: %s", wrong).isGreaterThanOrEqualTo(0.90);
    }

    @Test
    void aPrivateKeyIsAllItsLines() {
        List<String> secrets = new SecretScanner()
                .scan(
                        new ChangeSet(
                                List.of(
                                        added("a.pem", privateKey("QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo")),
                                        added("b.pem", privateKey("MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3A"))),
                                false),
                        (_, _, secret) -> secret);
        assertThat(secrets).hasSize(2).doesNotHaveDuplicates();
        assertThat(secrets.getFirst()).contains("QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo");
    }

    private static String privateKey(String line) {
        return "-----BEGIN " + "PRIVATE KEY-----\n" + line + "\n-----END " + "PRIVATE KEY-----\n";
    }

    @Test
    void aCloudKeyWithoutANameIsToldByTheIdBesideIt() {
        String id = "AKIA" + "Z7QK3XN5WV2LRT6B";
        String key = "qJ7r+Lw2" + "mXz0Vb9KfTn4Hs8YpGd3Rc6EuAj1WoQi";
        String commit = "89e6c98d92887913cadf06b2adb97f26cde4849b";
        for (String text : List.of(
                "connect(\"" + id + "\", \"" + key + "\");",
                "new Credentials(\n    \"" + id + "\",\n    \"" + key + "\")")) {
            assertThat(new SecretScanner().scan("A.java", text))
                    .extracting(Finding::kind)
                    .containsExactly("AWS_ACCESS_KEY_ID", "AWS_SECRET_KEY");
            assertThat(new SecretScanner().redact("A.java", text)).doesNotContain(id, key);
        }
        assertThat(new SecretScanner().scan("A.java", "rotate(\"" + id + "\", \"" + commit + "\");"))
                .extracting(Finding::kind)
                .containsExactly("AWS_ACCESS_KEY_ID");
        assertThat(new SecretScanner().scan("A.java", "checksum(\"" + key + "\");"))
                .isEmpty();
    }

    /** The first token is one that was published with its checksum, revoked; the last is of Grafana's own tests. */
    @ParameterizedTest
    @CsvSource({
        "GITHUB_TOKEN, ghp, _zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17",
        "GITHUB_TOKEN, gho, _zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17",
        "NPM_TOKEN, npm, _zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17",
        "GRAFANA_TOKEN, glsa, _iNValIdinValiDinvalidinvalidinva_5b582697",
    })
    void aTokenIsOfItsIssuerWhereItsChecksumFits(String kind, String prefix, String rest) {
        String token = prefix + rest;
        assertThat(new SecretScanner().scan("a.txt", token))
                .extracting(Finding::kind)
                .containsExactly(kind);
        for (int place = prefix.length() + 1; place < token.length(); place++) {
            if (Character.isLetterOrDigit(token.charAt(place))) {
                String other = token.substring(0, place)
                        + (token.charAt(place) == '7' ? '8' : '7')
                        + token.substring(place + 1);
                assertThat(new SecretScanner().scan("a.txt", other))
                        .as("it may be a token that was cut or mistyped: %s", place)
                        .extracting(Finding::kind)
                        .containsExactly("UNVERIFIED_TOKEN");
                assertThat(new SecretScanner().redact(other)).isEqualTo("<UNVERIFIED_TOKEN:1>");
            }
        }
    }

    @Test
    void aTokenInAPathIsFoundAndThePathToldWithoutIt() {
        SecretScanner scanner = new SecretScanner();
        ChangeSet change = new ChangeSet(
                List.of(
                        added("deploy/" + GITHUB + ".pem", "password = kX9!vq27Lm"),
                        added("docs/passwords/token=none.md", "# Notes")),
                false);
        assertThat(scanner.scan(change))
                .containsExactly(
                        new Finding("GITHUB_TOKEN", "deploy/<GITHUB_TOKEN:1>.pem", 1, "<GITHUB_TOKEN:1>"),
                        new Finding("PASSWORD", "deploy/<GITHUB_TOKEN:1>.pem", 1, "<PASSWORD:1>"));
        assertThat(scanner.redactPath(change.files().getFirst().path())).isEqualTo("deploy/<GITHUB_TOKEN:1>.pem");
    }

    @Test
    void whatShowsToBeASecretAnywhereIsInNoPath() {
        SecretScanner scanner = new SecretScanner();
        ChangeSet change = new ChangeSet(
                List.of(
                        added("dump/kX9!vq27Lm.sql", "-- " + GITHUB),
                        added("dump/kX9!vq27Lm/prod.env", "DB_PASSWORD=kX9!vq27Lm")),
                false);
        assertThat(scanner.scan(change))
                .containsExactly(
                        new Finding("GITHUB_TOKEN", "dump/<PASSWORD:1>.sql", 1, "<GITHUB_TOKEN:1>"),
                        new Finding("PASSWORD", "dump/<PASSWORD:1>/prod.env", 1, "<PASSWORD:1>"));
        assertThat(scanner.redactPath("dump/kX9!vq27Lm.sql", Set.of("<PASSWORD:1>")))
                .as("it was said to be no secret")
                .isEqualTo("dump/kX9!vq27Lm.sql");
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop2024", "ShopV2Backend", "Release-2024", "staging-database-1"})
    void aFolderThatIsCalledAsAWeakPasswordKeepsItsName(String name) {
        SecretScanner scanner = new SecretScanner();
        scanner.scan("a.yml", "url: postgres://shop:" + name + "@db.internal/shop");
        assertThat(scanner.redact(name)).as("it is known as a password").isEqualTo("<CONNECTION_STRING:1>");
        assertThat(scanner.redactPath("src/" + name + "/Order.java")).isEqualTo("src/" + name + "/Order.java");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kX9!vq27Lm", "9f86d081884c7d659a2feaa0c55ad015", "tq7wzk3vxj9b"})
    void aFolderThatIsCalledAsADrawnPasswordDoesNot(String name) {
        SecretScanner scanner = new SecretScanner();
        scanner.scan("a.yml", "url: postgres://shop:" + name + "@db.internal/shop");
        assertThat(scanner.redactPath("dump/" + name + "/all.sql")).isEqualTo("dump/<CONNECTION_STRING:1>/all.sql");
    }

    @Test
    void aReaderHearsOfTheFileAsItIsWhateverNumberItsTokenHas() {
        FileChange file = added("deploy/" + GITHUB + ".env", "DB_PASSWORD=kX9!vq27Lm");
        FileChange before = added("a.txt", "ghp_" + "Z1yX2wV3uT4sR5qP6oN7mL8kJ9iH0g3mE1Tj");
        SecretScanner.Reading<String> identity = (finding, path, secret) -> finding.kind() + path + secret;

        assertThat(new SecretScanner().scan(new ChangeSet(List.of(before, file), false), identity))
                .containsAll(new SecretScanner().scan(new ChangeSet(List.of(file), false), identity));
    }

    private static FileChange added(String path, String text) {
        List<String> lines = text.lines().map(line -> "+" + line).toList();
        return new FileChange(
                null,
                path,
                FileChange.Kind.ADDED,
                0,
                0100644,
                false,
                lines.size(),
                0,
                List.of(new Hunk(0, 0, 1, lines.size(), lines)));
    }

    @Test
    void aFindingSaysWhereAndNeverWhat() {
        FileChange file = new FileChange(
                "a.py",
                "a.py",
                FileChange.Kind.MODIFIED,
                0100644,
                0100644,
                false,
                2,
                1,
                List.of(new Hunk(
                        7,
                        3,
                        7,
                        4,
                        List.of(" import os", "-KEY = None", "+# comment", "+KEY = '" + GITHUB + "'", " x = 1"))));

        List<Finding> findings = new SecretScanner().scan(new ChangeSet(List.of(file), false));

        assertThat(findings).containsExactly(new Finding("GITHUB_TOKEN", "a.py", 9, "<GITHUB_TOKEN:1>"));
        assertThat(findings.toString()).doesNotContain(GITHUB.substring(4, 12));
    }

    @Test
    void theSameSecretHasTheSamePlaceholderEverywhereAndAnotherAnother() {
        String other = "ghp_" + "Z1yX2wV3uT4sR5qP6oN7mL8kJ9iH0g3mE1Tj";
        SecretScanner scanner = new SecretScanner();

        assertThat(scanner.redact("a = '" + GITHUB + "'; b = '" + other + "'; c = '" + GITHUB + "'"))
                .isEqualTo("a = '<GITHUB_TOKEN:1>'; b = '<GITHUB_TOKEN:2>'; c = '<GITHUB_TOKEN:1>'");
        assertThat(scanner.redact("could not log in with " + GITHUB + "!"))
                .isEqualTo("could not log in with <GITHUB_TOKEN:1>!");
    }

    @Test
    void whatWasFoundOnceIsReplacedAlsoWhereNothingSaysThatItIsASecret() {
        SecretScanner scanner = new SecretScanner();
        scanner.scan(".env", "DB_PASSWORD=kX9!vq27Lm\n");

        assertThat(scanner.redact("login failed: kX9!vq27Lm")).isEqualTo("login failed: <PASSWORD:1>");
    }

    @Test
    void aKeyOfManyLinesIsOneFindingAndNothingOfItIsLeft() {
        String first = "MIIEpAIBAAKCAQEA7vK2mX9pLw4Zt8RbN3cY6dHs5JfG1aUe0TiQ7vK2mX9pLw4";
        String second = "Zt8RbN3cY6dHs5JfG1aUe0TiMIIEpAIBAAKCAQEA7vK2mX9pLw4Zt8RbN3cY6dH";
        String key = "-----BEGIN RSA PRIVATE KEY-----\n" + first + "\n" + second + "\n-----END RSA PRIVATE KEY-----\n";
        SecretScanner scanner = new SecretScanner();

        assertThat(scanner.scan("id_rsa", key)).extracting(Finding::line).containsExactly(1);
        assertThat(scanner.redact("id_rsa", key)).doesNotContain(first, second);
    }

    @Test
    void whatIsIgnoredOrAllowedIsNotReported() {
        String line = "token = '" + GITHUB + "'";
        IgnoredPaths ignored = IgnoredPaths.of("# fixtures\ntests/fixtures/\n*.golden\n!keep.golden\n");
        SecretScanner scanner = new SecretScanner(ignored);

        assertThat(scanner.scan(
                        new ChangeSet(List.of(added("tests/fixtures/a/b.py", line), added("x/y.golden", line)), false)))
                .isEmpty();
        assertThat(scanner.scan(new ChangeSet(List.of(added("x/keep.golden", line)), false)))
                .hasSize(1);
        assertThat(scanner.scan("a.py", line + "  # comfort:allow-secret")).isEmpty();
    }

    /** Shapes that make a careless expression backtrack; a quadratic one would take minutes here. */
    @Test
    void linesMadeToSlowAScannerDownDoNot() {
        List<String> hostile = List.of(
                "a".repeat(100_000),
                "password".repeat(12_000),
                "eyJ" + "A".repeat(90_000),
                "sk-".repeat(30_000),
                "x://" + "a:".repeat(40_000),
                "token=".repeat(16_000),
                "\"".repeat(80_000),
                "-----BEGIN ".repeat(8_000));
        SecretScanner scanner = new SecretScanner();
        assertThat(hostile.stream().map(scanner::redact).map(String::length).collect(Collectors.toList()))
                .hasSameSizeAs(hostile);
    }
}
