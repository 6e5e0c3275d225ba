/* qr.c - a QR code in a terminal, two modules a character. */
#include "serve.h"

#include <qrencode.h>
#include <stdbool.h>
#include <stdio.h>

enum { QR_QUIET = 2 };

static bool qr_dark(const QRcode *q, int x, int y)
{
    return x >= 0 && y >= 0 && x < q->width && y < q->width && (q->data[y * q->width + x] & 1);
}

void qr_print(const char *text)
{
    QRcode *q = QRcode_encodeString(text, 0, QR_ECLEVEL_L, QR_MODE_8, 1);

    if (!q)
        return;
    /* Light modules are drawn, so that it reads on a dark terminal. */
    for (int y = -QR_QUIET; y < q->width + QR_QUIET; y += 2) {
        for (int x = -QR_QUIET; x < q->width + QR_QUIET; x++) {
            bool top = !qr_dark(q, x, y), bottom = !qr_dark(q, x, y + 1);
            fputs(top && bottom ? "█" : top ? "▀" : bottom ? "▄" : " ", stdout);
        }
        putchar('\n');
    }
    QRcode_free(q);
}
