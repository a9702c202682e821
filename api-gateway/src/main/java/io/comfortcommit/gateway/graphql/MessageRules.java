package io.comfortcommit.gateway.graphql;

import io.comfortcommit.gateway.dispatch.Offload;
import io.comfortcommit.gateway.problem.Problem;
import io.comfortcommit.gateway.problem.Texts;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.query.DraftView;
import io.comfortcommit.repositories.LintFinding;
import io.comfortcommit.repositories.Repositories;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Holds messages to the commitlint rules of their repository, before a command takes them. The rules lie in the captured
 * tree, which never changes, so that looking first decides nothing that could be different later.
 */
@Component
public final class MessageRules {
    private static final Logger LOG = LoggerFactory.getLogger(MessageRules.class);
    private static final Texts TEXTS = new Texts("io.comfortcommit.gateway.graphql.lint");

    private final Repositories repositories;
    private final Offload offload;

    MessageRules(Repositories repositories, Offload offload) {
        this.repositories = repositories;
        this.offload = offload;
    }

    /** @param text in the caller's language */
    record Finding(String rule, Level level, String text) {}

    enum Level {
        WARNING,
        ERROR
    }

    /** None where the rules can't be read: then nobody knows them. */
    Mono<List<Finding>> findings(DraftId draft, String message, Locale locale) {
        return offload.call(() -> repositories.lint(draft, message))
                .map(found -> found.stream()
                        .map(finding -> new Finding(
                                finding.rule(), finding.error() ? Level.ERROR : Level.WARNING, words(finding, locale)))
                        .toList())
                .onErrorResume(RuntimeException.class, unread -> {
                    LOG.warn("the rules of draft {} can't be read", draft, unread);
                    return Mono.just(List.of());
                });
    }

    /**
     * Fails with MESSAGE_BREAKS_RULES if what is approved breaks a rule. A message that was stored before is looked at too:
     * nobody may have edited what was drafted. Where the draft is ahead of what can be read, its message was edited, and
     * looked at as it was.
     *
     * @param message that is approved; null for the one that the draft has
     * @param version of the draft that is approved
     */
    public Mono<Void> checkApproval(DraftView found, @Nullable String message, long version, Locale locale) {
        String approved = message == null && found.version() == version ? found.message() : message;
        return approved == null ? Mono.empty() : check(found.draftId(), List.of(approved), locale);
    }

    /** Fails with MESSAGE_BREAKS_RULES if one of the messages breaks a rule that is no mere warning. */
    Mono<Void> check(DraftId draft, List<String> messages, Locale locale) {
        List<Mono<List<Finding>>> checks = messages.stream()
                .map(message -> findings(draft, message, locale)
                        .map(all -> all.stream()
                                .filter(finding -> finding.level() == Level.ERROR)
                                .toList()))
                .toList();
        return Mono.zip(checks, all -> refusal(messages, all))
                .flatMap(Mono::justOrEmpty)
                .flatMap(Mono::error);
    }

    private static Optional<RuntimeException> refusal(List<String> messages, Object[] errors) {
        List<String> rules = new ArrayList<>();
        List<String> words = new ArrayList<>();
        for (int place = 0; place < errors.length; place++) {
            for (Object error : (List<?>) errors[place]) {
                Finding finding = (Finding) error;
                rules.add(finding.rule());
                String subject = messages.get(place).strip().lines().findFirst().orElse("");
                words.add(errors.length == 1 ? finding.text() : subject + ": " + finding.text());
            }
        }
        return rules.isEmpty()
                ? Optional.empty()
                : Optional.of(Problem.messageBreaksRules(rules, words).asException());
    }

    /** A rule without words of its own is said by its name and value, as it is written. */
    static String words(LintFinding finding, Locale locale) {
        String key = finding.rule() + (finding.never() ? ".never" : "");
        return TEXTS.has(key)
                ? TEXTS.text(locale, key, finding.value())
                : TEXTS.text(locale, finding.never() ? "other.never" : "other", finding.rule(), finding.value());
    }
}
