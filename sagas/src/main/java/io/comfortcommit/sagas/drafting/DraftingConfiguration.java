package io.comfortcommit.sagas.drafting;

import io.comfortcommit.analysis.drafting.MessageDrafter;
import io.comfortcommit.analysis.drafting.StructuralDrafter;
import io.comfortcommit.axonsupport.privacy.Fingerprints;
import io.comfortcommit.repositories.Repositories;
import io.comfortcommit.sagas.activity.Reports;
import io.comfortcommit.sagas.commit.DraftEvents;
import io.comfortcommit.sagas.llm.ModelDrafter;
import io.comfortcommit.sagas.reuse.ReusedMessages;
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
    RepositoryHabits repositoryHabits(Repositories repositories, DraftingProperties properties) {
        return new RepositoryHabits(repositories, properties.learnWithin());
    }

    @Bean
    ChangeReading changeReading(
            Repositories repositories,
            MessageDrafter drafter,
            RepositoryHabits habits,
            DraftEvents events,
            PersonalForm forms,
            DraftingProperties properties) {
        return new ChangeReading(repositories, drafter, habits, events, forms, properties);
    }

    /** The owner of an installation without people has everything. */
    @Bean
    PersonalForm.Plans personalisingPlans() {
        return _ -> true;
    }

    @Bean
    PersonalForm personalForm(PersonalForm.Plans plans, ReusedMessages approved, DraftEvents events) {
        return new PersonalForm(plans, approved, events);
    }

    @Bean
    RedraftingActivity redraftingActivity(
            ChangeReading reading, ModelDrafter models, DraftEvents events, Reports reports, Clock clock) {
        return new RedraftingActivity(reading, models, events, reports, clock);
    }

    @Bean
    DraftChoices draftChoices(ChangeReading reading, ReusedMessages reused, ModelDrafter models, DraftEvents events) {
        return new DraftChoices(
                reading, reused, models, events, Thread.ofVirtual().name("candidates-", 0)::start);
    }

    @Bean
    DraftingActivity draftingActivity(
            ChangeReading reading,
            Fingerprints fingerprints,
            ReusedMessages reused,
            ModelDrafter models,
            DraftEvents events,
            Reports reports,
            Clock clock) {
        return new DraftingActivity(reading, new Cards(fingerprints), reused, models, events, reports, clock);
    }
}
