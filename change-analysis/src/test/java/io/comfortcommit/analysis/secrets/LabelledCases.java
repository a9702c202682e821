package io.comfortcommit.analysis.secrets;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;

/**
 * Files with and without a secret, each labelled. The secrets are drawn here from a seed, so that the repository holds none
 * that somebody's scanner would have to refuse; the rest is written as such files are.
 */
final class LabelledCases {
    private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
    private static final String DIGITS = "0123456789";
    private static final String ALNUM = LOWER + LOWER.toUpperCase(java.util.Locale.ROOT) + DIGITS;
    private static final String HEX = "0123456789abcdef";
    private static final String URL_SAFE = ALNUM + "-_";
    private static final String BASE64 = ALNUM + "+/";

    private final Random random;
    private final List<Case> cases = new ArrayList<>();

    /** @param secret null where there is none */
    record Case(
            String name,
            String path,
            String text,
            @org.jspecify.annotations.Nullable String secret) {}

    private LabelledCases(long seed) {
        random = new Random(seed);
    }

    static List<Case> of(long seed) {
        LabelledCases all = new LabelledCases(seed);
        all.tokens();
        all.named();
        all.keys();
        all.inTheirPlaces();
        all.harmless();
        all.elsewhere();
        return List.copyOf(all.cases);
    }

    private String draw(String alphabet, int length) {
        StringBuilder drawn = new StringBuilder();
        for (int i = 0; i < length; i++) {
            drawn.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return drawn.toString();
    }

    // --- tokens that show by their shape

    private void tokens() {
        token("aws-access-key", () -> "AKIA" + draw("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16));
        token("github-classic", () -> summed("ghp_", draw(ALNUM, 30)));
        token("github-server", () -> summed("ghs_", draw(ALNUM, 30)));
        token("github-fine", () -> "github_pat_" + draw(ALNUM, 22) + "_" + draw(ALNUM, 59));
        token("gitlab", () -> "glpat-" + draw(URL_SAFE, 20));
        token("npm", () -> summed("npm_", draw(ALNUM, 30)));
        token("pypi", () -> "pypi-AgEIcHlwaS5vcmc" + draw(URL_SAFE, 70));
        token("slack-bot", () -> "xoxb-" + draw(DIGITS, 12) + "-" + draw(DIGITS, 12) + "-" + draw(ALNUM, 24));
        token(
                "slack-app",
                () -> "xapp-1-A" + draw(ALNUM.toUpperCase(java.util.Locale.ROOT), 10) + "-" + draw(DIGITS, 13) + "-"
                        + draw(HEX, 64));
        token(
                "slack-webhook",
                () -> "hooks.slack.com/services/T" + draw("ABCDEFGHIJ0123456789", 10) + "/B"
                        + draw("ABCDEFGHIJ0123456789", 10) + "/" + draw(ALNUM, 24));
        token("stripe-live", () -> "sk_live_" + draw(ALNUM, 24));
        token("stripe-restricted", () -> "rk_live_" + draw(ALNUM, 99));
        token("stripe-webhook", () -> "whsec_" + draw(ALNUM, 32));
        token("google-api", () -> "AIza" + draw(URL_SAFE, 35));
        token("google-oauth", () -> "GOCSPX-" + draw(URL_SAFE, 28));
        token("anthropic", () -> "sk-ant-api03-" + draw(URL_SAFE, 93) + "AA");
        token("openai", () -> "sk-proj-" + draw(URL_SAFE, 74) + "T3BlbkFJ" + draw(URL_SAFE, 74));
        token("openai-old", () -> "sk-" + draw(ALNUM, 20) + "T3BlbkFJ" + draw(ALNUM, 20));
        token("huggingface", () -> "hf_" + draw(LOWER + LOWER.toUpperCase(java.util.Locale.ROOT), 34));
        token("discord-webhook", () -> "discord.com/api/webhooks/" + draw("123456789", 18) + "/" + draw(URL_SAFE, 68));
        token("discord-bot", () -> "M" + draw(ALNUM, 23) + "." + draw(ALNUM, 6) + "." + draw(ALNUM, 38));
        token("telegram", () -> draw("123456789", 10) + ":AA" + draw(URL_SAFE, 33));
        token("twilio", () -> "SK" + draw(HEX, 32));
        token("sendgrid", () -> "SG." + draw(URL_SAFE, 22) + "." + draw(URL_SAFE, 43));
        token("mailgun", () -> "key-" + draw(HEX, 32));
        token("mailchimp", () -> draw(HEX, 32) + "-us" + (1 + random.nextInt(20)));
        token("digitalocean", () -> "dop_v1_" + draw(HEX, 64));
        token("shopify", () -> "shpat_" + draw(HEX, 32));
        token("square", () -> "sq0csp-" + draw(URL_SAFE, 43));
        token("braintree", () -> "access_token$production$" + draw(LOWER + DIGITS, 16) + "$" + draw(HEX, 32));
        token("new-relic", () -> "NRAK-" + draw("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 27));
        token("grafana", () -> summedByGrafana("glsa_" + draw(ALNUM, 32)));
        token("vault", () -> "hvs." + draw(URL_SAFE, 91));
        token("terraform", () -> draw(ALNUM, 14) + ".atlasv1." + draw(ALNUM, 67));
        token("databricks", () -> "dapi" + draw(HEX, 32));
        token("azure-client", () -> draw(ALNUM, 3) + "8Q~" + draw(ALNUM, 34));
        token("linear", () -> "lin_api_" + draw(ALNUM, 40));
        token("notion", () -> "ntn_" + draw(ALNUM, 46));
        token("airtable", () -> "pat" + draw(ALNUM, 14) + "." + draw(HEX, 64));
        token("postman", () -> "PMAK-" + draw(HEX, 24) + "-" + draw(HEX, 34));
        token("docker", () -> "dckr_pat_" + draw(URL_SAFE, 27));
        token("rubygems", () -> "rubygems_" + draw(HEX, 48));
        token("crates-io", () -> "cio" + draw(ALNUM, 32));
        token("nuget", () -> "oy2" + draw(LOWER + DIGITS, 43));
        token("pulumi", () -> "pul-" + draw(HEX, 40));
        token("supabase", () -> "sbp_" + draw(HEX, 40));
        token("sentry", () -> "sntryu_" + draw(HEX, 64));
        token("toss", () -> "live_sk_" + draw(ALNUM, 32));
        token("age", () -> "AGE-SECRET-KEY-1" + draw("023456789ACDEFGHJKLMNPQRSTUVWXYZ", 58));
        token("jwt", () -> jwt("{\"alg\":\"HS256\",\"typ\":\"JWT\"}"));
    }

    private String jwt(String header) {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return encoder.encodeToString(header.getBytes(StandardCharsets.UTF_8)) + "."
                + encoder.encodeToString(
                        ("{\"sub\":\"" + draw(DIGITS, 8) + "\",\"role\":\"service\"}").getBytes(StandardCharsets.UTF_8))
                + "." + draw(URL_SAFE, 43);
    }

    /** With the checksum that GitHub and npm give their tokens. */
    static String summed(String prefix, String drawn) {
        String digits = DIGITS + LOWER.toUpperCase(java.util.Locale.ROOT) + LOWER;
        StringBuilder sum = new StringBuilder();
        for (long rest = crc(drawn); sum.length() < 6; rest /= 62) {
            sum.insert(0, digits.charAt((int) (rest % 62)));
        }
        return prefix + drawn + sum;
    }

    private static String summedByGrafana(String token) {
        return "%s_%08x".formatted(token, Integer.reverseBytes((int) crc(token)));
    }

    private static long crc(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        return crc.getValue();
    }

    private interface Source {
        String next();
    }

    private void token(String name, Source source) {
        positive(
                name + " in java",
                "src/main/java/app/Client.java",
                source.next(),
                secret -> "class Client {\n    private static final String CREDENTIAL = \"" + secret + "\";\n}\n");
        positive(
                name + " in yaml",
                "deploy/values.yaml",
                source.next(),
                secret -> "service:\n  replicas: 2\n  upstream: " + secret + "\n  port: 8080\n");
        positive(
                name + " in a page",
                "docs/setup.md",
                source.next(),
                secret -> "## Set-up\nRun it with\n\n    export UPSTREAM=" + secret + "\n    make run\n");
    }

    // --- secrets that show by their name

    private void named() {
        named("aws-secret", () -> draw(BASE64, 40), "aws_secret_access_key");
        named("datadog", () -> draw(HEX, 32), "datadog_api_key");
        named("kakao", () -> draw(HEX, 32), "kakao_rest_api_key");
        named("naver", () -> draw(ALNUM, 14), "naver_client_secret");
        named("cloudflare", () -> draw(URL_SAFE, 40), "cloudflare_api_token");
        named("client-secret", () -> draw(ALNUM, 32), "client_secret");
        named("signing-key", () -> draw(BASE64, 43) + "=", "jwt_signing_key");
        named("encryption-key", () -> draw(HEX, 64), "encryption_key");
        named("secret-key-base", () -> draw(HEX, 128), "secret_key_base");
        named("access-token", () -> draw(ALNUM, 36), "access_token");
        named("password", () -> draw(LOWER, 4) + draw(DIGITS, 3) + "!" + draw(ALNUM, 6), "db_password");
        named("passphrase", () -> draw(ALNUM, 18), "key_passphrase");

        for (String scheme : List.of("postgres", "mysql", "mongodb+srv", "redis", "amqp", "https")) {
            positive(
                    scheme + " url",
                    "config/app.env",
                    draw(ALNUM, 16),
                    secret -> "APP_URL=" + scheme + "://service:" + secret + "@db.internal.corp:5432/main\n");
            positive(
                    scheme + " url in code",
                    "app/settings.py",
                    draw(ALNUM, 12) + "7",
                    secret -> "BACKEND = '" + scheme + "://service:" + secret + "@10.1.2.3/main'\n");
        }
        positive(
                "jdbc",
                "application.properties",
                draw(ALNUM, 14) + "3x",
                secret -> "spring.datasource.url=jdbc:postgresql://db/main?user=app&password=" + secret + "\n");
        positive(
                "ado",
                "appsettings.json",
                draw(ALNUM, 14) + "9q",
                secret -> "{\"ConnectionStrings\":{\"Main\":\"Server=db;Database=main;User Id=app;Password=" + secret
                        + ";Encrypt=true\"}}\n");
        positive(
                "azure storage",
                "appsettings.json",
                draw(BASE64, 86) + "==",
                secret -> "{\"Storage\":\"DefaultEndpointsProtocol=https;AccountName=app;AccountKey=" + secret
                        + ";EndpointSuffix=core.windows.net\"}\n");
        positive(
                "bearer",
                "scripts/call.sh",
                draw(ALNUM, 40),
                secret -> "curl -H 'Authorization: Bearer " + secret + "' https://api.internal/v1/jobs\n");
        positive(
                "basic",
                "scripts/call.sh",
                Base64.getEncoder().encodeToString(("svc:" + draw(ALNUM, 18)).getBytes(StandardCharsets.UTF_8)),
                secret -> "curl -H 'Authorization: Basic " + secret + "' https://api.internal/v1/jobs\n");
        positive(
                "netrc",
                ".netrc",
                draw(ALNUM, 16) + "5",
                secret -> "machine git.internal login ci password " + secret + "\n");
        positive(
                "npmrc",
                ".npmrc",
                draw(ALNUM, 36),
                secret -> "registry=https://npm.internal/\n//npm.internal/:_authToken=" + secret + "\n");
        positive(
                "maven settings",
                "settings.xml",
                "x" + draw(ALNUM, 15) + "4",
                secret -> "<server><id>releases</id><username>ci</username><password>" + secret
                        + "</password></server>\n");
        positive(
                "curl user",
                "scripts/deploy.sh",
                draw(ALNUM, 15) + "8",
                secret -> "curl -u deployer:" + secret + " -T app.tgz https://files.internal/\n");
        positive(
                "korean",
                "설정.yml",
                "k" + draw(ALNUM, 11) + "7!",
                secret -> "데이터베이스:\n  사용자: app\n  비밀번호: '" + secret + "'\n");
    }

    private void named(String label, Source source, String name) {
        String upper = name.toUpperCase(java.util.Locale.ROOT);
        positive(label + " in .env", ".env", source.next(), secret -> "PORT=8080\n" + upper + "=" + secret + "\n");
        positive(
                label + " in json",
                "config/production.json",
                source.next(),
                secret -> "{\n  \"host\": \"api\",\n  \"" + name + "\": \"" + secret + "\"\n}\n");
        positive(label + " in python", "app/settings.py", source.next(), secret -> upper + " = \"" + secret + "\"\n");
        positive(
                label + " in yaml",
                "k8s/secret.yaml",
                source.next(),
                secret -> "kind: ConfigMap\ndata:\n  " + name.replace('_', '-') + ": \"" + secret + "\"\n");
        positive(
                label + " in go",
                "internal/config.go",
                source.next(),
                secret -> "var cfg = Config{\n\t" + camel(name) + ": \"" + secret + "\",\n}\n");
        positive(
                label + " in kotlin",
                "src/Settings.kt",
                source.next(),
                secret -> "object Settings {\n    val " + decapitalised(camel(name)) + " = \"" + secret + "\"\n}\n");
    }

    private static String camel(String name) {
        StringBuilder camel = new StringBuilder();
        for (String word : name.split("_", -1)) {
            camel.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
        }
        return camel.toString();
    }

    private static String decapitalised(String name) {
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    private void keys() {
        for (String kind : List.of("RSA ", "EC ", "OPENSSH ", "", "ENCRYPTED ", "DSA ")) {
            String body = draw(BASE64, 64) + "\n" + draw(BASE64, 64);
            String line = body.substring(0, 64);
            positive(
                    kind + "private key",
                    "certs/server.pem",
                    line,
                    _ -> "-----BEGIN " + kind + "PRIVATE KEY-----\n" + body + "\n-----END " + kind
                            + "PRIVATE KEY-----\n");
            String joined = body.replace("\n", "\\n");
            positive(
                    kind + "private key in json",
                    "service-account.json",
                    joined,
                    secret -> "{\"private_key\": \"-----BEGIN " + kind + "PRIVATE KEY-----\\n" + secret + "\\n-----END "
                            + kind + "PRIVATE KEY-----\\n\"}\n");
        }
    }

    private void positive(String name, String path, String secret, UnaryOperator<String> file) {
        cases.add(new Case(name, path, file.apply(secret), secret));
    }

    // --- what looks like one and is none

    private void harmless() {
        for (int i = 0; i < 6; i++) {
            negative("sha-1", "CHANGELOG.md", "* fix the parser (" + draw(HEX, 40) + ")\n");
            negative("sha-256", "checksums.txt", draw(HEX, 64) + "  app-1.2.3.tar.gz\n");
            negative("go.sum", "go.sum", "github.com/go-chi/chi/v5 v5.0." + i + " h1:" + draw(BASE64, 43) + "=\n");
            negative("package-lock", "web/package-lock.json", "\"integrity\": \"sha512-" + draw(BASE64, 86) + "==\"\n");
            negative("uuid", "db/seed.sql", "INSERT INTO orders VALUES ('" + uuid() + "', 'open');\n");
            negative("uuid key", "src/Ids.java", "static final String TENANT_KEY_ID = \"" + uuid() + "\";\n");
            negative("digest", "Dockerfile", "FROM eclipse-temurin:25@sha256:" + draw(HEX, 64) + "\n");
            negative(
                    "action",
                    ".github/workflows/ci.yml",
                    "      - uses: actions/checkout@" + draw(HEX, 40) + " # v5\n");
            negative(
                    "public ssh key",
                    "infra/keys.tf",
                    "public_key = \"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI" + draw(BASE64, 43) + " ci\"\n");
            negative(
                    "certificate",
                    "certs/ca.pem",
                    "-----BEGIN CERTIFICATE-----\n" + draw(BASE64, 64) + "\n-----END CERTIFICATE-----\n");
            negative(
                    "public key",
                    "keys/jwt.pub",
                    "-----BEGIN PUBLIC KEY-----\n" + draw(BASE64, 64) + "\n-----END PUBLIC KEY-----\n");
            negative(
                    "data uri",
                    "web/app.css",
                    ".logo { background: url(data:image/png;base64," + draw(BASE64, 120) + ") }\n");
            negative("etag", "test/http.txt", "ETag: \"" + draw(HEX, 32) + "\"\n");
            negative(
                    "sri",
                    "index.html",
                    "<script src=\"/app.js\" integrity=\"sha384-" + draw(BASE64, 64) + "\"></script>\n");
            negative(
                    "css module",
                    "web/__snapshots__/a.snap",
                    "<div className=\"Button_root__" + draw(ALNUM, 6) + "\">\n");
            negative("revision", "Gemfile.lock", "  revision: " + draw(HEX, 40) + "\n");
            negative("md5", "tests/test_hash.py", "assert md5(b'x') == \"" + draw(HEX, 32) + "\"\n");
            negative(
                    "object id",
                    "src/test/java/GitTest.java",
                    "static final String COMMIT = \"" + draw(HEX, 40) + "\";\n");
            negative(
                    "minified",
                    "static/app.min.js",
                    "!function(e,t){var n=\"" + draw(ALNUM, 30)
                            + "\";e.k=n+t,e.token=function(){return n}}(window,1);\n");
            negative("build id", "app.yaml", "buildId: " + draw(ALNUM, 20) + "\n");
            negative("trace", "docs/logs.md", "traceparent: 00-" + draw(HEX, 32) + "-" + draw(HEX, 16) + "-01\n");
            negative(
                    "poetry.lock",
                    "poetry.lock",
                    "    {file = \"a-1.0.tar.gz\", hash = \"sha256:" + draw(HEX, 64) + "\"},\n");
            negative(
                    "allowed",
                    "src/Fixture.java",
                    "String key = \"ghp_" + draw(ALNUM, 36) + "\"; // comfort:allow-secret\n");
        }
        for (String line : List.of(
                // from the documentation of the issuers
                "aws_access_key_id = AKIAIOSFODNN7EXAMPLE",
                "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                "GITHUB_TOKEN=ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
                "SLACK_BOT_TOKEN=xoxb-your-token-goes-right-here",
                "OPENAI_API_KEY=sk-your-key-goes-in-this-place-please",
                "API_KEY=<your-api-key>",
                "API_KEY=YOUR_API_KEY_HERE",
                "STRIPE_KEY=sk_test_xxxxxxxxxxxxxxxxxxxxxxxx",
                "TOKEN=insert-token-here",
                "PASSWORD=changeme",
                "SECRET_KEY=change-me-in-production",
                "DB_PASSWORD=********",
                "DB_PASSWORD=...",
                "DB_URL=postgres://user:password@localhost:5432/db",
                "REDIS_URL=redis://localhost:6379/0",
                // where it is kept
                "DB_PASSWORD=${DB_PASSWORD}",
                "DB_PASSWORD=$DB_PASSWORD",
                "password: {{ .Values.db.password }}",
                "token: ${{ secrets.GITHUB_TOKEN }}",
                "password: !vault |",
                "spring.datasource.password=${DB_PASSWORD:}",
                "secretName: my-app-tls-secret",
                "api_key: ENC[AES256_GCM,data:Zm9v]",
                "password=%(db_password)s",
                "secret: projects/1/secrets/db/versions/latest",
                "key: op://vault/item/field",
                "password_file: /run/secrets/db_password",
                "PGPASSFILE=~/.pgpass",
                "token_url: https://login.example.org/oauth2/token",
                "token_ttl: 3600s",
                "password_min_length: 12",
                "secret_version: v2",
                "auth_type: oauth2",
                "auth: true",
                "access_key_rotation: 90d",
                "private_key_path: certs/server.pem",
                "api_key_header: X-Api-Key",
                "session_cookie: __Host-session",
                "csrf_token: csrfmiddlewaretoken")) {
            negative(line, "config/app.env", line + "\n");
        }
        for (String line : List.of(
                "const token = process.env.GITHUB_TOKEN;",
                "String password = System.getenv(\"DB_PASSWORD\");",
                "password = os.environ[\"DB_PASSWORD\"]",
                "val secret = config.getString(\"app.secret\")",
                "def login(user: str, password: str) -> Token:",
                "token := tokens[i]",
                "String token = request.getHeader(\"Authorization\");",
                "passwordEncoder.matches(raw, user.getPassword())",
                "private final PasswordEncoder passwordEncoder;",
                "if (token == null) throw new MissingTokenException(\"token is missing\");",
                "password: z.string().min(8),",
                "<label for=\"password\">Password</label>",
                "\"password\": \"비밀번호\",",
                "\"forgot_password\": \"Forgot your password?\",",
                "const PASSWORD_FIELD = \"password\";",
                "static final String TOKEN_TYPE = \"Bearer\";",
                "tokenizer = \"sentencepiece\"",
                "secret = client.secrets.get(\"prod/db\")",
                "accessKey: !Ref AccessKey",
                "apiKey: apiKeyFromContext(ctx)",
                "auth := \"Bearer \" + token",
                "headers[\"Authorization\"] = f\"Bearer {token}\"",
                "assert password == \"test\"",
                "user = User(password=\"secret\")",
                "password = \"hunter\"",
                "token: 'abcdefghijklmnopqrstuvwxyz'",
                "key = \"primaryKeyConstraintName\"",
                "String secret = \"not-a-real-secret-value\";",
                "passwordHash: sha256(password)",
                "expect(token).toEqual('some-token-value')",
                "const cacheKey = 'user-profile-by-id-and-locale';",
                "export const API_KEY_HEADER = 'X-Api-Key-Authorization';",
                "@Value(\"${app.jwt.secret}\") private String secret;",
                "token = \"next_page_token_parameter\"",
                "private_key = rsa.generate_private_key(65537, 2048)",
                "keyAlias = \"upload-key-for-play-store\"",
                "salt = bcrypt.gensalt(12)",
                "Cookie: theme=dark; locale=ko_KR",
                "auth = HTTPBasicAuth(user, password)",
                "String dsn = env(\"SENTRY_DSN\");",
                "var jwt = \"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c\";",
                "pattern = re.compile(r\"ghp_[A-Za-z0-9]{36}\")",
                "REGEX_AWS = \"AKIA[0-9A-Z]{16}\"",
                "alphabet = \"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789\"",
                "return \"https://\" + user + \":\" + password + \"@\" + host;",
                "git clone https://x-access-token:${TOKEN}@github.com/a/b",
                "log.info(\"password changed for user={}\", user);",
                "form.password.errors.push('Password must have 8 characters')")) {
            negative(line, "src/app.ts", line + "\n");
        }
    }

    /** As they stand in files of deployments, pipelines and pages. */
    private void inTheirPlaces() {
        String letters = LOWER + LOWER.toUpperCase(java.util.Locale.ROOT);
        positive(
                "compose list",
                "docker-compose.yml",
                draw(letters, 14),
                secret -> "services:\n  db:\n    environment:\n      - POSTGRES_PASSWORD=" + secret + "\n");
        positive(
                "compose map",
                "compose.yaml",
                "tiger" + draw(DIGITS, 4) + "!",
                secret -> "    environment:\n      RABBITMQ_DEFAULT_PASS: " + secret + "\n");
        positive(
                "kubernetes data",
                "k8s/secret.yaml",
                base64(draw(ALNUM, 20)),
                secret -> "kind: Secret\ndata:\n  password: " + secret + "\n");
        positive(
                "kubernetes string",
                "k8s/secret.yaml",
                draw(ALNUM, 13),
                secret -> "kind: Secret\nstringData:\n  username: app\n  password: " + secret + "\n");
        positive(
                "kubernetes key file",
                "k8s/tls.yaml",
                base64(pem(draw(BASE64, 64))),
                secret -> "kind: Secret\ntype: kubernetes.io/tls\ndata:\n  tls.key: " + secret + "\n");
        positive(
                "service account",
                "sa.json",
                draw(BASE64, 64),
                secret -> "{\n \"type\": \"service_account\",\n \"private_key\": \""
                        + pem(secret).replace("\n", "\\n") + "\"\n}\n");
        positive(
                "service account in a variable",
                ".env",
                base64("{\"type\":\"service_account\",\"private_key\":\"" + pem(draw(BASE64, 64)) + "\"}"),
                secret -> "GOOGLE_APPLICATION=" + secret + "\n");
        positive(
                "terraform",
                "main.tf",
                draw(ALNUM, 16),
                secret -> "resource \"aws_db_instance\" \"db\" {\n  password = \"" + secret + "\"\n}\n");
        positive("cargo", "credentials.toml", draw(ALNUM, 35), secret -> "[registry]\ntoken = \"" + secret + "\"\n");
        positive(
                "jdbc of letters",
                "application.yml",
                draw(letters, 13),
                secret -> "    url: jdbc:mysql://db:3306/shop?user=shop&password=" + secret + "&useSSL=false\n");
        positive(
                "jdbc of oracle",
                "application.properties",
                draw(letters, 13),
                secret -> "spring.datasource.url=jdbc:oracle:thin:scott/" + secret + "@db:1521:orcl\n");
        positive(
                "jdbc call",
                "src/Db.java",
                draw(letters, 13),
                secret -> "var c = DriverManager.getConnection(\"jdbc:postgresql://db/shop\", \"shop\", \"" + secret
                        + "\");\n");
        positive(
                "basic auth call",
                "src/http.go",
                draw(ALNUM, 22),
                secret -> "req.SetBasicAuth(\"ci\", \"" + secret + "\")\n");
        positive(
                "attribute",
                "web.config",
                draw(ALNUM, 36),
                secret -> "<add key=\"ApiSecret\" value=\"" + secret + "\" />\n");
        positive(
                "hidden field",
                "index.html",
                draw(ALNUM, 20),
                secret -> "<input type=\"hidden\" name=\"api_key\" value=\"" + secret + "\">\n");
        positive(
                "docker login",
                "ci/push.sh",
                draw(ALNUM, 20),
                secret -> "docker login -u ci -p " + secret + " registry.internal\n");
        positive("mysql", "ci/load.sh", draw(ALNUM, 20), secret -> "mysql -u root -p" + secret + " shop < dump.sql\n");
        positive("sshpass", "ci/copy.sh", draw(ALNUM, 20), secret -> "sshpass -p '" + secret + "' scp a host:b\n");
        positive("dockerfile", "Dockerfile", draw(ALNUM, 20), secret -> "ENV DB_PASSWORD " + secret + "\n");
        positive("rails key", "config/master.key", draw(HEX, 32), secret -> secret + "\n");
        positive(
                "korean comment",
                "src/App.java",
                "q" + draw(ALNUM, 10) + "7!",
                secret -> "// 운영 DB 비밀번호: " + secret + "\n");
        positive(
                "korean sentence",
                "docs/ops.md",
                "Wlrma" + draw(DIGITS, 4) + "!@",
                secret -> "- 초기 비번은 `" + secret + "` 입니다\n");
        positive(
                "korean name",
                "src/config.js",
                "Tkfka" + draw(DIGITS, 4) + "#",
                secret -> "const 패스워드 = '" + secret + "';\n");
        positive(
                "korean table",
                "README.md",
                "Wlrma" + draw(DIGITS, 4) + "!@",
                secret -> "관리자: admin / 비밀번호: " + secret + "\n");
        positive("naver", "application.yml", draw(ALNUM, 9) + "7", secret -> "naver.client-secret: " + secret + "\n");
        positive(
                "atlassian",
                "jira.env",
                "ATATT3xFfGF0" + draw(URL_SAFE, 180) + "=" + draw("0123456789ABCDEF", 8),
                secret -> "JIRA=" + secret + "\n");
        positive("facebook", "fb.js", "EAAC" + draw(ALNUM, 160), secret -> "const page = '" + secret + "'\n");
    }

    private static String pem(String body) {
        return "-----BEGIN " + "PRIVATE KEY-----\n" + body + "\n-----END " + "PRIVATE KEY-----\n";
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What only names or encrypts a secret. */
    private void elsewhere() {
        negative(
                "compose reference",
                "compose.yml",
                "      POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:?set it}\n      DB_PASSWORD_FILE: /run/secrets/db\n");
        negative(
                "kubernetes reference",
                "k8s/deploy.yaml",
                "   valueFrom:\n     secretKeyRef:\n       name: db-secret\n       key: password\n");
        negative(
                "sealed secret",
                "k8s/sealed.yaml",
                "kind: SealedSecret\nspec:\n  encryptedData:\n    password: AgB" + draw(BASE64, 200) + "\n");
        negative(
                "certificate in base64",
                "k8s/ca.yaml",
                "  ca.crt: " + base64("-----BEGIN CERTIFICATE-----\n" + draw(BASE64, 64) + "\n") + "\n");
        negative("jasypt", "application.yml", "    password: ENC(" + draw(BASE64, 32) + ")\n");
        negative("spring cloud", "application.yml", "    password: '{cipher}" + draw(BASE64, 54) + "='\n");
        negative(
                "pipeline reference",
                "ci.yml",
                "    env:\n      TOKEN: ${{ secrets.GITHUB_TOKEN }}\n      password: ${{ secrets.PASS }}\n");
        negative(
                "terraform reference",
                "main.tf",
                "password = random_password.db.result\nsecret_key = data.aws_secretsmanager_secret_version.x.secret_string\n");
        negative("korean rule", "README.md", "비밀번호: 8자 이상, 영문/숫자 포함\n비밀번호는 8자리이상이어야 합니다\n");
        negative("korean label", "src/Labels.java", "String passwordLabel = \"비밀번호를입력하세요1\";\n");
        negative("korean messages", "messages_ko.properties", "login.password=비밀번호\nlogin.password.confirm=비밀번호확인\n");
        negative(
                "docker login of variables",
                "ci/push.sh",
                "docker login -u $USER -p $PASSWORD registry\nmysql -u root -p$MYSQL_PASSWORD\nmkdir -p build/output\n");
        negative("bcrypt", "src/HashTest.java", "assertThat(hash).isEqualTo(\"$2a$10$" + draw(ALNUM, 53) + "\");\n");
        negative(
                "hash column",
                "data.sql",
                "INSERT INTO users(name, password_hash) VALUES ('a', '" + draw(HEX, 64) + "');\n");
        negative(
                "english rule",
                "docs/login.md",
                "The password is at-least-12-characters long. Password: required, max64. The password is case-sensitive.\n");
        negative("english policy", "src/Policy.java", "// password: min8 max64 chars, see PasswordPolicy#check2\n");
        negative(
                "known hosts",
                "known_hosts",
                "git.internal ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI" + draw(BASE64, 43) + "\n");
        negative("rails template", "config/secrets.yml", "  secret_key_base: <%= ENV[\"SECRET_KEY_BASE\"] %>\n");
        negative(
                "connection of variables",
                "src/Db.java",
                "DriverManager.getConnection(url, \"postgres\", \"postgres\");\n");
    }

    private String uuid() {
        return draw(HEX, 8) + "-" + draw(HEX, 4) + "-4" + draw(HEX, 3) + "-a" + draw(HEX, 3) + "-" + draw(HEX, 12);
    }

    private void negative(String name, String path, String text) {
        cases.add(new Case(name, path, text, null));
    }
}
