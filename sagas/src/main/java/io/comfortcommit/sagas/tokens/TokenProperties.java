package io.comfortcommit.sagas.tokens;

import java.math.BigDecimal;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param monthlyBudget US dollars in a calendar month (UTC), over all key groups
 * @param hardStop whether no model is asked for the rest of the month once the budget is spent
 * @param prices by model; a model without one costs nothing
 */
@ConfigurationProperties("comfort.tokens")
record TokenProperties(
        @DefaultValue("500") BigDecimal monthlyBudget,
        @DefaultValue("false") boolean hardStop,
        @DefaultValue Map<String, Price> prices) {

    /**
     * @param prompt US dollars for a million tokens sent
     * @param answer US dollars for a million tokens received
     */
    record Price(BigDecimal prompt, BigDecimal answer) {
        Price {
            if (prompt.signum() < 0 || answer.signum() < 0) {
                throw new IllegalArgumentException("comfort.tokens.prices: a price is not negative");
            }
        }
    }

    TokenProperties {
        prices = Map.copyOf(prices);
        if (monthlyBudget.signum() < 0) {
            throw new IllegalArgumentException("comfort.tokens.monthly-budget is not negative");
        }
    }
}
