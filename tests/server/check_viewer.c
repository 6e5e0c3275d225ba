/* check_viewer.c - the bounded queue of a viewer, and the window of what it has. */
#include "suite.h"

#include "viewer.h"

#include <stdlib.h>
#include <string.h>

static struct buf *message(size_t len)
{
    char *text = calloc(1, len + 1);
    memset(text, 'm', len);
    struct buf *b = buf_new(text, len);
    free(text);
    return b;
}

START_TEST(in_order)
{
    struct viewer *v = viewer_new(NULL, 12, 8, 1000);
    struct buf *m[3] = {message(1), message(2), message(3)};

    ck_assert_str_eq(v->name, "v12");
    for (int round = 0; round < 5; round++) { /* around the ring */
        for (int i = 0; i < 3; i++)
            ck_assert(viewer_push(v, m[i]));
        for (int i = 0; i < 3; i++) {
            struct buf *taken = viewer_take(v);
            ck_assert_ptr_eq(taken, m[i]);
            buf_put(taken);
        }
    }
    ck_assert_ptr_null(viewer_take(v));
    for (int i = 0; i < 3; i++) {
        ck_assert_uint_eq(atomic_load(&m[i]->refs), 1);
        buf_put(m[i]);
    }
    viewer_put(v);
}
END_TEST

START_TEST(overflow_drops_all)
{
    struct viewer *v = viewer_new(NULL, 1, 8, 100);
    struct buf *small = message(1), *large = message(60);

    for (int i = 0; i < 8; i++)
        viewer_push(v, small);
    ck_assert(!v->overflowed);
    viewer_push(v, small); /* by count */
    ck_assert(v->overflowed);
    ck_assert_ptr_null(viewer_take(v));
    ck_assert(!viewer_push(v, small)); /* nothing until it recovers */
    ck_assert_ptr_null(viewer_take(v));
    ck_assert(viewer_recover(v));
    ck_assert(!viewer_recover(v));
    ck_assert(!viewer_push(v, small)); /* nor until the room has opened it */
    ck_assert_ptr_null(viewer_take(v));
    viewer_reopen(v);
    viewer_push(v, large);
    viewer_push(v, large); /* by bytes */
    ck_assert(v->overflowed);
    ck_assert_uint_eq(v->dropped, 8 + 1);
    ck_assert_uint_eq(atomic_load(&small->refs), 1);
    ck_assert_uint_eq(atomic_load(&large->refs), 1);
    buf_put(small);
    buf_put(large);
    viewer_put(v);
}
END_TEST

START_TEST(one_large_message_passes)
{
    struct viewer *v = viewer_new(NULL, 1, 8, 100);
    struct buf *huge = message(5000);

    ck_assert(viewer_push(v, huge));
    struct buf *taken = viewer_take(v);
    ck_assert_ptr_eq(taken, huge);
    buf_put(taken);
    buf_put(huge);
    viewer_put(v);
}
END_TEST

START_TEST(closed_takes_nothing)
{
    struct viewer *v = viewer_get(viewer_new(NULL, 1, 8, 100));
    struct buf *m = message(5);

    viewer_push(v, m);
    viewer_close(v);
    ck_assert_uint_eq(atomic_load(&m->refs), 1);
    ck_assert(!viewer_push(v, m));
    buf_put(m);
    viewer_put(v);
    viewer_put(v);
}
END_TEST

START_TEST(window)
{
    struct viewer *v = viewer_new(NULL, 1, 8, 100);

    ck_assert(!viewer_holds(v, 0));
    viewer_append(v, (struct segment){10, 10, false});
    ck_assert(viewer_holds(v, 10));
    ck_assert(!viewer_holds(v, 11));
    viewer_append(v, (struct segment){10, 20, false});
    viewer_append(v, (struct segment){20, 9000, true});
    viewer_prepend(v, (struct segment){4, 10, false});
    ck_assert_uint_eq(viewer_low(v), 4);
    ck_assert_uint_eq(viewer_high(v), 9000);
    for (uint64_t seq = 4; seq <= 20; seq++)
        ck_assert(viewer_holds(v, seq));
    ck_assert(!viewer_holds(v, 21)); /* inside what came as net change */
    ck_assert(viewer_holds(v, 9000));
    viewer_put(v);
}
END_TEST

START_TEST(window_is_bounded)
{
    struct viewer *v = viewer_new(NULL, 1, 8, 100);

    for (uint64_t i = 0; i < VIEWER_WINDOW + 10; i++)
        viewer_append(v, (struct segment){i, i + 1, false});
    ck_assert_uint_eq(v->window_count, VIEWER_WINDOW);
    ck_assert_uint_eq(viewer_low(v), 10);
    viewer_prepend(v, (struct segment){9, 10, false});
    ck_assert_uint_eq(viewer_low(v), 9);
    ck_assert_uint_eq(viewer_high(v), VIEWER_WINDOW + 9);
    for (unsigned i = 1; i < v->window_count; i++) /* V2 */
        ck_assert_uint_eq(v->window[i - 1].to, v->window[i].from);
    viewer_put(v);
}
END_TEST

Suite *make_viewer_suite(void)
{
    Suite *s = suite_create("viewer");
    TCase *c = tcase_create("viewer");

    tcase_add_test(c, in_order);
    tcase_add_test(c, overflow_drops_all);
    tcase_add_test(c, one_large_message_passes);
    tcase_add_test(c, closed_takes_nothing);
    tcase_add_test(c, window);
    tcase_add_test(c, window_is_bounded);
    suite_add_tcase(s, c);
    return s;
}
