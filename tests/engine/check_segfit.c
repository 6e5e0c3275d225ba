/* check_segfit.c - placement against a memory kept byte by byte. Origin: the definitions of first, best, worst and
 * next fit (Knuth, The Art of Computer Programming 1, section 2.5). */
#include "lab/segfit.h"

#include <stdlib.h>
#include <string.h>

#include "base/names.h"
#include "base/rng.h"
#include "play.h"

enum { MEMORY = 4096, LIVE = 40 };

static struct naive_memory { /* owner of each byte; 0 nobody */
    uint8_t owner[MEMORY];
    unsigned next;
} naive;
struct hole {
    unsigned start, size;
};

static unsigned holes(struct hole out[MEMORY])
{
    unsigned n = 0;

    for (unsigned at = 0; at < MEMORY; at++) {
        if (naive.owner[at] == 0) {
            if (at == 0 || naive.owner[at - 1] != 0) {
                out[n++] = (struct hole){at, 0};
            }
            out[n - 1].size++;
        }
    }
    return n;
}

/* Where these bytes go; MEMORY when nowhere. */
static unsigned naive_place(unsigned bytes, enum mm_lab_fit fit)
{
    static struct hole hole[MEMORY];
    const unsigned n = holes(hole);
    unsigned best = n;

    for (unsigned i = 0; i < 2 * n; i++) {
        const struct hole *h = &hole[i % n];

        if (h->size < bytes || (i >= n && fit != LF_NEXT) ||
            (fit == LF_NEXT && i < n && h->start + h->size <= naive.next)) {
            continue;
        }
        if (best == n || (fit == LF_BEST && h->size < hole[best].size) ||
            (fit == LF_WORST && h->size > hole[best].size)) {
            best = i % n;
        }
    }
    return best == n ? MEMORY : hole[best].start;
}

static void compare(struct mm *m, const unsigned asked[LIVE + 1])
{
    static struct hole hole[MEMORY];
    const unsigned n = holes(hole);
    unsigned free_bytes = 0, largest = 0, used = 0, wanted = 0;

    for (unsigned i = 0; i < n; i++) {
        free_bytes += hole[i].size;
        largest = hole[i].size > largest ? hole[i].size : largest;
    }
    for (unsigned i = 0; i < MEMORY; i++) {
        used += naive.owner[i] != 0;
    }
    for (unsigned i = 1; i <= LIVE; i++) {
        wanted += asked[i];
    }
    segfit_check(m);
    ck_assert_uint_eq(m->lab->free, free_bytes);
    ck_assert_uint_eq(m->lab->largest, largest);
    ck_assert_uint_eq(m->lab->external, free_bytes - largest);
    ck_assert_uint_eq(m->lab->internal, used - wanted);
}

static void one_walk(enum mm_lab_fit fit, uint64_t seed, unsigned steps)
{
    struct mm *m = play_machine("memory=1M");
    slot_t block[LIVE + 1];
    unsigned asked[LIVE + 1] = {0};
    uint64_t rng[2];

    play(m, "lab segments memory=4K");
    const slot_t name = name_get(m, "x");

    memset(&naive, 0, sizeof naive);
    rng_seed(rng, seed);
    for (unsigned i = 0; i < steps; i++) {
        const unsigned id = 1 + (unsigned)rng_below(rng, LIVE);

        if (asked[id]) { /* give it back */
            segfit_give(m, block[id]);
            for (unsigned at = 0; at < MEMORY; at++) {
                naive.owner[at] = naive.owner[at] == id ? 0 : naive.owner[at];
            }
            asked[id] = 0;
        } else {
            const unsigned want = 1 + (unsigned)rng_below(rng, rng_below(rng, 4) ? 150 : 900);
            const unsigned bytes = rng_below(rng, 2) ? want : (want + 63) / 64 * 64;
            const unsigned at = naive_place(bytes, fit);

            block[id] = segfit_find(m, bytes, fit);
            ck_assert_msg((block[id] == SLOT_NONE) == (at == MEMORY), "seed %u step %u",
                          (unsigned)seed, i);
            if (at == MEMORY) {
                continue;
            }
            segfit_take(m, block[id], bytes, want, name);
            ck_assert_uint_eq(m->labblock[block[id]].start, at);
            memset(naive.owner + at, (int)id, bytes);
            naive.next = at + bytes == MEMORY ? 0 : at + bytes;
            asked[id] = want;
        }
        compare(m, asked);
    }
    mm_free(m);
}

START_TEST(test_against_bytes)
{
    for (unsigned fit = 0; fit < LF_COUNT; fit++) {
        for (uint64_t seed = 1; seed <= 4; seed++) {
            one_walk((enum mm_lab_fit)fit, seed, test_scaled(400));
        }
    }
}
END_TEST

/* A textbook's row of holes: 100, 500, 200, 300 and 600 KB; programs of 212, 417, 112 and 426 KB (Silberschatz, Galvin,
 * Gagne, Operating System Concepts, the exercise on first, best and worst fit). */
static const struct {
    enum mm_lab_fit fit;
    int hole[4]; /* which hole each program goes to, by its first address in KB; -1 none */
} textbook[] = {
    {LF_FIRST, {101, 1104, 313, -1}}, /* the last must wait */
    {LF_BEST, {803, 101, 602, 1104}},
    {LF_WORST, {1104, 101, 1316, -1}},
};

START_TEST(test_textbook)
{
    static const unsigned hole[] = {100, 500, 200, 300, 600}, program[] = {212, 417, 112, 426};

    for (unsigned t = 0; t < sizeof textbook / sizeof textbook[0]; t++) {
        struct mm *m = play_machine("memory=1M");
        slot_t gap[5];
        slot_t b;

        play(m, "lab segments memory=1705K"); /* the holes with 1 KB between and at the end */
        const slot_t name = name_get(m, "x");

        for (unsigned i = 0; i < 5; i++) {
            gap[i] = segfit_find(m, hole[i] * 1024, LF_FIRST);
            segfit_take(m, gap[i], hole[i] * 1024, hole[i] * 1024, name);
            b = segfit_find(m, 1024, LF_FIRST);
            segfit_take(m, b, 1024, 1024, name);
        }
        ck_assert_uint_eq(m->lab->free, 0);
        for (unsigned i = 0; i < 5; i++) {
            segfit_give(m, gap[i]);
        }
        ck_assert_uint_eq(m->lab->free, 1700 * 1024);
        ck_assert_uint_eq(m->lab->external, 1100 * 1024);
        for (unsigned i = 0; i < 4; i++) {
            b = segfit_find(m, program[i] * 1024, textbook[t].fit);
            if (textbook[t].hole[i] < 0) {
                ck_assert_uint_eq(b, SLOT_NONE);
                continue;
            }
            ck_assert_uint_ne(b, SLOT_NONE);
            segfit_take(m, b, program[i] * 1024, program[i] * 1024, name);
            ck_assert_msg(m->labblock[b].start == (unsigned)textbook[t].hole[i] * 1024u,
                          "fit %u program %u: at %u KB", textbook[t].fit, i,
                          (unsigned)(m->labblock[b].start / 1024));
        }
        segfit_check(m);
        mm_free(m);
    }
}
END_TEST

/* Pieces looked at: first fit stops at the first that fits, best and worst look at all, next begins where it was. */
START_TEST(test_searched)
{
    static const unsigned want[LF_COUNT] = {
        [LF_FIRST] = 1, [LF_BEST] = 4, [LF_WORST] = 4, [LF_NEXT] = 1};

    for (unsigned fit = 0; fit < LF_COUNT; fit++) {
        struct mm *m = play_machine("memory=1M");
        struct play_sink sink;

        play(m, "lab segments memory=4K");
        const slot_t name = name_get(m, "x");
        const slot_t a = segfit_find(m, 100, LF_FIRST);

        segfit_take(m, a, 100, 100, name);
        const slot_t b = segfit_find(m, 100, LF_FIRST);

        segfit_take(m, b, 100, 100, name);
        segfit_take(m, segfit_find(m, 100, LF_FIRST), 100, 100, name);
        segfit_give(m, a); /* hole 100, used, used, the rest */
        play_watch(m, &sink);
        const slot_t found = segfit_find(m, 50, (enum mm_lab_fit)fit);

        ck_assert_uint_eq(m->lab->searched, want[fit]);
        ck_assert_uint_eq(sink.count[EV_LAB_SEARCH], want[fit]);
        ck_assert_uint_eq(m->labblock[found].start, fit == LF_FIRST || fit == LF_BEST ? 0 : 300);
        ck_assert_uint_eq(segfit_find(m, 5000, (enum mm_lab_fit)fit), SLOT_NONE);
        ck_assert_uint_eq(sink.count[EV_LAB_FAIL], 1);
        ck_assert_uint_eq(sink.last[EV_LAB_FAIL].arg[1], m->lab->free);
        mm_observe(m, NULL);
        mm_free(m);
    }
}
END_TEST

Suite *make_segfit_suite(void)
{
    Suite *s = suite_create("segfit");
    TCase *t = tcase_create("segfit");

    tcase_add_test(t, test_against_bytes);
    tcase_add_test(t, test_textbook);
    tcase_add_test(t, test_searched);
    suite_add_tcase(s, t);
    return s;
}
