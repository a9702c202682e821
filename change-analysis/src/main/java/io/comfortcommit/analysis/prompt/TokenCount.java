package io.comfortcommit.analysis.prompt;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;

/**
 * Counts tokens as OpenAI's {@code cl100k_base} does. Other vocabularies of this time are larger and need fewer, so that a
 * budget kept by it is kept by them; the bill goes by what the server tells. Its tables are loaded at the first count.
 */
public final class TokenCount {
    private TokenCount() {}

    public static int of(String text) {
        return Tables.ENCODING.countTokensOrdinary(text);
    }

    private static final class Tables {
        private static final Encoding ENCODING =
                Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.CL100K_BASE);
    }
}
