package io.comfortcommit.sagas.notification;

import io.comfortcommit.messages.notification.NotificationCommand.AnswerInSlack;
import java.util.Locale;
import org.axonframework.commandhandling.CommandHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers those who pressed a button in Slack. */
class SlackAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(SlackAnswers.class);

    private final SlackBot bot;
    private final PreferenceRows preferences;

    SlackAnswers(SlackBot bot, PreferenceRows preferences) {
        this.bot = bot;
        this.preferences = preferences;
    }

    /** Once: it matters for the moment only. */
    @CommandHandler
    void handle(AnswerInSlack command) {
        if (!bot.isSetUp()) {
            return;
        }
        Locale locale = Locale.forLanguageTag(preferences.of(command.user()).language());
        String text = new NoticeTexts(locale).text("slack." + command.answer().name());
        try {
            bot.answer(command.channel(), command.slackUser(), text);
        } catch (DeliveryFailure failure) {
            LOG.info("a button in Slack could not be answered: {}", failure.code());
        }
    }
}
