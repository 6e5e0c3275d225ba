/* procfrag.h - /sys/kernel/debug/extfrag: how far free memory is from serving a request of each order.
 *
 * Models    Linux 6.1 mm/vmstat.c: extfrag_show_print(), unusable_show_print(); the indices are policy/frag's.
 * Units     thousands as units: -1.000, 0.589.
 */
#ifndef MM_TEXT_PROCFRAG_H
#define MM_TEXT_PROCFRAG_H

#include "text/report.h"

/* The files extfrag_index and unusable_index. */
void procfrag_extfrag(const struct mm *m, struct report *r);
void procfrag_unusable_file(const struct mm *m, struct report *r);

#endif
