package io.comfortcommit.gateway.access;

import io.comfortcommit.gateway.device.Devices;
import io.comfortcommit.gateway.secret.UserSecrets;
import java.util.Arrays;
import java.util.Optional;
import org.springframework.beans.factory.SmartInitializingSingleton;

/** Ends what was let in by an owner token that is not the owner's any more: who had it may have let himself in. */
final class OwnerChange implements SmartInitializingSingleton {
    private static final String KNOWN = "owner-token-mark";

    private final Owner owner;
    private final OwnerToken token;
    private final UserSecrets secrets;
    private final Devices devices;

    OwnerChange(Owner owner, OwnerToken token, UserSecrets secrets, Devices devices) {
        this.owner = owner;
        this.token = token;
        this.secrets = secrets;
        this.devices = devices;
    }

    @Override
    public void afterSingletonsInstantiated() {
        byte[] mark = token.mark();
        Optional<byte[]> known = secrets.find(UserSecrets.INSTALLATION, KNOWN);
        if (known.isPresent() && Arrays.equals(known.get(), mark)) {
            return;
        }
        devices.revokeAll(owner.id());
        secrets.put(UserSecrets.INSTALLATION, KNOWN, mark);
    }
}
