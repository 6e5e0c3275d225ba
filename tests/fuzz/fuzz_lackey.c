/* fuzz_lackey.c - any bytes as valgrind lackey output. */
#include <stdlib.h>

#include "text/infer.h"
#include "text/lackey.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct import in = {.room = lackey_room(data, size)};
    struct mm_area areas[8];
    uint32_t count = 0;

    in.ops = malloc(in.room * sizeof *in.ops + 1);
    if (lackey_decode(data, size, &in)) {
        if (!in.count || in.count > in.room ||
            !infer_layout(in.ops, in.count, &mm_host_libc, areas, 8, &count)) {
            __builtin_trap();
        }
    }
    free(in.ops);
    return 0;
}
