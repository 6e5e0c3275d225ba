/* check_migrate.c - moving pages changes nothing that a process can see; everything that belongs to a page goes along.
 * */
#include "policy/migrate.h"

#include <stdio.h>
#include <string.h>

#include "base/rng.h"
#include "base/vmstat.h"
#include "parts/buddy.h"
#include "parts/tlb.h"
#include "parts/vma.h"
#include "play.h"

static bool walk_to(struct mm *m, const char *who, const char *area, unsigned page,
                    struct mm_walk *walk)
{
    uint64_t start;
    uint64_t bytes;
    const slot_t proc = mm_find_proc(m, who);

    ck_assert(mm_find_range(m, proc, area, &start, &bytes));
    mm_walk_addr(m, proc, start + page * MM_PAGE_BYTES, walk);
    return walk->present != 0;
}

/* One page by hand: bytes, flags, counts, place on its list; the TLB forgets the old frame, which is free again. */
START_TEST(test_one_page)
{
    struct mm *m = play_machine("memory=16M pcp=off");
    struct mm_walk before;
    struct mm_walk after;
    struct frame was;
    pfn_t to;

    play(m, "spawn p");
    play(m, "p mmap 64K as a");
    play(m, "p write a");
    lru_drain_all(m);
    ck_assert(walk_to(m, "p", "a", 3, &before));
    was = m->frame[before.pfn];
    ck_assert_uint_ne(tlb_find(m, 0, 0, was.vpn), UINT32_MAX);
    ck_assert(buddy_take(m, 0, 0, 0, MT_MOVABLE, false, &to));
    lru_take(m, before.pfn);
    migrate_page(m, 0, before.pfn, to);
    ck_assert(walk_to(m, "p", "a", 3, &after));
    ck_assert_uint_eq(after.pfn, to);
    ck_assert_uint_eq(m->frame[to].tag, was.tag);
    ck_assert_uint_eq(m->frame[to].flags, was.flags);
    ck_assert_uint_eq(m->frame[to].vpn, was.vpn);
    ck_assert_int_eq(m->frame[to].refcount, was.refcount);
    ck_assert_uint_eq(m->lrulist[LRU_INACTIVE_ANON].head_plus1 - 1, to);
    ck_assert_uint_eq(tlb_find(m, 0, 0, was.vpn), UINT32_MAX);
    ck_assert_uint_eq(m->frame[before.pfn].type, FT_FREE);
    ck_assert_uint_eq(vmstat_get(m, VMC_pgmigrate_success), 1);
    mm_check(m);
    mm_free(m);
}
END_TEST

#define PAGES 1200u

/* A naive model: a tag a page. */
struct model {
    uint32_t tag[PAGES];
    uint64_t rng[2];
};

static void compare(struct mm *m, const struct model *model, unsigned round)
{
    for (unsigned i = 0; i < PAGES; i++) {
        struct mm_walk walk;
        const uint32_t tag = walk_to(m, "p", "a", i, &walk) ? m->frame[walk.pfn].tag : 0;

        ck_assert_msg(tag == model->tag[i], "round %u: page %u holds %u, not %u", round, i, tag,
                      model->tag[i]);
    }
}

static unsigned one_line(struct mm *m, struct model *model)
{
    const unsigned page = (unsigned)rng_below(model->rng, PAGES - 64);
    const unsigned count = 1 + (unsigned)rng_below(model->rng, 64);
    const unsigned what = (unsigned)rng_below(model->rng, 14);
    char line[96];

    switch (what) {
    case 0:
    case 1:
    case 2:
        snprintf(line, sizeof(line), "p write a+%u..%u", page * 4096, (page + count) * 4096);
        play(m, line);
        for (unsigned i = page; i < page + count; i++) {
            struct mm_walk walk;

            ck_assert(walk_to(m, "p", "a", i, &walk));
            model->tag[i] = m->frame[walk.pfn].tag;
        }
        return what;
    case 3:
    case 4: /* Linux gives nothing away from a locked area */
        play(m, "p munlock a");
        snprintf(line, sizeof(line), "p madvise a+%u..%u dontneed every=2", page * 4096,
                 (page + count) * 4096);
        play(m, line);
        for (unsigned i = page; i < page + count; i += 2) {
            model->tag[i] = 0;
        }
        return what;
    case 5: snprintf(line, sizeof(line), "q write b pattern=random count=200"); break;
    case 6:
        snprintf(line, sizeof(line), "p %s a+%u..%u", count % 2 ? "mlock" : "munlock", page * 4096,
                 (page + count) * 4096);
        break;
    case 7: snprintf(line, sizeof(line), "q madvise b dontneed"); break;
    case 9: /* the kernel breaks memory up, asks for large blocks, and lets time pass */
        (void)play_try(m, "alloc_pages 0 as k count=300");
        (void)play_try(m, "free_pages k every=2");
        return what;
    case 10: (void)play_try(m, "free_pages k"); return what;
    case 11:
        (void)play_try(m, count % 2 ? "alloc_pages 9 as h gfp=TRANSHUGE"
                                    : "alloc_pages 4 as h gfp=KERNEL+RETRY_MAYFAIL count=20");
        (void)play_try(m, "free_pages h");
        return what;
    case 12: snprintf(line, sizeof(line), "sleep 1s"); break;
    case 13:
        snprintf(line, sizeof(line), "p mprotect a+%u..%u %s", page * 4096, (page + count) * 4096,
                 count % 4 ? "rw-" : "r--");
        play(m, line);
        snprintf(line, sizeof(line), "p mprotect a rw-");
        break;
    default: snprintf(line, sizeof(line), "echo 1 > /proc/sys/vm/compact_memory"); break;
    }
    play(m, line);
    return what;
}

/* Every page written, every other given back: compaction has something to move whatever was drawn before. */
static void riddle(struct mm *m, struct model *model)
{
    (void)play_try(m, "free_pages k");
    play(m, "q madvise b dontneed");
    play(m, "p munlock a");
    play(m, "p write a");
    play(m, "p madvise a dontneed every=2");
    for (unsigned i = 0; i < PAGES; i++) {
        struct mm_walk walk;

        model->tag[i] = i % 2 && walk_to(m, "p", "a", i, &walk) ? m->frame[walk.pfn].tag : 0;
    }
}

/* Random writes, gifts, locks, a second process, and compaction in between: what p reads stays what it wrote; every
 * invariant after each line; frames move. The third machine is small enough to be full at times; the others have
 * nodes, holes, more CPUs than frames are good for. */
START_TEST(test_nobody_notices)
{
    static const char *const machine[] = {"memory=16M cpus=2",
                                          "memory=24M cpus=1 pcp=off",
                                          "memory=12M cpus=2 tlb=l1d:2x2",
                                          "memory=24M cpus=4 nodes=2",
                                          "zones=0:DMA32:4096-8191:4096:3900 cpus=8 kernel=0",
                                          "zones=0:DMA:1-2047:1950:1900,0:DMA32:4096-5119:900:890,"
                                          "1:DMA32:5632-7000:1369:1300 cpus=1 kernel=0"};
    struct mm *m = play_machine(machine[_i % 6]);
    struct model model;

    memset(&model, 0, sizeof(model));
    rng_seed(model.rng, (uint64_t)_i + 7);
    play(m, "spawn p");
    play(m, "spawn q cpu=0");
    play(m, "p mmap 4800K as a");
    play(m, "q mmap 2M as b");
    for (unsigned round = 0; round < 60 + test_scaled(90); round++) {
        if (one_line(m, &model) == 8 || round % 10 == 0) {
            compare(m, &model, round);
        }
    }
    riddle(m, &model);
    play(m, "echo 1 > /proc/sys/vm/compact_memory");
    compare(m, &model, UINT32_MAX);
    ck_assert_uint_gt(vmstat_get(m, VMC_pgmigrate_success), 20);
    mm_free(m);
}
END_TEST

/* The same lines with and without a sink leave the same state. */
START_TEST(test_observed_or_not)
{
    static const char *const line[] = {"spawn p",
                                       "p mmap 4M as a",
                                       "p write a",
                                       "p madvise a dontneed every=2",
                                       "echo 1 > /proc/sys/vm/compact_memory",
                                       "p read a"};
    struct mm *m[2] = {play_machine("memory=16M"), play_machine("memory=16M")};
    struct play_sink sink;

    play_watch(m[1], &sink);
    for (unsigned i = 0; i < sizeof(line) / sizeof(line[0]); i++) {
        play(m[0], line[i]);
        play(m[1], line[i]);
        ck_assert_msg(mm_hash(m[0]) == mm_hash(m[1]), "%s", line[i]);
    }
    ck_assert_uint_eq(sink.count[EV_PAGE_MIGRATE], vmstat_get(m[0], VMC_pgmigrate_success));
    ck_assert_uint_gt(sink.count[EV_PAGE_MIGRATE], 100);
    mm_free(m[0]);
    mm_free(m[1]);
}
END_TEST

/* To events in the middle of a run and back: a looker-on finds the two scanners there, and the end is the same. */
START_TEST(test_seek_into_a_run)
{
    struct mm_config cfg;
    struct play_sink sink;
    struct mm_fail fail;
    struct mm *m;
    uint64_t first;
    uint64_t last;
    uint64_t hash;
    unsigned seen = 0;

    mm_config_default(&cfg);
    cfg.memory_bytes = 16 << 20;
    m = mm_new(&cfg, &mm_host_libc, &fail);
    ck_assert_ptr_nonnull(m);
    play(m, "spawn p");
    play(m, "p mmap 4M as a");
    play(m, "p write a");
    play(m, "p madvise a dontneed every=2");
    play_watch(m, &sink);
    play(m, "echo 1 > /proc/sys/vm/compact_memory");
    last = sink.last[EV_PAGE_MIGRATE].seq;
    first = last - 600;
    mm_observe(m, NULL);
    hash = mm_hash(m);
    for (uint64_t seq = first; seq <= last; seq += 97) {
        ck_assert_int_eq(mm_seek_seq(m, seq), MM_OK);
        seen += m->zone[0].scan_migrate_pfn_plus1 != 0 &&
                m->zone[0].scan_migrate_pfn_plus1 < m->zone[0].scan_free_pfn_plus1;
    }
    ck_assert_uint_gt(seen, 3);
    ck_assert_int_eq(mm_seek_step(m, mm_head_step(m)), MM_OK);
    ck_assert(mm_hash(m) == hash);
    mm_check(m);
    mm_free(m);
}
END_TEST

Suite *make_migrate_suite(void)
{
    Suite *s = suite_create("migrate");
    TCase *t = tcase_create("migrate");

    tcase_set_timeout(t, 120);
    tcase_add_test(t, test_one_page);
    tcase_add_loop_test(t, test_nobody_notices, 0, 6);
    tcase_add_test(t, test_observed_or_not);
    tcase_add_test(t, test_seek_into_a_run);
    suite_add_tcase(s, t);
    return s;
}
