/* kmemcmd.c - kernel objects by command. */
#include "task/kmemcmd.h"

#include <string.h>

#include "base/names.h"
#include "mm.h"
#include "policy/kmem.h"
#include "policy/palloc.h"

enum { CACHE_NAME, CACHE_SIZE, CACHE_ALIGN, CACHE_RECLAIMABLE };
enum { ALLOC_CACHE, ALLOC_COUNT, ALLOC_NAME, ALLOC_CPU };
enum { FREE_NAME, FREE_EVERY, FREE_CPU };
enum { KMALLOC_SIZE, KMALLOC_NAME, KMALLOC_CPU };
enum { KFREE_NAME, KFREE_CPU };
#define KMALLOC_BYTES_MAX (4ull << 20)
#define COUNT_MAX         1000000u

static uint64_t number(const struct mm_cmd *cmd, unsigned arg, uint64_t otherwise)
{
    return actor_given(cmd, arg) ? cmd->arg[arg].a : otherwise;
}

static enum mm_err check_cpu(struct mm *m, const struct mm_cmd *cmd, unsigned arg)
{
    if (number(cmd, arg, 0) >= m->config.cpus) {
        return actor_refuse(m, cmd, arg, MM_ERANGE, cmd->arg[arg].a, m->config.cpus - 1);
    }
    return MM_OK;
}

/* Room for a label of this name and, when the cache sleeps, for the cache's. */
static enum mm_err check_label(struct mm *m, const struct mm_cmd *cmd, unsigned arg)
{
    if (actor_label(m, SLOT_NONE, actor_text(cmd, arg)) != SLOT_NONE) {
        return actor_refuse(m, cmd, arg, MM_EEXISTS, 0, 0);
    }
    if (!name_room(m, 2)) {
        return actor_refuse(m, cmd, arg, MM_ELIMIT, 0, m->region[MM_R_name].count);
    }
    return actor_new_name(m, cmd, arg, SLOT_NONE);
}

/* ---- kmem_cache ------------------------------------------------------------------------------------------ */

enum mm_err kmem_cache_check_cmd(struct mm *m, const struct mm_cmd *cmd)
{
    const uint64_t align = number(cmd, CACHE_ALIGN, 1);
    const uint64_t size = number(cmd, CACHE_SIZE, 0);
    const enum mm_err err = actor_new_word(m, cmd, CACHE_NAME);

    if (err != MM_OK) {
        return err;
    }
    if (kmem_find(m, actor_text(cmd, CACHE_NAME)) != SLOT_NONE) {
        return actor_refuse(m, cmd, CACHE_NAME, MM_EEXISTS, 0, 0);
    }
    if (size == 0 || size > KMALLOC_BYTES_MAX) {
        return actor_refuse(m, cmd, CACHE_SIZE, size == 0 ? MM_EBADARG : MM_ERANGE, size,
                            KMALLOC_BYTES_MAX);
    }
    if (align == 0 || align > MM_PAGE_BYTES || (align & (align - 1)) != 0) {
        return actor_refuse(m, cmd, CACHE_ALIGN, MM_EBADARG, align, MM_PAGE_BYTES);
    }
    if (kmem_slot(m) == SLOT_NONE) {
        return actor_refuse(m, cmd, CACHE_NAME, MM_ELIMIT, 0, MM_CACHES_MAX - KMR_COUNT);
    }
    if (!name_room(m, 2)) {
        return actor_refuse(m, cmd, CACHE_NAME, MM_ELIMIT, 0, m->region[MM_R_name].count);
    }
    return MM_OK;
}

void kmem_cache_do(struct mm *m, const struct mm_cmd *cmd)
{
    const struct slab_want want = {
        .object_bytes = (uint32_t)cmd->arg[CACHE_SIZE].a,
        .align = (uint32_t)number(cmd, CACHE_ALIGN, 0),
        .flags = actor_given(cmd, CACHE_RECLAIMABLE) ? KMF_RECLAIMABLE : 0,
    };

    kmem_create(m, actor_text(cmd, CACHE_NAME), &want);
}

/* ---- taking ---------------------------------------------------------------------------------------------- */

enum mm_err kmem_alloc_check(struct mm *m, const struct mm_cmd *cmd)
{
    const slot_t cache = kmem_find(m, actor_text(cmd, ALLOC_CACHE));
    const uint64_t count = number(cmd, ALLOC_COUNT, 1);
    enum mm_err err;

    if (cache == SLOT_NONE) {
        return actor_refuse(m, cmd, ALLOC_CACHE, MM_ENONAME, 0, 0);
    }
    if (count == 0 || count > COUNT_MAX) {
        return actor_refuse(m, cmd, ALLOC_COUNT, MM_ERANGE, count, count == 0 ? 1 : COUNT_MAX);
    }
    if (!kmem_room(m, cache, count)) {
        return actor_refuse(m, cmd, ALLOC_COUNT, MM_ELIMIT, count, m->region[MM_R_slab].count);
    }
    err = check_cpu(m, cmd, ALLOC_CPU);
    return err != MM_OK ? err : check_label(m, cmd, ALLOC_NAME);
}

/* `wanted` objects of a cache under a label. */
static void take(struct mm *m, uint32_t cpu, slot_t cache, uint64_t wanted, const char *name)
{
    uint64_t first = 0;
    uint64_t last = 0;
    uint64_t obj;
    uint32_t count = 0;

    m->cpu_now = cpu;
    for (; count < wanted && kmem_get(m, cpu, cache, &obj); count++) {
        if (last != 0) {
            slab_set_word(m, last, obj);
        }
        first = first == 0 ? obj : first;
        last = obj;
    }
    if (count < wanted) {
        machine_set_r_errno(m, 0, LX_ENOMEM);
    }
    if (count > 0) {
        const slot_t label = actor_label_set(m, SLOT_NONE, name, first,
                                             (uint64_t)count * m->kmem_cache[cache].object_bytes);

        label_set_cache(m, label, cache + 1);
        label_set_count(m, label, count);
        label_set_first_obj(m, label, first);
        machine_set_r_addr(m, 0, first);
        machine_set_r_pfn(m, 0, (uint32_t)(first >> MM_PAGE_SHIFT));
    }
}

void kmem_alloc_do(struct mm *m, const struct mm_cmd *cmd)
{
    const slot_t cache = kmem_find(m, actor_text(cmd, ALLOC_CACHE));

    take(m, (uint32_t)number(cmd, ALLOC_CPU, 0), cache, number(cmd, ALLOC_COUNT, 1),
         actor_text(cmd, ALLOC_NAME));
}

enum mm_err kmalloc_check(struct mm *m, const struct mm_cmd *cmd)
{
    const uint64_t size = number(cmd, KMALLOC_SIZE, 0);
    enum mm_err err;

    if (size == 0 || size > KMALLOC_BYTES_MAX) {
        return actor_refuse(m, cmd, KMALLOC_SIZE, MM_ERANGE, size,
                            size == 0 ? 1 : KMALLOC_BYTES_MAX);
    }
    err = check_cpu(m, cmd, KMALLOC_CPU);
    return err != MM_OK ? err : check_label(m, cmd, KMALLOC_NAME);
}

/* kmalloc_large(): whole frames, a power of two of them. */
static void take_large(struct mm *m, uint32_t cpu, uint64_t bytes, const char *name)
{
    unsigned order = 0;
    slot_t label;
    pfn_t pfn;

    while ((MM_PAGE_BYTES << order) < bytes) {
        order++;
    }
    m->cpu_now = cpu;
    if (!palloc_get(m, cpu, order, (uint32_t)GFP_KERNEL | GFP_BIT_COMP, FT_KERNEL, 0, &pfn)) {
        machine_set_r_errno(m, 0, LX_ENOMEM);
        return;
    }
    label = actor_label_set(m, SLOT_NONE, name, pfn, MM_PAGE_BYTES << order);
    label_set_order(m, label, order);
    label_set_count(m, label, 1);
    label_set_first_pfn(m, label, pfn);
    machine_set_r_pfn(m, 0, pfn);
    machine_set_r_addr(m, 0, (uint64_t)pfn << MM_PAGE_SHIFT);
}

void kmalloc_do(struct mm *m, const struct mm_cmd *cmd)
{
    const uint64_t bytes = cmd->arg[KMALLOC_SIZE].a;
    const slot_t cache = kmem_of_size(m, bytes);
    const uint32_t cpu = (uint32_t)number(cmd, KMALLOC_CPU, 0);

    if (cache == SLOT_NONE) {
        take_large(m, cpu, bytes, actor_text(cmd, KMALLOC_NAME));
    } else {
        take(m, cpu, cache, 1, actor_text(cmd, KMALLOC_NAME));
    }
}

/* ---- giving back ----------------------------------------------------------------------------------------- */

/* A label that holds kernel memory; `objects` only: not whole frames. */
static enum mm_err check_held(struct mm *m, const struct mm_cmd *cmd, unsigned arg, bool objects)
{
    const slot_t label = actor_label(m, SLOT_NONE, actor_text(cmd, arg));

    if (label == SLOT_NONE) {
        return actor_refuse(m, cmd, arg, MM_ENONAME, 0, 0);
    }
    if (m->label[label].cache == 0 && (objects || m->label[label].count != 1)) {
        return actor_refuse(m, cmd, arg, MM_EBADARG, m->label[label].count, 1);
    }
    return MM_OK;
}

/* The objects 0, K, 2K … of a label. */
static void give(struct mm *m, uint32_t cpu, slot_t label, uint64_t every)
{
    const uint32_t bytes = m->kmem_cache[m->label[label].cache - 1].object_bytes;
    uint64_t before = 0;
    uint64_t obj = m->label[label].first_obj;

    m->cpu_now = cpu;
    for (uint64_t i = 0; obj != 0; i++) {
        const uint64_t next = slab_word(m, obj);

        if (i % every == 0) {
            if (before != 0) {
                slab_set_word(m, before, next);
            } else {
                label_set_first_obj(m, label, next);
            }
            label_set_count(m, label, m->label[label].count - 1);
            slab_set_word(m, obj, 0);
            kmem_put(m, cpu, obj);
        } else {
            before = obj;
        }
        obj = next;
    }
    if (m->label[label].count == 0) {
        actor_label_free(m, label);
    } else {
        label_set_start(m, label, m->label[label].first_obj);
        label_set_bytes(m, label, (uint64_t)m->label[label].count * bytes);
    }
}

enum mm_err kmem_free_check(struct mm *m, const struct mm_cmd *cmd)
{
    enum mm_err err = check_held(m, cmd, FREE_NAME, true);

    if (err == MM_OK && number(cmd, FREE_EVERY, 2) < 2) {
        err = actor_refuse(m, cmd, FREE_EVERY, MM_ERANGE, cmd->arg[FREE_EVERY].a, 2);
    }
    return err != MM_OK ? err : check_cpu(m, cmd, FREE_CPU);
}

void kmem_free_do(struct mm *m, const struct mm_cmd *cmd)
{
    give(m, (uint32_t)number(cmd, FREE_CPU, 0),
         actor_label(m, SLOT_NONE, actor_text(cmd, FREE_NAME)), number(cmd, FREE_EVERY, 1));
}

enum mm_err kfree_check(struct mm *m, const struct mm_cmd *cmd)
{
    const enum mm_err err = check_held(m, cmd, KFREE_NAME, false);

    return err != MM_OK ? err : check_cpu(m, cmd, KFREE_CPU);
}

void kfree_do(struct mm *m, const struct mm_cmd *cmd)
{
    const slot_t label = actor_label(m, SLOT_NONE, actor_text(cmd, KFREE_NAME));
    const uint32_t cpu = (uint32_t)number(cmd, KFREE_CPU, 0);

    m->cpu_now = cpu;
    if (m->label[label].cache != 0) {
        give(m, cpu, label, 1);
        return;
    }
    palloc_put(m, cpu, m->label[label].first_pfn, m->label[label].order);
    actor_label_free(m, label);
}

slot_t kmemcmd_shrink_path(const struct mm *m, const char *path)
{
    static const char prefix[] = "/sys/kernel/slab/";
    static const char suffix[] = "/shrink";
    const size_t around = sizeof(prefix) + sizeof(suffix) - 2;
    const size_t length = strlen(path);
    char name[MM_NAME_BYTES];

    if (length <= around || length - around >= sizeof(name) ||
        strncmp(path, prefix, sizeof(prefix) - 1) != 0 ||
        strcmp(path + length - (sizeof(suffix) - 1), suffix) != 0) {
        return SLOT_NONE;
    }
    memcpy(name, path + sizeof(prefix) - 1, length - around);
    name[length - around] = '\0';
    return kmem_find(m, name);
}

/* ---- invariants ------------------------------------------------------------------------------------------ */

void kmemcmd_check(struct mm *m)
{
    for (slot_t l = 0; l < m->region[MM_R_label].count; l++) {
        const struct label *label = &m->label[l];
        uint32_t count = 0;

        if (!label->live || label->cache == 0) {
            MM_ASSERT(m, label->first_obj == 0);
            continue;
        }
        MM_ASSERT(m, label->proc == 0 && label->count > 0 && label->start == label->first_obj);
        for (uint64_t obj = label->first_obj; obj != 0; obj = slab_word(m, obj)) {
            const slot_t slab = slab_of(m, obj);

            MM_ASSERT(m, ++count <= label->count && slab != SLOT_NONE); /* L1 */
            MM_ASSERT(m, m->slab[slab].cache == label->cache - 1);
            MM_ASSERT(m, slab_used(m, slab, slab_index(m, slab, obj)));
        }
        MM_ASSERT(m, count == label->count);
    }
}
