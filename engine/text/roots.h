/* roots.h - values about the machine as a whole: meminfo, vmstat, zoneinfo, buddyinfo, sysctl, frame, tlb, events,
 * result.
 *
 * Shape     each takes a path whose first part is its root, sets p->out, or p->why and returns false.
 * Units     those of /proc: meminfo kB, zoneinfo pages; a record's field has its row's.
 */
#ifndef MM_TEXT_ROOTS_H
#define MM_TEXT_ROOTS_H

#include "text/dotted.h"

bool path_meminfo(struct path *p);
bool path_vmstat(struct path *p);
bool path_zone(struct path *p, bool buddy);
bool path_sysctl(struct path *p);
bool path_frame(struct path *p);
bool path_tlb(struct path *p);
bool path_events(struct path *p);
bool path_result(struct path *p);
/* A field of one record by its name in part `part`: flags and enums as names. */
bool path_field(struct path *p, unsigned part, enum mm_record_kind kind, uint64_t id);

#endif
