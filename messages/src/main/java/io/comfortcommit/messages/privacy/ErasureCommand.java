package io.comfortcommit.messages.privacy;

import io.comfortcommit.messages.UserId;

/** Has a side erase what it keeps of a person. Again changes nothing, so whatever stopped half way is sent anew. */
public sealed interface ErasureCommand {
    UserId person();

    /**
     * Destroys the key that what events say of the person is encrypted under, for good. Answered with an
     * {@link ErasedPeople.Erased}.
     */
    record DestroyKey(UserId person) implements ErasureCommand {}

    /** Past messages, and how the person wanted to be told and was. Answered with nothing. */
    record ForgetInActivities(UserId person) implements ErasureCommand {}

    /**
     * Read models show nothing of the person at once; after the key is destroyed only, as they are then rebuilt in the
     * background from what events still say. Answered with nothing.
     *
     * @param by who asks, as {@code user:<uuid>}
     */
    record ForgetInReadModels(UserId person, String by) implements ErasureCommand {}
}
