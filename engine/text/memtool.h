/* memtool.h - lsmem(1): ranges of physical memory, and /sys/devices/system/memory.
 *
 * Models    util-linux 2.38 (Debian 12) lsmem; Linux 6.1 drivers/base/memory.c: blocks of 128 MiB, numbered from
 *           physical 0, there when any frame of theirs exists; removable since 5.7 whenever hot-removal is built in.
 * Differs   nothing is ever offline. No -J, -P, -S.
 * Errors    a machine of two-level paging has no memory blocks, as Linux for 32 bits: lsmem says so and is refused.
 */
#ifndef MM_TEXT_MEMTOOL_H
#define MM_TEXT_MEMTOOL_H

#include "text/report.h"

#define MEMTOOL_BLOCK_BYTES (128ull << 20)

/* lsmem [-a] [-b] [-n] [-r] [-o COLUMN,…] [--output-all] [--summary[=never|always|only]] */
bool memtool(const struct mm *m, const char *options, struct report *r);
/* The file below /sys/devices/system/memory/ ("block_size_bytes", "memory3/state"); false when there is none. */
bool memtool_file(const struct mm *m, const char *name, struct report *r);

#endif
