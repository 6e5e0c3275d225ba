/* sysfs.h - files below /sys, by path.
 *
 * Models    /sys/devices/system/node, /sys/devices/system/memory, /sys/kernel/debug/extfrag, /sys/kernel/slab,
 *           /sys/kernel/mm/transparent_hugepage/enabled.
 * Shape     each directory belongs to the module that knows it: text/procnode, text/memtool, text/procfrag,
 *           text/procslab.
 * Errors    false for what does not exist.
 */
#ifndef MM_TEXT_SYSFS_H
#define MM_TEXT_SYSFS_H

#include "text/report.h"

bool sysfs_show(const struct mm *m, const char *path, struct report *r);
/* The i-th path, N and the like standing for what they name; NULL after the last: for completion. */
const char *sysfs_path(unsigned i);

#endif
