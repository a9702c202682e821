package io.comfortcommit.gateway;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * What a response says before its body. The request is sent as it is written, since clients refuse to send some of what
 * attackers do; the body is not waited for, since streams never end.
 *
 * @param text the whole of it, ISO 8859-1
 */
record ResponseHead(int status, String text) {
    private static final String END = "\r\n\r\n";

    /** @param request with {@code \r\n} after each line; what is not ASCII goes as UTF-8 */
    static ResponseHead of(int port, String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            InputStream answer = new BufferedInputStream(socket.getInputStream());
            StringBuilder head = new StringBuilder();
            while (head.length() < END.length() || head.indexOf(END, head.length() - END.length()) < 0) {
                int next = answer.read();
                if (next < 0) {
                    throw new IOException("ended after: " + head);
                }
                head.append((char) next);
            }
            return new ResponseHead(Integer.parseInt(head.substring(9, 12)), head.toString());
        }
    }

    /** @param name in lower case */
    List<String> values(String name) {
        return text.lines()
                .skip(1)
                .map(line -> line.split(": ?", 2))
                .filter(header -> header[0].toLowerCase(Locale.ROOT).equals(name))
                .map(header -> header.length > 1 ? header[1] : "")
                .toList();
    }
}
