package io.comfortcommit.analysis.secrets;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Secrets that show by their own shape, wherever they stand. Each is looked for only in lines that hold its landmark. The
 * shapes are those of the issuers' documentation; none can backtrack over more than a token.
 */
final class Tokens {
    /** Of a token that has an issuer's shape and not its checksum. */
    private static final String UNVERIFIED = "UNVERIFIED_TOKEN";

    /**
     * @param shortest characters; what is shorter is none
     * @param verified whether a token carries the checksum that its issuer gives; always where it gives none
     */
    private record Shape(
            String kind,
            String landmark,
            int shortest,
            Pattern pattern,
            Predicate<String> real,
            Predicate<String> verified) {}

    private static final List<Shape> SHAPES = new ArrayList<>();

    private static final String ALNUM = "[A-Za-z0-9]";
    private static final String URL_SAFE = "[A-Za-z0-9_-]";
    /** Examples in documentation repeat a character or spell a word. */
    private static final Predicate<String> DRAWN =
            token -> Randomness.entropy(token) >= 2.5 && !Placeholders.isOne(token);

    static {
        add("AWS_ACCESS_KEY_ID", "AKIA", "(?:AKIA)[A-Z2-7]{16}", 20);
        add("AWS_ACCESS_KEY_ID", "ASIA", "(?:ASIA)[A-Z2-7]{16}", 20);
        for (String prefix : List.of("ghp_", "gho_", "ghu_", "ghs_", "ghr_")) {
            add("GITHUB_TOKEN", prefix, prefix + ALNUM + "{36}", 40, Checksums::isBase62);
        }
        add("GITHUB_TOKEN", "github_pat_", "github_pat_" + ALNUM + "{22}_" + ALNUM + "{59}", 93);
        for (String prefix : List.of("glpat-", "gldt-", "glrt-", "glptt-", "glft-", "glsoat-")) {
            add("GITLAB_TOKEN", prefix, prefix + URL_SAFE + "{20,60}", 25);
        }
        add("NPM_TOKEN", "npm_", "npm_" + ALNUM + "{36}", 40, Checksums::isBase62);
        add("PYPI_TOKEN", "pypi-", "pypi-AgE[A-Za-z0-9_-]{50,300}", 58);
        for (String prefix : List.of("xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xoxe-", "xapp-")) {
            add("SLACK_TOKEN", prefix, prefix + "[A-Za-z0-9-]{20,250}", 25);
        }
        add("SLACK_WEBHOOK", "hooks.slack.com/", "hooks\\.slack\\.com/(?:services|workflows)/[A-Za-z0-9/]{30,80}", 50);
        for (String prefix : List.of("sk_live_", "sk_test_", "rk_live_", "rk_test_")) {
            add("STRIPE_KEY", prefix, prefix + ALNUM + "{24,99}", 32);
        }
        add("WEBHOOK_SECRET", "whsec_", "whsec_[A-Za-z0-9+/=]{24,80}", 30);
        add("GOOGLE_API_KEY", "AIza", "AIza" + URL_SAFE + "{35}", 39);
        add("GOOGLE_OAUTH_SECRET", "GOCSPX-", "GOCSPX-" + URL_SAFE + "{28}", 35);
        add("GOOGLE_OAUTH_TOKEN", "ya29.", "ya29\\." + URL_SAFE + "{30,200}", 35);
        add("ANTHROPIC_KEY", "sk-ant-", "sk-ant-[a-z]{3,8}\\d\\d-" + URL_SAFE + "{80,120}", 90);
        add("OPENAI_KEY", "sk-", "sk-(?:proj-|svcacct-|admin-)?" + URL_SAFE + "{20,180}", 40);
        add("HUGGINGFACE_TOKEN", "hf_", "hf_" + ALNUM + "{34}", 37);
        add(
                "DISCORD_WEBHOOK",
                "/api/webhooks/",
                "discord(?:app)?\\.com/api/webhooks/\\d{17,20}/" + URL_SAFE + "{60,80}",
                90);
        add(
                "DISCORD_TOKEN",
                ".",
                "(?<![A-Za-z0-9_.-])[MNO]" + URL_SAFE + "{23,25}\\." + URL_SAFE + "{6}\\." + URL_SAFE + "{27,38}",
                58);
        add("TELEGRAM_TOKEN", ":AA", "(?<![0-9])\\d{8,10}:AA" + URL_SAFE + "{33}", 44);
        add("TWILIO_KEY", "SK", "SK[0-9a-f]{32}", 34);
        add("SENDGRID_KEY", "SG.", "SG\\." + URL_SAFE + "{22}\\." + URL_SAFE + "{43}", 69);
        add("MAILGUN_KEY", "key-", "key-[0-9a-f]{32}", 36);
        add("MAILCHIMP_KEY", "-us", "(?<![0-9a-f])[0-9a-f]{32}-us\\d{1,2}", 36);
        for (String prefix : List.of("dop_v1_", "doo_v1_", "dor_v1_")) {
            add("DIGITALOCEAN_TOKEN", prefix, prefix + "[0-9a-f]{64}", 71);
        }
        add("HEROKU_KEY", "HRKU-", "HRKU-" + URL_SAFE + "{36,64}", 41);
        for (String prefix : List.of("shpat_", "shpss_", "shpca_", "shppa_")) {
            add("SHOPIFY_TOKEN", prefix, prefix + "[0-9a-fA-F]{32}", 38);
        }
        add("SQUARE_TOKEN", "sq0", "sq0(?:atp|csp|idp)-" + URL_SAFE + "{22,43}", 29);
        add(
                "BRAINTREE_TOKEN",
                "access_token$",
                "access_token\\$(?:production|sandbox)\\$[0-9a-z]{16}\\$[0-9a-f]{32}",
                70);
        add("NEW_RELIC_KEY", "NRAK-", "NRAK-[A-Z0-9]{27}", 32);
        add("GRAFANA_TOKEN", "glsa_", "glsa_" + ALNUM + "{32}_[0-9a-fA-F]{8}", 46, Checksums::isHexadecimal);
        add("GRAFANA_TOKEN", "glc_", "glc_[A-Za-z0-9+/=]{32,400}", 36);
        add("VAULT_TOKEN", "hvs.", "hvs\\." + URL_SAFE + "{24,120}", 28);
        add("TERRAFORM_TOKEN", ".atlasv1.", "(?<![A-Za-z0-9])" + ALNUM + "{14}\\.atlasv1\\.[A-Za-z0-9_=-]{60,70}", 83);
        add("DATABRICKS_TOKEN", "dapi", "dapi[0-9a-f]{32}(?:-\\d)?", 36);
        add("AZURE_CLIENT_SECRET", "8Q~", "(?<![A-Za-z0-9_~.-])[A-Za-z0-9_~.-]{3}8Q~[A-Za-z0-9_~.-]{34}", 40);
        add("LINEAR_KEY", "lin_api_", "lin_api_" + ALNUM + "{40}", 48);
        add("NOTION_TOKEN", "ntn_", "ntn_" + ALNUM + "{40,50}", 44);
        add("NOTION_TOKEN", "secret_", "secret_" + ALNUM + "{43}", 50);
        add("AIRTABLE_TOKEN", "pat", "(?<![A-Za-z0-9])pat" + ALNUM + "{14}\\.[0-9a-f]{64}", 82);
        add("POSTMAN_KEY", "PMAK-", "PMAK-[0-9a-f]{24}-[0-9a-f]{34}", 64);
        add("DOCKER_TOKEN", "dckr_pat_", "dckr_(?:pat)_" + URL_SAFE + "{27}", 36);
        add("RUBYGEMS_KEY", "rubygems_", "rubygems_[0-9a-f]{48}", 57);
        add("CRATES_IO_TOKEN", "cio", "(?<![A-Za-z0-9])cio" + ALNUM + "{32}", 35);
        add("NUGET_KEY", "oy2", "(?<![A-Za-z0-9])oy2[a-z0-9]{43}", 46);
        add("PULUMI_TOKEN", "pul-", "pul-[0-9a-f]{40}", 44);
        add("SUPABASE_TOKEN", "sbp_", "sbp_[0-9a-f]{40}", 44);
        add("SENTRY_TOKEN", "sntry", "sntry[us]_[A-Za-z0-9+/=_-]{40,300}", 47);
        add("PLANETSCALE_TOKEN", "pscale_", "pscale_(?:tkn|pw|oauth)_[A-Za-z0-9_.=-]{30,64}", 40);
        add("FLY_TOKEN", "fm2_", "fm2_[A-Za-z0-9+/=]{60,900}", 64);
        add("TOSS_KEY", "live_", "(?<![A-Za-z0-9_])live_(?:g?sk)_[A-Za-z0-9]{20,40}", 28);
        add("AGE_KEY", "AGE-SECRET-KEY-1", "AGE-SECRET-KEY-1[0-9A-Z]{58}", 74);
        add("AZURE_STORAGE_KEY", "AccountKey=", "(?<=AccountKey=)[A-Za-z0-9+/]{86}==", 88);
        add("AZURE_SAS", "sig=", "(?<=[?&]sig=)[A-Za-z0-9%+/]{40,70}(?:%3D|=)", 41);
        add("ATLASSIAN_TOKEN", "ATATT3", "ATATT3[A-Za-z0-9_=-]{60,300}", 66);
        add("ARTIFACTORY_KEY", "AKCp", "AKCp" + ALNUM + "{60,75}", 64);
        add("FACEBOOK_TOKEN", "EAA", "EAA" + ALNUM + "{80,300}", 83);
        add("GROQ_KEY", "gsk_", "gsk_" + ALNUM + "{52}", 56);
        // A key file or an account's JSON, as they stand in a Kubernetes secret, a kubeconfig or a variable of a
        // pipeline.
        for (String begin : List.of("LS0tLS1CRUdJTi", "eyJ0eXBlIjo", "ewogICJ0eXBlIjog", "eyAidHlwZSI6")) {
            SHAPES.add(new Shape(
                    "PRIVATE_KEY",
                    begin,
                    60,
                    edged(begin + "[A-Za-z0-9+/]{60,}={0,2}"),
                    Tokens::holdsPrivateKey,
                    _ -> true));
        }
        SHAPES.add(new Shape(
                "JWT",
                "eyJ",
                16,
                edged("eyJ" + URL_SAFE + "{8,400}\\.eyJ" + URL_SAFE + "{4,3000}\\." + URL_SAFE + "{16,1000}"),
                Tokens::isSigned,
                _ -> true));
    }

    private Tokens() {}

    private static void add(String kind, String landmark, String pattern, int shortest) {
        add(kind, landmark, pattern, shortest, _ -> true);
    }

    private static void add(String kind, String landmark, String pattern, int shortest, Predicate<String> verified) {
        SHAPES.add(new Shape(
                kind,
                landmark,
                shortest,
                edged(pattern),
                token -> token.length() >= shortest && DRAWN.test(token),
                verified));
    }

    /** No part of a longer word: that would be another thing, as a hash in base64. */
    private static Pattern edged(String pattern) {
        return Pattern.compile("(?<![A-Za-z0-9_])(?:" + pattern + ")(?![A-Za-z0-9_])");
    }

    /** For each shape the word without which there is none; its place is the shape's number. */
    static List<List<String>> landmarks() {
        return SHAPES.stream().map(shape -> List.of(shape.landmark)).toList();
    }

    /** @param seen of {@link #landmarks()} last, from {@code first} on */
    static void find(String line, Landmarks.Seen seen, int first, List<Match> found) {
        for (int group = seen.next(first); group >= 0; group = seen.next(group + 1)) {
            Shape shape = SHAPES.get(group - first);
            if (line.length() >= shape.shortest && line.contains(shape.landmark)) {
                Matcher matcher = shape.pattern.matcher(line);
                while (matcher.find()) {
                    String token = matcher.group();
                    if (shape.real.test(token)) {
                        String kind = shape.verified.test(token) ? shape.kind : UNVERIFIED;
                        found.add(new Match(kind, matcher.start(), matcher.end()));
                    }
                }
            }
        }
    }

    private static boolean holdsPrivateKey(String token) {
        try {
            String whole = token.substring(0, token.length() - token.length() % 4);
            return new String(Base64.getDecoder().decode(whole), StandardCharsets.ISO_8859_1).contains("PRIVATE KEY");
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    /** A header that names an algorithm other than none (RFC 7515); the page jwt.io shows one that everybody copies. */
    private static boolean isSigned(String token) {
        if (token.contains("SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c") || Placeholders.isOne(token)) {
            return false;
        }
        try {
            String header = new String(
                    Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.'))), StandardCharsets.UTF_8);
            return header.contains("\"alg\"")
                    && !header.toLowerCase(Locale.ROOT).contains("\"none\"");
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }
}
