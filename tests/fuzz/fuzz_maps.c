/* fuzz_maps.c - any bytes as a /proc/PID/maps file: what is understood is a layout. */
#include "text/maps.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct import in = {.room = 0};
    struct mm_area areas[16];
    uint32_t count = 0;

    if (maps_decode(data, size, areas, 16, &count, &in) != (count > 0)) {
        __builtin_trap();
    }
    for (uint32_t i = 0; i < count; i++) {
        if (areas[i].start >= areas[i].end || (i && areas[i].start < areas[i - 1].end)) {
            __builtin_trap();
        }
    }
    return 0;
}
