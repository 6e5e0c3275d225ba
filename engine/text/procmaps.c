/* procmaps.c - the areas of a process, and what their entries map. */
#include "text/procmaps.h"

#include <string.h>

#include "base/names.h"
#include "parts/pgtable.h"
#include "parts/vma.h"

#define PSS_SHIFT   12u
#define FIRST_INODE 100u

void procmaps_name(const struct mm *m, slot_t vma, char out[MM_NAME_BYTES])
{
    const struct vma *v = &m->vma[vma];
    const struct proc *p = &m->proc[v->proc];
    const char *name = "";

    if (v->role == VR_VDSO) {
        name = "[vdso]";
    } else if (v->role == VR_VVAR) {
        name = "[vvar]";
    } else if (v->file != 0) {
        name_text(m, v->file, out);
        return;
    } else if (v->start <= p->brk && v->end >= p->start_brk) {
        name = "[heap]";
    } else if (v->start <= p->start_stack && v->end >= p->start_stack) {
        name = "[stack]";
    }
    memset(out, 0, MM_NAME_BYTES);
    memcpy(out, name, strlen(name));
}

static void header(const struct mm *m, slot_t vma, struct report *r)
{
    const struct vma *v = &m->vma[vma];
    const bool file = v->file != 0 && v->role != VR_VDSO && v->role != VR_VVAR;
    char name[MM_NAME_BYTES];

    report_add(r, "%08llx-%08llx %c%c%c%c %08llx %s %u ", (unsigned long long)v->start,
               (unsigned long long)v->end, v->flags & VM_READ ? 'r' : '-',
               v->flags & VM_WRITE ? 'w' : '-', v->flags & VM_EXEC ? 'x' : '-',
               v->flags & VM_MAYSHARE ? 's' : 'p',
               (unsigned long long)(file ? v->pgoff * MM_PAGE_BYTES : 0), file ? "08:01" : "00:00",
               file ? FIRST_INODE + v->file : 0);
    procmaps_name(m, vma, name);
    if (name[0] != '\0') {
        report_pad(r, m->config.paging_levels == 2 ? 49 : 73, true);
        report_add(r, "%s", name);
    }
    report_add(r, "\n");
}

void procmaps_maps(const struct mm *m, slot_t proc, struct report *r)
{
    for (slot_t v = m->proc[proc].vma_first; v != SLOT_NONE; v = vma_next(m, v)) {
        header(m, v, r);
    }
}

/* ---- sums ---- */

static void add_page(const struct mm *m, uint64_t entry, bool locked, struct procmaps_sum *sum)
{
    const struct frame *f = &m->frame[pgtable_pfn(entry)];
    const bool dirty = (entry & PTE_D) || (f->flags & PG_DIRTY);
    const int32_t mapcount = frame_mapcount(m, pgtable_pfn(entry));
    const bool shared = mapcount > 0;
    const uint64_t size = MM_PAGE_BYTES;
    const uint64_t pss = (size << PSS_SHIFT) / (shared ? (uint64_t)(uint32_t)mapcount + 1 : 1);

    sum->rss += size;
    sum->pss += pss;
    sum->referenced += (entry & PTE_A) || (f->flags & PG_REFERENCED) ? size : 0;
    sum->pss_locked += locked ? pss : 0;
    if (f->flags & PG_ANON || f->type == FT_ANON) {
        sum->anonymous += size;
        sum->pss_anon += pss;
    } else if (f->flags & PG_SWAPBACKED) {
        sum->pss_shmem += pss;
    } else {
        sum->pss_file += pss;
    }
    if (dirty) {
        sum->pss_dirty += pss;
        *(shared ? &sum->shared_dirty : &sum->private_dirty) += size;
    } else {
        *(shared ? &sum->shared_clean : &sum->private_clean) += size;
    }
}

void procmaps_add(const struct mm *m, slot_t vma, struct procmaps_sum *sum)
{
    const struct vma *v = &m->vma[vma];
    const pfn_t pgd = m->proc[v->proc].pgd_pfn;
    struct pgtable_pos leaf;

    sum->size += v->end - v->start;
    for (vaddr_t addr = v->start; pgtable_next(m, pgd, &addr, v->end, &leaf);
         addr += MM_PAGE_BYTES) {
        const uint64_t entry = pgtable_read(m, leaf.table, leaf.index);

        if (pgtable_present(entry) && !(entry & PTE_SPECIAL)) {
            add_page(m, entry, (v->flags & VM_LOCKED) != 0, sum);
        }
    }
}

void procmaps_total(const struct mm *m, slot_t proc, struct procmaps_sum *sum)
{
    memset(sum, 0, sizeof(*sum));
    for (slot_t v = m->proc[proc].vma_first; v != SLOT_NONE; v = vma_next(m, v)) {
        procmaps_add(m, v, sum);
    }
}

/* The keys in the order of smaps_rollup; smaps leaves out the three that split Pss. */
static const struct sum_row {
    const char *key;
    size_t offset; /* in struct procmaps_sum; NONE: 0 */
    bool is_pss;
    bool rollup_only;
} rows[] = {
#define NONE       SIZE_MAX
#define SUM(field) offsetof(struct procmaps_sum, field)
    {"Rss", SUM(rss), false, false},
    {"Pss", SUM(pss), true, false},
    {"Pss_Dirty", SUM(pss_dirty), true, false},
    {"Pss_Anon", SUM(pss_anon), true, true},
    {"Pss_File", SUM(pss_file), true, true},
    {"Pss_Shmem", SUM(pss_shmem), true, true},
    {"Shared_Clean", SUM(shared_clean), false, false},
    {"Shared_Dirty", SUM(shared_dirty), false, false},
    {"Private_Clean", SUM(private_clean), false, false},
    {"Private_Dirty", SUM(private_dirty), false, false},
    {"Referenced", SUM(referenced), false, false},
    {"Anonymous", SUM(anonymous), false, false},
    {"LazyFree", NONE, false, false},
    {"AnonHugePages", NONE, false, false},
    {"ShmemPmdMapped", NONE, false, false},
    {"FilePmdMapped", NONE, false, false},
    {"Shared_Hugetlb", NONE, false, false},
    {"Private_Hugetlb", NONE, false, false},
    {"Swap", NONE, false, false},
    {"SwapPss", NONE, true, false},
    {"Locked", SUM(pss_locked), true, false},
};
#define ROW_COUNT (sizeof(rows) / sizeof(rows[0]))

const char *procmaps_key(unsigned i)
{
    return i < ROW_COUNT ? rows[i].key : NULL;
}

static uint64_t row_kb(const struct sum_row *row, const struct procmaps_sum *sum)
{
    uint64_t value = 0;

    if (row->offset != NONE) {
        memcpy(&value, (const uint8_t *)sum + row->offset, sizeof(value));
    }
    return value >> (row->is_pss ? PSS_SHIFT + 10 : 10);
}

bool procmaps_value(const struct procmaps_sum *sum, const char *key, uint64_t *kbytes)
{
    for (unsigned i = 0; i < ROW_COUNT; i++) {
        if (strcmp(rows[i].key, key) == 0) {
            *kbytes = row_kb(&rows[i], sum);
            return true;
        }
    }
    return false;
}

static void show_sum(const struct procmaps_sum *sum, bool rollup, struct report *r)
{
    for (unsigned i = 0; i < ROW_COUNT; i++) {
        const int label = (int)strlen(rows[i].key) + 1;

        if (rollup || !rows[i].rollup_only) {
            report_add(r, "%s:%*s%*llu kB\n", rows[i].key, label < 16 ? 16 - label : 1, "",
                       label < 16 ? 8 : 7, (unsigned long long)row_kb(&rows[i], sum));
        }
    }
}

void procmaps_rollup(const struct mm *m, slot_t proc, struct report *r)
{
    struct procmaps_sum sum;
    vaddr_t start = 0;
    vaddr_t end = 0;

    for (slot_t v = m->proc[proc].vma_first; v != SLOT_NONE; v = vma_next(m, v)) {
        start = end == 0 ? m->vma[v].start : start;
        end = m->vma[v].end;
    }
    report_add(r, "%08llx-%08llx ---p 00000000 00:00 0 ", (unsigned long long)start,
               (unsigned long long)end);
    report_pad(r, m->config.paging_levels == 2 ? 49 : 73, true);
    report_add(r, "[rollup]\n");
    procmaps_total(m, proc, &sum);
    show_sum(&sum, true, r);
}

void procmaps_smaps(const struct mm *m, slot_t proc, struct report *r)
{
    for (slot_t v = m->proc[proc].vma_first; v != SLOT_NONE; v = vma_next(m, v)) {
        struct procmaps_sum sum = {0};

        header(m, v, r);
        procmaps_add(m, v, &sum);
        report_add(r, "Size:           %8llu kB\n", (unsigned long long)(sum.size >> 10));
        report_add(r, "KernelPageSize:        4 kB\nMMUPageSize:           4 kB\n");
        show_sum(&sum, false, r);
        report_add(r, "THPeligible:    %8u\nVmFlags: ", 0u);
        for (unsigned i = 0; i < mm_flag_row_count; i++) {
            if (strcmp(mm_flag_rows[i].set, "vm") == 0 &&
                (m->vma[v].flags & mm_flag_rows[i].mask)) {
                report_add(r, "%s ", mm_flag_rows[i].name);
            }
        }
        report_add(r, "\n");
    }
}
