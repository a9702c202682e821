package io.comfortcommit.analysis.secrets;

import java.util.Locale;
import java.util.regex.Pattern;

/** What stands where a secret would: examples, references to where it is kept, names of things. */
final class Placeholders {
    /** Said in plain words. */
    private static final Pattern TOLD = Pattern.compile(
            "example|sample|change[-_]?me|placeholder|dummy|redacted|your[-_ ]|yourapi|yoursecret|xxxx|\\.\\.\\.|\\*\\*\\*|insert[-_ ]"
                    + "|replace[-_ ]|<[a-z]|notasecret|not[-_]a[-_]|aaaaaa|000000");
    /** What people type when anything will do. Enough where nothing but a name says that it is a secret. */
    private static final Pattern TYPED = Pattern.compile(
            "abcdef|012345|123456|qwerty|fake|mock|stub|foobar|foo|bar|baz|deadbeef|cafebabe|lorem|todo|fixme|test|demo|secret|passw|token|hello|default"
                    + "|local|invalid|wrong|correct|valid|admin$|^root$|^postgres$|^user|^guest$|my[-_]|some[-_]|any[-_]|the[-_]|a[-_]|none|null|undefined|true|false");

    private static final Pattern REFERENCE = Pattern.compile(
            "^(?:\\$\\{.*|\\$\\(.*|\\$[A-Za-z_][\\w.]*|\\{\\{.*|<%.*|%[\\w.-]+%?|@[\\w.]+@?|#\\{.*|\\$env:.*|!\\w+ .*|ENC\\[.*|ENC\\(.*|\\{cipher\\}.*|Ag[A-D][A-Za-z0-9+/]{150,}.*|vault:.*|arn:.*"
                    + "|secretsmanager:.*|op://.*|ref\\+.*|keyring:.*|projects/.*/secrets/.*)");
    /** The same few characters over and over. */
    private static final Pattern REPEATED = Pattern.compile("(.)\\1{5,}|(..)\\2{4,}|(...)\\3{3,}");

    private Placeholders() {}

    /** Of something in the shape of a token. */
    static boolean isOne(String value) {
        return TOLD.matcher(value.toLowerCase(Locale.ROOT)).find()
                || REPEATED.matcher(value).find();
    }

    /** Of something that only its name makes a secret. */
    static boolean isTyped(String value) {
        return isOne(value)
                || REFERENCE.matcher(value).find()
                || TYPED.matcher(value.toLowerCase(Locale.ROOT)).find();
    }

    /** To where a secret is kept, or it itself, encrypted (Jasypt, SOPS, Spring Cloud Config, SealedSecrets). */
    static boolean isReference(String value) {
        return REFERENCE.matcher(value).find();
    }
}
