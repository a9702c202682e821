package io.comfortcommit.messages.query;

import java.util.List;

/**
 * Messages of the commits that a draft could be split into, in the order of the clusters of its card.
 *
 * @param messages empty where it can't be split
 */
public record SplitProposal(List<String> messages) {
    public static final SplitProposal NONE = new SplitProposal(List.of());

    public SplitProposal {
        messages = List.copyOf(messages);
    }
}
