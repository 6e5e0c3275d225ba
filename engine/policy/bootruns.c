/* bootruns.c - gaps between runs, from below and from above. */
#include "policy/bootruns.h"

void bootruns_put(struct boot_plan *plan, pfn_t start, pfn_t end, enum mm_kernel_use use, bool late)
{
    unsigned at = plan->runs;

    if (start >= end || plan->runs == BOOT_RUNS_MAX) {
        return;
    }
    while (at > 0 && plan->run[at - 1].start > start) {
        plan->run[at] = plan->run[at - 1];
        at--;
    }
    plan->run[at] =
        (struct boot_run){.start = start, .end = end, .use = (uint8_t)use, .late = late};
    plan->runs++;
}

/* The first gap at or after *at that begins below end: *at and *stop are its bounds. */
static bool gap_up(const struct boot_plan *plan, pfn_t *at, pfn_t *stop, pfn_t end)
{
    for (unsigned i = 0; i < plan->runs; i++) {
        if (plan->run[i].end <= *at) {
            continue;
        }
        if (plan->run[i].start > *at) {
            *stop = plan->run[i].start < end ? plan->run[i].start : end;
            return *at < end;
        }
        *at = plan->run[i].end;
    }
    *stop = end;
    return *at < end;
}

uint32_t bootruns_low(struct boot_plan *plan, pfn_t at, pfn_t end, uint32_t pages,
                      enum mm_kernel_use use)
{
    pfn_t stop;
    uint32_t left = pages;

    while (left > 0 && gap_up(plan, &at, &stop, end)) {
        const uint32_t n = stop - at < left ? stop - at : left;

        bootruns_put(plan, at, at + n, use, false);
        left -= n;
        at += n;
    }
    return pages - left;
}

/* The last gap below `below` in [start, below). */
static bool gap_down(const struct boot_plan *plan, pfn_t start, pfn_t below, pfn_t gap[2])
{
    gap[1] = below;
    for (unsigned i = plan->runs; i-- > 0;) {
        if (plan->run[i].start >= gap[1]) {
            continue;
        }
        if (plan->run[i].end < gap[1]) {
            gap[0] = plan->run[i].end > start ? plan->run[i].end : start;
            return gap[0] < gap[1];
        }
        gap[1] = plan->run[i].start;
    }
    gap[0] = start;
    return gap[0] < gap[1];
}

uint32_t bootruns_high(struct boot_plan *plan, unsigned z, uint32_t pages, enum mm_kernel_use use,
                       bool late)
{
    const pfn_t start = plan->zone[z].start;
    pfn_t below = plan->zone[z].end;
    pfn_t gap[2];
    uint32_t left = pages;

    while (gap_down(plan, start, below, gap)) {
        if (gap[1] - gap[0] >= pages) {
            bootruns_put(plan, gap[1] - pages, gap[1], use, late);
            return pages;
        }
        below = gap[0];
    }
    for (below = plan->zone[z].end; left > 0 && gap_down(plan, start, below, gap);) {
        const uint32_t n = gap[1] - gap[0] < left ? gap[1] - gap[0] : left;

        bootruns_put(plan, gap[1] - n, gap[1], use, late);
        left -= n;
        below = gap[0];
    }
    return pages - left;
}
