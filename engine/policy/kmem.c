/* kmem.c - named caches, kmalloc, slabs from and to the page allocator. */
#include "policy/kmem.h"

#include <string.h>

#include "base/names.h"
#include "policy/palloc.h"
#include "base/vmstat.h"

#define KMALLOC_ROWS 13u

/* What a process and its areas are made of: live from boot on. */
static const uint16_t used_by_tasks[] = {
    KMR_task_struct, KMR_mm_struct, KMR_signal_cache,   KMR_sighand_cache, KMR_files_cache,
    KMR_pid,         KMR_cred_jar,  KMR_vm_area_struct, KMR_anon_vma,      KMR_anon_vma_chain,
    KMR_maple_node,  KMR_filp,      KMR_dentry,         KMR_inode_cache,
};

static const struct {
    const char *name;
    uint16_t object64, align64, object32, align32;
    uint8_t root64, root32, flags;
} rows[KMR_COUNT] = {
#define ROW(id, n, o64, a64, r64, o32, a32, r32, f) \
    [KMR_##id] = {n, o64, a64, o32, a32, r64, r32, (uint8_t)(f)},
    MM_KMEM_ROWS(ROW)};

bool kmem_row(const struct mm *m, unsigned row, struct kmem_row *out)
{
    const bool wide = slab_word_bytes(m) == 8;

    if (row >= KMR_COUNT || (wide ? rows[row].object64 : rows[row].object32) == 0) {
        return false;
    }
    out->name = rows[row].name;
    out->root = wide ? rows[row].root64 : rows[row].root32;
    out->want.object_bytes = wide ? rows[row].object64 : rows[row].object32;
    out->want.align = wide ? rows[row].align64 : rows[row].align32;
    out->want.flags = rows[row].flags;
    if (row == KMR_kmem_cache) { /* a pointer for each node at its end */
        out->want.object_bytes += (m->config.nodes - 1) * slab_word_bytes(m);
    }
    return true;
}

struct slab_geometry kmem_row_geometry(const struct mm *m, const struct kmem_row *row)
{
    struct slab_geometry g;

    slabgeo_of(&row->want, slab_word_bytes(m), m->config.cpus, &g);
    return g;
}

/* find_mergeable(): the oldest cache that is like it; SLOT_NONE. */
static slot_t find_alike(const struct mm *m, const struct slab_want *want)
{
    const unsigned word = slab_word_bytes(m);
    struct slab_geometry g;
    struct kmem_row row;

    for (unsigned i = KMR_COUNT; i > 0; i--) {
        if (kmem_row(m, i - 1, &row) && row.root) {
            g = kmem_row_geometry(m, &row);
            if (slabgeo_alike(want, word, &g, row.want.flags)) {
                return i - 1;
            }
        }
    }
    for (slot_t c = KMR_COUNT; c < MM_CACHES_MAX; c++) {
        g = slab_geometry_of(m, c);
        if (m->kmem_cache[c].live && m->kmem_cache[c].alias_of == 0 &&
            slabgeo_alike(want, word, &g, m->kmem_cache[c].flags)) {
            return c;
        }
    }
    return SLOT_NONE;
}

slot_t kmem_find(const struct mm *m, const char *name)
{
    const slot_t id = name_find(m, name);
    struct kmem_row row;

    for (unsigned i = 0; i < KMR_COUNT; i++) {
        if (strcmp(rows[i].name, name) == 0 && kmem_row(m, i, &row)) {
            return row.root ? i : find_alike(m, &row.want);
        }
    }
    for (slot_t c = KMR_COUNT; id != SLOT_NONE && id != 0 && c < MM_CACHES_MAX; c++) {
        if (m->kmem_cache[c].live && m->kmem_cache[c].name == id) {
            return m->kmem_cache[c].alias_of != 0 ? m->kmem_cache[c].alias_of - 1 : c;
        }
    }
    return SLOT_NONE;
}

slot_t kmem_of_size(const struct mm *m, uint64_t bytes)
{
    static const uint16_t classes[KMALLOC_ROWS] = {
        KMR_kmalloc_8,   KMR_kmalloc_16,  KMR_kmalloc_32,  KMR_kmalloc_64,  KMR_kmalloc_96,
        KMR_kmalloc_128, KMR_kmalloc_192, KMR_kmalloc_256, KMR_kmalloc_512, KMR_kmalloc_1k,
        KMR_kmalloc_2k,  KMR_kmalloc_4k,  KMR_kmalloc_8k,
    };
    const uint32_t size = slabgeo_kmalloc_bytes(bytes);
    struct kmem_row row;

    for (unsigned i = 0; i < KMALLOC_ROWS; i++) {
        if (kmem_row(m, classes[i], &row) && row.want.object_bytes == size) {
            return classes[i];
        }
    }
    return SLOT_NONE;
}

bool kmem_open(struct mm *m, slot_t cache)
{
    struct kmem_row row;
    struct slab_geometry g;

    if (m->kmem_cache[cache].live) {
        return true;
    }
    MM_ASSERT(m, kmem_row(m, cache, &row) && row.root);
    if (name_find(m, row.name) == SLOT_NONE && !name_room(m, 1)) {
        return false;
    }
    g = kmem_row_geometry(m, &row);
    slab_cache_new(m, cache, row.name, cache + 1, row.want.flags, &g);
    return true;
}

void kmem_init(struct mm *m)
{
    for (unsigned i = 0; m->config.slab && i < sizeof(used_by_tasks) / sizeof(uint16_t); i++) {
        const bool open = kmem_open(m, used_by_tasks[i]);

        MM_ASSERT(m, open);
    }
}

slot_t kmem_slot(const struct mm *m)
{
    for (slot_t c = KMR_COUNT; c < MM_CACHES_MAX; c++) {
        if (!m->kmem_cache[c].live) {
            return c;
        }
    }
    return SLOT_NONE;
}

slot_t kmem_create(struct mm *m, const char *name, const struct slab_want *want)
{
    const slot_t slot = kmem_slot(m);
    const slot_t like = find_alike(m, want);
    struct slab_geometry g;

    MM_ASSERT(m, slot != SLOT_NONE);
    if (like == SLOT_NONE) {
        slabgeo_of(want, slab_word_bytes(m), m->config.cpus, &g);
        slab_cache_new(m, slot, name, 0, want->flags, &g);
        return slot;
    }
    const bool open = kmem_open(m, like);

    MM_ASSERT(m, open);
    slab_cache_alias(m, slot, name, like, want->object_bytes);
    return like;
}

/* ---- frames ---------------------------------------------------------------------------------------------- */

static void count_frames(struct mm *m, slot_t cache, pfn_t pfn, int64_t frames)
{
    const bool reclaimable = (m->kmem_cache[cache].flags & KMF_RECLAIMABLE) != 0;

    vmstat_node_add(m, node_of(m, pfn),
                    reclaimable ? VMC_nr_slab_reclaimable : VMC_nr_slab_unreclaimable, frames);
}

/* allocate_slab(): the usual order without trying hard, then the smallest that holds one object. */
static bool new_frames(struct mm *m, uint32_t cpu, slot_t cache, pfn_t *pfn, unsigned *order)
{
    const struct kmem_cache *c = &m->kmem_cache[cache];
    const uint32_t reclaim = (uint32_t)GFP_BIT_DIRECT_RECLAIM | GFP_BIT_KSWAPD_RECLAIM;
    uint32_t gfp = GFP_KERNEL;
    uint32_t first;

    gfp |= c->flags & KMF_RECLAIMABLE ? GFP_BIT_RECLAIMABLE : 0u;
    gfp |= c->flags & KMF_DMA ? GFP_BIT_DMA : 0u;
    gfp |= c->order > 0 ? GFP_BIT_COMP : 0u;
    first = gfp | GFP_BIT_NOWARN | GFP_BIT_NORETRY;
    if (c->order > c->order_min) {
        first = (first | GFP_BIT_NOMEMALLOC) & ~reclaim;
    }
    *order = c->order;
    if (palloc_get(m, cpu, *order, first, FT_SLAB, 0, pfn)) {
        return true;
    }
    *order = c->order_min;
    return palloc_get(m, cpu, *order, gfp, FT_SLAB, 0, pfn);
}

bool kmem_room(const struct mm *m, slot_t cache, uint64_t objects)
{
    struct slab_geometry g = slab_geometry_of(m, cache);
    struct kmem_row row;

    if (!m->kmem_cache[cache].live && kmem_row(m, cache, &row)) {
        g = kmem_row_geometry(m, &row);
    }
    return m->region[MM_R_slab].count >= m->frames ||
           objects / g.objects_min + 1 <= slab_room(m) / 2;
}

bool kmem_get(struct mm *m, uint32_t cpu, slot_t cache, uint64_t *obj)
{
    unsigned order;
    pfn_t pfn;

    cost(m, cpu, COST_KMEM);
    if (!kmem_open(m, cache)) {
        return false;
    }
    if (slab_take(m, cpu, cache, obj)) {
        return true;
    }
    if (slab_room(m) == 0 || !new_frames(m, cpu, cache, &pfn, &order)) {
        return false;
    }
    count_frames(m, cache, pfn, (int64_t)1 << order);
    *obj = slab_add(m, cpu, cache, pfn, order);
    return true;
}

/* Gives the slabs of a chain back. Returns how many. */
static uint32_t discard(struct mm *m, uint32_t cpu, slot_t chain)
{
    uint32_t slabs = 0;

    for (; chain != 0; slabs++) {
        const slot_t cache = m->slab[chain - 1].cache;
        unsigned order;
        pfn_t pfn;

        chain = slab_reap(m, chain, &pfn, &order);
        ev_push(m);
        count_frames(m, cache, pfn, -((int64_t)1 << order));
        palloc_put(m, cpu, pfn, order);
        ev_pop(m);
    }
    return slabs;
}

void kmem_put(struct mm *m, uint32_t cpu, uint64_t obj)
{
    slot_t chain;

    cost(m, cpu, COST_KMEM);
    chain = slab_put(m, cpu, obj);
    if (chain != 0) {
        ev_push(m);
        discard(m, cpu, chain);
        ev_pop(m);
    }
}

uint32_t kmem_shrink(struct mm *m, slot_t cache)
{
    uint32_t slabs = 0;

    if (!m->kmem_cache[cache].live || m->kmem_cache[cache].alias_of != 0) {
        return 0;
    }
    ev(m, EV_KMEM_SHRINK, cache, m->kmem_cache[cache].slabs, m->kmem_cache[cache].used_objects);
    ev_push(m);
    for (uint32_t c = 0; c < m->config.cpus; c++) {
        slabs += discard(m, c, slab_flush(m, c, cache));
    }
    for (uint32_t n = 0; n < m->config.nodes; n++) {
        slabs += discard(m, m->cpu_now, slab_shrink_node(m, cache, n));
    }
    ev_pop(m);
    return slabs;
}

/* ---- invariants ------------------------------------------------------------------------------------------ */

bool kmem_holds(const struct mm *m, uint64_t obj, slot_t cache)
{
    const slot_t slab = slab_of(m, obj);

    return slab != SLOT_NONE && m->slab[slab].cache == cache &&
           slab_used(m, slab, slab_index(m, slab, obj));
}

void kmem_check(struct mm *m)
{
    for (uint32_t node = 0; node < m->config.nodes; node++) { /* K1 */
        uint64_t frames[2] = {0, 0};

        for (slot_t s = 0; s < m->machine->slab_fresh; s++) {
            if (m->slab[s].live && m->slab[s].node == node) {
                frames[m->kmem_cache[m->slab[s].cache].flags & KMF_RECLAIMABLE] +=
                    1u << m->slab[s].order;
            }
        }
        MM_ASSERT(m, vmstat_node_get(m, node, VMC_nr_slab_unreclaimable) == frames[0]);
        MM_ASSERT(m, vmstat_node_get(m, node, VMC_nr_slab_reclaimable) == frames[1]);
    }
    uint32_t aliases[MM_CACHES_MAX] = {0};

    for (slot_t c = 0; c < MM_CACHES_MAX; c++) { /* K2 */
        if (m->kmem_cache[c].live && m->kmem_cache[c].alias_of != 0) {
            const struct kmem_cache *of = &m->kmem_cache[m->kmem_cache[c].alias_of - 1];

            MM_ASSERT(m, of->live && of->alias_of == 0);
            aliases[m->kmem_cache[c].alias_of - 1] += c >= KMR_COUNT;
        }
    }
    for (slot_t c = 0; c < MM_CACHES_MAX; c++) {
        MM_ASSERT(m, aliases[c] == m->kmem_cache[c].aliases);
    }
}
