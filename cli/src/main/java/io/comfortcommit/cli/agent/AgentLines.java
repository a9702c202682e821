package io.comfortcommit.cli.agent;

import io.comfortcommit.cli.agent.AgentRounds.Step;
import io.comfortcommit.cli.client.Draft;
import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.terminal.Json;
import io.comfortcommit.cli.terminal.Terminal;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Tells what an agent does; what stays as it was is said once. */
final class AgentLines {
    private final Terminal terminal;
    private final Map<String, String> saidLast = new HashMap<>();

    AgentLines(Terminal terminal) {
        this.terminal = terminal;
    }

    static ObjectNode status(String status) {
        return Json.object().put("status", status);
    }

    void tell(Step step) {
        String id = step.draftId();
        switch (step) {
            case Step.Pushed(String draft, AgentRecord.Landed landed, boolean onBranch) -> {
                terminal.say(
                        onBranch ? "agent.pushed" : "agent.beside",
                        Draft.shortId(draft),
                        landed.commit(),
                        landed.target());
                terminal.object(status("PUSHED")
                        .put("draftId", draft)
                        .put("commitId", landed.commit())
                        .put("landing", onBranch ? "BRANCH" : "SIDE_BRANCH")
                        .put("landedOn", landed.target())
                        .put("rebased", landed.rebased())
                        .put("reason", landed.reason()));
            }
            case Step.Failed(String draft, var failure, String words) -> {
                terminal.say("agent.failed", Draft.shortId(draft), failure, words);
                terminal.object(status("PUSH_FAILED")
                        .put("draftId", draft)
                        .put("failure", failure.name())
                        .put("reason", words));
            }
            case Step.Waits(String draft, String words) -> {
                if (!words.equals(saidLast.put(id, words))) {
                    terminal.say("agent.later", Draft.shortId(draft), words);
                    terminal.object(status("LATER").put("draftId", draft).put("reason", words));
                }
            }
        }
    }

    void away(Failure failure) {
        if (!failure.code().equals(saidLast.put("", failure.code()))) {
            terminal.fail(failure);
        }
    }
}
