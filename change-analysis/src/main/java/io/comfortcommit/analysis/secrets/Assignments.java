package io.comfortcommit.analysis.secrets;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Secrets that show by what they are called: {@code name = value} in code, configuration, {@code .env} files, JSON, YAML,
 * XML and headers. The name says what to expect of the value; how sure it must be depends on where it stands.
 */
final class Assignments {
    /** A name that ends with, or is, a word for a secret; then an optional quote, a separator, an optional type or quote. */
    private static final Pattern ASSIGNMENT = Pattern.compile(
            "(?i)(?<![a-z0-9])([a-z0-9_.-]{0,60}?"
                    + "(passwords?|passwd|passphrase|pwd|(?<![a-z])pass|secret|secrets|token|api[_.-]?key|access[_.-]?key(?:[_.-]?id)?|secret[_.-]?key"
                    + "|private[_.-]?key|encryption[_.-]?key|signing[_.-]?key|master[_.-]?key|account[_.-]?key|storage[_.-]?key|auth[_.-]?key|rest[_.-]?key|admin[_.-]?key|app[_.-]?key"
                    + "|service[_.-]?key|client[_.-]?key|credentials?|auth|salt|cookie|session[_.-]?key|webhook[_.-]?key|license[_.-]?key|key[_.-]?base|dsn"
                    + "|비밀번호|비번|패스워드|암호|인증키|비밀키)(?:[_.-]?(?:key|value|prod|production|live|dev|base64|b64|hex|id))?)"
                    + "['\"`]?\\]?\\s{0,20}(?:=>|:=|=|:|,|\\?=|\\))\\s{0,20}(?:(?!ENC\\()[A-Za-z.]{1,30}\\()?(?:[rbuf@$]{0,2}(?=['\"`]))?(['\"`]?)");

    /** Told in words: {@code 비밀번호는 `…`}, {@code password is …}. Who explains what one must be like gives none. */
    private static final Pattern TOLD = Pattern.compile(
            "(?i)(?:(?<![a-z])(?:password|passwd|pwd)(?: is|:| =|=)|(?:비밀번호|비번|패스워드|암호)\\s?(?:은|는|이|가|:|=))\\s{0,3}['\"`]?([!-~&&[^'\"`,;<>(){}]]{8,60}+)(?![!-~&&[^'\"`,;<>(){}]])");

    /** Behind the user's name, with nothing to say what it is: {@code getConnection(url, "user", "…")}. */
    private static final Pattern IN_A_CALL = Pattern.compile(
            "(?:getConnection|[sS]etBasicAuth|basicAuth|basic_auth|HTTPBasicAuth|NetworkCredential|UsernamePassword\\w{0,30}|PasswordAuthentication)"
                    + "\\s?\\([^()]{0,120}['\"]\\s?,\\s?['\"]([^'\"\\s]{6,120})['\"]");

    /** {@code <add key="ApiSecret" value="…"/>}, {@code <input name="api_key" value="…">}. */
    private static final Pattern ATTRIBUTES = Pattern.compile(
            "(?i)\\b(?:key|name)=['\"][a-z0-9_.:-]{0,40}(?:password|passwd|secret|token|api_?-?key)['\"]\\s{1,4}value=['\"]([^'\"\\s]{8,200})['\"]");

    private static final Pattern IN_A_COMMAND = Pattern.compile(
            "\\b(?:sshpass|docker login|podman login|helm registry login|mysql|mysqldump|mysqladmin|mariadb)\\b[^|;&#]{0,80}?\\s(?:-p|--password[ =])\\s?['\"]?([^\\s'\"$`<>|]{6,100})");

    private static final Pattern IN_DOCKERFILE = Pattern.compile(
            "(?i)^\\s*ENV\\s+[a-z0-9_]{0,40}(?:password|passwd|pwd|_pass|secret|token|key)\\s+(\\S{6,200})\\s*$");

    private static final Pattern ORACLE =
            Pattern.compile("(?i)jdbc:oracle:\\w+:[^\\s:/@'\"]{1,60}/([^\\s:/@'\"$]{3,60})@");

    /** Rails keeps the key of its credentials as a file of one line. */
    private static final Pattern KEY_FILE = Pattern.compile("(?:^|.*/)config/(?:master|credentials/[\\w-]+)\\.key");

    /** What each pattern needs one of; most lines have nothing of {@link #ANY} and are done with. */
    private static final List<List<String>> LANDMARKS = new ArrayList<>();

    private static final int ANY = landmark(Stream.concat(
                    Stream.of(
                            "pass",
                            "pwd",
                            "secret",
                            "token",
                            "key",
                            "credential",
                            "auth",
                            "salt",
                            "cookie",
                            "dsn",
                            "bearer",
                            "basic",
                            "://",
                            "--user",
                            "getconnection",
                            "oracle",
                            "비밀",
                            "비번",
                            "패스워드",
                            "암호",
                            "인증키"),
                    " \t\n\u000b\f\r"
                            .chars()
                            .boxed()
                            .flatMap(space -> Stream.of((char) (int) space + "-u", (char) (int) space + "-p")))
            .toArray(String[]::new));
    private static final int NAMED = landmark(Stream.concat(
                    Stream.of(
                            "pass",
                            "pwd",
                            "secret",
                            "token",
                            "credential",
                            "auth",
                            "salt",
                            "cookie",
                            "dsn",
                            "keybase",
                            "key_base",
                            "key.base",
                            "key-base",
                            "비밀번호",
                            "비번",
                            "패스워드",
                            "암호",
                            "인증키",
                            "비밀키"),
                    Stream.of(
                                    "api",
                                    "access",
                                    "secret",
                                    "private",
                                    "encryption",
                                    "signing",
                                    "master",
                                    "account",
                                    "storage",
                                    "auth",
                                    "rest",
                                    "admin",
                                    "app",
                                    "service",
                                    "client",
                                    "session",
                                    "webhook",
                                    "license")
                            .flatMap(word ->
                                    Stream.of("key", "_key", ".key", "-key").map(key -> word + key)))
            .toArray(String[]::new));
    private static final int IS_TOLD = landmark("password", "passwd", "pwd", "비밀번호", "비번", "패스워드", "암호");
    private static final int CALLED = landmark(
            "getconnection",
            "setbasicauth",
            "basicauth",
            "basic_auth",
            "networkcredential",
            "usernamepassword",
            "passwordauthentication");
    private static final int VALUE = landmark("value=");
    private static final int COMMAND =
            landmark("sshpass", "docker login", "podman login", "helm registry login", "mysql", "mariadb");
    private static final int ORACLE_URL = landmark("jdbc:oracle:");
    private static final int END_OF_ELEMENT = landmark("</");
    private static final int SCHEME = landmark("://");
    private static final int PARAMETER = landmark("password=", "pwd=", "sharedaccesskey=");
    private static final int HEADER = landmark("bearer ", "basic ", "token ");
    private static final int MACHINE = landmark("machine");
    private static final int USER = landmark("-u");

    /** Not one: fingerprints and ids of public keys. */
    private static final Pattern FINGERPRINT = Pattern.compile("(?:0x)?[0-9A-F]{16}|(?:0x)?[0-9A-F]{40}");

    /** {@code <password>value</password>}. */
    private static final Pattern ELEMENT = Pattern.compile(
            "(?i)<([a-z0-9_.:-]{0,40}(?:password|passwd|secret|token|apikey|api-key|accesskey|privatekey|passphrase))(?:\\s[^>]{0,80})?>([^<]{6,200})</");

    /** Of the scheme, user and password at the start of a URL. */
    private static final Pattern URL = Pattern.compile(
            "(?i)\\b([a-z][a-z0-9+.-]{1,24})://([^\\s:/@'\"<>`]{0,80}):([^\\s/@'\"<>`]{3,120})@[^\\s'\"]");

    private static final Pattern NO_PASSWORD_OF_URL = Pattern.compile(
            "(?i)pass(?:word)?|pwd|secret|user|test|x-oauth-basic|\\d{2,5}|(?-i:[A-Z_]+)|.*[()\\[\\]\\\\|].*");

    private static final Pattern CONNECTION_PASSWORD =
            Pattern.compile("(?i)(?<=[;?&\\s\"'])(?:password|pwd|sharedaccesskey)=([^;&\\s\"'`<>]{6,120})");

    private static final Pattern AUTHORIZATION =
            Pattern.compile("(?i)\\b(bearer|basic|token)[ ]([A-Za-z0-9+/_.=~-]{16,400})");

    private static final Pattern NETRC =
            Pattern.compile("(?i)\\bmachine\\s+\\S+\\s+login\\s+\\S+\\s+password\\s+(\\S{4,120})");

    private static final Pattern CURL_USER =
            Pattern.compile("(?:\\s-u|--user)[ =]['\"]?[^\\s:'\"]{1,60}:([^\\s'\"]{6,100})");

    private static final Pattern CODE = Pattern.compile(
            "[A-Za-z_$][\\w$]*(?:(?:\\.|::|->|\\?\\.)[A-Za-z_$][\\w$]*)+.*|[A-Za-z_$][\\w$.]*[(\\[].*|new\\s.*|await\\s.*|null|nil|None|true|false|undefined|string|str|String");

    private static final Pattern HEX_HASH =
            Pattern.compile("[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128}");
    private static final Pattern UUID =
            Pattern.compile("(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern CONSTANT_OR_PATH = Pattern.compile(
            "[A-Z][A-Z0-9_]*|[a-z]+(?:[-_./:][a-z]+)*|(?:\\.{0,2}/|[A-Z]:\\\\|~/|https?://).*|[\\w.-]+/[\\w./-]+\\.[a-z]{2,4}");
    private static final Pattern FORMAT = Pattern.compile(".*(?:%[sdv]|\\{\\w*\\}|\\$\\{|\\{\\{|#\\{|\\$\\().*");
    private static final Pattern VERSION_OR_NUMBER =
            Pattern.compile("v?[0-9][0-9.,_:-]*[a-z]{0,3}|[0-9]+(?:px|ms|s|m|h|d|kb|mb|gb)?");

    private Assignments() {}

    private static int landmark(String... words) {
        LANDMARKS.add(List.of(words));
        return LANDMARKS.size() - 1;
    }

    static List<List<String>> landmarks() {
        return List.copyOf(LANDMARKS);
    }

    /** @param seen of {@link #landmarks()} first, then any */
    static void find(String path, String line, Landmarks.Seen seen, List<Match> found) {
        if (seen.has(ANY)) {
            findAny(path, line, seen, found);
        }
        if (line.length() == 32
                && HEX_HASH.matcher(line).matches()
                && KEY_FILE.matcher(path).matches()) {
            found.add(new Match("KEY", 0, line.length()));
        }
    }

    private static void findAny(String path, String line, Landmarks.Seen seen, List<Match> found) {
        if (seen.has(NAMED)) {
            assigned(path, line, found);
        }
        if (seen.has(END_OF_ELEMENT)) {
            groups(ELEMENT, line, 2, "PASSWORD", found, Assignments::isTypedSecret);
        }
        if (seen.has(SCHEME)) {
            groups(
                    URL,
                    line,
                    3,
                    "CONNECTION_STRING",
                    found,
                    password -> !Placeholders.isOne(password)
                            && !isTemplate(password)
                            && !NO_PASSWORD_OF_URL.matcher(password).matches());
        }
        if (seen.has(PARAMETER)) {
            groups(CONNECTION_PASSWORD, line, 1, "CONNECTION_STRING", found, Assignments::isTypedSecret);
        }
        if (seen.has(HEADER)) {
            groups(
                    AUTHORIZATION,
                    line,
                    2,
                    "AUTHORIZATION_HEADER",
                    found,
                    token -> isDrawn(token, 3.2) && hasDigit(token));
        }
        if (seen.has(MACHINE)) {
            groups(NETRC, line, 1, "PASSWORD", found, Assignments::isTypedSecret);
        }
        if (seen.has(USER)) {
            groups(CURL_USER, line, 1, "PASSWORD", found, Assignments::isTypedSecret);
        }
        if (seen.has(IS_TOLD)) {
            groups(TOLD, line, 1, "PASSWORD", found, Assignments::isTold);
        }
        if (seen.has(CALLED)) {
            groups(IN_A_CALL, line, 1, "PASSWORD", found, Assignments::isTypedSecret);
        }
        if (seen.has(VALUE)) {
            groups(ATTRIBUTES, line, 1, "SECRET", found, Assignments::isTypedSecret);
        }
        if (seen.has(COMMAND)) {
            groups(IN_A_COMMAND, line, 1, "PASSWORD", found, Assignments::isTypedSecret);
        }
        if (seen.has(ORACLE_URL)) {
            groups(ORACLE, line, 1, "CONNECTION_STRING", found, Assignments::isTypedSecret);
        }
        if (path.toLowerCase(Locale.ROOT).contains("dockerfile")) {
            groups(IN_DOCKERFILE, line, 1, "SECRET", found, Assignments::isTypedSecret);
        }
    }

    private static void assigned(String path, String line, List<Match> found) {
        boolean environment = isEnvironment(path);
        boolean markup = isProse(path);
        Matcher assignment = ASSIGNMENT.matcher(line);
        int from = 0;
        while (from < line.length() && assignment.find(from)) {
            Match match = value(assignment, line, environment, markup);
            if (match != null) {
                found.add(match);
                from = match.end();
            } else {
                from = assignment.end();
            }
        }
    }

    private interface Test {
        boolean passes(String value);
    }

    private static void groups(Pattern pattern, String line, int group, String kind, List<Match> found, Test test) {
        Matcher matcher = pattern.matcher(line);
        while (matcher.find()) {
            if (test.passes(matcher.group(group))) {
                found.add(new Match(kind, matcher.start(group), matcher.end(group)));
            }
        }
    }

    private static boolean isEnvironment(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        return name.startsWith(".env")
                || name.endsWith(".env")
                || name.equals(".npmrc")
                || name.equals(".pypirc")
                || name.endsWith(".properties")
                || name.endsWith(".ini")
                || name.endsWith(".conf")
                || name.endsWith(".cfg")
                || name.endsWith(".yml")
                || name.endsWith(".yaml")
                || name.endsWith(".toml")
                || name.endsWith(".tfvars")
                || name.endsWith(".sh")
                || name.equals("dockerfile");
    }

    private static boolean isProse(String path) {
        String name = path.toLowerCase(Locale.ROOT);
        return name.endsWith(".md")
                || name.endsWith(".rst")
                || name.endsWith(".adoc")
                || name.endsWith(".txt")
                || name.endsWith(".html");
    }

    private static @Nullable Match value(Matcher assignment, String line, boolean environment, boolean prose) {
        String quote = assignment.group(3);
        int start = assignment.end();
        int end = quote.isEmpty() ? endOfBare(line, start) : endOfQuoted(line, start, quote.charAt(0));
        if (end <= start || !quote.isEmpty() && end >= line.length()) {
            return null;
        }
        String value = line.substring(start, end);
        String name = assignment.group(1).toLowerCase(Locale.ROOT);
        String word = assignment.group(2).toLowerCase(Locale.ROOT);
        boolean bare = quote.isEmpty();
        if (bare && !environment
                || value.length() < 6
                || value.length() > 400
                || value.indexOf(' ') >= 0 && !name.contains("phrase")) {
            return null;
        }
        if (isTemplate(value) || CODE.matcher(value).matches() || Placeholders.isTyped(value) && !strong(value)) {
            return null;
        }
        if (FINGERPRINT.matcher(value).matches()
                || VERSION_OR_NUMBER.matcher(value).matches()
                || CONSTANT_OR_PATH.matcher(value).matches()
                || HASHED_NAME.matcher(name).find()) {
            return null;
        }
        boolean password = word.startsWith("pass") || PASSWORD_WORDS.contains(word);
        if (password) {
            return isPassword(value) ? new Match("PASSWORD", start, end) : null;
        }
        if (UUID.matcher(value).matches()) {
            return name.contains("heroku") || name.contains("api") || name.contains("secret")
                    ? new Match(kind(name), start, end)
                    : null;
        }
        if (HEX_HASH.matcher(value).matches()
                && (word.equals("auth")
                        || word.equals("token") && name.matches(".*(?:csrf|etag|page|next|commit|tree).*"))) {
            return null;
        }
        double least = prose ? 3.5 : 3.0;
        if (name.contains("naver") && value.length() == 10) {
            return isTypedSecret(value) ? new Match(kind(name), start, end) : null;
        }
        return value.length() >= 12 && isDrawn(value, least) ? new Match(kind(name), start, end) : null;
    }

    private static final Set<String> PASSWORD_WORDS = Set.of("pwd", "비밀번호", "비번", "패스워드", "암호");

    private static final Pattern HASHED_NAME = Pattern.compile(
            "(?:public|csrf|hash|digest|checksum|sha|md5|fingerprint|pattern|regex|placeholder|label|hint|field|input|name|url|uri|path|file|type|length|min|max|expir|ttl|header|error|message|invalid|title|text|desc|column|count|limit|index|next[_-]?page|page|cancel|cache|sort|primary|foreign|partition|i18n|translat)");

    private static boolean strong(String value) {
        return value.length() >= 20 && hasDigit(value) && !Randomness.looksWritten(value) && !Placeholders.isOne(value);
    }

    private static String kind(String name) {
        if (name.contains("aws") && name.contains("secret")
                || name.contains("secretaccesskey")
                || name.contains("secret_access_key")) {
            return "AWS_SECRET_KEY";
        }
        if (name.contains("kakao")) {
            return "KAKAO_KEY";
        }
        if (name.contains("naver")) {
            return "NAVER_SECRET";
        }
        if (name.contains("datadog") || name.startsWith("dd_") || name.startsWith("dd.")) {
            return "DATADOG_KEY";
        }
        if (name.contains("twilio")) {
            return "TWILIO_KEY";
        }
        if (name.contains("heroku")) {
            return "HEROKU_KEY";
        }
        if (name.contains("cloudflare")) {
            return "CLOUDFLARE_TOKEN";
        }
        return name.contains("token") ? "TOKEN" : name.contains("secret") ? "SECRET" : "KEY";
    }

    private static int endOfQuoted(String line, int start, char quote) {
        int at = start;
        while (at < line.length() && line.charAt(at) != quote) {
            at += line.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(at, line.length());
    }

    private static int endOfBare(String line, int start) {
        int at = start;
        while (at < line.length()
                && !Character.isWhitespace(line.charAt(at))
                && "'\"`,;<>)}]".indexOf(line.charAt(at)) < 0) {
            at++;
        }
        return at;
    }

    private static boolean isTemplate(String value) {
        return FORMAT.matcher(value).matches() || Placeholders.isReference(value);
    }

    /** What a person chose: anything but a word. */
    private static boolean isPassword(String value) {
        int classes = 0;
        classes += value.chars().anyMatch(Character::isDigit) ? 1 : 0;
        classes += value.chars().anyMatch(Character::isUpperCase) ? 1 : 0;
        classes += value.chars().anyMatch(Character::isLowerCase) ? 1 : 0;
        classes += value.chars().anyMatch(c -> !Character.isLetterOrDigit(c)) ? 1 : 0;
        return classes >= 2 && hasDigit(value) && Randomness.entropy(value) >= 2.3
                || classes >= 3 && Randomness.entropy(value) >= 2.8
                || value.length() >= 12 && isDrawn(value, 3.0);
    }

    /** In a sentence it must look like nothing else. */
    private static boolean isTold(String value) {
        return isTypedSecret(value)
                && hasDigit(value)
                && !CODE.matcher(value).matches()
                && !CONSTANT_OR_PATH.matcher(value).matches()
                && !VERSION_OR_NUMBER.matcher(value).matches()
                && !HEX_HASH.matcher(value).matches()
                && value.chars().anyMatch(Character::isLetter)
                && (value.chars().anyMatch(c -> !Character.isLetterOrDigit(c) && c != '.' && c != '-' && c != '_')
                        || isDrawn(value, 3.0));
    }

    private static boolean isTypedSecret(String value) {
        return !isTemplate(value) && !Placeholders.isTyped(value) && isPassword(value);
    }

    private static boolean hasDigit(String value) {
        return value.chars().anyMatch(Character::isDigit);
    }

    private static boolean isDrawn(String value, double least) {
        return Randomness.entropy(value) >= least && !Randomness.looksWritten(value) && !Placeholders.isOne(value);
    }
}
