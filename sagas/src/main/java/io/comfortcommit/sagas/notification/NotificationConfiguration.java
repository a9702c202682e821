package io.comfortcommit.sagas.notification;

import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.notification.DraftLink;
import io.comfortcommit.messages.notification.KakaoConnection;
import io.comfortcommit.messages.notification.KakaoToken;
import io.comfortcommit.messages.notification.NotificationCommand.ForgetPushTarget;
import io.comfortcommit.messages.notification.NotificationQuery.FindKakaoConnection;
import io.comfortcommit.messages.notification.NotificationQuery.FindKakaoToken;
import io.comfortcommit.messages.notification.NotificationQuery.FindPushTargets;
import io.comfortcommit.messages.notification.NotificationQuery.IssueDraftLink;
import io.comfortcommit.messages.notification.PushTargets;
import io.comfortcommit.messages.notification.PushTargets.PushTarget;
import io.comfortcommit.repositories.ErasedPeople;
import io.comfortcommit.sagas.activity.Reports;
import io.comfortcommit.sagas.commit.DraftEvents;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(NotificationProperties.class)
class NotificationConfiguration {
    private static final long ANSWER_WITHIN_SECONDS = 10;

    /** Kakao may be asked for a fresh one. */
    private static final long TOKEN_WITHIN_SECONDS = 15;

    @Bean
    PreferenceRows notificationPreferences(
            JdbcClient jdbc, @Qualifier("erasedInActivities") ErasedPeople erased, NotificationProperties properties) {
        return new PreferenceRows(jdbc, erased, properties.language());
    }

    /** The owner of an installation without people has everything. */
    @Bean
    PlanSwitches planSwitches() {
        return (_, _) -> true;
    }

    @Bean
    Plans plans(PlanSwitches switches) {
        return new Plans(switches);
    }

    @Bean
    ApprovalLinks linksToDrafts(QueryGateway queries) {
        return (draft, author, personal) -> queries.query(
                        new IssueDraftLink(author, draft, personal), ResponseTypes.instanceOf(DraftLink.class))
                .orTimeout(ANSWER_WITHIN_SECONDS, TimeUnit.SECONDS)
                .join()
                .url();
    }

    @Bean
    Wire notificationWire(NotificationProperties properties) {
        return new Wire(properties.timeout());
    }

    @Bean
    SlackBot slackBot(NotificationProperties properties, Wire wire) {
        return new SlackBot(properties.slack(), wire);
    }

    @Bean
    EmailChannel email(NotificationProperties properties) {
        return new EmailChannel(properties.email(), properties.timeout());
    }

    @Bean
    WebPush webPush(QueryGateway queries, CommandGateway commands, Wire wire) {
        return new WebPush(new RemoteDirectory(queries, commands), wire);
    }

    @Bean
    KakaoTalk kakaoTalk(NotificationProperties properties, QueryGateway queries, Wire wire) {
        return new KakaoTalk(properties.kakao(), new RemoteAccounts(queries), wire);
    }

    @Bean
    SlackAnswers slackAnswers(SlackBot bot, PreferenceRows preferences) {
        return new SlackAnswers(bot, preferences);
    }

    @Bean
    Notifications notifications(
            NotificationProperties properties,
            Wire wire,
            SlackBot slack,
            WebPush push,
            KakaoTalk kakao,
            EmailChannel email,
            PreferenceRows preferences,
            PlanSwitches plans,
            ApprovalLinks links,
            DraftEvents events,
            JdbcClient jdbc,
            @Qualifier("erasedInActivities") ErasedPeople erased,
            Reports reports,
            Clock clock) {
        List<Channel> channels = Stream.<Channel>of(
                        slack, push, kakao, email, new SlackWebhook(properties.slack(), wire))
                .<Channel>map(channel -> new ResilientChannel(channel, properties.retry()))
                .toList();
        return new Notifications(
                channels,
                preferences,
                plans,
                links,
                new DraftsAtHand(events),
                events,
                new SentNotices(jdbc, erased),
                new PostponedNotices(jdbc, erased),
                reports,
                clock,
                properties.concurrent());
    }

    @Bean
    NotifyingActivity notifyingActivity(Notifications notifications) {
        return new NotifyingActivity(notifications);
    }

    @Bean
    SettlingActivity settlingActivity(Notifications notifications) {
        return new SettlingActivity(notifications);
    }

    /** Asks the gateway, where people connect them. */
    private record RemoteAccounts(QueryGateway queries) implements KakaoDirectory {
        @Override
        public boolean connected(UserId user) {
            return queries.query(new FindKakaoConnection(user), ResponseTypes.instanceOf(KakaoConnection.class))
                    .orTimeout(ANSWER_WITHIN_SECONDS, TimeUnit.SECONDS)
                    .join()
                    .connected();
        }

        @Override
        public KakaoToken token(UserId user) {
            return queries.query(new FindKakaoToken(user), ResponseTypes.instanceOf(KakaoToken.class))
                    .orTimeout(TOKEN_WITHIN_SECONDS, TimeUnit.SECONDS)
                    .join();
        }
    }

    /** Asks the gateway, which lets browsers in. */
    private record RemoteDirectory(QueryGateway queries, CommandGateway commands) implements PushDirectory {
        @Override
        public List<PushTarget> of(UserId user) {
            return queries.query(new FindPushTargets(user), ResponseTypes.instanceOf(PushTargets.class))
                    .orTimeout(ANSWER_WITHIN_SECONDS, TimeUnit.SECONDS)
                    .join()
                    .targets();
        }

        @Override
        public void forget(UserId user, PushTarget gone) {
            commands.sendAndWait(
                    new ForgetPushTarget(user, gone.device(), gone.endpoint()),
                    ANSWER_WITHIN_SECONDS,
                    TimeUnit.SECONDS);
        }
    }
}
