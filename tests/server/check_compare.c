/* check_compare.c - two lists of steps, edited at random, beside what the edits say and what a plain reading of the
 * pairs says; steps of real rooms are compared in compare.test.mjs. */
#include "suite.h"

#include "compare.h"

#include <stdlib.h>
#include <string.h>

enum { STEPS = 400 };

struct list {
    struct compare_step step[STEPS];
    uint64_t count;
};

static struct list *side[2];
static uint64_t rng;

static uint32_t below(uint32_t n)
{
    rng = rng * 6364136223846793005ull + 1442695040888963407ull;
    return (uint32_t)(rng >> 33) % n;
}

static void setup(void)
{
    for (int i = 0; i < 2; i++)
        side[i] = calloc(1, sizeof *side[i]);
    rng = 12;
}

static void teardown(void)
{
    for (int i = 0; i < 2; i++)
        free(side[i]);
}

static void put(struct list *l, uint64_t line)
{
    if (l->count < STEPS)
        l->step[l->count++].line_hash = line;
}

static bool paired(uint64_t a, uint64_t b)
{
    return side[0]->step[a - 1].line_hash == side[1]->step[b - 1].line_hash;
}

static struct compare_pairs pair_up(void)
{
    struct compare_pairs p;

    ck_assert(compare_pair(side[0]->step, side[0]->count, side[1]->step, side[1]->count, &p));
    return p;
}

static uint64_t pairs_of(const struct compare_pairs *p)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < p->count; i++)
        sum += p->runs[i].count;
    return sum;
}

/* Runs ascend on both sides and touch on at most one; their lines are equal; the beginning is as long as can be. */
static void check_pairs(const struct compare_pairs *p)
{
    uint64_t a = 1, b = 1, common = 0;

    for (size_t i = 0; i < p->count; i++) {
        const struct compare_run *r = &p->runs[i];

        ck_assert_uint_gt(r->count, 0);
        ck_assert(r->a >= a && r->b >= b);
        ck_assert(i == 0 || r->a > a || r->b > b); /* else it were one run */
        for (uint64_t k = 0; k < r->count; k++)
            ck_assert(paired(r->a + k, r->b + k));
        a = r->a + r->count;
        b = r->b + r->count;
    }
    ck_assert(a <= side[0]->count + 1 && b <= side[1]->count + 1);
    while (common < side[0]->count && common < side[1]->count && paired(common + 1, common + 1))
        common++;
    ck_assert_uint_eq(p->common, common);
}

/* The step beside each step of a, found pair by pair. */
static void check_beside(const struct compare_pairs *p)
{
    uint64_t beside = 0;

    for (uint64_t a = 0; a <= side[0]->count; a++) {
        for (size_t i = 0; i < p->count; i++)
            for (uint64_t k = 0; k < p->runs[i].count; k++)
                if (p->runs[i].a + k == a)
                    beside = p->runs[i].b + k;
        ck_assert_uint_eq(compare_beside(p, a), beside);
    }
}

/* Few different lines, so that they are equal in many ways. */
START_TEST(any_lists)
{
    for (unsigned round = 0; round < test_scaled(400); round++) {
        const uint32_t lines = 1 + below(12);

        for (int i = 0; i < 2; i++) {
            side[i]->count = 0;
            for (uint32_t n = below(120); n; n--)
                put(side[i], below(lines));
        }
        struct compare_pairs p = pair_up();

        check_pairs(&p);
        check_beside(&p);
        free(p.runs);
    }
}
END_TEST

START_TEST(equal_lists)
{
    for (uint64_t n = 0; n < 40; n++) {
        side[0]->count = side[1]->count = 0;
        for (uint64_t i = 0; i < n; i++) {
            put(side[0], below(3));
            put(side[1], side[0]->step[i].line_hash);
        }
        struct compare_pairs p = pair_up();

        ck_assert_uint_eq(p.count, n ? 1 : 0);
        ck_assert_uint_eq(p.common, n);
        ck_assert_uint_eq(pairs_of(&p), n);
        ck_assert(!p.a && !p.b && !p.differing);
        free(p.runs);
    }
}
END_TEST

/* Lines of which no two are equal, with stretches put in on either side: all that both have is paired. */
START_TEST(edits)
{
    for (unsigned round = 0; round < test_scaled(400); round++) {
        uint64_t kept = 0;

        side[0]->count = side[1]->count = 0;
        for (uint64_t line = 1; side[0]->count < STEPS - 128 && side[1]->count < STEPS - 128;) {
            for (int i = 0; i < 2; i++)
                for (uint32_t n = below(4) ? 0 : below(COMPARE_LOOK); n; n--)
                    put(side[i], line++);
            for (uint32_t n = 1 + below(20); n; n--, line++, kept++) {
                put(side[0], line);
                put(side[1], line);
            }
        }
        struct compare_pairs p = pair_up();

        check_pairs(&p);
        check_beside(&p);
        ck_assert_uint_eq(pairs_of(&p), kept);
        free(p.runs);
    }
}
END_TEST

/* A stretch longer than is looked ahead: what stands behind it is not paired, what stands before it is. */
START_TEST(too_far)
{
    for (uint64_t i = 0; i < 10; i++) {
        put(side[0], i);
        put(side[1], i);
    }
    for (uint64_t i = 0; i < 2 * COMPARE_LOOK; i++)
        put(side[1], 1000 + i);
    put(side[0], 10);
    put(side[1], 10);
    struct compare_pairs p = pair_up();

    check_pairs(&p);
    ck_assert_uint_eq(pairs_of(&p), 10);
    ck_assert_uint_eq(compare_beside(&p, 11), 10);
    free(p.runs);
}
END_TEST

/* The first pair whose machines differ; what a sysctl says does not count. */
START_TEST(first_difference)
{
    unsigned frames = ENC_SECTIONS_MAX, sysctls = ENC_SECTIONS_MAX;

    for (unsigned i = 0; i < enc_section_count(); i++) {
        if (strcmp(enc_section_name(i), "frames") == 0)
            frames = i;
        if (strcmp(enc_section_name(i), "sysctls") == 0)
            sysctls = i;
    }
    ck_assert(frames < enc_section_count() && sysctls < enc_section_count());
    put(side[1], 99); /* so that steps that belong together have different numbers */
    for (uint64_t i = 0; i < 20; i++) {
        put(side[0], i);
        put(side[1], i);
    }
    side[0]->step[3].view.lanes[sysctls][1] = 5;
    struct compare_pairs p = pair_up();

    ck_assert(!p.a && !p.b && !p.differing);
    free(p.runs);
    for (uint64_t at = 20; at >= 1; at--) {
        side[1]->step[at].view.lanes[frames][at % 2] = 7; /* step at + 1, beside step `at` */
        p = pair_up();
        ck_assert_uint_eq(p.a, at);
        ck_assert_uint_eq(p.b, at + 1);
        ck_assert_uint_eq(p.differing, enc_section_bit("frames"));
        ck_assert_uint_eq(p.common, 0);
        free(p.runs);
    }
}
END_TEST

START_TEST(lines)
{
    ck_assert_uint_eq(compare_line_hash(""), compare_line_hash(NULL));
    ck_assert_uint_eq(compare_line_hash("a"),
                      0xaf63dc4c8601ec8cull); /* FNV-1a of "a" as published */
    ck_assert(compare_line_hash("app write buf") != compare_line_hash("app write bug"));
    /* One lab under another policy belongs beside it, and is not the same line. */
    ck_assert_uint_eq(compare_line_hash("lab policy=lru frames=3 refs=1,2"),
                      compare_line_hash("lab policy=opt,fifo frames=3 refs=1,2"));
    ck_assert_uint_eq(compare_line_hash("lab curve policy=lru refs=1"),
                      compare_line_hash("lab curve policy=opt refs=1"));
    ck_assert(compare_line_hash("lab policy=lru frames=3 refs=1,2") !=
              compare_line_hash("lab policy=lru frames=4 refs=1,2"));
    ck_assert(compare_text_hash("lab policy=lru") != compare_text_hash("lab policy=opt"));
    ck_assert(compare_line_hash("app policy=lru") != compare_line_hash("app policy=opt"));
}
END_TEST

Suite *make_compare_suite(void);

Suite *make_compare_suite(void)
{
    Suite *s = suite_create("compare");
    TCase *tc = tcase_create("compare");

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, any_lists);
    tcase_add_test(tc, equal_lists);
    tcase_add_test(tc, edits);
    tcase_add_test(tc, too_far);
    tcase_add_test(tc, first_difference);
    tcase_add_test(tc, lines);
    suite_add_tcase(s, tc);
    return s;
}
