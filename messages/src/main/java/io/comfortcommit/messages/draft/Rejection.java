package io.comfortcommit.messages.draft;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why a command was refused. Travels as the details of the failed command; every case has a stable code. */
public sealed interface Rejection {
    /** Stable, for machines: the GraphQL error code and the last part of the problem type. */
    String code();

    record UnknownDraft(DraftId draftId) implements Rejection {
        @Override
        public String code() {
            return "DRAFT_NOT_FOUND";
        }
    }

    /** Not tracked, or somebody else's. */
    record UnknownRepository(RepositoryId repositoryId) implements Rejection {
        @Override
        public String code() {
            return "UNKNOWN_REPOSITORY";
        }
    }

    /** The draft changed since the caller looked. */
    record StaleVersion(DraftId draftId, long expected, long actual, DraftStatus status) implements Rejection {
        @Override
        public String code() {
            return "STALE_VERSION";
        }
    }

    /** The draft is past the point where this can be done, or not yet there. */
    record IllegalTransition(DraftId draftId, DraftStatus status, String command) implements Rejection {
        @Override
        public String code() {
            return "ILLEGAL_TRANSITION";
        }
    }

    /**
     * Something in the change looks like a secret, and the author has not said that it is none.
     *
     * @param findings ids of those that are not cleared
     */
    record SecretsFound(DraftId draftId, List<String> findings) implements Rejection {
        public SecretsFound {
            findings = List.copyOf(findings);
        }

        @Override
        public String code() {
            return "SECRETS_FOUND";
        }
    }

    /** @param why stable code: LEFT_TO_AGENT, NUMBER_OF_PARTS, EMPTY_PART or TAKEN_TWICE */
    record UnusableSplit(DraftId draftId, String why) implements Rejection {
        @Override
        public String code() {
            return "UNUSABLE_SPLIT";
        }
    }

    /** @param finding an id that none of the draft's findings has */
    record UnknownFinding(DraftId draftId, String finding) implements Rejection {
        @Override
        public String code() {
            return "FINDING_NOT_FOUND";
        }
    }

    /** @param limit the greatest length allowed, in characters; null where the length was not the trouble */
    record UnusableMessage(
            DraftId draftId, String why, @Nullable Integer limit) implements Rejection {
        @Override
        public String code() {
            return "UNUSABLE_MESSAGE";
        }
    }

    /** Nothing more can be stored of this person. */
    record PersonErased(UserId person) implements Rejection {
        @Override
        public String code() {
            return "PERSON_ERASED";
        }
    }
}
