/* pcptimer.h - what each CPU does once a second: it tells what it counted, and gives back what it holds of other nodes.
 *
 * Models    Linux 6.1 mm/vmstat.c: vmstat_update(), refresh_cpu_vm_stats(); mm/page_alloc.c: drain_zone_pages().
 * Differs   a second ends on the CPU's own clock, and is noticed at the next scheduling point. A list counts as used
 *           when a page went over it; Linux looks for changed counters of the zone. In Linux 6.1 a CPU without any
 *           changed counter does not count on, so that pages stay there until something happens on it; here they go
 *           (as they do since 6.7).
 * Shape     cpu.refreshed_s: seconds of the clock that were seen. pcp.used: a page went over the lists since the last
 *           of them; then pcp.expire_s becomes 3 and falls by one a second. At 0 a batch of pages of another node goes
 *           back to the buddy allocator, which is a use: the next batch follows three seconds later.
 * Units     *_s seconds of the CPU's clock.
 * Owns      cpu.refreshed_s, pcp.expire_s; pcp.used while it is cleared.
 * Events    PCP_EXPIRE PCP_DRAIN and those of buddy.h
 * Invariants  (pcptimer_check)
 *   T1  expire_s is at most 3, and 0 with one node; a CPU has not seen more seconds than passed
 */
#ifndef MM_PARTS_PCPTIMER_H
#define MM_PARTS_PCPTIMER_H

#include "parts/pcp.h"

/* Has a second passed on some CPU? Never with one node and drift=off, where nothing is to be done. */
bool pcptimer_due(const struct mm *m);
/* The seconds that passed, on every CPU. At scheduling points. */
void pcptimer_run(struct mm *m);
void pcptimer_check(struct mm *m);

#endif
