package io.comfortcommit.standalone;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import io.comfortcommit.messages.draft.CommitDraftCommand;
import io.comfortcommit.messages.draft.CommitDraftEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of modules in the architecture, as rules that fail the build. */
class ModuleRulesTest {
    private static final String ROOT = "io.comfortcommit.";
    private static final List<String> SIDES = List.of("commandside", "sagas", "queryside", "gateway");
    private static final List<String> MODULES = List.of(
            "messages",
            "axonsupport",
            "analysis",
            "repositories",
            "commandside",
            "sagas",
            "queryside",
            "gateway",
            "cli",
            "standalone");

    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.comfortcommit");
    }

    /** Else a renamed package would make its rules true of nothing. */
    @Test
    void everyModuleIsLookedAt() {
        for (String module : MODULES) {
            assertThat(classes.that(resideInAPackage(ROOT + module + "..")))
                    .as(module)
                    .isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"commandside", "sagas", "queryside", "gateway"})
    void theSidesMeetOnlyInMessages(String side) {
        List<String> others = new ArrayList<>(SIDES);
        others.remove(side);
        noClasses()
                .that()
                .resideInAPackage(ROOT + side + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages(others))
                .check(classes);
    }

    @Test
    void eachModuleDependsOnlyOnWhatTheArchitectureNames() {
        allow("messages");
        allow("axonsupport", "messages");
        allow("analysis");
        allow("repositories", "messages", "analysis");
        allow("commandside", "messages", "axonsupport");
        allow("sagas", "messages", "axonsupport", "analysis", "repositories");
        allow("queryside", "messages", "axonsupport", "repositories", "analysis");
        allow("gateway", "messages", "repositories");
        allow("cli", "messages", "analysis");
    }

    @Test
    void messagesNeedNothingButTheJdkAndJSpecify() {
        module("messages")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.comfortcommit.messages..", "java..", "org.jspecify..")
                .check(classes);
    }

    @Test
    void theAnalysisIsAPlainLibrary() {
        noClasses()
                .that()
                .resideInAPackage("io.comfortcommit.analysis..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "org.axonframework..")
                .check(classes);
    }

    @Test
    void othersReachOnlyThePortOfRepositories() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.comfortcommit.repositories..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.comfortcommit.repositories..")
                        .and(resideInAnyPackage("io.comfortcommit.repositories").negate()))
                .check(classes);
    }

    /**
     * The port answers with a change set; what is done with it there is none of the readers' business. But what they show
     * leaves the process, so they take the secrets out.
     */
    @Test
    void readersKnowTheChangeSetAndItsSecretsButNoAnalysisOfIt() {
        noClasses()
                .that()
                .resideInAnyPackage("io.comfortcommit.queryside..", "io.comfortcommit.gateway..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.comfortcommit.analysis..")
                        .and(resideInAnyPackage("io.comfortcommit.analysis", "io.comfortcommit.analysis.secrets")
                                .negate()))
                .check(classes);
    }

    @Test
    void repositoriesKnowTheValuesOfMessagesButNeitherCommandsNorEventsNorQueries() {
        noClasses()
                .that()
                .resideInAPackage("io.comfortcommit.repositories..")
                .should()
                .dependOnClassesThat(assignableTo(CommitDraftCommand.class)
                        .or(assignableTo(CommitDraftEvent.class))
                        .or(nameMatching("io\\.comfortcommit\\.messages\\..*(Command|Event|Query)(\\$.*)?")))
                .check(classes);
    }

    @Test
    void aggregatesAreFreeOfSpringAndOfInputAndOutput() {
        noClasses()
                .that()
                .resideInAnyPackage("io.comfortcommit.commandside.draft..", "io.comfortcommit.commandside.repository..")
                .and()
                .haveSimpleNameNotEndingWith("Configuration")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.springframework..", "java.sql..", "javax.sql..", "java.nio.file..", "java.net..")
                .check(classes);
    }

    @Test
    void theDomainAsksNobodyForTheTimeOrForAnId() {
        noClasses()
                .that()
                .resideInAnyPackage("io.comfortcommit.messages..", "io.comfortcommit.commandside..")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(classes);
    }

    @Test
    void modulesFormNoCycle() {
        slices().matching("io.comfortcommit.(*)..").should().beFreeOfCycles().check(classes);
    }

    private static void allow(String module, String... others) {
        List<String> forbidden = new ArrayList<>(MODULES);
        forbidden.remove(module);
        forbidden.removeAll(List.of(others));
        noClasses()
                .that()
                .resideInAPackage(ROOT + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages(forbidden))
                .check(classes);
    }

    private static GivenClassesConjunction module(String name) {
        return classes().that().resideInAPackage(ROOT + name + "..");
    }

    private static String[] packages(List<String> modules) {
        return modules.stream().map(module -> ROOT + module + "..").toArray(String[]::new);
    }
}
