package io.comfortcommit.analysis.learning;

import java.util.Locale;
import java.util.regex.Pattern;

/** Tells commits that a program made from those of people, by the author's name and address. */
public final class Bots {
    private static final Pattern BOT =
            Pattern.compile("\\[bot]|\\bbot\\b|bot@|[_-]bot\\b|\\b\\w{3,}bot$|dependabot|renovate|greenkeeper|"
                    + "github[ -]?actions?\\b|semantic-release|release-please|pre-commit-ci|allcontributors|snyk|mergify|"
                    + "\\bautomation\\b|\\bjenkins\\b|\\btravis[ -]ci\\b|circleci|imgbot|weblate|crowdin|depfu|pyup");

    private Bots() {}

    public static boolean isBot(String author, String email) {
        return BOT.matcher(author.toLowerCase(Locale.ROOT)).find()
                || BOT.matcher(email.toLowerCase(Locale.ROOT)).find();
    }
}
