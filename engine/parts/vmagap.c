/* vmagap.c - free gaps between areas. */
#include "parts/vmagap.h"

static bool gap_below(const struct mm *m, slot_t v, uint64_t pages)
{
    return v != SLOT_NONE && m->vma[v].gap_max_pages >= pages;
}

static vaddr_t gap_top_down(const struct mm *m, slot_t proc, uint64_t bytes, vaddr_t low,
                            vaddr_t high)
{
    const uint64_t pages = bytes >> MM_PAGE_SHIFT;
    const slot_t last = vma_last(m, proc);
    bool down = true; /* entering a subtree, not coming back up from its right side */
    slot_t v = m->proc[proc].vma_root;

    if (last == SLOT_NONE || m->vma[last].end <= high - bytes) {
        return high - bytes;
    }
    while (v != SLOT_NONE) {
        const vaddr_t start = vma_gap_start(m, v);
        const vaddr_t end = vma_start_gap(m, v);
        slot_t from = v;

        if (down && start <= high - bytes && gap_below(m, m->vma[v].right, pages)) {
            v = m->vma[v].right;
            continue;
        }
        if (m->vma[v].start < low + bytes) { /* and so are all gaps below it */
            return VADDR_NONE;
        }
        if (start <= high - bytes && end >= low + bytes && end > start && end - start >= bytes) {
            return (end < high ? end : high) - bytes;
        }
        if (gap_below(m, m->vma[v].left, pages)) {
            v = m->vma[v].left;
            down = true;
            continue;
        }
        for (v = m->vma[v].parent; v != SLOT_NONE && m->vma[v].right != from;) {
            from = v;
            v = m->vma[v].parent;
        }
        down = false;
    }
    return VADDR_NONE;
}

static vaddr_t gap_bottom_up(const struct mm *m, slot_t proc, uint64_t bytes, vaddr_t low,
                             vaddr_t high)
{
    const uint64_t pages = bytes >> MM_PAGE_SHIFT;
    const slot_t last = vma_last(m, proc);
    bool down = true;
    slot_t v = m->proc[proc].vma_root;
    vaddr_t top;

    while (v != SLOT_NONE) {
        const vaddr_t start = vma_gap_start(m, v);
        const vaddr_t end = vma_start_gap(m, v);
        slot_t from = v;

        if (down && m->vma[v].start >= low + bytes && gap_below(m, m->vma[v].left, pages)) {
            v = m->vma[v].left;
            continue;
        }
        if (start > high - bytes) {
            return VADDR_NONE;
        }
        if (end >= low + bytes && end > start && end - start >= bytes) {
            return start > low ? start : low;
        }
        if (gap_below(m, m->vma[v].right, pages)) {
            v = m->vma[v].right;
            down = true;
            continue;
        }
        for (v = m->vma[v].parent; v != SLOT_NONE && m->vma[v].left != from;) {
            from = v;
            v = m->vma[v].parent;
        }
        down = false;
    }
    top = last == SLOT_NONE ? 0 : m->vma[last].end;
    top = top > low ? top : low;
    return top <= high - bytes ? top : VADDR_NONE;
}

vaddr_t vmagap_find(const struct mm *m, slot_t proc, uint64_t bytes, vaddr_t low, vaddr_t high,
                    bool from_top)
{
    if (bytes == 0 || high < bytes || low > high - bytes) {
        return VADDR_NONE;
    }
    return from_top ? gap_top_down(m, proc, bytes, low, high)
                    : gap_bottom_up(m, proc, bytes, low, high);
}
