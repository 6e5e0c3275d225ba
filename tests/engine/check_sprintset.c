/* check_sprintset.c - records to sets and back; what is found, used and replaced in a set, against a plain list. */
#include "task/sprintset.h"

#include "base/rng.h"
#include "play.h"

static struct mm *used_machine(const char *options)
{
    struct mm *m = play_machine(options);

    play(m, "spawn a");
    play(m, "spawn b");
    play(m, "a mmap 2000p as x");
    play(m, "b mmap 50p as y");
    play(m, "a write x pattern=random seed=3 count=900");
    play(m, "b read y");
    play(m, "b fetch y+7p");
    play(m, "a read x pattern=random seed=4 count=900");
    return m;
}

/* Opened and closed without an access in between, whole or by a page: the same state. */
START_TEST(test_there_and_back)
{
    static const char *const machines[] = {"memory=32M", "memory=32M tlb=l1d:64x4",
                                           "memory=32M pcid=off"};
    struct mm *m = used_machine(machines[_i]);
    const uint64_t hash = mm_hash(m);

    sprintset_open(m, 0, 0);
    sprintset_check(m);
    for (vpn_t vpn = 0; vpn < 300; vpn += 7) {
        sprintset_lend(m, vpn);
        sprintset_take(m, vpn);
        sprintset_check(m);
    }
    sprintset_close(m);
    ck_assert(mm_hash(m) == hash);
    mm_free(m);
}
END_TEST

START_TEST(test_which_machines)
{
    static const char *const fit[] = {"", "tlb=l1d:64x4", "paging=5"};
    static const char *const other[] = {"paging=2", "tlb=l1d:64x8", "tlb=l1d:64x4,l2:1024x8"};

    for (unsigned i = 0; i < 3; i++) {
        struct mm *m = play_machine(fit[i]);

        ck_assert_msg(sprintset_fits(m), "%s", fit[i]);
        mm_free(m);
        m = play_machine(other[i]);
        ck_assert_msg(!sprintset_fits(m), "%s", other[i]);
        mm_free(m);
    }
}
END_TEST

/* A list of tags, the last used first. */
static void list_front(uint32_t *list, unsigned at)
{
    const uint32_t tag = list[at];

    for (; at > 0; at--) {
        list[at] = list[at - 1];
    }
    list[0] = tag;
}

START_TEST(test_l1_set)
{
    struct set1 set;
    uint32_t list[WAYS_L1];
    uint64_t rng[2];

    rng_seed(rng, 5);
    for (uint32_t w = 0; w < WAYS_L1; w++) {
        set.tag[w] = list[w] = 100 + w;
        set.age[w] = w;
    }
    for (unsigned i = 0; i < 2000; i++) {
        const uint32_t tag = 100 + (uint32_t)rng_below(rng, 7);
        const uint32_t found = find1(&set, tag);
        unsigned at = 0;

        while (at < WAYS_L1 && list[at] != tag) {
            at++;
        }
        ck_assert_int_eq(found != 0, at < WAYS_L1);
        if (found != 0) {
            ck_assert_uint_eq(set.age[lowest(found)], at);
            use1(&set, lowest(found));
        } else {
            at = WAYS_L1 - 1;
            list[at] = tag;
            ck_assert_uint_eq(set.tag[lowest(replace1(&set, tag))], tag);
        }
        list_front(list, at);
        for (uint32_t w = 0; w < WAYS_L1; w++) {
            ck_assert_uint_eq(list[set.age[w]], set.tag[w]);
        }
    }
}
END_TEST

START_TEST(test_l2_set)
{
    _Alignas(64) struct set2 set;
    uint32_t list[WAYS_L2];
    uint64_t rng[2];

    rng_seed(rng, 6);
    for (uint32_t w = 0; w < 16; w++) {
        set.age[w] = 0x7f;
    }
    for (uint32_t w = 0; w < WAYS_L2; w++) {
        set.tag[w] = list[w] = 100 + w;
        set.age[w] = (uint8_t)w;
    }
    for (unsigned i = 0; i < 2000; i++) {
        const uint32_t tag = 100 + (uint32_t)rng_below(rng, 17);
        const uint32_t found = find2(&set, tag);
        unsigned at = 0;

        while (at < WAYS_L2 && list[at] != tag) {
            at++;
        }
        ck_assert_int_eq(found != 0, at < WAYS_L2);
        const uint32_t way = lowest(found != 0 ? found : oldest2(&set));

        if (found == 0) {
            at = WAYS_L2 - 1;
            list[at] = tag;
        }
        ck_assert_uint_eq(set.age[way], at);
        set.tag[way] = tag;
        use2(&set, way);
        list_front(list, at);
        for (uint32_t w = 0; w < WAYS_L2; w++) {
            ck_assert_uint_eq(list[set.age[w]], set.tag[w]);
        }
    }
}
END_TEST

Suite *make_sprintset_suite(void)
{
    Suite *s = suite_create("sprintset");
    TCase *tc = tcase_create("all");

    tcase_add_loop_test(tc, test_there_and_back, 0, 3);
    tcase_add_test(tc, test_which_machines);
    tcase_add_test(tc, test_l1_set);
    tcase_add_test(tc, test_l2_set);
    suite_add_tcase(s, tc);
    return s;
}
