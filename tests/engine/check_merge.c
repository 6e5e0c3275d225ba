/* check_merge.c - areas after random calls, held beside a model that knows pages only. */
#include "policy/merge.h"

#include <stdio.h>
#include <string.h>

#include "base/rng.h"
#include "parts/pgtable.h"
#include "play.h"

#define WALK_PAGES 48u
#define WALK_BASE  0x10000000ull

/* What the naive model knows of a page. */
struct page {
    bool mapped;
    uint32_t flags;
    uint32_t tag; /* what a read must find; 0 zeros */
};
struct walk {
    struct mm *m;
    slot_t proc;
    uint64_t rng[2];
    struct page page[WALK_PAGES];
    bool touches;
};

static unsigned pick(struct walk *w, unsigned bound)
{
    return (unsigned)rng_below(w->rng, bound);
}

static uint64_t page_addr(unsigned page)
{
    return WALK_BASE + page * MM_PAGE_BYTES;
}

/* What is present of a page: its frame, or PFN_NONE; the zero page counts as none. */
static pfn_t frame_at(const struct walk *w, unsigned page)
{
    struct mm_walk at;

    mm_walk_addr(w->m, w->proc, page_addr(page), &at);
    return at.depth == at.levels && at.at[at.levels - 1].entry != 0 &&
                   !(at.at[at.levels - 1].entry & PTE_SPECIAL)
               ? pgtable_pfn(at.at[at.levels - 1].entry)
               : PFN_NONE;
}

/* Every page is in an area with its flags, or in none; what was written is there. */
static void check_pages(const struct walk *w)
{
    for (unsigned i = 0; i < WALK_PAGES; i++) {
        const struct page *p = &w->page[i];
        const slot_t v = vma_at(w->m, w->proc, page_addr(i));
        const pfn_t pfn = frame_at(w, i);

        ck_assert_int_eq(v != SLOT_NONE, p->mapped);
        if (p->mapped) {
            ck_assert_uint_eq(w->m->vma[v].flags, p->flags);
            ck_assert_uint_eq(pfn != PFN_NONE ? w->m->frame[pfn].tag : 0, p->tag);
        }
    }
}

/* Without touched pages nothing keeps equal neighbours apart. */
static void check_minimal(const struct walk *w)
{
    unsigned runs = 0;
    unsigned areas = 0;

    for (unsigned i = 0; i < WALK_PAGES; i++) {
        const struct page *p = &w->page[i];

        runs += p->mapped && (i == 0 || !p[-1].mapped || p[-1].flags != p->flags);
    }
    for (slot_t v = vma_find(w->m, w->proc, WALK_BASE);
         v != SLOT_NONE && w->m->vma[v].start < page_addr(WALK_PAGES); v = vma_next(w->m, v)) {
        areas++;
    }
    ck_assert_uint_eq(areas, runs);
}

static const char *const prots[] = {"---", "r--", "rw-", "r-x", "rwx"};
static const uint32_t prot_flags[] = {0, VM_READ, VM_READ | VM_WRITE, VM_READ | VM_EXEC,
                                      VM_READ | VM_WRITE | VM_EXEC};

static void forget(struct page *p)
{
    memset(p, 0, sizeof(*p));
}

static void walk_mmap(struct walk *w, unsigned from, unsigned pages)
{
    const unsigned prot = pick(w, 5);
    char line[128];

    snprintf(line, sizeof(line), "a mmap %up as m%u at=0x%llx fixed prot=%s", pages, from,
             (unsigned long long)page_addr(from), prots[prot]);
    if (play_try(w->m, line) != MM_OK) { /* the label is in use */
        ck_assert_int_eq(mm_last_fail(w->m)->err, MM_EEXISTS);
        return;
    }
    ck_assert_uint_eq(w->m->machine->r_errno, 0);
    for (unsigned i = from; i < from + pages; i++) {
        forget(&w->page[i]);
        w->page[i].mapped = true;
        w->page[i].flags = prot_flags[prot] | VM_MAYREAD | VM_MAYWRITE | VM_MAYEXEC |
                           (prot_flags[prot] & VM_WRITE ? VM_ACCOUNT : 0u);
    }
}

static void call(struct walk *w, const char *verb, unsigned from, unsigned pages, const char *rest)
{
    char line[128];

    snprintf(line, sizeof(line), "a %s 0x%llx..0x%llx %s", verb,
             (unsigned long long)page_addr(from), (unsigned long long)page_addr(from + pages),
             rest);
    play(w->m, line);
}

/* Pages from the first up to the first hole, where mprotect and mlock stop. */
static unsigned before_hole(const struct walk *w, unsigned from, unsigned pages)
{
    unsigned n = 0;

    while (n < pages && w->page[from + n].mapped) {
        n++;
    }
    return n;
}

static void walk_mprotect(struct walk *w, unsigned from, unsigned pages)
{
    const unsigned prot = pick(w, 5);
    const unsigned done = before_hole(w, from, pages);

    call(w, "mprotect", from, pages, prots[prot]);
    ck_assert_uint_eq(w->m->machine->r_errno, done < pages ? LX_ENOMEM : 0);
    for (unsigned i = from; i < from + done; i++) {
        struct page *p = &w->page[i];

        p->flags = (p->flags & ~(uint32_t)VM_ACCESS_BITS) | prot_flags[prot];
        p->flags |= prot_flags[prot] & VM_WRITE ? VM_ACCOUNT : 0u;
    }
}

static void walk_advise(struct walk *w, unsigned from, unsigned pages)
{
    static const char *const advices[] = {"normal", "sequential", "random"};
    static const uint32_t flags[] = {0, VM_SEQ_READ, VM_RAND_READ};
    const unsigned advice = pick(w, 3);

    call(w, "madvise", from, pages, advices[advice]);
    for (unsigned i = from; i < from + pages; i++) {
        if (w->page[i].mapped) {
            w->page[i].flags &= ~(uint32_t)(VM_SEQ_READ | VM_RAND_READ);
            w->page[i].flags |= flags[advice];
        }
    }
}

static void walk_munmap(struct walk *w, unsigned from, unsigned pages)
{
    call(w, "munmap", from, pages, "");
    ck_assert_uint_eq(w->m->machine->r_errno, 0);
    for (unsigned i = from; i < from + pages; i++) {
        forget(&w->page[i]);
    }
}

/* Stops with EINVAL at the first locked page, goes on over holes. */
static void walk_dontneed(struct walk *w, unsigned from, unsigned pages)
{
    call(w, "madvise", from, pages, "dontneed");
    for (unsigned i = from; i < from + pages; i++) {
        if (w->page[i].flags & VM_LOCKED) {
            ck_assert_uint_eq(w->m->machine->r_errno, LX_EINVAL);
            break;
        }
        w->page[i].tag = 0;
    }
}

static void walk_mlock(struct walk *w, unsigned from, unsigned pages, bool lock)
{
    const unsigned done = before_hole(w, from, pages);
    bool fillable = done == pages;

    call(w, lock ? "mlock" : "munlock", from, pages, "");
    for (unsigned i = from; i < from + done; i++) {
        w->page[i].flags &= ~(uint32_t)VM_LOCKED;
        w->page[i].flags |= lock ? VM_LOCKED : 0u;
        fillable = fillable && (!lock || (w->page[i].flags & VM_ACCESS_BITS));
    }
    ck_assert_uint_eq(w->m->machine->r_errno, fillable ? 0 : LX_ENOMEM);
    for (unsigned i = from; lock && fillable && i < from + pages; i++) {
        ck_assert(!(w->page[i].flags & VM_WRITE) || frame_at(w, i) != PFN_NONE);
    }
}

/* Without maymove: shrink, or grow where there is room behind the area. */
static void walk_mremap(struct walk *w, unsigned from, unsigned pages)
{
    const unsigned fresh = 1 + pick(w, WALK_PAGES - from);
    char size[16];

    snprintf(size, sizeof(size), "%up", fresh);
    call(w, "mremap", from, pages, size);
    if (!w->page[from].mapped) {
        ck_assert_uint_eq(w->m->machine->r_errno, LX_EFAULT);
        return;
    }
    if (w->m->machine->r_errno != 0) {
        ck_assert_uint_gt(fresh, pages);
        return;
    }
    for (unsigned i = from + fresh; i < from + pages; i++) {
        forget(&w->page[i]);
    }
    for (unsigned i = from + pages; i < from + fresh; i++) {
        ck_assert(!w->page[i].mapped);
        w->page[i] = w->page[from];
        w->page[i].tag = 0;
    }
}

static void walk_access(struct walk *w, unsigned page, bool write)
{
    struct page *p = &w->page[page];
    const uint32_t right = write ? VM_WRITE : VM_ACCESS_BITS;
    char line[64];

    snprintf(line, sizeof(line), "a touch 0x%llx %c", (unsigned long long)page_addr(page),
             write ? 'w' : 'r');
    play(w->m, line);
    if (!p->mapped || !(p->flags & right)) {
        ck_assert_uint_eq(w->m->machine->r_signal, LX_SIGSEGV);
        ck_assert_uint_eq(w->m->machine->r_code, p->mapped ? SIC_SEGV_ACCERR : SIC_SEGV_MAPERR);
        return;
    }
    ck_assert_uint_eq(w->m->machine->r_signal, 0);
    if (write) {
        ck_assert_uint_ne(frame_at(w, page), PFN_NONE);
        p->tag = w->m->frame[frame_at(w, page)].tag;
        ck_assert_uint_ne(p->tag, 0);
    }
}

static void walk_step(struct walk *w)
{
    const unsigned from = pick(w, WALK_PAGES);
    const unsigned most = WALK_PAGES - from;
    const unsigned pages = 1 + pick(w, most < 12 ? most : 12);

    switch (pick(w, w->touches ? 14 : 7)) {
    case 0:
    case 1: walk_mmap(w, from, pages); break;
    case 2: walk_munmap(w, from, pages); break;
    case 3:
    case 4: walk_mprotect(w, from, pages); break;
    case 5: walk_advise(w, from, pages); break;
    case 6: walk_mremap(w, from, pages); break;
    case 7: walk_dontneed(w, from, pages); break;
    case 8: walk_access(w, from, false); break;
    case 9: walk_mlock(w, from, pages, true); break;
    case 10: walk_mlock(w, from, pages, false); break;
    default: walk_access(w, from, true); break;
    }
}

static void walk(unsigned seed, bool touches, unsigned steps, const char *options)
{
    struct walk w = {.touches = touches};
    uint64_t free_before;

    w.m = play_machine(options);
    free_before = play_free_pages(w.m);
    rng_seed(w.rng, seed);
    play(w.m, "spawn a catch=SEGV text=4K data=0 bss=0");
    w.proc = mm_find_proc(w.m, "a");
    for (unsigned i = 0; i < steps; i++) {
        walk_step(&w);
        check_pages(&w);
        if (!touches) {
            check_minimal(&w);
        }
    }
    play(w.m, "a exit");
    ck_assert_uint_eq(play_all_back(w.m), free_before);
    ck_assert_uint_eq(w.m->machine->committed_pages, 0);
    mm_free(w.m);
}

START_TEST(test_untouched)
{
    walk((unsigned)_i, false, test_scaled(600), "memory=16M");
}
END_TEST

START_TEST(test_touched)
{
    static const char *const machines[] = {"memory=16M", "memory=16M paging=2",
                                           "memory=16M paging=5 pcid=off tlb=l1d:2x2"};

    walk(100u + (unsigned)_i, true, test_scaled(600), machines[_i % 3]);
}
END_TEST

/* ---- touched areas: who may join whom, in 6.1's own, uneven way ------------------------------------------ */

static uint32_t areas_in(const struct mm *m, vaddr_t start, vaddr_t end)
{
    uint32_t n = 0;

    for (slot_t v = vma_find(m, 0, start); v != SLOT_NONE && m->vma[v].start < end;
         v = vma_next(m, v)) {
        n++;
    }
    return n;
}

START_TEST(test_anon_identity)
{
    static const struct {
        const char *lines[8];
        uint32_t areas;
    } rows[] = {
        /* touched below, untouched made equal: joins */
        {{"a mmap 8K as x at=0x10000000", "a mprotect x+4K r--", "a touch x w",
          "a mprotect x+4K rw-"},
         1},
        /* untouched below, touched made equal: does not (the area kept has no chain yet) */
        {{"a mmap 8K as x at=0x10000000", "a mprotect x+4K r-x", "a mprotect x+4K rwx",
          "a touch x+4K w", "a mprotect x+4K rw-"},
         2},
        /* made equal from below, it joins the touched one above */
        {{"a mmap 8K as x at=0x10000000", "a mprotect x+0 rwx", "a touch x+4K w",
          "a mprotect x+0 rw-"},
         1},
        /* both touched, but the second took over its neighbour's anon_vma: joins */
        {{"a mmap 8K as x at=0x10000000", "a mprotect x+4K rwx", "a touch x w", "a touch x+4K w",
          "a mprotect x+4K rw-"},
         1},
        /* both touched apart, then the hole between filled: joins the upper one only */
        {{"a mmap 4K as x at=0x10000000", "a mmap 4K as z at=0x10002000", "a touch x w",
          "a touch z w", "a mmap 4K as y at=0x10001000"},
         2},
        /* the same with an untouched upper one: all three */
        {{"a mmap 4K as x at=0x10000000", "a mmap 4K as z at=0x10002000", "a touch x w",
          "a mmap 4K as y at=0x10001000"},
         1},
        /* files: by offset */
        {{"a mmap 4K as x at=0x10000000 file=/f", "a mmap 4K as y at=0x10001000 file=/f:4K"}, 1},
        {{"a mmap 4K as x at=0x10000000 file=/f", "a mmap 4K as y at=0x10001000 file=/f:8K"}, 2},
        {{"a mmap 4K as x at=0x10000000 file=/f", "a mmap 4K as y at=0x10001000 file=/g:4K"}, 2},
        {{"a mmap 4K as x at=0x10000000", "a mmap 4K as y at=0x10001000 noreserve"}, 2},
    };
    struct mm *m = play_machine("memory=16M");

    play(m, "spawn a");
    for (unsigned k = 0; k < 8 && rows[_i].lines[k] != NULL; k++) {
        play(m, rows[_i].lines[k]);
        ck_assert_uint_eq(m->machine->r_errno, 0);
    }
    ck_assert_uint_eq(areas_in(m, 0x10000000, 0x10003000), rows[_i].areas);
    mm_free(m);
}
END_TEST

Suite *make_merge_suite(void)
{
    Suite *s = suite_create("merge");
    TCase *t = tcase_create("walk");

    tcase_add_loop_test(t, test_untouched, 0, 6);
    tcase_add_loop_test(t, test_touched, 0, 9);
    tcase_add_loop_test(t, test_anon_identity, 0, 10);
    suite_add_tcase(s, t);
    return s;
}
