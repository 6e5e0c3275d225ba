/* check_tlb.c - the TLB against a naive list of the most recently used pages; ASIDs; flushes. */
#include "parts/tlb.h"

#include <string.h>

#include "base/rng.h"
#include "play.h"

/* A set as a plain list, most recently used first. */
struct naive {
    vpn_t vpn[16];
    unsigned count;
};

static bool naive_use(struct naive *s, vpn_t vpn, unsigned ways, bool insert)
{
    unsigned i = 0;

    while (i < s->count && s->vpn[i] != vpn) {
        i++;
    }
    const bool hit = i < s->count;

    if (!hit && !insert) {
        return false;
    }
    if (!hit) {
        s->count += s->count < ways;
        i = s->count - 1;
    }
    memmove(&s->vpn[1], &s->vpn[0], i * sizeof(vpn_t));
    s->vpn[0] = vpn;
    return hit;
}

START_TEST(test_against_lists)
{
    static const char *const shape[] = {"tlb=l1d:2x2", "tlb=l1d:2x1,l2:8x2", "tlb=l1d:8x4,l2:24x3",
                                        "tlb=l1d:4x1,l2:16x16", "tlb=l1d:3x1,l2:20x4"};
    struct mm *m = play_machine(shape[_i]);
    const struct mm_tlb_config *c = m->config.tlb;
    struct naive one[16] = {{{0}, 0}};
    struct naive two[16] = {{{0}, 0}};
    uint64_t hits[2] = {0, 0};
    uint64_t rng[2];
    struct tlb_hit hit;

    rng_seed(rng, 5);
    tlb_switch(m, 0, 0, 0, 100);
    for (unsigned k = 0; k < 20000; k++) {
        const vpn_t vpn = rng_below(rng, 1 + rng_below(rng, 60));
        const unsigned s1 = (unsigned)(vpn % c[0].sets);
        const unsigned s2 = c[1].ways > 0 ? (unsigned)(vpn % c[1].sets) : 0;
        const bool want1 = naive_use(&one[s1], vpn, c[0].ways, true);
        const bool want2 = c[1].ways > 0 && (!want1 && naive_use(&two[s2], vpn, c[1].ways, false));

        hits[0] += want1;
        hits[1] += want2;
        ck_assert(tlb_look(m, 0, vpn, &hit) == (want1 || want2));
        if (want1 || want2) {
            ck_assert_uint_eq(hit.pfn, (pfn_t)vpn * 3);
            ck_assert_uint_eq(hit.level, want1 ? 0 : 1);
        } else {
            tlb_fill(m, 0, vpn, (pfn_t)vpn * 3, TLB_VALID | TLB_USER);
            if (c[1].ways > 0) {
                naive_use(&two[s2], vpn, c[1].ways, true);
            }
        }
        ck_assert_uint_ne(tlb_find(m, 0, 0, vpn), UINT32_MAX);
    }
    tlb_check(m);
    ck_assert_uint_eq(m->tlbstat[0].hits, hits[0]);
    ck_assert_uint_eq(m->tlbstat[1].hits, hits[1]);
    ck_assert_uint_eq(m->tlbstat[0].misses, 20000 - hits[0]);
    ck_assert_uint_eq(m->evcount[EV_TLB_HIT].count, hits[0] + hits[1]);
    mm_free(m);
}
END_TEST

static void fill_pages(struct mm *m, vpn_t first, unsigned count)
{
    for (vpn_t v = first; v < first + count; v++) {
        tlb_fill(m, 0, v, (pfn_t)v, TLB_VALID | TLB_USER);
    }
}

static unsigned cached(const struct mm *m, vpn_t first, unsigned count)
{
    unsigned n = 0;

    for (vpn_t v = first; v < first + count; v++) {
        n += tlb_find(m, 0, 0, v) != UINT32_MAX;
    }
    return n;
}

/* tlb_single_page_flush_ceiling: 33 pages one by one, 34 all at once. */
START_TEST(test_ceiling)
{
    struct mm *m = play_machine("tlb=l1d:64x4");

    tlb_switch(m, 0, 0, 0, 100);
    fill_pages(m, 0, 48);
    tlb_flush_range(m, 0, 0, 0, 33 * MM_PAGE_BYTES);
    ck_assert_uint_eq(m->evcount[EV_TLB_INVLPG].count, 33);
    ck_assert_uint_eq(m->evcount[EV_TLB_FLUSH].count, 0);
    ck_assert_uint_eq(cached(m, 0, 48), 15);
    tlb_flush_range(m, 0, 0, 0, 34 * MM_PAGE_BYTES);
    ck_assert_uint_eq(m->evcount[EV_TLB_FLUSH].count, 1);
    ck_assert_uint_eq(cached(m, 0, 48), 0);
    ck_assert_uint_eq(m->tlbstat[0].flushes, 1);
    ck_assert_uint_eq(m->tlbstat[0].invlpgs, 33);
    tlb_check(m);
    mm_free(m);
}
END_TEST

START_TEST(test_six_asids)
{
    struct mm *m = play_machine("tlb=l1d:64x4 pcid=on");

    for (slot_t p = 0; p < 6; p++) {
        tlb_switch(m, 0, p, 0, 100 + p);
        ck_assert_uint_eq(m->cpu[0].asid, p + 1);
        fill_pages(m, p * 100, 2);
    }
    ck_assert_uint_eq(m->evcount[EV_TLB_FLUSH].count, 0);
    tlb_switch(m, 0, 1, 105, 101); /* back: its entries are still there */
    ck_assert_uint_eq(cached(m, 100, 2), 2);
    ck_assert_uint_eq(cached(m, 200, 2), 0); /* another's are not seen */
    tlb_switch(m, 0, 6, 101, 106);           /* the seventh takes the oldest ASID */
    ck_assert_uint_eq(m->cpu[0].asid, 1);
    ck_assert_uint_eq(m->evcount[EV_TLB_FLUSH].count, 1);
    tlb_switch(m, 0, 0, 106, 100);
    ck_assert_uint_eq(m->cpu[0].asid, 2);
    ck_assert_uint_eq(cached(m, 0, 2), 0);
    tlb_check(m);
    tlb_forget_proc(m, 0);
    ck_assert_uint_eq(m->cpu[0].proc, 0);
    ck_assert_uint_eq(m->cpu[0].asid1, 0);
    tlb_check(m);
    mm_free(m);
}
END_TEST

START_TEST(test_without_pcid)
{
    struct mm *m = play_machine("tlb=l1d:64x4 pcid=off");

    tlb_switch(m, 0, 0, 0, 100);
    fill_pages(m, 0, 8);
    tlb_switch(m, 0, 0, 100, 100); /* the same: nothing */
    ck_assert_uint_eq(cached(m, 0, 8), 8);
    tlb_switch(m, 0, 1, 100, 101);
    ck_assert_uint_eq(cached(m, 0, 8), 0);
    ck_assert_uint_eq(m->evcount[EV_TLB_FLUSH].count, 1);
    ck_assert_uint_eq(m->evcount[EV_TASK_SWITCH].count, 2);
    tlb_check(m);
    mm_free(m);
}
END_TEST

/* Seen and unseen, the same entries in the same order. */
START_TEST(test_observed_is_the_same)
{
    struct mm *m[2];
    struct play_sink sink;

    for (int k = 0; k < 2; k++) {
        uint64_t rng[2];
        struct tlb_hit hit;

        m[k] = play_machine("tlb=l1d:8x4,l2:24x12");
        if (k == 1) {
            play_watch(m[k], &sink);
        }
        rng_seed(rng, 9);
        tlb_switch(m[k], 0, 3, 0, 103);
        for (unsigned i = 0; i < 3000; i++) {
            const vpn_t vpn = rng_below(rng, 40);

            if (i % 97 == 0) {
                tlb_flush_range(m[k], 0, 3, vpn << 12, (vpn + 1 + i % 50) << 12);
            } else if (i % 31 == 0) {
                tlb_drop(m[k], 0, vpn);
            } else if (!tlb_look(m[k], 0, vpn, &hit)) {
                tlb_fill(m[k], 0, vpn, (pfn_t)vpn, TLB_VALID | TLB_USER | TLB_WRITE);
            }
        }
        tlb_check(m[k]);
        mm_observe(m[k], NULL);
    }
    ck_assert_uint_eq(mm_hash(m[0]), mm_hash(m[1]));
    for (int k = 0; k < EV_COUNT; k++) {
        ck_assert_uint_eq(sink.count[k], m[1]->evcount[k].count);
    }
    mm_free(m[0]);
    mm_free(m[1]);
}
END_TEST

Suite *make_tlb_suite(void)
{
    Suite *s = suite_create("tlb");
    TCase *tc = tcase_create("all");

    tcase_add_loop_test(tc, test_against_lists, 0, 5);
    tcase_add_test(tc, test_ceiling);
    tcase_add_test(tc, test_six_asids);
    tcase_add_test(tc, test_without_pcid);
    tcase_add_test(tc, test_observed_is_the_same);
    suite_add_tcase(s, tc);
    return s;
}
