/* check_store.c - inputs are decoded once, shared, counted, dropped; every block of memory comes back. */
#include "text/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "suite.h"

static unsigned loads, unloads, blocks;

static void *counted_reserve(void *ctx, size_t bytes)
{
    (void)ctx;
    blocks++;
    return calloc(1, bytes);
}

static void counted_release(void *ctx, void *p, size_t bytes)
{
    (void)ctx;
    (void)bytes;
    blocks--;
    free(p);
}

static const struct mm_host memory = {.reserve = counted_reserve, .release = counted_release};

static bool load(void *ctx, const char *kind, const char *name, const uint8_t **bytes,
                 size_t *length, char *why, size_t why_bytes)
{
    static const char text[] = "1\n2\n3\n4\n";

    (void)ctx;
    (void)kind;
    if (strcmp(name, "missing") == 0) {
        snprintf(why, why_bytes, "not here");
        return false;
    }
    *bytes = (const uint8_t *)(strcmp(name, "bad") == 0 ? "words" : text);
    *length = strlen((const char *)*bytes);
    loads++;
    return true;
}

static void unload(void *ctx, const uint8_t *bytes, size_t length)
{
    (void)ctx;
    ck_assert_uint_eq(strlen((const char *)bytes), length);
    unloads++;
}

static const struct session_host host = {.memory = &memory, .load = load, .unload = unload};

START_TEST(test_shared)
{
    struct session_store *store = session_store_new(&memory, 1 << 20);
    char why[128] = "";
    struct store_input *a = store_get(store, &host, "pages", "x", why, sizeof why);
    struct store_input *b = store_get(store, &host, "pages", "x", why, sizeof why);

    ck_assert_ptr_nonnull(a);
    ck_assert_ptr_eq(a, b);
    ck_assert_uint_eq(loads, 1);
    ck_assert_uint_eq(a->refs, 2);
    ck_assert_uint_eq(a->trace.op_count, 4);
    ck_assert_uint_eq(a->trace.layout.area_count, 1);
    ck_assert_uint_eq(a->trace.layout.inferred, 1);
    ck_assert_ptr_ne(store_get(store, &host, "lackey", "x", why, sizeof why), a);
    ck_assert_ptr_null(store_get(store, &host, "pages", "missing", why, sizeof why));
    ck_assert_str_eq(why, "not here");
    ck_assert_ptr_null(store_get(store, &host, "pages", "bad", why, sizeof why));
    ck_assert_msg(strstr(why, "words") != NULL, "%s", why);
    ck_assert_ptr_null(store_get(store, &host, "maps", "bad", why, sizeof why));
    ck_assert_ptr_null(store_get(store, &host, "pages", "", why, sizeof why));
    ck_assert_uint_eq(loads, unloads);
    session_store_free(store);
    ck_assert_uint_eq(blocks, 0);
}
END_TEST

/* Room for three inputs: the unused one that was asked for the longest ago goes; one in use never does. */
START_TEST(test_bounded)
{
    const uint64_t each = 4 * 8 + MM_LAYOUT_AREAS_MAX * sizeof(struct mm_area);
    struct session_store *store = session_store_new(&memory, 3 * each);
    char why[128] = "", name[8];
    struct store_input *in[3];

    loads = 0;
    for (unsigned i = 0; i < 3; i++) {
        snprintf(name, sizeof name, "n%u", i);
        in[i] = store_get(store, &host, "pages", name, why, sizeof why);
        ck_assert_ptr_nonnull(in[i]);
    }
    ck_assert_ptr_null(store_get(store, &host, "pages", "n3", why, sizeof why));
    ck_assert_msg(strstr(why, "bytes") != NULL, "%s", why);
    store_put(in[1]);
    ck_assert_ptr_nonnull(store_get(store, &host, "pages", "n3", why, sizeof why));
    ck_assert_str_eq(in[0]->name, "n0");
    loads = 0;
    ck_assert_ptr_nonnull(store_get(store, &host, "pages", "n0", why, sizeof why));
    ck_assert_uint_eq(loads, 0);
    session_store_free(store);
    ck_assert_uint_eq(blocks, 0);
}
END_TEST

Suite *make_store_suite(void)
{
    Suite *suite = suite_create("store");
    TCase *tc = tcase_create("store");

    tcase_add_test(tc, test_shared);
    tcase_add_test(tc, test_bounded);
    suite_add_tcase(suite, tc);
    return suite;
}
