package io.comfortcommit.sagas.agent;

import io.comfortcommit.repositories.AgentMode;
import io.comfortcommit.sagas.activity.Activity;
import io.comfortcommit.sagas.activity.ActivityKind;
import io.comfortcommit.sagas.activity.ActivityOrder;

/** Forgets what an agent sent of a change whose draft ended without a push. */
final class ForgettingActivity implements Activity {
    private final AgentMode agents;

    ForgettingActivity(AgentMode agents) {
        this.agents = agents;
    }

    @Override
    public ActivityKind kind() {
        return ActivityKind.FORGETTING;
    }

    @Override
    public Outcome perform(ActivityOrder order) {
        agents.forget(order.draftId());
        return Outcome.DONE;
    }
}
