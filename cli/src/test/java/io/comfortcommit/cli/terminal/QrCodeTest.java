package io.comfortcommit.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.GlobalHistogramBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QrCodeTest {
    @Test
    void aPhoneReadsTheLinkFromTheTerminal() throws Exception {
        String link = "http://192.168.0.7:7878/d/0193a0f0-0000-7000-8000-000000000000#k=Zm9vYmFyYmF6cXV4";
        List<String> lines = QrCode.of(link).lines().toList();
        int width = lines.getFirst().length();
        int scale = 4;
        int[] pixels = new int[width * scale * lines.size() * 2 * scale];
        for (int y = 0; y < lines.size() * 2 * scale; y++) {
            for (int x = 0; x < width * scale; x++) {
                char block = lines.get(y / scale / 2).charAt(x / scale);
                boolean upper = y / scale % 2 == 0;
                boolean light = block == '█' || block == (upper ? '▀' : '▄');
                pixels[y * width * scale + x] = light ? 0xffffff : 0;
            }
        }
        BinaryBitmap image = new BinaryBitmap(
                new GlobalHistogramBinarizer(new RGBLuminanceSource(width * scale, lines.size() * 2 * scale, pixels)));
        assertThat(new QRCodeReader()
                        .decode(image, Map.of(DecodeHintType.PURE_BARCODE, true))
                        .getText())
                .isEqualTo(link);
    }
}
