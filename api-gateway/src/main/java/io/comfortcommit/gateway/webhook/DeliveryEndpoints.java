package io.comfortcommit.gateway.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.comfortcommit.gateway.dispatch.Offload;
import io.comfortcommit.gateway.permission.Action;
import io.comfortcommit.gateway.permission.Requires;
import io.comfortcommit.gateway.problem.Problem;
import io.comfortcommit.gateway.problem.Problem.Code;
import io.comfortcommit.repositories.Deliveries;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Tells the owner what became of a delivery: its sender was answered before that was known. */
@RestController
final class DeliveryEndpoints {
    private final Deliveries deliveries;
    private final Offload offload;

    DeliveryEndpoints(Deliveries deliveries, Offload offload) {
        this.deliveries = deliveries;
        this.offload = offload;
    }

    /**
     * @param status {@code WAITING}, {@code DONE}, {@code REFUSED} or {@code IGNORED}
     * @param draftId of one that is done
     * @param code of one that is not
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Fate(
            String status,
            @Nullable String draftId,
            @Nullable String code) {}

    @Requires(Action.DELIVERY_READ)
    @GetMapping("/webhooks/deliveries/{kind}/{sender}/{id}")
    Mono<Fate> fate(@PathVariable String kind, @PathVariable String sender, @PathVariable String id) {
        return offload.call(() -> deliveries
                .fate(kind + "/" + sender, id)
                .map(fate -> new Fate(
                        fate.state().name(),
                        fate.draft() == null ? null : fate.draft().toString(),
                        fate.code()))
                .orElseThrow(() -> Problem.of(Code.NOT_FOUND).asException()));
    }
}
