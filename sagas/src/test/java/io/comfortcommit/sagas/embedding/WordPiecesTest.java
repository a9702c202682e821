package io.comfortcommit.sagas.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against numbers that Hugging Face's tokenizer gave for the same texts. */
class WordPiecesTest {
    private static WordPieces pieces;

    @BeforeAll
    static void load() throws IOException {
        pieces = new WordPieces(BgeSmall.vocabulary());
    }

    private static String read(String text) {
        return Arrays.stream(pieces.read(text)).mapToObj(Long::toString).collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '=',
            quoteCharacter = '"',
            value = {
                "add retry with backoff to OrderClient = 5587 2128 11129 2007 2067 7245 2000 2344 20464 11638",
                "naïve Café – déjà vu… = 15743 7668 1516 2139 3900 24728 1529",
                "재시도 추가: 주문 클라이언트 = 1464 30007 29997 30019 29993 30011 1465 30014 29991 30006 1024 1464 30014 29995 30014"
                        + " 30021 1466 30017 30022 29994 30006 29999 30019 29999 30008 30021 30003 30017",
                "修正する bug 漢字かな = 100 1888 1658 30213 11829 1904 100 1651 30193",
                "😀 emoji 👍🏽 done = 100 7861 29147 2072 100 2589",
                "İstanbul ẞ Ǆ = 9960 1096 100",
                "한국어 text 混在 Ünïcödé = 1469 30006 30021 29991 30014 30020 29999 30008 3793 100 100 27260",
                "ﬁne ½ ² = 1984 2638 1092 1082",
            })
    void wordsOfManyScriptsAreReadAsTheReferenceReadsThem(String text, String numbers) {
        assertThat(read(text)).isEqualTo(numbers);
    }

    @Test
    void marksAreWordsOfTheirOwn() {
        assertThat(read("x<=y && foo_bar(1.5e3) $HOME ~/.ssh ^caret|pipe`tick`"))
                .isEqualTo(
                        "1060 1026 1027 1061 1004 1004 29379 1035 3347 1006 1015 1012 1019 2063 2509 1007 1002 2188 1066"
                                + " 1013 1012 7020 2232 1034 2729 2102 1064 8667 1036 16356 1036");
    }

    @Test
    void whatIsNotSeenIsNotRead() {
        assertThat(read("a\tb\u0000c\u200bd  e\n\u00a0f")).isEqualTo("1037 4647 2094 1041 1042");
        assertThat(read("x\u0301y\u00ady\ufeffz\u2028w\u3000v\ue000u")).isEqualTo("1060 2100 2100 2480 1059 24728");
        assertThat(read("\ud83d broken")).isEqualTo("3714");
        assertThat(read("")).isEmpty();
    }

    @Test
    void aWordThatIsTooLongIsUnknown() {
        assertThat(read("unaffable " + "z".repeat(101))).isEqualTo("14477 20961 3468 100");
        assertThat(pieces.read("q".repeat(100))).hasSize(100);
    }

    @Test
    void aTextCantWriteTheModelsOwnMarks() {
        assertThat(pieces.read("[SEP]")).doesNotContain(pieces.end()).hasSizeGreaterThan(1);
    }
}
