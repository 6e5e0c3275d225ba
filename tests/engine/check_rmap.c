/* check_rmap.c - a frame's entries are found again after all that moves them. */
#include "parts/rmap.h"

#include "play.h"

struct seen {
    unsigned count;
    struct rmap_place last;
};

static void note(struct mm *m, void *ctx, const struct rmap_place *place)
{
    struct seen *seen = ctx;

    (void)m;
    seen->count++;
    seen->last = *place;
}

static pfn_t frame_of(struct mm *m, const char *area, vaddr_t *addr)
{
    struct mm_walk walk;
    uint64_t bytes;

    ck_assert(mm_find_range(m, mm_find_proc(m, "p"), area, addr, &bytes));
    mm_walk_addr(m, mm_find_proc(m, "p"), *addr, &walk);
    ck_assert(walk.present);
    return walk.pfn;
}

START_TEST(test_found)
{
    struct mm *m = play_machine("memory=16M");
    struct seen seen = {.count = 0};
    vaddr_t addr;
    pfn_t pfn;

    play(m, "spawn p");
    play(m, "p mmap 64K as a");
    play(m, "p write a");
    pfn = frame_of(m, "a", &addr);
    ck_assert_uint_eq(rmap_walk(m, pfn, note, &seen), 1);
    ck_assert_uint_eq(seen.count, 1);
    ck_assert_uint_eq(seen.last.addr, addr);
    ck_assert_uint_eq(pgtable_pfn(seen.last.entry), pfn);
    play(m, "p mprotect a ---"); /* still mapped, for the kernel */
    ck_assert_uint_eq(rmap_walk(m, pfn, note, &seen), 1);
    play(m, "p mprotect a rw-");
    play(m, "p mremap a 1M"); /* moves it, or grows it in place */
    ck_assert_uint_eq(frame_of(m, "a", &addr), pfn);
    ck_assert_uint_eq(rmap_walk(m, pfn, note, &seen), 1);
    ck_assert_uint_eq(seen.last.addr, addr);
    play(m, "p munmap a");
    ck_assert_uint_eq(rmap_walk(m, pfn, note, &seen), 0);
    ck_assert_uint_eq(rmap_walk(m, m->machine->zero_pfn, note, &seen), 0);
    ck_assert_uint_eq(seen.count, 3);
    mm_free(m);
}
END_TEST

Suite *make_rmap_suite(void)
{
    Suite *s = suite_create("rmap");
    TCase *t = tcase_create("rmap");

    tcase_add_test(t, test_found);
    suite_add_tcase(s, t);
    return s;
}
