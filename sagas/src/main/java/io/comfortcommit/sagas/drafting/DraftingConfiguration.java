package io.comfortcommit.sagas.drafting;

import io.comfortcommit.analysis.drafting.MessageDrafter;
import io.comfortcommit.analysis.drafting.StructuralDrafter;
import io.comfortcommit.repositories.Repositories;
import io.comfortcommit.sagas.activity.Reports;
import io.comfortcommit.sagas.commit.DraftEvents;
import io.comfortcommit.sagas.llm.ModelDrafter;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DraftingProperties.class)
class DraftingConfiguration {
    @Bean
    MessageDrafter messageDrafter() {
        return new StructuralDrafter();
    }

    @Bean
    DraftingActivity draftingActivity(
            Repositories repositories,
            MessageDrafter drafter,
            ModelDrafter models,
            DraftEvents events,
            Reports reports,
            DraftingProperties properties,
            Clock clock) {
        return new DraftingActivity(
                repositories,
                drafter,
                new RepositoryHabits(repositories, properties.learnWithin()),
                models,
                events,
                reports,
                properties,
                clock);
    }
}
