/* kalloc.c - blocks of frames by command. */
#include "task/kalloc.h"

#include "mm.h"
#include "policy/palloc.h"

enum { ARG_ORDER, ARG_NAME, ARG_GFP, ARG_NODE, ARG_COUNT }; /* of alloc_pages */
enum { ARG_FREE_NAME, ARG_FREE_EVERY };                     /* of free_pages */
#define KERNEL_CPU 0u

enum mm_err alloc_pages_check(struct mm *m, const struct mm_cmd *cmd)
{
    if (cmd->arg[ARG_ORDER].a > MM_ORDER_MAX) {
        return actor_refuse(m, cmd, ARG_ORDER, MM_ERANGE, cmd->arg[ARG_ORDER].a, MM_ORDER_MAX);
    }
    if (actor_given(cmd, ARG_GFP) && zone_gfp_contradicts((uint32_t)cmd->arg[ARG_GFP].a)) {
        return actor_refuse(m, cmd, ARG_GFP, MM_EBADARG, 0, 0);
    }
    if (actor_given(cmd, ARG_NODE) && cmd->arg[ARG_NODE].a >= m->config.nodes) {
        return actor_refuse(m, cmd, ARG_NODE, MM_ERANGE, cmd->arg[ARG_NODE].a, m->config.nodes - 1);
    }
    if (actor_given(cmd, ARG_COUNT) && cmd->arg[ARG_COUNT].a == 0) {
        return actor_refuse(m, cmd, ARG_COUNT, MM_ERANGE, 0, 1);
    }
    if (actor_label(m, SLOT_NONE, actor_text(cmd, ARG_NAME)) != SLOT_NONE) {
        return actor_refuse(m, cmd, ARG_NAME, MM_EEXISTS, 0, 0);
    }
    return actor_new_name(m, cmd, ARG_NAME, SLOT_NONE);
}

void alloc_pages_do(struct mm *m, const struct mm_cmd *cmd)
{
    const unsigned order = (unsigned)cmd->arg[ARG_ORDER].a;
    const uint32_t gfp = actor_given(cmd, ARG_GFP) ? (uint32_t)cmd->arg[ARG_GFP].a : GFP_KERNEL;
    const uint64_t wanted = actor_given(cmd, ARG_COUNT) ? cmd->arg[ARG_COUNT].a : 1;
    const uint32_t node =
        actor_given(cmd, ARG_NODE) ? (uint32_t)cmd->arg[ARG_NODE].a : m->cpu[KERNEL_CPU].node;
    pfn_t first = PFN_NONE;
    pfn_t last = PFN_NONE;
    uint32_t count = 0;
    pfn_t pfn;

    while (count < wanted && palloc_get_node(m, KERNEL_CPU, node, order, gfp, FT_KERNEL, 0, &pfn)) {
        frame_link(m, pfn, last, PFN_NONE);
        first = first == PFN_NONE ? pfn : first;
        last = pfn;
        count++;
    }
    if (count < wanted) {
        machine_set_r_errno(m, 0, LX_ENOMEM);
    }
    if (count > 0) {
        const slot_t label = actor_label_set(m, SLOT_NONE, actor_text(cmd, ARG_NAME), first,
                                             ((uint64_t)count << order) * MM_PAGE_BYTES);

        label_set_order(m, label, order);
        label_set_count(m, label, count);
        label_set_first_pfn(m, label, first);
        machine_set_r_pfn(m, 0, first);
    }
}

enum mm_err free_pages_check(struct mm *m, const struct mm_cmd *cmd)
{
    const slot_t label = actor_label(m, SLOT_NONE, actor_text(cmd, ARG_FREE_NAME));

    if (label == SLOT_NONE) {
        return actor_refuse(m, cmd, ARG_FREE_NAME, MM_ENONAME, 0, 0);
    }
    if (m->label[label].cache != 0) { /* objects: kmem_free or kfree */
        return actor_refuse(m, cmd, ARG_FREE_NAME, MM_EBADARG, m->label[label].count, 0);
    }
    if (actor_given(cmd, ARG_FREE_EVERY) && cmd->arg[ARG_FREE_EVERY].a < 2) {
        return actor_refuse(m, cmd, ARG_FREE_EVERY, MM_ERANGE, cmd->arg[ARG_FREE_EVERY].a, 2);
    }
    return MM_OK;
}

void free_pages_do(struct mm *m, const struct mm_cmd *cmd)
{
    const slot_t label = actor_label(m, SLOT_NONE, actor_text(cmd, ARG_FREE_NAME));
    const uint64_t every = actor_given(cmd, ARG_FREE_EVERY) ? cmd->arg[ARG_FREE_EVERY].a : 1;
    const unsigned order = m->label[label].order;
    pfn_t pfn = m->label[label].first_pfn;

    for (uint64_t i = 0; pfn != PFN_NONE; i++) {
        const pfn_t next = frame_next(m, pfn);

        if (i % every == 0) {
            if (m->label[label].first_pfn == pfn) {
                label_set_first_pfn(m, label, next);
            }
            label_set_count(m, label, m->label[label].count - 1);
            frame_unlink(m, pfn);
            palloc_put(m, KERNEL_CPU, pfn, order);
        }
        pfn = next;
    }
    if (m->label[label].count == 0) {
        actor_label_free(m, label);
    } else {
        label_set_start(m, label, m->label[label].first_pfn);
        label_set_bytes(m, label, ((uint64_t)m->label[label].count << order) * MM_PAGE_BYTES);
    }
}

void kalloc_check(struct mm *m)
{
    for (slot_t l = 0; l < m->region[MM_R_label].count; l++) {
        const struct label *label = &m->label[l];
        uint32_t count = 0;

        if (!label->live || label->proc != 0 || label->cache != 0) {
            continue;
        }
        MM_ASSERT(m, label->count > 0 && label->start == label->first_pfn); /* K2 */
        for (pfn_t pfn = label->first_pfn; pfn != PFN_NONE; pfn = frame_next(m, pfn)) {
            const struct frame *f = &m->frame[pfn];

            MM_ASSERT(m, ++count <= label->count); /* K1 */
            MM_ASSERT(m, f->type == FT_KERNEL && f->owner == 0 && f->refcount == 1);
            MM_ASSERT(m, f->order == label->order && !(f->flags & PG_RESERVED));
        }
        MM_ASSERT(m, count == label->count);
    }
}
