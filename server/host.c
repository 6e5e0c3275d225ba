#define _GNU_SOURCE 1
#include "host.h"

#include <sys/mman.h>

void *host_map(void *ctx, size_t bytes)
{
    (void)ctx;
    void *p = mmap(NULL, bytes > 0 ? bytes : 1, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    return p == MAP_FAILED ? NULL : p;
}

void host_unmap(void *ctx, void *p, size_t bytes)
{
    (void)ctx;
    munmap(p, bytes > 0 ? bytes : 1);
}

const struct mm_host host_mapped = {.reserve = host_map, .release = host_unmap};
