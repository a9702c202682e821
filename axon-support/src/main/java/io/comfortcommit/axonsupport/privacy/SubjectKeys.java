package io.comfortcommit.axonsupport.privacy;

import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.Rejection.PersonErased;
import io.comfortcommit.messages.privacy.ErasedPeople.Erased;
import java.util.List;
import java.util.Optional;
import javax.crypto.SecretKey;
import org.axonframework.messaging.HandlerExecutionException;

/** The key of each data subject. Destroying one erases what was encrypted under it, wherever copies lie. */
public interface SubjectKeys {
    /**
     * The subject's key, made durable before it is returned if it is new.
     *
     * @throws ErasedSubjectException if the subject was erased
     */
    SecretKey toEncrypt(UserId subject);

    /** The subject's key, or empty if the subject was erased. */
    Optional<SecretKey> toDecrypt(UserId subject);

    /** Erases: the key is gone for good, and no new one is made for this subject. Again changes nothing. */
    void destroy(UserId subject);

    /** Who was erased, in the order in which they were. */
    List<Erased> erased();

    /** Keys that were read before are read anew, so that those count that another process destroyed. */
    default void refresh() {}

    /**
     * Something was to be stored about a person who was erased. Events are stored after their command was handled, so this
     * brings its details for the caller along, who may be in another process.
     */
    final class ErasedSubjectException extends HandlerExecutionException {
        private static final long serialVersionUID = 1L;

        ErasedSubjectException(UserId subject) {
            super(
                    "the data of user " + subject + " was erased; nothing more can be stored about them",
                    null,
                    new PersonErased(subject));
        }
    }
}
