#include "text/infer.h"

#include <stdio.h>
#include <string.h>

/* Distinct pages, as page << 2 | how: open addressing, 0 is empty (an entry always has a bit of how). */
#define INFER_WROTE   1ull
#define INFER_FETCHED 2ull
#define INFER_USED    (1ull << 63) /* so that an entry is never 0 */

struct infer_set {
    const struct mm_host *host;
    uint64_t *slot;
    uint64_t room, count;
};

static uint64_t *infer_slot(uint64_t *slot, uint64_t room, uint64_t page)
{
    uint64_t i = (page * 0x9e3779b97f4a7c15ull) >> 20;

    for (;; i++) {
        uint64_t *s = &slot[i & (room - 1)];

        if (!*s || (*s & ~INFER_USED) >> 2 == page) {
            return s;
        }
    }
}

static bool infer_grow(struct infer_set *set)
{
    const uint64_t room = set->room * 4;
    uint64_t *fresh = set->host->reserve(set->host->ctx, room * sizeof *fresh);

    if (!fresh) {
        return false;
    }
    for (uint64_t i = 0; i < set->room; i++) {
        if (set->slot[i]) {
            *infer_slot(fresh, room, (set->slot[i] & ~INFER_USED) >> 2) = set->slot[i];
        }
    }
    set->host->release(set->host->ctx, set->slot, set->room * sizeof *set->slot);
    set->slot = fresh;
    set->room = room;
    return true;
}

static bool infer_add(struct infer_set *set, uint64_t op)
{
    const uint64_t page = MM_OP_ADDR(op) >> MM_PAGE_SHIFT;
    const unsigned access = MM_OP_ACCESS(op);
    const uint64_t how = access == ACC_FETCH   ? INFER_FETCHED
                         : access == ACC_WRITE ? INFER_WROTE
                                               : 0;
    uint64_t *s = infer_slot(set->slot, set->room, page);

    if (!*s) {
        if (set->count * 2 >= set->room) {
            if (!infer_grow(set)) {
                return false;
            }
            s = infer_slot(set->slot, set->room, page);
        }
        *s = INFER_USED | page << 2;
        set->count++;
    }
    *s |= how;
    return true;
}

static void infer_sift(uint64_t *a, uint64_t root, uint64_t n)
{
    for (uint64_t child; (child = 2 * root + 1) < n; root = child) {
        uint64_t t;

        if (child + 1 < n && a[child] < a[child + 1]) {
            child++;
        }
        if (a[root] >= a[child]) {
            return;
        }
        t = a[root];
        a[root] = a[child];
        a[child] = t;
    }
}

static void infer_sort(uint64_t *a, uint64_t n)
{
    for (uint64_t i = n / 2; i-- > 0;) {
        infer_sift(a, i, n);
    }
    while (n > 1) {
        const uint64_t t = a[0];

        a[0] = a[--n];
        a[n] = t;
        infer_sift(a, 0, n);
    }
}

/* One area per stretch of pages used alike. Areas beyond `max` are joined to the last. Role PLAIN; VM_SHARED marks
 * the first area of a cluster until infer_roles has used it. */
static uint32_t infer_areas(const uint64_t *page, uint64_t n, bool known, struct mm_area *areas,
                            uint32_t max)
{
    uint32_t count = 0;

    for (uint64_t i = 0; i < n; i++) {
        const uint64_t start = (page[i] & ~INFER_USED) >> 2 << MM_PAGE_SHIFT;
        const uint32_t exec = page[i] & INFER_FETCHED ? VM_EXEC : 0;
        const uint32_t write = page[i] & INFER_WROTE || !known ? VM_WRITE : 0;
        struct mm_area *last = count ? &areas[count - 1] : NULL;
        const bool apart = !last || start - last->end > (INFER_GAP_PAGES << MM_PAGE_SHIFT);

        if (last && (count == max || (!apart && (last->vm_flags & VM_EXEC) == exec))) {
            last->end = start + MM_PAGE_BYTES;
            last->vm_flags |= write | exec;
            continue;
        }
        if (last && !apart) {
            last->end = start; /* the gap belongs to what stands before it */
        }
        areas[count] =
            (struct mm_area){.start = start,
                             .end = start + MM_PAGE_BYTES,
                             .vm_flags = VM_READ | write | exec | (apart ? VM_SHARED : 0)};
        count++;
    }
    return count;
}

/* Does the cluster that begins at areas[i] hold code? *end is the area behind it. */
static bool infer_cluster(const struct mm_area *areas, uint32_t count, uint32_t i, uint32_t *end)
{
    bool code = areas[i].vm_flags & VM_EXEC;

    for (*end = i + 1; *end < count && !(areas[*end].vm_flags & VM_SHARED); ++*end) {
        code = code || areas[*end].vm_flags & VM_EXEC;
    }
    return code;
}

static void infer_roles(struct mm_area *areas, uint32_t count, bool known)
{
    uint32_t library = 0, first_library = count, end;

    for (uint32_t i = 0; i < count; i = end) {
        const bool code = infer_cluster(areas, count, i, &end);

        if (i && code) {
            library++;
            first_library = first_library == count ? i : first_library;
        }
        for (uint32_t k = i; k < end; k++) {
            areas[k].vm_flags &= ~(uint32_t)VM_SHARED;
            if (i == 0) {
                areas[k].role = areas[k].vm_flags & VM_EXEC ? VR_TEXT : VR_DATA;
            } else if (code) {
                areas[k].role = VR_LIB;
                snprintf(areas[k].file, sizeof areas[k].file, "library%u", library);
            }
            if (areas[k].role == VR_TEXT) {
                snprintf(areas[k].file, sizeof areas[k].file, "program");
            }
        }
    }
    if (count && known && areas[count - 1].role == VR_PLAIN &&
        areas[count - 1].vm_flags & VM_WRITE) {
        areas[count - 1].role = VR_STACK;
        areas[count - 1].vm_flags |= VM_GROWSDOWN;
    }
    for (uint32_t i = 0; known && i < first_library; i++) {
        if (areas[i].role == VR_PLAIN && areas[i].vm_flags & VM_WRITE) {
            areas[i].role = VR_HEAP;
            break; /* a process has one heap */
        }
    }
}

/* Data of a library is small; what lies behind its first pages was mapped by the program, and is anonymous. */
static uint32_t infer_cut_data(struct mm_area *areas, uint32_t count, uint32_t max)
{
    const uint64_t data_bytes = INFER_LIB_DATA_PAGES << MM_PAGE_SHIFT;

    for (uint32_t i = 0; i < count && count < max; i++) {
        if (areas[i].role != VR_LIB || areas[i].vm_flags & VM_EXEC ||
            areas[i].end - areas[i].start <= data_bytes) {
            continue;
        }
        memmove(&areas[i + 1], &areas[i], (count - i) * sizeof areas[0]);
        count++;
        areas[i].end = areas[i].start + data_bytes;
        areas[i + 1].start = areas[i].end;
        areas[i + 1].role = VR_PLAIN;
        memset(areas[i + 1].file, 0, sizeof areas[i + 1].file);
        i++;
    }
    return count;
}

bool infer_layout(const uint64_t *ops, uint64_t op_count, const struct mm_host *host,
                  struct mm_area *areas, uint32_t max, uint32_t *count)
{
    struct infer_set set = {.host = host, .room = 4096};
    bool ok, known = false;
    uint64_t n = 0;

    set.slot = host->reserve(host->ctx, set.room * sizeof *set.slot);
    ok = set.slot != NULL && op_count > 0;
    for (uint64_t i = 0; ok && i < op_count; i++) {
        /* Neighbours are often on the same page, used the same way. */
        if (i && !((ops[i] ^ ops[i - 1]) & ~(uint64_t)(((MM_PAGE_BYTES - 1) << 2)))) {
            continue;
        }
        known = known || MM_OP_ACCESS(ops[i]) != ACC_READ;
        ok = infer_add(&set, ops[i]);
    }
    if (ok) {
        for (uint64_t i = 0; i < set.room; i++) {
            if (set.slot[i]) {
                set.slot[n++] = set.slot[i];
            }
        }
        infer_sort(set.slot, n);
        *count = infer_areas(set.slot, n, known, areas, max);
        infer_roles(areas, *count, known);
        *count = infer_cut_data(areas, *count, max);
    }
    if (set.slot) {
        host->release(host->ctx, set.slot, set.room * sizeof *set.slot);
    }
    return ok;
}
