/* check_vmagap.c - gaps found by the tree beside gaps found by looking at every page. */
#include "parts/vmagap.h"

#include "base/rng.h"
#include "play.h"

#define PAGES 1200u
#define BASE  0x40000000ull

static vaddr_t addr_of(uint64_t page)
{
    return BASE + page * MM_PAGE_BYTES;
}

/* Pages that no new area may take: mapped, or in the guard gap below a stack. */
static void fill(struct mm *m, slot_t proc, uint64_t rng[2], bool taken[PAGES])
{
    uint64_t at = 0;

    for (unsigned i = 0; i < PAGES; i++) {
        taken[i] = false;
    }
    while ((at += rng_below(rng, 60)) < PAGES - 20) {
        const bool stack = at > 300 && rng_below(rng, 12) == 0;
        const uint64_t pages = 1 + rng_below(rng, 10);
        struct vma_want want = {.start = addr_of(at), .end = addr_of(at + pages)};

        want.flags = stack ? VM_READ | VM_GROWSDOWN : VM_READ;
        vma_new(m, proc, &want);
        for (uint64_t i = at; stack && i > at - 256 && !taken[i - 1]; i--) {
            taken[i - 1] = true; /* the guard gap, down to the next area at most */
        }
        for (uint64_t i = at; i < at + pages; i++) {
            taken[i] = true;
        }
        at += pages;
    }
}

static vaddr_t by_looking(const bool taken[PAGES], uint64_t pages, uint64_t low, uint64_t high,
                          bool from_top)
{
    vaddr_t found = VADDR_NONE;

    for (uint64_t at = low; at + pages <= high; at++) {
        bool free = true;

        for (uint64_t i = at; i < at + pages; i++) {
            free = free && !taken[i];
        }
        if (free) {
            found = addr_of(at);
            if (!from_top) {
                break;
            }
        }
    }
    return found;
}

START_TEST(test_beside_looking)
{
    static bool taken[PAGES];
    struct mm *m = play_machine("memory=16M");
    uint64_t rng[2];
    slot_t a;

    play(m, "spawn a");
    a = mm_find_proc(m, "a");
    rng_seed(rng, (uint64_t)_i);
    fill(m, a, rng, taken);
    vma_check(m);
    for (unsigned k = 0; k < 300; k++) {
        const uint64_t low = rng_below(rng, PAGES);
        const uint64_t high = low + rng_below(rng, PAGES - low + 1);
        const uint64_t pages = 1 + rng_below(rng, 70);
        const bool from_top = rng_below(rng, 2) != 0;

        ck_assert_uint_eq(
            vmagap_find(m, a, pages * MM_PAGE_BYTES, addr_of(low), addr_of(high), from_top),
            by_looking(taken, pages, low, high, from_top));
    }
    mm_free(m);
}
END_TEST

START_TEST(test_edges)
{
    struct mm *m = play_machine("memory=16M");
    slot_t a;

    play(m, "spawn a");
    a = mm_find_proc(m, "a");
    ck_assert_uint_eq(vmagap_find(m, a, 0, 0, 1 << 20, true), VADDR_NONE);
    ck_assert_uint_eq(vmagap_find(m, a, 4096, 8192, 8192, true), VADDR_NONE);
    ck_assert_uint_eq(vmagap_find(m, a, 4096, 4096, 8192, true), 4096);
    ck_assert_uint_eq(vmagap_find(m, a, UINT64_MAX & MM_PAGE_MASK, 4096, 8192, false), VADDR_NONE);
    ck_assert_uint_eq(vmagap_find(m, a, 1ull << 46, 4096, m->proc[a].task_size, false), 4096);
    mm_free(m);
}
END_TEST

Suite *make_vmagap_suite(void)
{
    Suite *s = suite_create("vmagap");
    TCase *t = tcase_create("gaps");

    tcase_add_loop_test(t, test_beside_looking, 0, 12);
    tcase_add_test(t, test_edges);
    suite_add_tcase(s, t);
    return s;
}
