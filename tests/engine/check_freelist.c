/* check_freelist.c - the free-list lab as commands: against the core, refusals. */
#include <stdio.h>
#include <string.h>

#include "lab/freecore.h"
#include "lab/freelist.h"
#include "play.h"

/* The list of the lab is the list of the core after the same operations. */
static void same_list(struct mm *m, const struct free_list *l)
{
    uint32_t b = m->lab->head;

    for (uint32_t i = 0; i < l->count; i++, b = m->labblock[b - 1].next) {
        ck_assert_uint_ne(b, 0);
        ck_assert_uint_eq(m->labblock[b - 1].start, l->piece[i].start);
        ck_assert_uint_eq(m->labblock[b - 1].size, l->piece[i].size);
    }
    ck_assert_uint_eq(b, 0);
}

START_TEST(test_walk)
{
    static const char *const fits[] = {"first", "best", "worst", "next"};
    static const char *const orders[] = {"addr", "size+", "size-", "front", "back"};

    for (unsigned kind = 0; kind < 40; kind++) {
        struct mm *m = play_machine("memory=4M");
        struct free_list l = {.fit = (enum mm_lab_fit)(kind % 4),
                              .order = (enum mm_lab_order)(kind / 4 % 5),
                              .coalesce = kind >= 20,
                              .next = 1000,
                              .count = 1,
                              .piece = {{1000, 200, 0}}};
        struct free_piece got[40];
        char line[96];
        uint32_t random = kind * 77 + 5;

        snprintf(line, sizeof(line), "lab freelist size=200 header=2 policy=%s order=%s%s",
                 fits[kind % 4], orders[kind / 4 % 5], kind >= 20 ? " coalesce" : "");
        play(m, line);
        memset(got, 0, sizeof(got));
        for (unsigned i = 0; i < 40; i++) {
            random = random * 1664525u + 1013904223u;
            const unsigned which = (random >> 9) % (i + 1);

            if (got[which].size > 0) {
                snprintf(line, sizeof(line), "lab free p%u", which);
                free_put(&l, got[which]);
                while (free_join(&l, NULL) != UINT32_MAX) {
                }
                got[which].size = 0;
            } else {
                const uint64_t size = 1 + (random >> 20) % 30;
                const struct free_found f = free_search(&l, size + 2);

                snprintf(line, sizeof(line), "lab alloc %u as p%u", (unsigned)size, which);
                if (f.at != UINT32_MAX) {
                    got[which] = (struct free_piece){free_cut(&l, f.at, size + 2), size + 2, 0};
                }
            }
            play(m, line);
            same_list(m, &l);
        }
        mm_free(m);
    }
}
END_TEST

START_TEST(test_refusals)
{
    struct mm *m = play_machine("memory=4M");

    ck_assert_int_eq(play_try(m, "lab alloc 1 as a"), MM_ENOLAB);
    ck_assert_int_eq(play_try(m, "lab free a"), MM_ENOLAB);
    play(m, "lab freelist size=16");
    ck_assert_int_eq(play_try(m, "lab free a"), MM_ENONAME);
    play(m, "lab alloc 8 as a");
    ck_assert_int_eq(play_try(m, "lab alloc 8 as a"), MM_EEXISTS);
    play(m, "lab alloc 9 as b");
    ck_assert_uint_eq(mm_get(m, MM_F_machine_r_errno, 0), 12);
    ck_assert_uint_eq(m->lab->free, 8);
    play(m, "lab segments memory=1M"); /* another lab: the names are let go */
    ck_assert_int_eq(play_try(m, "lab free a"), MM_ENOLAB);
    mm_check(m);
    mm_free(m);
}
END_TEST

/* A piece a byte: the slots run out with a refusal, and everything comes back. */
START_TEST(test_full)
{
    struct mm *m = play_machine("memory=4M");
    unsigned taken = 0;
    char line[64];

    play(m, "lab freelist size=2000 coalesce");
    for (; taken < 2000; taken++) {
        snprintf(line, sizeof(line), "lab alloc 1 as p%u", taken);
        if (play_try(m, line) != MM_OK) {
            break;
        }
    }
    ck_assert_uint_gt(taken, 100);
    ck_assert_uint_lt(taken, 2000);
    for (unsigned i = 0; i < taken; i++) {
        snprintf(line, sizeof(line), "lab free p%u", (i * 7) % taken);
        (void)play_try(m, line);
    }
    for (unsigned i = 0; i < taken; i++) {
        snprintf(line, sizeof(line), "lab free p%u", i);
        (void)play_try(m, line);
    }
    ck_assert_uint_eq(m->lab->free, 2000);
    ck_assert_uint_eq(m->lab->pieces, 1);
    mm_free(m);
}
END_TEST

Suite *make_freelist_suite(void)
{
    Suite *s = suite_create("freelist");
    TCase *t = tcase_create("freelist");

    tcase_set_timeout(t, 120);
    tcase_add_test(t, test_walk);
    tcase_add_test(t, test_refusals);
    tcase_add_test(t, test_full);
    suite_add_tcase(s, t);
    return s;
}
