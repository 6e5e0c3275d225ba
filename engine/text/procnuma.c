/* procnuma.c - the pages of each area, counted by node. */
#include "text/procnuma.h"

#include <string.h>

#include "base/names.h"
#include "parts/frame.h"
#include "parts/pgtable.h"
#include "parts/vma.h"
#include "parts/zone.h"

typedef unsigned long long ull;

static bool has_file(const struct vma *v)
{
    return v->file != 0 && v->role != VR_VDSO && v->role != VR_VVAR;
}

void procnuma_gather(const struct mm *m, slot_t vma, struct procnuma *sum)
{
    const struct vma *v = &m->vma[vma];
    struct pgtable_pos leaf;

    memset(sum, 0, sizeof(*sum));
    for (vaddr_t addr = v->start; pgtable_next(m, m->proc[v->proc].pgd_pfn, &addr, v->end, &leaf);
         addr += MM_PAGE_BYTES) {
        const uint64_t entry = pgtable_read(m, leaf.table, leaf.index);
        const pfn_t pfn = pgtable_pfn(entry);

        if (!pgtable_present(entry) || (entry & PTE_SPECIAL)) {
            continue;
        }
        const struct frame *f = &m->frame[pfn];
        const uint64_t mapcount = (uint64_t)(frame_mapcount(m, pfn) + 1);

        sum->pages++;
        sum->dirty += (entry & PTE_D) || (f->flags & PG_DIRTY);
        sum->active += (f->flags & (PG_ACTIVE | PG_UNEVICTABLE)) != 0;
        sum->anon += (f->flags & PG_ANON) || f->type == FT_ANON;
        sum->mapcount_max = mapcount > sum->mapcount_max ? mapcount : sum->mapcount_max;
        sum->node[node_of(m, pfn)]++;
    }
}

enum procnuma_part procnuma_part(const struct mm *m, slot_t vma)
{
    const struct vma *v = &m->vma[vma];
    const struct proc *p = &m->proc[v->proc];

    if (has_file(v) || v->role == VR_VDSO || v->role == VR_VVAR) {
        return PROCNUMA_OTHER;
    }
    if (v->start <= p->brk && v->end >= p->start_brk) {
        return PROCNUMA_HEAP;
    }
    return v->start <= p->start_stack && v->end >= p->start_stack ? PROCNUMA_STACK : PROCNUMA_OTHER;
}

static void line(const struct mm *m, slot_t vma, struct report *r)
{
    const struct vma *v = &m->vma[vma];
    const enum procnuma_part part = procnuma_part(m, vma);
    char file[MM_NAME_BYTES] = "";
    struct procnuma sum;

    procnuma_gather(m, vma, &sum);
    if (has_file(v)) {
        name_text(m, v->file, file);
    }
    report_add(r, "%08llx default%s%s%s", (ull)v->start, has_file(v) ? " file=" : "", file,
               part == PROCNUMA_HEAP    ? " heap"
               : part == PROCNUMA_STACK ? " stack"
                                        : "");
    if (sum.pages > 0) {
        if (sum.anon > 0) {
            report_add(r, " anon=%llu", (ull)sum.anon);
        }
        if (sum.dirty > 0) {
            report_add(r, " dirty=%llu", (ull)sum.dirty);
        }
        if (sum.pages != sum.anon && sum.pages != sum.dirty) {
            report_add(r, " mapped=%llu", (ull)sum.pages);
        }
        if (sum.mapcount_max > 1) {
            report_add(r, " mapmax=%llu", (ull)sum.mapcount_max);
        }
        if (sum.active < sum.pages) {
            report_add(r, " active=%llu", (ull)sum.active);
        }
        for (uint32_t n = 0; n < m->config.nodes; n++) {
            if (sum.node[n] > 0) {
                report_add(r, " N%u=%llu", n, (ull)sum.node[n]);
            }
        }
        report_add(r, " kernelpagesize_kB=4");
    }
    report_add(r, "\n");
}

void procnuma_show(const struct mm *m, slot_t proc, struct report *r)
{
    for (slot_t v = m->proc[proc].vma_first; v != SLOT_NONE; v = vma_next(m, v)) {
        line(m, v, r);
    }
}
