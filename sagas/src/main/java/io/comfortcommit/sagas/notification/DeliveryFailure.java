package io.comfortcommit.sagas.notification;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A channel did not take a message. Says nothing of the message, nor of the address it was for. */
final class DeliveryFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What vendors' codes look like; anything else may be a text with anything in it. */
    private static final Pattern VENDOR_CODE = Pattern.compile("-?[a-z0-9_]{1,60}");

    private final Reason reason;
    private final @Nullable String vendorCode;
    private final @Nullable Duration retryAfter;

    /** Why. Stable, stored. */
    enum Reason {
        UNREACHABLE(true),
        TIMEOUT(true),
        RATE_LIMITED(true),
        /** The vendor has trouble of its own. */
        FAILING(true),
        /** It failed so often that it is not asked for a while. */
        RESTING(true),
        /** It will refuse it again. */
        REFUSED(false),
        /** A secret can't be read, or is no such thing. */
        MISCONFIGURED(false),
        NOT_UNDERSTOOD(true);

        private final boolean mayPass;

        Reason(boolean mayPass) {
            this.mayPass = mayPass;
        }
    }

    DeliveryFailure(Reason reason) {
        this(reason, null, null);
    }

    /**
     * @param vendorCode as the vendor gave it; left out where it is no code
     * @param retryAfter how long the vendor asks us to wait
     */
    DeliveryFailure(Reason reason, @Nullable String vendorCode, @Nullable Duration retryAfter) {
        super(reason.name(), null, false, false);
        this.reason = reason;
        this.vendorCode = vendorCode != null && VENDOR_CODE.matcher(vendorCode).matches() ? vendorCode : null;
        this.retryAfter = retryAfter;
    }

    Reason reason() {
        return reason;
    }

    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }

    boolean mayPass() {
        return reason.mayPass;
    }

    /** As it is stored. */
    String code() {
        return vendorCode == null ? reason.name() : reason.name() + ":" + vendorCode;
    }
}
