package io.comfortcommit.gateway.graphql;

import io.comfortcommit.gateway.access.Caller;
import io.comfortcommit.gateway.dispatch.Queries;
import io.comfortcommit.gateway.permission.Action;
import io.comfortcommit.gateway.permission.Requires;
import io.comfortcommit.gateway.problem.Problem;
import io.comfortcommit.messages.drafting.FoundUsage.Use;
import io.comfortcommit.messages.drafting.UsageQuery.FindUsage;
import io.comfortcommit.messages.plan.FindPlans;
import io.comfortcommit.messages.plan.FoundPlans.Plan;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** What callers have, and what models took that were asked for their drafts. */
@Controller
class UsageController {
    private static final int MONTHS = 12;
    private static final int MOST_MONTHS = 24;
    private static final double MICRO = 1e-6;

    private final Queries queries;
    private final Clock clock;

    UsageController(Queries queries, Clock clock) {
        this.queries = queries;
        this.clock = clock;
    }

    /**
     * A part of what was used. Sums of tokens are too large for the numbers that GraphQL calls {@code Int}.
     *
     * @param key what it is a part by
     */
    record UsageShare(String key, int calls, double promptTokens, double answerTokens, double dollars) {
        static UsageShare of(String key, List<Use> uses) {
            return new UsageShare(
                    key,
                    Math.toIntExact(sum(uses, Use::calls)),
                    sum(uses, Use::promptTokens),
                    sum(uses, Use::answerTokens),
                    sum(uses, Use::microDollars) * MICRO);
        }

        /** @return in the order of their keys */
        static List<UsageShare> by(Function<Use, String> key, List<Use> uses) {
            return uses.stream()
                    .collect(Collectors.groupingBy(key, TreeMap::new, Collectors.toList()))
                    .entrySet()
                    .stream()
                    .map(share -> of(share.getKey(), share.getValue()))
                    .toList();
        }

        private static long sum(List<Use> uses, ToLongFunction<Use> of) {
            return uses.stream().mapToLong(of).sum();
        }
    }

    record MonthlyUsage(
            String month,
            int calls,
            double promptTokens,
            double answerTokens,
            double dollars,
            List<UsageShare> models,
            List<UsageShare> repositories,
            List<UsageShare> keyGroups) {
        static MonthlyUsage of(String month, List<Use> uses) {
            UsageShare all = UsageShare.of(month, uses);
            return new MonthlyUsage(
                    month,
                    all.calls(),
                    all.promptTokens(),
                    all.answerTokens(),
                    all.dollars(),
                    UsageShare.by(Use::model, uses),
                    UsageShare.by(use -> use.repositoryId().toString(), uses),
                    UsageShare.by(Use::keyGroup, uses));
        }
    }

    @Requires(Action.USAGE_READ)
    @QueryMapping
    Mono<List<MonthlyUsage>> usage(@Argument @Nullable Integer months, @AuthenticationPrincipal Caller caller) {
        int wanted = months == null ? MONTHS : months;
        if (wanted < 1 || wanted > MOST_MONTHS) {
            throw Problem.badField("OUT_OF_RANGE", "months", 1, MOST_MONTHS).asException();
        }
        YearMonth since = YearMonth.now(clock.withZone(ZoneOffset.UTC)).minusMonths(wanted - 1L);
        return queries.ask(new FindUsage(caller.user(), since.toString())).map(UsageController::byMonth);
    }

    @Requires(Action.PLAN_READ)
    @QueryMapping
    Mono<List<Plan>> plans(@AuthenticationPrincipal Caller caller) {
        return queries.ask(new FindPlans(caller.user()));
    }

    private static List<MonthlyUsage> byMonth(List<Use> uses) {
        Map<String, List<Use>> months = new LinkedHashMap<>();
        uses.forEach(use ->
                months.computeIfAbsent(use.month(), _ -> new ArrayList<>()).add(use));
        return months.entrySet().stream()
                .map(month -> MonthlyUsage.of(month.getKey(), month.getValue()))
                .toList();
    }
}
