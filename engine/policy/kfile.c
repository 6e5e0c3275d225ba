/* kfile.c - file objects, dentries and inodes. */
#include "policy/kfile.h"

#include "base/names.h"
#include "base/vmstat.h"
#include "policy/kmem.h"

#define SB_BATCH      1024u /* objects a superblock's shrinker scans at once (alloc_super()) */
#define DEFAULT_SEEKS 2u
#define DROP_PAGES    1u /* bits of drop_caches */
#define DROP_SLAB     2u

/* file.lru */
enum { LRU_NEVER, LRU_IDLE, LRU_AGAIN };

/* ---- records --------------------------------------------------------------------------------------------- */

bool kfile_is(const struct mm *m, slot_t name)
{
    return name != 0 && (m->name[name].w0 & 0xff) != '[';
}

static slot_t find(const struct mm *m, slot_t name)
{
    const struct name *n = &m->name[name];

    for (slot_t f = 0; f < m->machine->file_fresh; f++) {
        const struct file *r = &m->file[f];

        if (r->live && r->w0 == n->w0 && r->w1 == n->w1 && r->w2 == n->w2 && r->w3 == n->w3) {
            return f;
        }
    }
    return SLOT_NONE;
}

static void touch(struct mm *m, slot_t f)
{
    file_set_step(m, f, m->machine->step + m->machine->running);
}

/* A file with neither dentry nor inode is forgotten. */
static void forget(struct mm *m, slot_t f)
{
    const uint32_t gen = m->file[f].gen + 1;

#define CLEAR(kind, field, type, vis, unit, en, zh) kind##_set_##field(m, f, 0);
    MM_FILE_FIELDS(CLEAR)
#undef CLEAR
    file_set_gen(m, f, gen);
}

/* __dentry_kill(): its inode stays, unused. */
static void drop_dentry(struct mm *m, uint32_t cpu, slot_t f)
{
    const uint64_t dentry = m->file[f].dentry;

    file_set_dentry(m, f, 0);
    file_set_lru(m, f, LRU_NEVER);
    kmem_put(m, cpu, dentry);
}

static void drop_inode(struct mm *m, uint32_t cpu, slot_t f)
{
    const uint64_t inode = m->file[f].inode;

    MM_ASSERT(m, m->file[f].dentry == 0 && m->file[f].opens == 0);
    forget(m, f);
    kmem_put(m, cpu, inode);
}

/* A slot for one more path. The table is as long as that of areas, so one that is not open can always be found. */
static slot_t take_slot(struct mm *m, uint32_t cpu)
{
    slot_t oldest = SLOT_NONE;

    for (slot_t f = 0; f < m->machine->file_fresh; f++) {
        if (!m->file[f].live) {
            return f;
        }
        if (m->file[f].opens == 0 &&
            (oldest == SLOT_NONE || m->file[f].step < m->file[oldest].step)) {
            oldest = f;
        }
    }
    if (m->machine->file_fresh < m->region[MM_R_file].count) {
        machine_set_file_fresh(m, 0, m->machine->file_fresh + 1);
        return m->machine->file_fresh - 1;
    }
    MM_ASSERT(m, oldest != SLOT_NONE);
    if (m->file[oldest].dentry != 0) {
        drop_dentry(m, cpu, oldest);
    }
    drop_inode(m, cpu, oldest);
    return oldest;
}

static slot_t new_file(struct mm *m, uint32_t cpu, slot_t name)
{
    const slot_t f = take_slot(m, cpu);

    file_set_live(m, f, 1);
    file_set_w0(m, f, m->name[name].w0);
    file_set_w1(m, f, m->name[name].w1);
    file_set_w2(m, f, m->name[name].w2);
    file_set_w3(m, f, m->name[name].w3);
    return f;
}

/* ---- open and close -------------------------------------------------------------------------------------- */

/* path_openat(): the file object, then the dentry, then the inode. */
bool kfile_open(struct mm *m, uint32_t cpu, slot_t name, uint64_t *filp)
{
    slot_t f = kfile_is(m, name) ? find(m, name) : SLOT_NONE;
    uint64_t dentry = f != SLOT_NONE ? m->file[f].dentry : 0;
    uint64_t inode = f != SLOT_NONE ? m->file[f].inode : 0;
    const bool cached = dentry != 0;

    *filp = 0;
    if (!m->config.slab || !kfile_is(m, name)) {
        return true;
    }
    if (!kmem_get(m, cpu, KMR_filp, filp)) {
        *filp = 0;
        return false;
    }
    if (!cached && !kmem_get(m, cpu, KMR_dentry, &dentry)) {
        kmem_put(m, cpu, *filp);
        *filp = 0;
        return false;
    }
    if (inode == 0 && !kmem_get(m, cpu, KMR_inode_cache, &inode)) {
        kmem_put(m, cpu, dentry);
        kmem_put(m, cpu, *filp);
        *filp = 0;
        return false;
    }
    if (f == SLOT_NONE) {
        f = new_file(m, cpu, name);
    }
    ev(m, EV_FILE_OPEN, f, *filp, cached, cpu);
    file_set_dentry(m, f, dentry);
    file_set_inode(m, f, inode);
    file_set_opens(m, f, m->file[f].opens + 1);
    touch(m, f);
    slab_set_word(m, *filp, 1);
    return true;
}

void kfile_join(struct mm *m, slot_t vma, uint64_t filp)
{
    if (filp != 0) {
        MM_ASSERT(m, m->vma[vma].obj_filp == 0);
        vma_set_obj_filp(m, vma, filp);
        slab_set_word(m, filp, slab_word(m, filp) + 1);
    }
}

void kfile_put(struct mm *m, uint32_t cpu, slot_t name, uint64_t filp)
{
    slot_t f;

    if (filp == 0) {
        return;
    }
    slab_set_word(m, filp, slab_word(m, filp) - 1);
    if (slab_word(m, filp) != 0) {
        return;
    }
    f = find(m, name);
    MM_ASSERT(m, f != SLOT_NONE && m->file[f].opens > 0);
    file_set_opens(m, f, m->file[f].opens - 1);
    touch(m, f);
    if (m->file[f].opens == 0) { /* retain_dentry() */
        file_set_lru(m, f, m->file[f].lru == LRU_NEVER ? LRU_IDLE : LRU_AGAIN);
    }
    kmem_put(m, cpu, filp);
}

void kfile_leave(struct mm *m, slot_t vma)
{
    const uint64_t filp = m->vma[vma].obj_filp;

    if (filp != 0) {
        vma_set_obj_filp(m, vma, 0);
        kfile_put(m, m->proc[m->vma[vma].proc].cpu, m->vma[vma].file, filp);
    }
}

/* ---- shrinking ------------------------------------------------------------------------------------------- */

static bool lies_on(const struct mm *m, uint64_t obj, uint32_t node)
{
    return obj != 0 && node_of(m, (pfn_t)(obj >> MM_PAGE_SHIFT)) == node;
}

static bool idle_dentry(const struct mm *m, slot_t f, uint32_t node)
{
    return m->file[f].live && m->file[f].opens == 0 && lies_on(m, m->file[f].dentry, node);
}

/* A dentry holds its inode. */
static bool idle_inode(const struct mm *m, slot_t f, uint32_t node)
{
    return m->file[f].live && m->file[f].dentry == 0 && lies_on(m, m->file[f].inode, node);
}

static void count_idle(const struct mm *m, uint32_t node, uint64_t *dentries, uint64_t *inodes)
{
    *dentries = *inodes = 0;
    for (slot_t f = 0; f < m->machine->file_fresh; f++) {
        *dentries += idle_dentry(m, f, node);
        *inodes += idle_inode(m, f, node);
    }
}

/* prune_dcache_sb(): who was used since the last look stays for this time, and comes round again. */
static uint64_t prune_dentries(struct mm *m, uint32_t cpu, uint32_t node, uint64_t scan)
{
    uint64_t freed = 0;
    bool more = true;

    while (more) {
        more = false;
        for (slot_t f = 0; f < m->machine->file_fresh && scan > 0; f++) {
            if (!idle_dentry(m, f, node)) {
                continue;
            }
            scan--;
            if (m->file[f].lru == LRU_AGAIN) {
                file_set_lru(m, f, LRU_IDLE);
                more = true;
            } else {
                drop_dentry(m, cpu, f);
                freed++;
            }
        }
        more = more && scan > 0;
    }
    return freed;
}

static uint64_t prune_inodes(struct mm *m, uint32_t cpu, uint32_t node, uint64_t scan)
{
    uint64_t freed = 0;

    for (slot_t f = 0; f < m->machine->file_fresh && scan > 0; f++) {
        if (idle_inode(m, f, node)) {
            drop_inode(m, cpu, f);
            scan--;
            freed++;
        }
    }
    return freed;
}

/* super_cache_scan(): both in proportion, at least one of each. */
static uint64_t scan_objects(struct mm *m, uint32_t cpu, uint32_t node, uint64_t scan)
{
    uint64_t dentries;
    uint64_t inodes;
    uint64_t total;
    uint64_t freed;

    count_idle(m, node, &dentries, &inodes);
    total = dentries + inodes + 1;
    freed = prune_dentries(m, cpu, node, scan * dentries / total + 1);
    return freed + prune_inodes(m, cpu, node, scan * inodes / total + 1);
}

/* do_shrink_slab() at priority 0, with nothing deferred. */
static uint64_t shrink_node(struct mm *m, uint32_t cpu, uint32_t node)
{
    uint64_t dentries;
    uint64_t inodes;
    uint64_t freeable;
    uint64_t left;
    uint64_t scanned = 0;
    uint64_t freed = 0;

    count_idle(m, node, &dentries, &inodes);
    freeable = (dentries + inodes) * m->sysctl[SC_VFS_CACHE_PRESSURE].value / 100;
    if (freeable == 0) {
        return 0;
    }
    left = freeable * 4 / DEFAULT_SEEKS; /* at most twice what can go */
    while (left > 0 && (left >= SB_BATCH || left >= freeable)) {
        const uint64_t scan = left < SB_BATCH ? left : SB_BATCH;

        freed += scan_objects(m, cpu, node, scan);
        scanned += scan;
        left -= scan;
        count_idle(m, node, &dentries, &inodes);
        if (dentries + inodes == 0 && left >= SB_BATCH) { /* what is left finds nothing */
            scanned += left - left % SB_BATCH;
            left %= SB_BATCH;
        }
    }
    ev(m, EV_SHRINK_SLAB, node, freeable, scanned, freed);
    vmstat_add(m, VMC_slabs_scanned, (int64_t)scanned);
    return freed;
}

void kfile_drop_caches(struct mm *m, uint32_t cpu, uint64_t what)
{
    unsigned shift = 0;
    uint64_t freed;

    if (what & DROP_PAGES) {
        vmstat_add(m, VMC_drop_pagecache, 1);
    }
    if (!(what & DROP_SLAB)) {
        return;
    }
    do {
        freed = 0;
        for (uint32_t n = 0; n < m->config.nodes; n++) {
            freed += shrink_node(m, cpu, n);
        }
    } while (freed >> shift++ > 1);
    vmstat_add(m, VMC_drop_slab, 1);
}

/* ---- invariants ------------------------------------------------------------------------------------------ */

/* The name that areas of this file have; SLOT_NONE when nobody has it. */
static slot_t name_of(const struct mm *m, const struct file *r)
{
    for (slot_t i = 1; i < m->region[MM_R_name].count; i++) {
        const struct name *n = &m->name[i];

        if (n->live && r->w0 == n->w0 && r->w1 == n->w1 && r->w2 == n->w2 && r->w3 == n->w3) {
            return i;
        }
    }
    return SLOT_NONE;
}

/* How many file objects the areas of a process hold of that name; each counts its areas. */
static uint32_t check_areas(struct mm *m, slot_t proc, slot_t name)
{
    uint32_t filps = 0;

    for (slot_t v = m->proc[proc].vma_first; v != SLOT_NONE; v = m->vma[v].next) {
        const uint64_t filp = m->vma[v].obj_filp;
        uint64_t holders = 0;
        bool first = false;

        if (filp == 0 || m->vma[v].file != name) {
            continue;
        }
        for (slot_t o = m->proc[proc].vma_first; o != SLOT_NONE; o = m->vma[o].next) {
            if (m->vma[o].obj_filp == filp) {
                first = holders == 0 ? o == v : first;
                holders++;
            }
        }
        MM_ASSERT(m, slab_word(m, filp) == holders);
        filps += first;
    }
    return filps;
}

static void check_file(struct mm *m, slot_t f)
{
    const struct file *r = &m->file[f];
    const slot_t name = name_of(m, r);
    uint32_t opens = 0;

    for (slot_t p = 0; p < m->region[MM_R_proc].count; p++) {
        opens += m->proc[p].live ? check_areas(m, p, name) : 0;
    }
    MM_ASSERT(m, r->opens == opens);                                         /* F2 */
    MM_ASSERT(m, r->opens == 0 || (r->dentry != 0 && r->inode != 0));        /* F2 */
    MM_ASSERT(m, r->inode != 0 && kmem_holds(m, r->inode, KMR_inode_cache)); /* F3 */
    MM_ASSERT(m, r->dentry == 0 || kmem_holds(m, r->dentry, KMR_dentry));
    for (slot_t o = 0; o < f; o++) {
        MM_ASSERT(m, !m->file[o].live || m->file[o].inode != r->inode);
        MM_ASSERT(m, !m->file[o].live || r->dentry == 0 || m->file[o].dentry != r->dentry);
    }
}

void kfile_check(struct mm *m)
{
    for (slot_t f = 0; f < m->machine->file_fresh; f++) {
        if (m->file[f].live) {
            MM_ASSERT(m, m->config.slab);
            check_file(m, f);
        }
    }
    for (slot_t v = 0; v < m->region[MM_R_vma].count; v++) { /* F1 */
        const struct vma *a = &m->vma[v];

        if (a->live) {
            MM_ASSERT(m, (a->obj_filp != 0) == (m->config.slab && kfile_is(m, a->file)));
            MM_ASSERT(m, a->obj_filp == 0 || kmem_holds(m, a->obj_filp, KMR_filp));
        }
    }
}
