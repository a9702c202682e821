package io.comfortcommit.sagas.llm;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One endpoint's wire. */
interface Chat {
    /**
     * Blocks until the answer is whole.
     *
     * @throws ModelFailure if there is none within the limit
     */
    Answer send(Question question);

    /**
     * @param turns the conversation so far
     * @param candidates answers wanted
     * @param tokens most tokens of an answer
     * @param limit from the start to the end of the answer
     * @param partial hears the first answer grow, the whole text so far each time; null asks for no stream
     */
    record Question(
            List<Turn> turns,
            int candidates,
            int tokens,
            Duration limit,
            @Nullable Consumer<String> partial) {
        Question within(Duration other) {
            return new Question(turns, candidates, tokens, other, partial);
        }
    }

    /** What was said by whom. */
    record Turn(Speaker speaker, String text) {}

    enum Speaker {
        SYSTEM,
        USER,
        MODEL
    }

    /**
     * @param texts at least one, none blank
     * @param usage null where the server does not tell
     */
    record Answer(List<String> texts, @Nullable Usage usage) {}

    /** Tokens as the server bills them. */
    record Usage(int prompt, int answer) {}
}
