/* check_buddy.c - placement, merging and stealing rule by rule, then against a naive allocator on random walks. */
#include "parts/buddy.h"

#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "naive.h"
#include "play.h"

/* The frames of a block get or lose their use, as the page allocator would do it. */
static void use(struct mm *m, pfn_t pfn, unsigned order, unsigned type)
{
    for (pfn_t p = pfn; p < pfn + (1u << order); p++) {
        frame_set_type(m, p, (uint8_t)type);
        frame_set_flags(m, p, type == FT_ANON ? PG_LRU : 0); /* movable */
    }
}

static pfn_t take(struct mm *m, uint32_t zone, unsigned order, enum mm_migratetype type)
{
    pfn_t pfn = PFN_NONE;

    ck_assert(buddy_take(m, 0, zone, order, type, false, &pfn));
    use(m, pfn, order, FT_ANON);
    return pfn;
}

static void give(struct mm *m, pfn_t pfn, unsigned order)
{
    use(m, pfn, order, FT_FREE);
    buddy_give(m, 0, pfn, order);
}

static const struct freelist *list_of(const struct mm *m, uint32_t zone, unsigned order, unsigned t)
{
    return &m->freelist[buddy_list(zone, order, t)];
}

START_TEST(test_boot_lists)
{
    struct mm *m = play_machine("memory=64K"); /* kept: frames 1 to 4; free: 5 to 15 */
    static const unsigned blocks[4] = {1, 1, 0, 1};

    for (unsigned o = 0; o < 4; o++) {
        ck_assert_uint_eq(buddy_blocks(m, 0, o), blocks[o]);
    }
    ck_assert_uint_eq(list_of(m, 0, 0, MT_MOVABLE)->head, 5);
    ck_assert_uint_eq(list_of(m, 0, 1, MT_MOVABLE)->head, 6);
    ck_assert_uint_eq(list_of(m, 0, 3, MT_MOVABLE)->head, 8);
    ck_assert_uint_eq(m->zone[0].free_pages, 11);
    buddy_check(m);
    mm_free(m);

    m = play_machine("memory=64M"); /* lists ascend */
    for (pfn_t p = list_of(m, 1, 10, MT_MOVABLE)->head; frame_next(m, p) != PFN_NONE;
         p = frame_next(m, p)) {
        ck_assert_uint_eq(frame_next(m, p), p + 1024);
    }
    ck_assert_uint_eq(list_of(m, 1, 10, MT_MOVABLE)->head, 4096);
    ck_assert_uint_eq(list_of(m, 1, 10, MT_MOVABLE)->blocks, 12);
    mm_free(m);
}
END_TEST

START_TEST(test_split_and_merge)
{
    struct mm *m = play_machine("memory=64K kernel=32K"); /* free: 10 to 15 */
    pfn_t a, b, c;

    ck_assert_uint_eq(list_of(m, 0, 1, MT_MOVABLE)->head, 10);
    ck_assert_uint_eq(list_of(m, 0, 2, MT_MOVABLE)->head, 12);
    a = take(m, 0, 0, MT_MOVABLE); /* 10+11 split, the lower half is taken */
    ck_assert_uint_eq(a, 10);
    ck_assert_uint_eq(list_of(m, 0, 0, MT_MOVABLE)->head, 11);
    b = take(m, 0, 0, MT_MOVABLE);
    ck_assert_uint_eq(b, 11);
    c = take(m, 0, 0, MT_MOVABLE); /* 12 of 12..15: 13 and 14+15 stay */
    ck_assert_uint_eq(c, 12);
    ck_assert_uint_eq(list_of(m, 0, 0, MT_MOVABLE)->head, 13);
    ck_assert_uint_eq(list_of(m, 0, 1, MT_MOVABLE)->head, 14);
    give(m, b, 0);
    ck_assert_uint_eq(list_of(m, 0, 0, MT_MOVABLE)->head, 11); /* most recently freed first */
    give(m, c, 0);                                             /* 12+13, then 12..15 */
    ck_assert_uint_eq(list_of(m, 0, 2, MT_MOVABLE)->head, 12);
    give(m, a, 0);
    ck_assert_uint_eq(list_of(m, 0, 1, MT_MOVABLE)->head, 10);
    ck_assert_uint_eq(buddy_blocks(m, 0, 0), 0);
    buddy_check(m);
    mm_free(m);
}
END_TEST

/* A block whose merge partner is in use goes to the tail when the block above already has a free buddy. */
START_TEST(test_tail_rule)
{
    struct mm *m = play_machine("memory=128K kernel=0"); /* free: 2 to 31 */
    pfn_t p[30];

    for (unsigned i = 0; i < 30; i++) {
        p[i] = take(m, 0, 0, MT_MOVABLE);
    }
    ck_assert_uint_eq(m->zone[0].free_pages, 0);
    give(m, 20, 0); /* 21 used; 22+23 used: head */
    give(m, 6, 0);
    ck_assert_uint_eq(list_of(m, 0, 0, MT_MOVABLE)->head, 6);
    give(m, 10, 0);
    give(m, 11, 0); /* 10+11 free */
    ck_assert_uint_eq(list_of(m, 0, 1, MT_MOVABLE)->head, 10);
    give(m, 8, 0); /* 9 used, but 8+9 would find 10+11 free: tail */
    ck_assert_uint_eq(list_of(m, 0, 0, MT_MOVABLE)->tail, 8);
    ck_assert_uint_eq(list_of(m, 0, 0, MT_MOVABLE)->head, 6);
    buddy_check(m);
    (void)p;
    mm_free(m);
}
END_TEST

/* The first kernel request steals the largest block: both pageblocks of an order-10 block change their type. */
START_TEST(test_steal_pageblocks)
{
    struct mm *m = play_machine("memory=64M");
    struct play_sink sink;
    pfn_t pfn;

    play_watch(m, &sink);
    pfn = take(m, 1, 0, MT_UNMOVABLE);
    ck_assert_uint_eq(pfn, 4096);
    ck_assert_uint_eq(m->pageblock[8].migratetype, MT_UNMOVABLE);
    ck_assert_uint_eq(m->pageblock[9].migratetype, MT_UNMOVABLE);
    ck_assert_uint_eq(m->pageblock[10].migratetype, MT_MOVABLE);
    for (unsigned o = 0; o < 10; o++) {
        ck_assert_uint_eq(list_of(m, 1, o, MT_UNMOVABLE)->head, 4096u + (1u << o));
    }
    ck_assert_uint_eq(sink.count[EV_BUDDY_FALLBACK], 1);
    ck_assert_uint_eq(sink.count[EV_PAGEBLOCK_TAG], 2);
    ck_assert_uint_eq(sink.count[EV_BUDDY_SPLIT], 10);
    ck_assert_uint_eq(sink.count[EV_LIST_EMPTY], 11 + 10); /* all orders, then up to order 10 */
    mm_observe(m, NULL);
    use(m, pfn, 0, FT_KERNEL);
    give(m, pfn, 0);
    ck_assert_uint_eq(list_of(m, 1, 10, MT_UNMOVABLE)->head, 4096);
    buddy_check(m);
    mm_free(m);
}
END_TEST

/* A machine of two pageblocks with every frame in use and movable, the kernel's too. */
static struct mm *emptied(void)
{
    struct mm *m = play_machine("memory=4M kernel=0");

    for (unsigned o = MM_ORDERS; o-- > 0;) {
        while (list_of(m, 0, o, MT_MOVABLE)->blocks > 0) {
            (void)take(m, 0, o, MT_MOVABLE);
        }
    }
    ck_assert_uint_eq(m->zone[0].free_pages, 0);
    return m;
}

/* Frames first..last of the second pageblock are given back one by one, `other` of the rest are not movable. */
static struct mm *some_free(pfn_t first, pfn_t last, unsigned other)
{
    struct mm *m = emptied();

    for (pfn_t p = first; p <= last; p++) {
        give(m, p, 0);
    }
    use(m, 1023, 0, FT_KERNEL);
    for (pfn_t p = 512; p < 512 + other - 1; p++) {
        use(m, p, 0, FT_KERNEL);
    }
    return m;
}

/* An unmovable request takes all free pages of the pageblock, and its type when half of it is free or unmovable too. */
START_TEST(test_steal_free_pages)
{
    struct mm *m = some_free(812, 821, 246);
    pfn_t pfn;

    ck_assert_uint_eq(list_of(m, 0, 2, MT_MOVABLE)->blocks, 2); /* 812, 816; and 820+821 */
    pfn = take(m, 0, 0, MT_UNMOVABLE);
    ck_assert_uint_eq(pfn, 820); /* the smallest that fits, after all were moved */
    ck_assert_uint_eq(list_of(m, 0, 2, MT_UNMOVABLE)->blocks, 2);
    ck_assert_uint_eq(list_of(m, 0, 2, MT_MOVABLE)->blocks, 0);
    ck_assert_uint_eq(m->pageblock[1].migratetype, MT_UNMOVABLE); /* 10 + 246 */
    mm_free(m);

    m = some_free(812, 821, 245); /* one too few */
    pfn = take(m, 0, 0, MT_UNMOVABLE);
    ck_assert_uint_eq(list_of(m, 0, 2, MT_UNMOVABLE)->blocks, 2);
    ck_assert_uint_eq(m->pageblock[1].migratetype, MT_MOVABLE);
    give(m, pfn, 0); /* goes by the pageblock's type */
    ck_assert_uint_eq(list_of(m, 0, 1, MT_MOVABLE)->head, 820);
    mm_free(m);

    m = some_free(812, 821, 246); /* what is alike counts only in a movable pageblock */
    pageblock_set_migratetype(m, 1, MT_RECLAIMABLE);
    (void)take(m, 0, 0, MT_UNMOVABLE);
    ck_assert_uint_eq(m->pageblock[1].migratetype, MT_RECLAIMABLE);
    mm_free(m);
}
END_TEST

/* A movable request takes a pageblock from order 4 on; movable frames in use count for it. */
START_TEST(test_movable_steals)
{
    struct mm *m = emptied();

    pageblock_set_migratetype(m, 1, MT_UNMOVABLE);
    give(m, 816, 4);
    (void)take(m, 0, 0, MT_MOVABLE);
    ck_assert_uint_eq(m->pageblock[1].migratetype, MT_MOVABLE);
    ck_assert_uint_eq(list_of(m, 0, 3, MT_MOVABLE)->head, 824);
    mm_free(m);
}
END_TEST

/* The zone begins with frame 1, so the first pageblock is not wholly in it: only what lies above the block moves. */
START_TEST(test_pageblock_at_zone_start)
{
    struct mm *m = emptied();

    give(m, 304, 1);
    give(m, 320, 2);
    give(m, 340, 1);
    ck_assert_uint_eq(take(m, 0, 0, MT_UNMOVABLE), 340);
    ck_assert_uint_eq(list_of(m, 0, 1, MT_MOVABLE)->head, 304);
    mm_free(m);
}
END_TEST

/* A movable request does not break up a small unmovable block's pageblock: it takes the smallest block that fits. */
START_TEST(test_movable_takes_smallest)
{
    struct mm *m = emptied();
    pfn_t pfn;

    pageblock_set_migratetype(m, 0, MT_UNMOVABLE);
    give(m, 300, 2);
    give(m, 320, 0);
    pfn = take(m, 0, 0, MT_MOVABLE);
    ck_assert_uint_eq(pfn, 320);
    ck_assert_uint_eq(list_of(m, 0, 2, MT_UNMOVABLE)->blocks, 1);
    ck_assert_uint_eq(m->pageblock[0].migratetype, MT_UNMOVABLE);
    give(m, 320, 0); /* by the pageblock's type when freed */
    ck_assert_uint_eq(list_of(m, 0, 0, MT_UNMOVABLE)->head, 320);
    ck_assert(!buddy_take(m, 0, 0, 0, MT_MOVABLE, true, &pfn)); /* no mixing below a pageblock */
    mm_free(m);
}
END_TEST

START_TEST(test_preference)
{
    struct mm *m = emptied();

    pageblock_set_migratetype(m, 0, MT_RECLAIMABLE);
    give(m, 300, 0);
    pageblock_set_migratetype(m, 0, MT_MOVABLE);
    give(m, 310, 0);
    ck_assert_uint_eq(take(m, 0, 0, MT_UNMOVABLE), 300); /* reclaimable before movable */
    mm_free(m);
}
END_TEST

START_TEST(test_one_type)
{
    struct mm *m = play_machine("memory=64M migratetypes=off");

    ck_assert_uint_eq(buddy_migratetype(m, GFP_KERNEL), MT_MOVABLE);
    ck_assert_uint_eq(buddy_migratetype(m, GFP_KERNEL | GFP_BIT_RECLAIMABLE), MT_MOVABLE);
    m->config.migratetypes = 1;
    ck_assert_uint_eq(buddy_migratetype(m, GFP_KERNEL), MT_UNMOVABLE);
    ck_assert_uint_eq(buddy_migratetype(m, GFP_KERNEL | GFP_BIT_RECLAIMABLE), MT_RECLAIMABLE);
    ck_assert_uint_eq(buddy_migratetype(m, GFP_HIGHUSER_MOVABLE), MT_MOVABLE);
    mm_free(m);
}
END_TEST

static void same_lists(const struct naive *n, const struct mm *m)
{
    for (unsigned o = 0; o < MM_ORDERS; o++) {
        for (unsigned t = 0; t < 3; t++) {
            pfn_t p = list_of(m, 0, o, t)->head;

            for (unsigned i = 0; i < n->count[o][t]; i++, p = frame_next(m, p)) {
                ck_assert_uint_eq(p, n->list[o][t][i]);
            }
            ck_assert_uint_eq(p, PFN_NONE);
        }
    }
    for (uint32_t b = 0; b < m->region[MM_R_pageblock].count; b++) {
        ck_assert_uint_eq(m->pageblock[b].migratetype, n->block_type[b]);
    }
}

static const char *const walks[] = {
    "memory=64K",          "memory=2M kernel=0",     "memory=700p",
    "memory=8M kernel=1M", "memory=8M kernel=7000K", "memory=1536p migratetypes=off"};
#define WALKS ((int)(sizeof(walks) / sizeof(walks[0])))

/* Random takes and gives of all orders and types: after each the same block, the same lists in the same order. */
START_TEST(test_walk)
{
    struct mm *m = play_machine(walks[_i]);
    struct naive *n = malloc(sizeof(*n));
    struct {
        pfn_t pfn;
        unsigned order;
    } *held = calloc(NAIVE_FRAMES, sizeof(*held));
    const uint32_t free_at_start = m->zone[0].free_pages;
    unsigned count = 0;
    uint64_t rng[2];

    naive_init(n, m);
    same_lists(n, m);
    rng_seed(rng, 77 + (uint64_t)_i);
    for (unsigned step = 0; step < test_scaled(6000); step++) {
        const bool grow = rng_below(rng, 100) < (step / 500 % 2 ? 65 : 40); /* tides */

        if (grow || count == 0) {
            const unsigned order = (unsigned)rng_below(rng, rng_below(rng, 8) ? 3 : MM_ORDERS);
            const unsigned type =
                m->config.migratetypes ? (unsigned)rng_below(rng, 3) : (unsigned)MT_MOVABLE;
            const pfn_t wanted = naive_take(n, order, type);
            pfn_t pfn = PFN_NONE;

            ck_assert(buddy_take(m, 0, 0, order, type, false, &pfn) == (wanted != PFN_NONE));
            ck_assert_uint_eq(pfn, wanted);
            if (pfn != PFN_NONE) {
                use(m, pfn, order, type == MT_MOVABLE ? FT_ANON : FT_SLAB);
                held[count].pfn = pfn;
                held[count++].order = order;
            }
        } else {
            const unsigned i = (unsigned)rng_below(rng, count);

            naive_give(n, held[i].pfn, held[i].order);
            give(m, held[i].pfn, held[i].order);
            held[i] = held[--count];
        }
        if (step % 16 == 0) {
            same_lists(n, m);
            buddy_check(m);
        }
    }
    while (count > 0) {
        count--;
        give(m, held[count].pfn, held[count].order);
    }
    ck_assert_uint_eq(m->zone[0].free_pages, free_at_start);
    buddy_check(m);
    free(held);
    free(n);
    mm_free(m);
}
END_TEST

Suite *make_buddy_suite(void)
{
    Suite *s = suite_create("buddy");
    TCase *t = tcase_create("buddy");

    tcase_add_test(t, test_boot_lists);
    tcase_add_test(t, test_split_and_merge);
    tcase_add_test(t, test_tail_rule);
    tcase_add_test(t, test_steal_pageblocks);
    tcase_add_test(t, test_steal_free_pages);
    tcase_add_test(t, test_movable_steals);
    tcase_add_test(t, test_pageblock_at_zone_start);
    tcase_add_test(t, test_movable_takes_smallest);
    tcase_add_test(t, test_preference);
    tcase_add_test(t, test_one_type);
    tcase_add_loop_test(t, test_walk, 0, WALKS);
    suite_add_tcase(s, t);
    return s;
}
