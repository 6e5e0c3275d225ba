/* tlb.c - lookup, fill, flush; which ASID an address space has on a CPU. */
#include "parts/tlb.h"

#include <string.h>

#define ENTRIES_PER_CHUNK (MM_CHUNK_BYTES / 16)
_Static_assert(sizeof(struct tlb) == 16, "a TLB entry is 16 bytes");

void tlb_init(struct mm *m)
{
    for (uint32_t i = 0; i < m->config.cpus; i++) {
        MM_ASSERT(m, m->cpu[i].proc == 0 && m->cpu[i].asid == 0);
    }
}

static unsigned level_count(const struct mm *m)
{
    return m->config.tlb[1].ways > 0 ? 2 : 1;
}

static uint32_t set_number(const struct mm *m, uint32_t cpu, unsigned level, uint32_t first)
{
    return (first - cpu * m->tlb_entries - m->tlb_first[level]) / m->config.tlb[level].ways;
}

static struct tlbstat *stat_of(struct mm *m, uint32_t cpu, unsigned level, uint32_t *id)
{
    *id = cpu * MM_TLB_LEVELS_MAX + level;
    return &m->tlbstat[*id];
}

/* ---- a set: entries in order of use ---- */

static void entry_store(struct mm *m, uint32_t id, const struct tlb *value)
{
    tlb_set_vpn(m, id, value->vpn);
    tlb_set_pfn(m, id, value->pfn);
    tlb_set_asid(m, id, value->asid);
    tlb_set_flags(m, id, value->flags);
}

static void mark_entries(struct mm *m, uint32_t id, uint32_t count)
{
    for (uint32_t i = 0; i < count; i += ENTRIES_PER_CHUNK) {
        state_mark(m, &m->tlb[id + i]);
    }
    state_mark(m, &m->tlb[id + count - 1]);
}

/* Put value first and let the `way` entries before position `way` move down one. */
static void set_push(struct mm *m, uint32_t first, uint32_t way, struct tlb value)
{
    if (m->observed) {
        for (uint32_t w = way; w > 0; w--) {
            const struct tlb before = m->tlb[first + w - 1];

            entry_store(m, first + w, &before);
        }
        entry_store(m, first, &value);
        return;
    }
    mark_entries(m, first, way + 1);
    memmove(&m->tlb[first + 1], &m->tlb[first], way * sizeof(struct tlb));
    m->tlb[first] = value;
}

/* Take the entry at `way` out and close the gap. */
static void set_pull(struct mm *m, uint32_t first, uint32_t ways, uint32_t way)
{
    static const struct tlb none;

    for (uint32_t w = way; w < ways && (m->tlb[first + w].flags & TLB_VALID); w++) {
        const struct tlb next = w + 1 < ways ? m->tlb[first + w + 1] : none;

        entry_store(m, first + w, &next);
    }
}

static uint32_t set_find(const struct mm *m, uint32_t first, uint32_t ways, vpn_t vpn,
                         uint32_t asid)
{
    for (uint32_t w = 0; w < ways; w++) {
        if (tlb_is(&m->tlb[first + w], vpn, asid)) {
            return w;
        }
    }
    return ways;
}

uint32_t tlb_find(const struct mm *m, uint32_t cpu, unsigned level, vpn_t vpn)
{
    const uint32_t ways = m->config.tlb[level].ways;

    if (ways == 0) {
        return UINT32_MAX;
    }
    const uint32_t first = tlb_set(m, cpu, level, vpn);
    const uint32_t w = set_find(m, first, ways, vpn, m->cpu[cpu].asid);

    return w < ways ? first + w : UINT32_MAX;
}

/* ---- lookup and fill ---- */

static void level_fill(struct mm *m, uint32_t cpu, unsigned level, struct tlb value)
{
    const uint32_t ways = m->config.tlb[level].ways;
    const uint32_t first = tlb_set(m, cpu, level, value.vpn);
    const uint32_t set = set_number(m, cpu, level, first);
    uint32_t w = set_find(m, first, ways, value.vpn, value.asid);

    if (w == ways) {
        for (w = 0; w < ways - 1 && (m->tlb[first + w].flags & TLB_VALID); w++) {
        }
        const struct tlb *victim = &m->tlb[first + w];

        if (victim->flags & TLB_VALID) {
            ev(m, EV_TLB_EVICT, cpu, level + 1, victim->vpn, victim->pfn, set, w);
        }
    }
    ev(m, EV_TLB_FILL, cpu, level + 1, value.vpn, value.pfn, set, 0);
    set_push(m, first, w, value);
}

bool tlb_look(struct mm *m, uint32_t cpu, vpn_t vpn, struct tlb_hit *hit)
{
    MM_ASSERT(m, m->cpu[cpu].proc != 0);
    for (unsigned level = 0; level < level_count(m); level++) {
        const uint32_t ways = m->config.tlb[level].ways;
        const uint32_t first = tlb_set(m, cpu, level, vpn);
        const uint32_t set = set_number(m, cpu, level, first);
        const uint32_t w = set_find(m, first, ways, vpn, m->cpu[cpu].asid);
        uint32_t id;
        const struct tlbstat *stat = stat_of(m, cpu, level, &id);

        if (w == ways) {
            ev(m, EV_TLB_MISS, cpu, level + 1, vpn, set);
            tlbstat_set_misses(m, id, stat->misses + 1);
            continue;
        }
        const struct tlb found = m->tlb[first + w];

        ev(m, EV_TLB_HIT, cpu, level + 1, vpn, found.pfn, set, w);
        cost(m, cpu, level == 0 ? COST_TLB_HIT : COST_TLB_L2_HIT);
        tlbstat_set_hits(m, id, stat->hits + 1);
        if (w > 0) {
            set_push(m, first, w, found);
        }
        if (level > 0) {
            level_fill(m, cpu, 0, found);
        }
        *hit = (struct tlb_hit){level, first, found.pfn, found.flags};
        return true;
    }
    return false;
}

void tlb_fill(struct mm *m, uint32_t cpu, vpn_t vpn, pfn_t pfn, uint32_t flags)
{
    const struct tlb value = {
        .vpn = vpn, .pfn = pfn, .asid = (uint16_t)m->cpu[cpu].asid, .flags = (uint16_t)flags};

    for (unsigned level = 0; level < level_count(m); level++) {
        level_fill(m, cpu, level, value);
    }
}

/* Entries of the page under this ASID that were there. */
static uint32_t page_drop(struct mm *m, uint32_t cpu, vpn_t vpn, uint32_t asid, bool act)
{
    uint32_t found = 0;

    for (unsigned level = 0; level < level_count(m); level++) {
        const uint32_t ways = m->config.tlb[level].ways;
        const uint32_t first = tlb_set(m, cpu, level, vpn);
        const uint32_t w = set_find(m, first, ways, vpn, asid);

        if (w < ways) {
            found++;
            if (act) {
                set_pull(m, first, ways, w);
            }
        }
    }
    return found;
}

void tlb_drop(struct mm *m, uint32_t cpu, vpn_t vpn)
{
    page_drop(m, cpu, vpn, m->cpu[cpu].asid, true);
}

/* ---- address spaces ---- */

/* The six ASID fields of a CPU as an array: ASID i + 1 is held by process asid_holder(i) - 1. */
static uint32_t asid_holder(const struct mm *m, uint32_t cpu, unsigned i)
{
    const struct cpu *c = &m->cpu[cpu];
    const uint32_t holder[TLB_ASIDS] = {c->asid0, c->asid1, c->asid2, c->asid3, c->asid4, c->asid5};

    return holder[i];
}

static void asid_give(struct mm *m, uint32_t cpu, unsigned i, uint32_t holder)
{
    switch (i) {
    case 0: cpu_set_asid0(m, cpu, holder); break;
    case 1: cpu_set_asid1(m, cpu, holder); break;
    case 2: cpu_set_asid2(m, cpu, holder); break;
    case 3: cpu_set_asid3(m, cpu, holder); break;
    case 4: cpu_set_asid4(m, cpu, holder); break;
    default: cpu_set_asid5(m, cpu, holder); break;
    }
}

/* Whether entries of proc may be on this CPU, and under which ASID. */
static bool asid_of(const struct mm *m, uint32_t cpu, slot_t proc, uint32_t *asid)
{
    *asid = 0;
    if (!m->config.pcid) {
        return m->cpu[cpu].proc == proc + 1;
    }
    for (unsigned i = 0; i < TLB_ASIDS; i++) {
        if (asid_holder(m, cpu, i) == proc + 1) {
            *asid = i + 1;
            return true;
        }
    }
    return false;
}

static uint32_t asid_entries(const struct mm *m, uint32_t cpu, uint32_t asid)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < m->tlb_entries; i++) {
        const struct tlb *e = &m->tlb[cpu * m->tlb_entries + i];

        count += (e->flags & TLB_VALID) && e->asid == asid;
    }
    return count;
}

/* Drop every entry of an ASID; the event says why. */
static void asid_flush(struct mm *m, uint32_t cpu, uint32_t asid, enum mm_tlb_flush_reason why)
{
    ev(m, EV_TLB_FLUSH, cpu, why, asid_entries(m, cpu, asid), asid);
    for (unsigned level = 0; level < level_count(m); level++) {
        const struct mm_tlb_config *c = &m->config.tlb[level];
        const uint32_t base = cpu * m->tlb_entries + m->tlb_first[level];
        uint32_t id;
        const struct tlbstat *stat = stat_of(m, cpu, level, &id);

        tlbstat_set_flushes(m, id, stat->flushes + 1);
        for (uint32_t first = base; first < base + c->sets * c->ways; first += c->ways) {
            for (uint32_t w = 0; w < c->ways && (m->tlb[first + w].flags & TLB_VALID);) {
                if (m->tlb[first + w].asid == asid) {
                    set_pull(m, first, c->ways, w);
                } else {
                    w++;
                }
            }
        }
    }
}

/* The ASID that proc gets on this CPU: the one it has, or the next one round robin (*reused: somebody had it). */
static uint32_t asid_choose(struct mm *m, uint32_t cpu, slot_t proc, bool *fresh, bool *reused)
{
    uint32_t asid;

    *fresh = !asid_of(m, cpu, proc, &asid);
    *reused = false;
    if (*fresh) {
        asid = m->cpu[cpu].asid_next + 1;
        *reused = asid_holder(m, cpu, asid - 1) != 0;
    }
    return asid;
}

void tlb_switch(struct mm *m, uint32_t cpu, slot_t proc, uint32_t pid_from, uint32_t pid_to)
{
    const uint32_t next = proc == SLOT_NONE ? 0 : proc + 1;
    bool fresh = false;
    bool reused = false;
    uint32_t asid = 0;

    if (m->cpu[cpu].proc == next) {
        return;
    }
    if (!m->config.pcid) {
        reused = asid_entries(m, cpu, 0) > 0;
    } else if (next != 0) {
        asid = asid_choose(m, cpu, proc, &fresh, &reused);
    }
    ev(m, EV_TASK_SWITCH, cpu, pid_from, pid_to, asid, reused);
    cost(m, cpu, COST_SWITCH);
    if (reused) {
        ev_push(m);
        asid_flush(m, cpu, asid, m->config.pcid ? TF_ASID_REUSE : TF_SWITCH);
        ev_pop(m);
    }
    if (fresh) {
        asid_give(m, cpu, asid - 1, next);
        cpu_set_asid_next(m, cpu, asid % TLB_ASIDS);
        cpu_set_asid_gen(m, cpu, m->cpu[cpu].asid_gen + (asid == TLB_ASIDS));
    }
    cpu_set_proc(m, cpu, next);
    cpu_set_asid(m, cpu, asid);
}

static void invlpg(struct mm *m, uint32_t cpu, vpn_t vpn, uint32_t asid)
{
    ev(m, EV_TLB_INVLPG, cpu, vpn, page_drop(m, cpu, vpn, asid, false));
    page_drop(m, cpu, vpn, asid, true);
    for (unsigned level = 0; level < level_count(m); level++) {
        uint32_t id;
        const struct tlbstat *stat = stat_of(m, cpu, level, &id);

        tlbstat_set_invlpgs(m, id, stat->invlpgs + 1);
    }
}

void tlb_flush_range(struct mm *m, uint32_t cpu, slot_t proc, vaddr_t start, vaddr_t end)
{
    const vpn_t first = start >> MM_PAGE_SHIFT;
    const vpn_t last = (end + MM_PAGE_BYTES - 1) >> MM_PAGE_SHIFT;

    for (uint32_t c = 0; c < m->config.cpus && first < last; c++) {
        const bool here = m->cpu[c].proc == proc + 1;
        uint32_t asid;

        if (!asid_of(m, c, proc, &asid)) {
            continue;
        }
        if (last - first > TLB_FLUSH_CEILING_PAGES) {
            if (here) {
                cost(m, cpu, COST_TLB_FLUSH);
            }
            asid_flush(m, c, asid, TF_RANGE);
            continue;
        }
        for (vpn_t vpn = first; vpn < last; vpn++) {
            if (here) {
                cost(m, cpu, COST_INVLPG);
            }
            invlpg(m, c, vpn, asid);
        }
    }
}

void tlb_forget_proc(struct mm *m, slot_t proc)
{
    for (uint32_t c = 0; c < m->config.cpus; c++) {
        uint32_t asid;

        if (!asid_of(m, c, proc, &asid)) {
            continue;
        }
        if (asid_entries(m, c, asid) > 0) {
            asid_flush(m, c, asid, TF_EXIT);
        }
        if (asid > 0) {
            asid_give(m, c, asid - 1, 0);
        }
        if (m->cpu[c].proc == proc + 1) {
            cpu_set_proc(m, c, 0);
            cpu_set_asid(m, c, 0);
        }
    }
}

/* ---- check ---- */

static void check_set(struct mm *m, uint32_t cpu, unsigned level, uint32_t first)
{
    const uint32_t ways = m->config.tlb[level].ways;
    bool end = false;

    for (uint32_t w = 0; w < ways; w++) {
        const struct tlb *e = &m->tlb[first + w];

        if (!(e->flags & TLB_VALID)) {
            MM_ASSERT(m, (e->vpn | e->pfn | e->asid | e->flags) == 0); /* T2 */
            end = true;
            continue;
        }
        MM_ASSERT(m, !end);                                           /* T1 */
        MM_ASSERT(m, tlb_set(m, cpu, level, e->vpn) == first);        /* T2 */
        MM_ASSERT(m, set_find(m, first, ways, e->vpn, e->asid) == w); /* T1 */
        if (m->config.pcid) {
            MM_ASSERT(m, e->asid >= 1 && e->asid <= TLB_ASIDS); /* T3 */
            MM_ASSERT(m, asid_holder(m, cpu, e->asid - 1u) != 0);
        } else {
            MM_ASSERT(m, e->asid == 0 && m->cpu[cpu].proc != 0);
        }
    }
}

void tlb_check(struct mm *m)
{
    for (uint32_t cpu = 0; cpu < m->config.cpus; cpu++) {
        for (unsigned level = 0; level < level_count(m); level++) {
            const struct mm_tlb_config *c = &m->config.tlb[level];
            const uint32_t base = cpu * m->tlb_entries + m->tlb_first[level];

            for (uint32_t s = 0; s < c->sets; s++) {
                check_set(m, cpu, level, base + s * c->ways);
            }
        }
        for (unsigned i = 0; i < TLB_ASIDS; i++) { /* T4 */
            for (unsigned k = i + 1; k < TLB_ASIDS; k++) {
                const uint32_t holder = asid_holder(m, cpu, i);

                MM_ASSERT(m, holder == 0 || holder != asid_holder(m, cpu, k));
            }
        }
    }
}
