package io.comfortcommit.acceptance.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.gateway.problem.Problem;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.json.JsonMapper;

/** The documentation names everything that it must, and nothing that is not there. */
class DocumentationTest {
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^```.*?^```$");
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
    private static final Pattern DEPENDENCY =
            Pattern.compile("(?s)<dependency>.*?<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)</artifactId>");
    private static final Pattern IN_TABLE = Pattern.compile("(?m)^\\| (.+?) \\|");
    private static final Pattern CODE = Pattern.compile("(?m)^\\| `([A-Z_]+)` \\| ([0-9]{3}) \\|");
    private static final Pattern QUOTED = Pattern.compile("`([^`\\n]+)`");

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path page : Checkout.pages()) {
            String text = CODE_BLOCK.matcher(Files.readString(page)).replaceAll("");
            for (String link :
                    LINK.matcher(text).results().map(found -> found.group(1)).toList()) {
                if (!link.contains("://") && !leadsSomewhere(page, link)) {
                    broken.add(Checkout.ROOT.relativize(page) + " → " + link);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    private static boolean leadsSomewhere(Path page, String link) throws IOException {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]);
        if (!Files.exists(target)) {
            return false;
        }
        return parts.length == 1
                || HEADING.matcher(Files.readString(target))
                        .results()
                        .anyMatch(heading -> anchor(heading.group(1)).equals(parts[1]));
    }

    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }

    /** The run that a README shows is one of the program as it is, in the README's language. */
    @ParameterizedTest
    @CsvSource({"README.md, ''", "README.ko.md, ko"})
    void theReadmeShowsARun(String page, String language) throws IOException {
        ResourceBundle texts = ResourceBundle.getBundle(
                "io.comfortcommit.cli.texts", language.isEmpty() ? Locale.ROOT : Locale.forLanguageTag(language));
        List<String> run = CODE_BLOCK
                .matcher(Checkout.read(page))
                .results()
                .map(MatchResult::group)
                .filter(block -> block.contains("$ ./comfort try --yes"))
                .flatMap(String::lines)
                .toList();
        for (String step : List.of("copy", "start", "capture", "draft", "approve", "push")) {
            assertThat(run)
                    .filteredOn(line -> line.matches(
                            "  " + Pattern.quote(texts.getString("try.step." + step)) + " +[0-9.]+ s(  .+)?"))
                    .as("step %s", step)
                    .hasSize(1);
        }
        for (String event : List.of("Captured", "Drafted", "Approved", "Pushed")) {
            assertThat(run)
                    .filteredOn(line -> line.matches("  [0-9:.]{12}  " + event + " +.+"))
                    .as("event %s", event)
                    .hasSize(1);
        }
        for (String said : List.of("try.pushed", "try.verified")) {
            assertThat(texts.getString(said).lines())
                    .as(said)
                    .allSatisfy(text -> assertThat(run)
                            .filteredOn(line -> line.matches(pattern(text)))
                            .hasSize(1));
        }
    }

    /** Of what a text becomes with its arguments in place. */
    private static String pattern(String text) {
        return Arrays.stream(text.split("\\{[0-9]}", -1)).map(Pattern::quote).collect(Collectors.joining(".+"));
    }

    @Test
    void everyDecisionStandsInTheIndex() throws IOException {
        String index = Checkout.read("docs/adr/README.md");
        try (Stream<Path> decisions = Files.list(Checkout.ROOT.resolve("docs/adr"))) {
            assertThat(decisions
                            .map(file -> String.valueOf(file.getFileName()))
                            .filter(name -> !name.equals("README.md")))
                    .allSatisfy(name -> assertThat(index).contains("(" + name + ")"));
        }
    }

    @Test
    void everyDependencyHasItsReasonAndEveryReasonItsDependency() throws IOException {
        Set<String> used = new TreeSet<>();
        for (String pom : poms()) {
            DEPENDENCY
                    .matcher(pom)
                    .results()
                    .filter(found -> !found.group(1).equals("io.comfortcommit"))
                    .forEach(found -> used.add(found.group(2)));
        }
        JsonMapper.shared()
                .readTree(Checkout.read("editors/vscode/package.json"))
                .path("devDependencies")
                .propertyNames()
                .forEach(used::add);
        Set<String> explained = IN_TABLE.matcher(Checkout.read("docs/dependencies.md"))
                .results()
                .flatMap(row -> QUOTED.matcher(row.group(1)).results())
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(explained).isEqualTo(used);
    }

    /** Each module's, and the parent's without the versions that it only manages. */
    private static List<String> poms() throws IOException {
        String parent = Checkout.read("pom.xml");
        List<String> poms = new ArrayList<>();
        poms.add(parent.replaceAll("(?s)<dependencyManagement>.*</dependencyManagement>", ""));
        for (MatchResult module : MODULE.matcher(parent).results().toList()) {
            poms.add(Checkout.read(module.group(1) + "/pom.xml"));
        }
        return poms;
    }

    @Test
    void everySettingStandsInTheOperationsGuideWithNoOther() throws IOException {
        Map<String, Class<?>> settings = new HashMap<>();
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        for (var found : scanner.findCandidateComponents("io.comfortcommit")) {
            Class<?> type = ClassUtils.resolveClassName(String.valueOf(found.getBeanClassName()), null);
            addSettings(type.getAnnotation(ConfigurationProperties.class).value(), type, settings);
        }
        Set<String> documented = quoted("docs/operations.md")
                .filter(text -> text.matches("comfort(\\.[a-z0-9-]+){2,}"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(settings).isNotEmpty();
        assertThat(documented).isEqualTo(new TreeSet<>(settings.keySet()));
    }

    private static void addSettings(String prefix, Class<?> type, Map<String, Class<?>> settings) {
        RecordComponent[] components = type.getRecordComponents();
        assertThat(components).as("%s is a record", type).isNotNull();
        for (RecordComponent component : components) {
            String name = prefix + "."
                    + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            if (component.getType().isRecord()) {
                addSettings(name, component.getType(), settings);
            } else {
                settings.put(name, component.getType());
            }
        }
    }

    /** What a page sets in code font within its sentences and tables. */
    private static Stream<String> quoted(String page) throws IOException {
        return QUOTED.matcher(CODE_BLOCK.matcher(Checkout.read(page)).replaceAll(""))
                .results()
                .map(found -> found.group(1));
    }

    @Test
    void everyCodeOfAnErrorStandsInTheApiGuideWithItsStatusAndNoOther() throws IOException {
        Map<String, Integer> documented = CODE.matcher(Checkout.read("docs/api.md"))
                .results()
                .collect(Collectors.toMap(row -> row.group(1), row -> Integer.valueOf(row.group(2))));
        assertThat(documented)
                .isEqualTo(Arrays.stream(Problem.Code.values())
                        .collect(Collectors.toMap(Enum::name, Problem.Code::status)));
    }
}
