/* procnode.h - /sys/devices/system/node: meminfo, numastat, distance and cpulist of a node, as text and as values.
 *
 * Models    Linux 6.1 drivers/base/node.c: node_read_meminfo(), node_read_numastat(), node_read_distance().
 * Differs   FilePages, Shmem and the like are those of this model; huge pages are 0.
 * Shape     one table of meminfo keys gives the file, the value and numastat -m.
 * Units     meminfo kB (HugePages_*: a count), numastat allocations (pages).
 * Errors    false for what does not exist. Linux for 32 bits as recorded has no nodes to show: no file is there.
 */
#ifndef MM_TEXT_PROCNODE_H
#define MM_TEXT_PROCNODE_H

#include "text/report.h"

/* The file below /sys/devices/system/node/: online, nodeN/{meminfo,numastat,distance,cpulist}. */
bool procnode_file(const struct mm *m, const char *name, struct report *r);

/* The i-th key of a node's meminfo ("MemTotal" …), NULL after the last. */
const char *procnode_meminfo_key(unsigned i);
/* Its value; *plain: a count, without kB. Pre: node < config.nodes, i names a key. */
uint64_t procnode_meminfo(const struct mm *m, uint32_t node, unsigned i, bool *plain);
/* The i-th line of numastat ("numa_hit" …), NULL after the last, and its value. */
const char *procnode_numastat_key(unsigned i);
uint64_t procnode_numastat(const struct mm *m, uint32_t node, unsigned i);

#endif
