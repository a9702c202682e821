package io.comfortcommit.analysis.evaluation;

import io.comfortcommit.analysis.learning.ConventionalSubject;

/**
 * What somebody says a commit is.
 *
 * @param scope empty where there is none
 */
record Guess(String type, String scope, String description) {
    /** Nothing was said. */
    static final Guess NONE = new Guess("", "", "");

    /** A subject without a type is a description. */
    static Guess of(String subject) {
        return ConventionalSubject.in(subject)
                .map(found -> new Guess(found.type(), found.scope(), found.description()))
                .orElseGet(() -> new Guess("", "", ConventionalSubject.withoutPullRequests(subject)));
    }
}
