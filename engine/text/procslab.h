/* procslab.h - /proc/slabinfo and /sys/kernel/slab: the slab caches, as text and as values.
 *
 * Models    Linux 6.1 mm/slab_common.c: slab_show(), print_slabinfo_header(); mm/slub.c: get_slabinfo(), the
 *           attributes of a cache in sysfs; names and order as recorded.
 * Differs   a cache that was merged into another has no line, as in Linux; as a value and in sysfs its name stands
 *           for that one (Linux has a link there). On a machine with slab=off only commands put objects into caches.
 *           tunables are 0, as with SLUB always.
 * Shape     a row is a cache: one that is in use, or one that a booted machine has made and nobody used yet (its
 *           geometry is that of its name, its numbers are 0).
 * Units     objsize in bytes with padding (the distance between objects), object_size without; counts are objects and
 *           slabs. An object is active unless it is free on a slab of a node's partial list (get_slabinfo()).
 */
#ifndef MM_TEXT_PROCSLAB_H
#define MM_TEXT_PROCSLAB_H

#include "text/report.h"

struct procslab_row {
    char name[MM_NAME_BYTES];
    uint64_t active_objs, num_objs, objsize, objperslab, pagesperslab, active_slabs, num_slabs;
    /* of sysfs */
    uint64_t object_size, align, order, min_partial, cpu_partial, aliases;
    bool reclaimable;
};

/* The caches that have a line, in slabinfo's order; each by its slot. */
#define PROCSLAB_LIST_MAX 1024u
struct procslab_list {
    unsigned count;
    uint16_t slot[PROCSLAB_LIST_MAX];
};
void procslab_list(const struct mm *m, struct procslab_list *list);
/* The same by name (vmstat -m). */
void procslab_by_name(const struct mm *m, struct procslab_list *list);
/* One of them. */
void procslab_row(const struct mm *m, uint32_t slot, struct procslab_row *row);
/* The cache of this name; of a name that was merged into another cache that one. */
bool procslab_find(const struct mm *m, const char *name, struct procslab_row *row);
/* active_objs … num_slabs, size, object_size, min_partial, cpu_partial: its value; *bytes: it is in bytes. */
bool procslab_value(const struct procslab_row *row, const char *key, uint64_t *value, bool *bytes);

/* /proc/slabinfo. */
void procslab_slabinfo(const struct mm *m, struct report *r);
/* The file below /sys/kernel/slab/: "dentry/objs_per_slab"; false when there is none. */
bool procslab_file(const struct mm *m, const char *name, struct report *r);

#endif
