package io.comfortcommit.sagas.agent;

import io.comfortcommit.axonsupport.privacy.Envelope;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.repositories.AgentMode;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class AgentConfiguration {
    /** What agents send lies under its author's key, as personal data in events does. */
    @Bean
    AgentMode.Seal agentSeal(Envelope envelope) {
        return new AgentMode.Seal() {
            @Override
            public String seal(UserId subject, byte[] plain) {
                return envelope.seal(subject, plain);
            }

            @Override
            public Optional<byte[]> open(String sealed) {
                return envelope.open(sealed);
            }
        };
    }

    @Bean
    ForgettingActivity forgettingActivity(AgentMode agents) {
        return new ForgettingActivity(agents);
    }
}
