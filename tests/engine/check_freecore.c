/* check_freecore.c - the free list against a naive allocator that keeps a byte map. */
#include <string.h>

#include "../suite.h"
#include "lab/freecore.h"

#define HEAP 400u
#define LIVE 64u

static uint32_t rng_state;

static uint32_t draw(uint32_t n)
{
    rng_state = rng_state * 1664525u + 1013904223u;
    return (rng_state >> 8) % n;
}

/* Every piece of the list is free in the map, and the list has as many bytes as the map has free ones. */
static void check_map(const struct free_list *l, const uint8_t *map)
{
    uint32_t listed = 0;
    uint32_t free_bytes = 0;

    bool all_free = true;

    for (uint32_t i = 0; i < l->count; i++) {
        all_free = all_free && l->piece[i].size > 0;
        for (uint64_t at = l->piece[i].start; at < l->piece[i].start + l->piece[i].size; at++) {
            all_free = all_free && map[at] == 0;
        }
        listed += (uint32_t)l->piece[i].size;
    }
    ck_assert(all_free);
    for (uint32_t at = 0; at < HEAP; at++) {
        free_bytes += map[at] == 0;
    }
    ck_assert_uint_eq(listed, free_bytes);
}

/* What the fit promises, said without the search: smallest, largest, first in list order. */
static void check_choice(const struct free_list *l, uint64_t size, const struct free_found *f)
{
    uint64_t smallest = UINT64_MAX;
    uint64_t largest = 0;
    uint32_t first = UINT32_MAX;

    for (uint32_t i = l->count; i-- > 0;) {
        if (l->piece[i].size >= size) {
            smallest = l->piece[i].size < smallest ? l->piece[i].size : smallest;
            largest = l->piece[i].size > largest ? l->piece[i].size : largest;
            first = i;
        }
    }
    ck_assert_int_eq(first == UINT32_MAX, f->at == UINT32_MAX);
    if (f->at == UINT32_MAX) {
        ck_assert_uint_eq(f->searched, l->count);
        return;
    }
    ck_assert(l->fit != LF_BEST || l->piece[f->at].size == smallest);
    ck_assert(l->fit != LF_WORST || l->piece[f->at].size == largest);
    ck_assert(l->fit != LF_FIRST || (f->at == first && f->searched == first + 1));
    ck_assert_uint_ge(l->piece[f->at].size, size);
}

static void check_order(const struct free_list *l)
{
    bool good = true;

    for (uint32_t i = 1; i < l->count; i++) {
        const struct free_piece *a = &l->piece[i - 1];
        const struct free_piece *b = &l->piece[i];

        good = good && (l->order != LO_ADDR || a->start < b->start) &&
               (l->order != LO_SIZE_UP || a->size <= b->size) &&
               (l->order != LO_SIZE_DOWN || a->size >= b->size) &&
               (!l->coalesce || l->order != LO_ADDR || a->start + a->size < b->start);
    }
    ck_assert(good);
}

START_TEST(test_walk)
{
    for (uint32_t kind = 0; kind < LF_COUNT * LO_COUNT * 2; kind++) {
        struct free_list l = {.fit = (enum mm_lab_fit)(kind % LF_COUNT),
                              .order = (enum mm_lab_order)(kind / LF_COUNT % LO_COUNT),
                              .coalesce = kind / LF_COUNT / LO_COUNT == 1,
                              .count = 1,
                              .piece = {{0, HEAP, 0}}};
        struct free_piece got[LIVE];
        uint8_t map[HEAP] = {0};
        unsigned live = 0;

        rng_state = kind + 1;
        for (unsigned i = 0; i < test_scaled(300); i++) {
            if (live < LIVE && draw(2) == 0) {
                const uint64_t size = 1 + draw(30);
                const struct free_found f = free_search(&l, size);

                check_choice(&l, size, &f);
                if (f.at != UINT32_MAX) {
                    got[live] = (struct free_piece){free_cut(&l, f.at, size), size, 0};
                    memset(map + got[live].start, 1, size);
                    live++;
                }
            } else if (live > 0) {
                const unsigned which = draw(live);

                memset(map + got[which].start, 0, got[which].size);
                const uint32_t at = free_put(&l, got[which]);

                ck_assert_uint_eq(l.piece[at].start, got[which].start);
                while (free_join(&l, NULL) != UINT32_MAX) {
                }
                got[which] = got[--live];
                if (!l.coalesce || l.order == LO_ADDR) {
                    check_order(&l);
                }
            }
            check_map(&l, map);
        }
    }
}
END_TEST

/* Next fit goes on behind the last cut and round the end. */
START_TEST(test_next)
{
    struct free_list l = {
        .fit = LF_NEXT, .count = 3, .piece = {{0, 10, 0}, {20, 10, 1}, {40, 10, 2}}};
    struct free_found f = free_search(&l, 4);

    ck_assert_uint_eq(free_cut(&l, f.at, 4), 0);
    f = free_search(&l, 8);
    ck_assert_uint_eq(f.searched, 2); /* 4..10 is too small */
    ck_assert_uint_eq(free_cut(&l, f.at, 8), 20);
    f = free_search(&l, 10);
    ck_assert_uint_eq(free_cut(&l, f.at, 10), 40);
    f = free_search(&l, 6);
    ck_assert_uint_eq(l.piece[f.at].start, 4); /* round the end */
}
END_TEST

Suite *make_freecore_suite(void)
{
    Suite *s = suite_create("freecore");
    TCase *t = tcase_create("freecore");

    tcase_add_test(t, test_walk);
    tcase_add_test(t, test_next);
    suite_add_tcase(s, t);
    return s;
}
