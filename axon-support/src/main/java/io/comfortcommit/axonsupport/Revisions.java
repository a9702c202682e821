package io.comfortcommit.axonsupport;

import java.util.List;
import java.util.function.UnaryOperator;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.axonframework.serialization.upcasting.event.IntermediateEventRepresentation;
import org.axonframework.serialization.upcasting.event.SingleEventUpcaster;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Leads stored events from each revision to the next, oldest step first. A step sees the stored form, in which personal
 * data is encrypted: it can add, rename and drop components, not look into personal ones.
 */
final class Revisions {
    private static final JsonMapper JSON = JsonMapper.shared();

    private Revisions() {}

    static List<EventUpcaster> steps() {
        return List.of(
                step("commit-draft.drafted", 1, Revisions::draftedWithoutCard),
                // Its findings lie in the encrypted card, and get ids as they are read.
                step("commit-draft.drafted", 2, UnaryOperator.identity()),
                step("commit-draft.pushed", 1, Revisions::pushedAsOne));
    }

    private static ObjectNode draftedWithoutCard(ObjectNode drafted) {
        return drafted.putNull("card");
    }

    private static ObjectNode pushedAsOne(ObjectNode pushed) {
        pushed.putArray("commits").add(pushed.required("commitId"));
        return pushed;
    }

    private static EventUpcaster step(String name, int from, UnaryOperator<ObjectNode> change) {
        SerializedType old = new SimpleSerializedType(name, Integer.toString(from));
        SerializedType next = new SimpleSerializedType(name, Integer.toString(from + 1));
        return new SingleEventUpcaster() {
            @Override
            protected boolean canUpcast(IntermediateEventRepresentation event) {
                return event.getType().equals(old);
            }

            @Override
            protected IntermediateEventRepresentation doUpcast(IntermediateEventRepresentation event) {
                return event.upcastPayload(next, byte[].class, stored -> changed(stored, change));
            }
        };
    }

    /**
     * What can't be read stays as it is: whoever reads the event finds out, and parks it with these bytes. A step that failed
     * would fail again in the parking, and hold up everything.
     */
    private static byte[] changed(byte[] stored, UnaryOperator<ObjectNode> change) {
        try {
            return JSON.writeValueAsBytes(change.apply((ObjectNode) JSON.readTree(stored)));
        } catch (JacksonException | ClassCastException unreadable) {
            return stored;
        }
    }
}
