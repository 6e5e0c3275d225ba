/* fuzz_head.c - bytes as the head of a request: whose socket it is, decided byte by byte.
 *
 * Shape     once decided, more bytes change nothing; an undecided head is given away when it is as
 *           long as it may be.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "classify.h"

enum { HEAD_MAX = 4096 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const size_t len = size < HEAD_MAX ? size : HEAD_MAX;
    char *head = malloc(len + 1);
    enum owner before = OWNER_UNDECIDED;

    if (!head)
        return 0;
    memcpy(head, data, len);
    head[len] = '\0';
    for (size_t n = 1; n <= len; n += n < 64 ? 1 : 37) {
        const enum owner now = classify(head, n, HEAD_MAX, "http://class.example");

        if (before != OWNER_UNDECIDED && now != before)
            abort();
        if (n == HEAD_MAX && now == OWNER_UNDECIDED)
            abort();
        before = now;
    }
    free(head);
    return 0;
}
