/* mm_int.h - the handle: where the records are, who is watching, the cause stack.
 *
 * Shape     `block` is all simulated state; the typed pointers below point into it and are set once, in mm_new.
 *           Everything else here is bookkeeping of the host side: it never influences what happens.
 * Owns      struct mm.
 */
#ifndef MM_BASE_MM_INT_H
#define MM_BASE_MM_INT_H

#include <setjmp.h>

#include "base/base.h"
#include "base/config.h"
#include "base/records.h"
#include "base/tables.h"

struct mm_event;
struct mm_change;
struct mm_sink;
struct mm_trace;
struct mm_layout;
struct mm_history; /* history.c */

#define MM_X_DECL_STRUCT(kind, section, whole, en, zh) struct kind;
MM_RECORDS(MM_X_DECL_STRUCT)

#define MM_SECTIONS_MAX 16u
#define MM_TRACES_MAX   64u
#define MM_LAYOUTS_MAX  64u
#define MM_SPRINT_BYTES 49152u

struct mm_region { /* one array of records in the block */
    uint64_t offset;
    uint32_t count;
    uint32_t stride;
};

struct mm {
    uint8_t *block; /* page-aligned; block_bytes reserved, committed by use */
    uint64_t block_bytes;
    uint32_t chunk_count;
#define MM_X_PTR(kind, section, whole, en, zh) struct kind *kind;
    MM_RECORDS(MM_X_PTR)
    uint8_t *table; /* contents of page-table pages: frame pfn's 4096 bytes at pfn * 4096 */
    struct mm_region region[MM_R_COUNT];
    uint32_t frames; /* frames of the machine, holes included: pfns 0..frames-1 */
    uint32_t zones;  /* zones of all nodes */
    uint32_t
        pageblock_order;  /* log2 frames of a pageblock, as a huge page: 9; two-level paging 10 */
    uint32_t tlb_entries; /* per CPU, all levels */
    uint32_t tlb_first[MM_TLB_LEVELS_MAX]; /* first entry of a level within a CPU's entries */
    uint32_t tables_visible;               /* 1: page-table entries are visible records */

    /* which chunks changed since the last checkpoint / the last hash */
    uint8_t *dirty;       /* per chunk: bit 0 since checkpoint, bit 1 since hash */
    uint32_t *dirty_list; /* chunks with bit 0, in order of first touch */
    uint32_t dirty_count;
    uint32_t *stale_list; /* chunks with bit 1 */
    uint32_t stale_count;
    uint64_t *chunk_hash;
    uint64_t hash_sum;

    uint32_t *scratch; /* a number a frame, for mm_check alone */

    void *sprint; /* of task/sprintset: the TLB laid out otherwise for a while; 64-byte aligned */
    void *sprint_room;       /* where that was reserved */
    uint32_t sprint_allowed; /* 1: inside mm_run, which closes it at its end */

    uint32_t observed; /* 1: a sink is attached */
    const struct mm_sink *sink;
    uint64_t cause[MM_CAUSE_DEPTH];
    uint32_t cause_depth;
    uint32_t cpu_now;  /* CPU that acts, for the event's `cpu` */
    uint64_t seq_stop; /* leave by longjmp before event seq_stop + 1; UINT64_MAX: never */
    jmp_buf stop_jump;
    uint32_t frozen; /* 1: the state is inside a command: reading and seeking only */

    uint32_t view_valid;               /* view[] is kept up to date from changes */
    uint32_t view_stale;               /* but of these sections, as bits */
    uint32_t view[MM_SECTIONS_MAX][2]; /* view_hash by section */

    struct mm_config config;
    const struct mm_trace *trace[MM_TRACES_MAX];
    const struct mm_layout *layout[MM_LAYOUTS_MAX];
    uint32_t trace_count, layout_count;
    struct mm_fail fail;
    struct mm_history *history;
    mm_panic_fn *panic;
    void *panic_ctx;
    const struct mm_host *host;
    void *lab_work; /* memory of the lab command that runs, when it counts a long trace; no state */
    size_t lab_work_bytes;
    uint64_t turn_work; /* references such a command made in this turn, for mm_run's budget */
    uint32_t broken;
    uint32_t fast_off; /* 1: the slow path only (differential tests) */
};

static inline uint32_t pageblock_frames(const struct mm *m)
{
    return 1u << m->pageblock_order;
}
/* The pageblock in which a frame lies: id of struct pageblock. */
static inline uint32_t pageblock_of(const struct mm *m, pfn_t pfn)
{
    return pfn >> m->pageblock_order;
}

#endif
