package io.comfortcommit.queryside.chain;

/** The chain is not what it must be. Nothing more is added to it until a person has looked. */
public final class BrokenChainException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokenChainException(String message) {
        super(message);
    }
}
