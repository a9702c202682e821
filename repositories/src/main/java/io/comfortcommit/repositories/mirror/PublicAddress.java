package io.comfortcommit.repositories.mirror;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Tells the public internet from everything else, by the IANA special-purpose address registries (RFC 6890). */
final class PublicAddress {
    private PublicAddress() {}

    static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        return switch (address) {
            case Inet4Address four -> isPublic4(four.getAddress());
            case Inet6Address six -> isPublic6(six.getAddress());
            default -> false;
        };
    }

    private static boolean isPublic4(byte[] bytes) {
        int a = bytes[0] & 0xff;
        int b = bytes[1] & 0xff;
        int c = bytes[2] & 0xff;
        return a != 0
                && a < 224
                && !(a == 100 && b >= 64 && b < 128) // shared by carriers
                && !(a == 192 && b == 0 && (c == 0 || c == 2))
                && !(a == 198 && (b == 18 || b == 19 || (b == 51 && c == 100)))
                && !(a == 203 && b == 0 && c == 113);
    }

    /** Global unicast only, and of that nothing that carries a hidden IPv4 address which is not public. */
    private static boolean isPublic6(byte[] bytes) {
        boolean nat64 = startsWith(bytes, 0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0);
        if (nat64) {
            return isPublicEmbedded(bytes, 12);
        }
        if ((bytes[0] & 0xe0) != 0x20) {
            return false;
        }
        if (startsWith(bytes, 0x20, 0x02)) { // 6to4
            return isPublicEmbedded(bytes, 2);
        }
        boolean teredo = startsWith(bytes, 0x20, 0x01, 0, 0);
        boolean documentation = startsWith(bytes, 0x20, 0x01, 0x0d, 0xb8);
        return !teredo && !documentation;
    }

    private static boolean isPublicEmbedded(byte[] bytes, int at) {
        try {
            return isPublic(InetAddress.getByAddress(Arrays.copyOfRange(bytes, at, at + 4)));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    private static boolean startsWith(byte[] bytes, int... prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if ((bytes[i] & 0xff) != prefix[i]) {
                return false;
            }
        }
        return true;
    }
}
