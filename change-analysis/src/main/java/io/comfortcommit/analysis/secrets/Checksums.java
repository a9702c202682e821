package io.comfortcommit.analysis.secrets;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** The checksums that issuers put into their tokens, so that whoever finds one can tell it from what only looks like it. */
final class Checksums {
    private static final String BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int BASE62_LENGTH = 6;
    private static final int HEXADECIMAL_LENGTH = 8;

    private Checksums() {}

    /**
     * Whether the last six characters are the CRC-32 of those between the prefix and them, in base 62 with zeros in front.
     * GitHub, "Behind GitHub's new authentication token formats" (2021); npm took it over in the same year.
     */
    static boolean isBase62(String token) {
        int end = token.length() - BASE62_LENGTH;
        String drawn = token.substring(token.indexOf('_') + 1, end);
        char[] sum = new char[BASE62_LENGTH];
        long rest = crc(drawn);
        for (int at = sum.length - 1; at >= 0; at--) {
            sum[at] = BASE62.charAt((int) (rest % BASE62.length()));
            rest /= BASE62.length();
        }
        return token.endsWith(new String(sum));
    }

    /**
     * Whether the last eight characters are the CRC-32 of all before the underscore in front of them, its lowest byte first.
     * Grafana, {@code pkg/components/satokengen} (2022).
     */
    static boolean isHexadecimal(String token) {
        int end = token.length() - HEXADECIMAL_LENGTH;
        int sum = Integer.reverseBytes((int) crc(token.substring(0, end - 1)));
        return Integer.parseUnsignedInt(token.substring(end), 16) == sum;
    }

    private static long crc(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        return crc.getValue();
    }
}
