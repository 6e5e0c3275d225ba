/* slowpath.c - reclaim, compact, try again, give up: in Linux's order. */
#include "policy/slowpath.h"

#include "base/vmstat.h"
#include "policy/compact.h"
#include "policy/kswapd.h"
#include "policy/reclaim.h"
#include "policy/showmem.h"

#define COSTLY_ORDER        3u  /* the largest order that is worth killing for */
#define RECLAIM_RETRIES_MAX 16u /* tries without progress */
#define COMPACT_RETRIES_MAX 16u

struct slow {
    const struct zonewalk *w;
    slot_t proc;
    pfn_t *pfn;
    unsigned flags; /* of enum zone_flag and zonewalk_flag */
    unsigned tries, no_progress, compact_tries;
    uint64_t freed; /* by the last direct reclaim */
    enum mm_compact_priority priority;
    enum compact_result compacted;
};

static bool is_costly(const struct slow *s)
{
    return s->w->order > COSTLY_ORDER;
}

static bool wants(const struct slow *s, uint32_t gfp)
{
    return (s->w->gfp & gfp) != 0;
}

/* gfp_to_alloc_flags() */
static unsigned mark_flags(const struct zonewalk *w)
{
    unsigned flags = w->gfp & GFP_BIT_HIGH ? ZONE_MIN_RESERVE : 0;

    if (!(w->gfp & (GFP_BIT_DIRECT_RECLAIM | GFP_BIT_NOMEMALLOC))) {
        flags |= ZONE_NON_BLOCK;
        if (w->order > 0 && (w->gfp & GFP_BIT_HIGH)) {
            flags |= ZONE_HIGHATOMIC;
        }
    }
    return flags;
}

/* __gfp_pfmemalloc_flags(): those who free memory may use all of it. */
static unsigned reserve_flags(const struct mm *m, const struct zonewalk *w)
{
    if (w->gfp & GFP_BIT_NOMEMALLOC) {
        return 0;
    }
    return (w->gfp & GFP_BIT_MEMALLOC) || m->machine->pf_memalloc ? WALK_NO_MARK : 0;
}

static bool walk(struct mm *m, const struct slow *s)
{
    return zonewalk_take(m, s->w, ZONE_MIN, s->flags, s->pfn);
}

/* __alloc_pages_direct_reclaim() */
static bool direct_reclaim(struct mm *m, struct slow *s)
{
    machine_set_pf_memalloc(m, 0, 1);
    s->freed = reclaim_direct(m, s->w->node, s->w->order, s->w->gfp, s->w->rank);
    machine_set_pf_memalloc(m, 0, 0);
    if (s->freed == 0) {
        return false;
    }
    if (walk(m, s)) {
        return true;
    }
    /* What came back may lie on the lists of other CPUs, or be kept for atomic requests. */
    (void)zonewalk_unkeep(m, s->w, false);
    pcp_drain_all(m);
    return walk(m, s);
}

/* __alloc_pages_direct_compact() */
static bool direct_compact(struct mm *m, struct slow *s, enum mm_compact_priority priority)
{
    const struct zonewalk *w = s->w;

    if (w->order == 0) {
        return false;
    }
    machine_set_pf_memalloc(m, 0, 1);
    s->compacted = compact_direct(m, w->cpu, w->order, w->gfp, w->node, w->rank, priority);
    machine_set_pf_memalloc(m, 0, 0);
    if (s->compacted == CR_SKIPPED) {
        return false;
    }
    vmstat_add(m, VMC_compact_stall, 1);
    if (walk(m, s)) {
        const uint32_t zone = zone_of(m, *s->pfn);

        zone_set_compact_blockskip_flush(m, zone, 0);
        compact_defer_reset(m, zone, w->order, true);
        vmstat_add(m, VMC_compact_success, 1);
        return true;
    }
    vmstat_add(m, VMC_compact_fail, 1);
    return false;
}

static bool decide(struct mm *m, struct slow *s, enum mm_alloc_why why, bool again)
{
    s->tries += again;
    ev(m, EV_ALLOC_RETRY, s->w->order, again, why, s->tries, s->freed, s->priority);
    return again;
}

/* gfp_compaction_allowed(): moving pages may need I/O. */
static bool can_compact(const struct slow *s)
{
    return wants(s, GFP_BIT_IO);
}

/* Would some zone do were all that can be reclaimed free? */
static bool reclaim_could_do(const struct mm *m, const struct slow *s)
{
    for (unsigned i = 0; i < s->w->zone_count; i++) {
        const uint32_t zone = s->w->zone[i];
        const uint32_t mark = zone_lowered_mark(zone_mark_pages(m, zone, ZONE_MIN), s->flags);
        const uint64_t free = m->zone[zone].free_pages + reclaim_zone_pages(m, zone);

        if (zone_watermark_were(m, zone, s->w->order, mark, s->w->rank, s->flags, free)) {
            return true;
        }
    }
    return false;
}

/* should_reclaim_retry() */
static bool reclaim_again(struct mm *m, struct slow *s)
{
    s->no_progress = s->freed > 0 && !is_costly(s) ? 0 : s->no_progress + 1;
    if (s->no_progress <= RECLAIM_RETRIES_MAX) {
        const bool could = reclaim_could_do(m, s);

        kswapd_turn(m); /* cond_resched() */
        if (could) {
            return decide(m, s, AW_RECLAIM, true);
        }
    }
    return zonewalk_unkeep(m, s->w, true) && decide(m, s, AW_GIVE_RESERVE, true);
}

/* compaction_zonelist_suitable(): would reclaim make it worth compacting some zone? */
static bool compact_could_do(const struct mm *m, const struct slow *s)
{
    for (unsigned i = 0; i < s->w->zone_count; i++) {
        const uint32_t zone = s->w->zone[i];

        if (compact_worth(m, zone, s->w->order, s->w->rank,
                          reclaim_zone_pages(m, zone) / s->w->order)) {
            return true;
        }
    }
    return false;
}

/* should_compact_retry() */
static bool compact_again(struct mm *m, struct slow *s)
{
    const enum mm_compact_priority hardest = is_costly(s) ? CP_SYNC_LIGHT : CP_SYNC_FULL;
    const unsigned most = COMPACT_RETRIES_MAX / (is_costly(s) ? 4 : 1);

    if (s->w->order == 0 || s->freed == 0) {
        return false;
    }
    s->compact_tries += s->compacted == CR_SUCCESS;
    if (s->compacted == CR_SKIPPED) {
        return compact_could_do(m, s) && decide(m, s, AW_COMPACT, true);
    }
    if (s->compacted != CR_COMPLETE && s->compacted != CR_DEFERRED &&
        s->compacted != CR_CONTENDED && s->compacted != CR_PARTIAL_SKIPPED &&
        s->compact_tries <= most) {
        return decide(m, s, AW_COMPACT, true);
    }
    if (s->priority > hardest) {
        s->priority--;
        s->compact_tries = 0;
        return decide(m, s, AW_COMPACT, true);
    }
    return false;
}

static bool any_process(const struct mm *m)
{
    for (slot_t p = 0; p < m->region[MM_R_proc].count; p++) {
        if (m->proc[p].live && m->proc[p].state == PS_RUNNING) {
            return true;
        }
    }
    return false;
}

/* __alloc_pages_may_oom(): true when a block was there after all, or, for __GFP_NOFAIL, below every mark. */
static bool oom_step(struct mm *m, struct slow *s, enum mm_alloc_why *why)
{
    const uint32_t gfp = s->w->gfp;
    const uint32_t pid = s->proc == SLOT_NONE ? 0 : m->proc[s->proc].pid;

    if (zonewalk_take(m, s->w, ZONE_HIGH, 0, s->pfn)) {
        return true;
    }
    if (is_costly(s) || (gfp & (GFP_BIT_RETRY_MAYFAIL | GFP_BIT_THISNODE)) ||
        s->w->rank < zone_rank(m, ZT_NORMAL) || !(gfp & GFP_BIT_FS)) {
        *why = AW_NO_OOM;
        ev(m, EV_OOM_STEP, s->w->order, gfp, *why, 0);
        return false;
    }
    *why = pid > 0 ? AW_VICTIM : AW_NOBODY;
    ev(m, EV_OOM_STEP, s->w->order, gfp, *why, pid);
    showmem_oom(m, s->w->cpu, s->proc, s->w->order, gfp, pid == 0 && !any_process(m));
    return (gfp & GFP_BIT_NOFAIL) && zonewalk_take(m, s->w, ZONE_MIN, WALK_NO_MARK, s->pfn);
}

/* Steps 4 to 10; false ends in *why. */
static bool try_hard(struct mm *m, struct slow *s, enum mm_alloc_why *why)
{
    do {
        if (wants(s, GFP_BIT_KSWAPD_RECLAIM)) {
            zonewalk_wake_kswapd(m, s->w);
        }
        if (reserve_flags(m, s->w) != 0) {
            s->flags = reserve_flags(m, s->w);
        }
        if (walk(m, s)) {
            return true;
        }
        if (!wants(s, GFP_BIT_DIRECT_RECLAIM) || m->machine->pf_memalloc) {
            *why = m->machine->pf_memalloc ? AW_MEMALLOC : AW_NO_WAIT;
            return false;
        }
        if (direct_reclaim(m, s) || direct_compact(m, s, s->priority)) {
            return true;
        }
        if (wants(s, GFP_BIT_NORETRY)) {
            *why = AW_NORETRY;
            return false;
        }
        if (is_costly(s) && !(wants(s, GFP_BIT_RETRY_MAYFAIL) && can_compact(s))) {
            *why = AW_COSTLY;
            return false;
        }
    } while (reclaim_again(m, s) || compact_again(m, s));
    (void)decide(m, s, AW_NONE, false);
    return oom_step(m, s, why);
}

/* Step 3: true when compaction made a block; *hopeless when the request is not to go on. */
static bool compact_first(struct mm *m, struct slow *s, bool *hopeless)
{
    const bool large = s->w->order > 0 && s->w->type != MT_MOVABLE;

    *hopeless = false;
    if (!wants(s, GFP_BIT_DIRECT_RECLAIM) || !can_compact(s) || !(is_costly(s) || large) ||
        reserve_flags(m, s->w) != 0) {
        return false;
    }
    if (direct_compact(m, s, CP_ASYNC)) {
        return true;
    }
    if (is_costly(s) && wants(s, GFP_BIT_NORETRY)) {
        *hopeless =
            s->compacted == CR_SKIPPED || s->compacted == CR_DEFERRED || wants(s, GFP_BIT_THISNODE);
        s->priority = CP_ASYNC;
    }
    return false;
}

bool slowpath_take(struct mm *m, const struct zonewalk *w, slot_t proc, pfn_t *pfn,
                   enum mm_alloc_why *why)
{
    struct slow s = {.w = w,
                     .proc = proc,
                     .pfn = pfn,
                     .flags = mark_flags(w),
                     .priority = CP_SYNC_LIGHT,
                     .compacted = CR_SKIPPED};
    bool hopeless;

    *why = AW_NORETRY;
    ev(m, EV_ALLOC_SLOW, w->order, w->gfp, w->type, w->zone_count > 0 ? w->zone[0] : 0);
    if (wants(&s, GFP_BIT_KSWAPD_RECLAIM)) {
        zonewalk_wake_kswapd(m, w);
    }
    if (walk(m, &s) || compact_first(m, &s, &hopeless) || (!hopeless && try_hard(m, &s, why))) {
        return true;
    }
    if (wants(&s, GFP_BIT_NOFAIL) && wants(&s, GFP_BIT_DIRECT_RECLAIM)) {
        if (zonewalk_take(m, w, ZONE_MIN, ZONE_MIN_RESERVE, pfn)) {
            return true;
        }
        *why = AW_NOFAIL;
    }
    if (*why != AW_VICTIM && *why != AW_NOBODY) {
        showmem_failure(m, w->cpu, proc, w->order, w->gfp);
    }
    return false;
}
