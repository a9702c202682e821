package io.comfortcommit.gateway.webhook;

import io.comfortcommit.gateway.problem.Problem;
import io.comfortcommit.gateway.problem.Problem.Code;
import io.comfortcommit.repositories.CaptureOrder;
import io.comfortcommit.repositories.Deliveries;
import io.comfortcommit.repositories.Deliveries.Receipt;
import io.comfortcommit.repositories.Delivery;
import io.comfortcommit.repositories.PushedBranch;
import org.springframework.stereotype.Component;

/** Stores what was delivered; whoever sends the same again gets the same answer. Blocks. */
@Component
final class Inbox {
    private final Deliveries deliveries;

    Inbox(Deliveries deliveries) {
        this.deliveries = deliveries;
    }

    Acknowledged store(Delivery delivery, CaptureOrder order, byte[] bundle) {
        return answer(delivery, deliveries.receive(delivery, order, bundle));
    }

    Acknowledged store(Delivery delivery, PushedBranch pushed) {
        return answer(delivery, deliveries.receive(delivery, pushed));
    }

    private static Acknowledged answer(Delivery delivery, Receipt receipt) {
        return switch (receipt) {
            case STORED, REPEATED -> Acknowledged.accepted(delivery.source(), delivery.id());
            case ID_REUSED -> throw Problem.of(Code.WEBHOOK_ID_REUSED).asException();
        };
    }
}
