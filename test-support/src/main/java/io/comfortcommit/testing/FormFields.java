package io.comfortcommit.testing;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What {@code application/x-www-form-urlencoded} says, in a body or behind the question mark of an address. */
public final class FormFields {
    private FormFields() {}

    /** Of fields that are there twice, the last ones. The map may be changed. */
    public static Map<String, String> of(String form) {
        return Arrays.stream(form.split("&"))
                .filter(field -> !field.isEmpty())
                .map(field -> field.split("=", 2))
                .collect(Collectors.toMap(
                        field -> decoded(field[0]),
                        field -> field.length > 1 ? decoded(field[1]) : "",
                        (_, last) -> last,
                        HashMap::new));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
