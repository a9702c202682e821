package io.comfortcommit.sagas.publishing;

import io.comfortcommit.repositories.AgentMode;
import io.comfortcommit.repositories.Repositories;
import io.comfortcommit.sagas.activity.ErasedAuthors;
import io.comfortcommit.sagas.activity.Reports;
import io.comfortcommit.sagas.commit.DraftEvents;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PublishingProperties.class)
class PublishingConfiguration {
    @Bean
    PublishingActivity publishingActivity(
            Repositories repositories,
            AgentMode agents,
            DraftEvents events,
            ErasedAuthors erased,
            Reports reports,
            PublishingProperties properties,
            Clock clock) {
        return new PublishingActivity(repositories, agents, events, erased, reports, properties, clock);
    }
}
