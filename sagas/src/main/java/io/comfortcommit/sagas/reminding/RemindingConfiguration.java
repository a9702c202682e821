package io.comfortcommit.sagas.reminding;

import io.comfortcommit.sagas.activity.Reports;
import io.comfortcommit.sagas.notification.Notifications;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RemindingConfiguration {
    @Bean
    ExpiryActivity expiryActivity(Reports reports) {
        return new ExpiryActivity(reports);
    }

    @Bean
    ReminderActivity reminderActivity(Notifications notifications, Reports reports) {
        return new ReminderActivity(notifications, reports);
    }

    @Bean
    SupersedingActivity supersedingActivity(Reports reports) {
        return new SupersedingActivity(reports);
    }
}
