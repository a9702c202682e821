package io.comfortcommit.analysis.drafting;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Finds the key of an issue, as {@code ABC-123}, in a branch's name, and where a repository's people put it. */
final class IssueKeys {
    private static final String FORM = "([A-Z][A-Z0-9]{1,9})-([1-9]\\d{0,6})";
    private static final Pattern KEY = Pattern.compile("(?<![A-Za-z0-9])" + FORM + "(?![A-Za-z0-9])");
    /** A subject with a key: type, scope, what is around a key before the description or after it. */
    private static final Pattern KEYED = Pattern.compile("^[a-z]+(?:\\((?<scope>" + FORM + ")\\)|\\([^()]*\\))?!?: "
            + "(?:(?<open>\\[?)" + FORM + "(?<close>]?[:,]?(?: -)?) )?.*?(?: (?<before>[(\\[]?)" + FORM
            + "(?<after>[)\\]]?))?(?: \\(#\\d+\\))?$");
    /** Standards are written the same way. */
    private static final Set<String> STANDARDS =
            Set.of("UTF", "SHA", "ISO", "RFC", "CVE", "AES", "RSA", "MD", "TLS", "PEP");
    /** Subjects from which a habit shows. */
    private static final int ENOUGH = 5;

    private IssueKeys() {}

    static Optional<String> in(String branch) {
        return KEY.matcher(branch)
                .results()
                .filter(key -> !STANDARDS.contains(key.group(1)))
                .map(MatchResult::group)
                .findFirst();
    }

    /** Whether a scope is the key of some issue: of another change it says nothing. */
    static boolean isKey(String scope) {
        return KEY.matcher(scope).matches();
    }

    /**
     * A header with the key where most recent subjects have theirs, as {@code fix: ABC-12 check for null} or
     * {@code fix: check for null (ABC-12)}.
     *
     * @return empty where they have none, or where it would not fit
     */
    static Optional<String> place(String header, String key, List<String> recentSubjects, int most) {
        Map<String, Integer> forms = new HashMap<>();
        recentSubjects.forEach(subject -> {
            var form = form(subject);
            if (!form.isEmpty()) {
                forms.merge(form, 1, Integer::sum);
            }
        });
        return forms.entrySet().stream()
                .filter(form -> form.getValue() >= ENOUGH && form.getValue() * 2 > recentSubjects.size())
                .map(form -> placed(header, form.getKey().replace("{key}", key)))
                .filter(placed -> placed.length() <= most)
                .findFirst();
    }

    private static String placed(String header, String form) {
        var colon = header.indexOf(": ");
        if (form.startsWith("(")) {
            return header.substring(0, colon).replaceAll("\\([^()]*\\)", "").replaceAll("(!?)$", form + "$1")
                    + header.substring(colon);
        }
        return form.startsWith(" ")
                ? header + form
                : header.substring(0, colon + 2) + form + header.substring(colon + 2);
    }

    /** What stands for a key and what is around it: in the scope, before the description or after it. */
    private static String form(String subject) {
        var found = KEYED.matcher(subject);
        if (!found.matches()) {
            return "";
        }
        if (found.group("scope") != null) {
            return "({key})";
        }
        if (found.group("open") != null) {
            return found.group("open") + "{key}" + found.group("close") + " ";
        }
        return found.group("after") == null ? "" : " " + found.group("before") + "{key}" + found.group("after");
    }
}
