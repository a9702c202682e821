package io.comfortcommit.analysis.card;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.analysis.card.Risk.Code;
import io.comfortcommit.analysis.card.Risk.Level;
import io.comfortcommit.analysis.card.Risk.Reason;
import io.comfortcommit.analysis.secrets.Finding;
import io.comfortcommit.analysis.symbols.SymbolChange;
import io.comfortcommit.analysis.symbols.SymbolChange.How;
import io.comfortcommit.analysis.symbols.SymbolChange.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class RiskTest {
    private static Risk of(Changes changes) {
        return Risk.of(changes.change(), List.of(), List.of());
    }

    @Test
    void aSmallChangeHasNoRiskToSpeakOf() {
        assertThat(of(new Changes().modified("src/Order.java", "+return total;")))
                .isEqualTo(new Risk(Level.LOW, List.of()));
    }

    @Test
    void aSecretIsGrave() {
        Risk risk = Risk.of(
                new Changes().modified("src/Order.java", "+x").change(),
                List.of(),
                List.of(new Finding("GITHUB_TOKEN", "src/Order.java", 1, "<GITHUB_TOKEN:1>")));
        assertThat(risk).isEqualTo(new Risk(Level.HIGH, List.of(new Reason(Code.SECRETS, "1"))));
    }

    @Test
    void markersOfAConflictAreGraveButAHeadingOfEqualsSignsIsNot() {
        assertThat(of(new Changes().modified("src/Order.java", "+<<<<<<< HEAD\n+a\n+=======\n+b\n+>>>>>>> theirs")))
                .isEqualTo(new Risk(Level.HIGH, List.of(new Reason(Code.CONFLICT_MARKERS, "src/Order.java"))));
        assertThat(of(new Changes().modified("docs/guide.rst", "+Title\n+======="))
                        .reasons())
                .isEmpty();
    }

    @Test
    void aMigrationThatDropsDataIsGraveAndOneThatAddsIsSerious() {
        assertThat(of(new Changes().modified("db/migration/V2__x.sql", "+DROP TABLE customer;")))
                .isEqualTo(new Risk(
                        Level.HIGH,
                        List.of(
                                new Reason(Code.DATA_DROPPED, "db/migration/V2__x.sql"),
                                new Reason(Code.MIGRATION, "db/migration/V2__x.sql"))));
        assertThat(of(new Changes().modified("db/migration/V2__x.sql", "+CREATE TABLE customer (id int);"))
                        .level())
                .isEqualTo(Level.MEDIUM);
    }

    @Test
    void muchSourceWithoutATestIsSaidAndWithOneItIsNot() {
        Changes untested = new Changes().modified("src/Order.java", Changes.lines(40, "int x;"));
        assertThat(of(untested).reasons()).containsExactly(new Reason(Code.NO_TESTS, "40"));
        assertThat(of(untested.modified("src/test/java/OrderTest.java", "+x")).reasons())
                .isEmpty();
    }

    @Test
    void pipelinesAndRulesOfAccessAreSerious() {
        assertThat(of(new Changes().modified(".github/workflows/ci.yml", "+run: x"))
                        .reasons())
                .containsExactly(new Reason(Code.PIPELINE, ".github/workflows/ci.yml"));
        assertThat(of(new Changes().modified("src/security/JwtFilter.java", "+x"))
                        .level())
                .isEqualTo(Level.MEDIUM);
        assertThat(of(new Changes().modified("src/model/Author.java", "+x")).level())
                .isEqualTo(Level.LOW);
    }

    @Test
    void whatOthersMayUseAndIsGoneIsSerious() {
        assertThat(Risk.of(
                        new Changes().modified("src/Order.java", "-x").change(),
                        List.of(symbol(How.REMOVED, "submit", true), symbol(How.REMOVED, "hidden", false)),
                        List.of()))
                .isEqualTo(new Risk(Level.MEDIUM, List.of(new Reason(Code.API_REMOVED, "Order.submit"))));
        assertThat(Risk.of(
                        new Changes().modified("src/Order.java", "-x").change(),
                        List.of(symbol(How.SIGNATURE, "submit", true)),
                        List.of()))
                .isEqualTo(new Risk(Level.LOW, List.of(new Reason(Code.API_CHANGED, "Order.submit"))));
    }

    private static SymbolChange symbol(How how, String name, boolean isPublic) {
        return new SymbolChange(
                "src/Order.java", Kind.FUNCTION, name, "Order", how, null, isPublic, 0, 1, List.of(0), "");
    }

    @Test
    void generatedLinesDoNotMakeAChangeLarge() {
        assertThat(of(new Changes().modified("package-lock.json", Changes.lines(5_000, "x")))
                        .reasons())
                .isEmpty();
        assertThat(of(new Changes()
                                .modified("src/Order.java", Changes.lines(900, "x"))
                                .deleted("src/test/java/OldTest.java", "-x"))
                        .reasons())
                .containsExactly(new Reason(Code.TESTS_REMOVED, "1"), new Reason(Code.LARGE, "901"));
    }
}
