package io.comfortcommit.messages.privacy;

import io.comfortcommit.messages.UserId;
import java.time.Instant;
import java.util.List;

/** Whose keys are destroyed, in the order in which they were. */
public record ErasedPeople(List<Erased> people) {
    public ErasedPeople {
        people = List.copyOf(people);
    }

    public record Erased(UserId person, Instant at) {}

    /** The query for them. */
    public record FindErasedPeople() {}
}
