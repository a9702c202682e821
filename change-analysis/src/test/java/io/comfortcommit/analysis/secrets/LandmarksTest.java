package io.comfortcommit.analysis.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LandmarksTest {
    private static final String LETTERS = "abAB_암호-";

    @Test
    void itTellsOfEachGroupWhetherALineHasOneOfItsWords() {
        long seed = 20261129;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            List<List<String>> groups = new ArrayList<>();
            for (int group = 0; group < 70; group++) {
                groups.add(List.of(text(random, 1 + random.nextInt(4)), text(random, 1 + random.nextInt(7))));
            }
            String line = text(random, random.nextInt(40));
            String lower = line.toLowerCase(Locale.ROOT);
            List<Integer> there = IntStream.range(0, groups.size())
                    .filter(group ->
                            groups.get(group).stream().anyMatch(word -> lower.contains(word.toLowerCase(Locale.ROOT))))
                    .boxed()
                    .toList();

            Landmarks.Seen seen = new Landmarks(groups).in(line);

            assertThat(IntStream.range(0, groups.size()).filter(seen::has).boxed())
                    .as("%s in %s", groups, line)
                    .containsExactlyElementsOf(there);
            assertThat(IntStream.iterate(seen.next(0), group -> group >= 0, group -> seen.next(group + 1))
                            .boxed())
                    .containsExactlyElementsOf(there);
        }
    }

    private static String text(Random random, int length) {
        StringBuilder text = new StringBuilder();
        random.ints(length, 0, LETTERS.length()).forEach(place -> text.append(LETTERS.charAt(place)));
        return text.toString();
    }
}
