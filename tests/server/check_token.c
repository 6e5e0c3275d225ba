/* check_token.c - tokens and ids, SHA-256, token buckets, ETags. */
#include "suite.h"

#include "rate.h"
#include "sha256.h"
#include "statics.h"
#include "token.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

START_TEST(tokens)
{
    char a[TOKEN_LEN + 1], b[TOKEN_LEN + 1], id[ROOM_ID_LEN + 1];

    token_new(a);
    token_new(b);
    ck_assert_uint_eq(strlen(a), TOKEN_LEN);
    ck_assert_str_ne(a, b);
    ck_assert(token_equal(a, a));
    ck_assert(!token_equal(a, b));
    ck_assert(!token_equal(a, NULL));
    ck_assert(!token_equal(a, ""));
    for (size_t i = 0; i < TOKEN_LEN; i++) {
        memcpy(b, a, sizeof a);
        b[i] = b[i] == 'x' ? 'y' : 'x';
        ck_assert(!token_equal(a, b));
        b[i] = 0;
        ck_assert(!token_equal(a, b));
    }
    for (int i = 0; i < 100; i++) {
        token_room_id(id);
        ck_assert(token_room_id_ok(id));
    }
    ck_assert(!token_room_id_ok(""));
    ck_assert(!token_room_id_ok("../x"));
    ck_assert(!token_room_id_ok("abcdefghijklmnopqrstuvwxyz1234567"));
}
END_TEST

/* FIPS 180-4 examples and the empty message. */
static const struct {
    const char *text, *hash;
} known[] = {
    {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
     "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
};

START_TEST(sha256_known)
{
    struct sha256 s;
    char hex[65];

    sha256_init(&s);
    sha256_add(&s, known[_i].text, strlen(known[_i].text));
    sha256_hex(&s, hex);
    ck_assert_str_eq(hex, known[_i].hash);
}
END_TEST

START_TEST(sha256_million)
{
    struct sha256 s;
    char hex[65], a[1000];

    memset(a, 'a', sizeof a);
    sha256_init(&s);
    for (int i = 0; i < 2000; i++) /* uneven pieces, a million in all */
        sha256_add(&s, a, i % 2 ? 373 : 627);
    sha256_hex(&s, hex);
    ck_assert_str_eq(hex, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}
END_TEST

START_TEST(rates)
{
    struct rate *r = malloc(sizeof *r);
    unsigned wait_s = 0;

    rate_init(r, 2, 3);
    for (int i = 0; i < 3; i++)
        ck_assert(rate_take(r, "1.2.3.4", 1000, &wait_s));
    ck_assert(!rate_take(r, "1.2.3.4", 1000, &wait_s));
    ck_assert_uint_ge(wait_s, 1);
    ck_assert(rate_take(r, "::1", 1000, &wait_s)); /* another address */
    ck_assert(!rate_take(r, "1.2.3.4", 1400, &wait_s));
    ck_assert(rate_take(r, "1.2.3.4", 1600, &wait_s));
    rate_init(r, 0, 0);
    for (int i = 0; i < 1000; i++)
        ck_assert(rate_take(r, "x", 1, &wait_s));
    free(r);
}
END_TEST

START_TEST(many_addresses_share_the_table)
{
    struct rate *r = malloc(sizeof *r);
    unsigned wait_s;
    char address[RATE_ADDRESS_LEN];

    rate_init(r, 1, 1);
    for (int i = 0; i < 10 * RATE_ROWS; i++) {
        snprintf(address, sizeof address, "10.0.%d.%d", i / 256, i % 256);
        ck_assert(rate_take(r, address, (uint64_t)i, &wait_s));
        ck_assert(!rate_take(r, address, (uint64_t)i, &wait_s));
    }
    free(r);
}
END_TEST

START_TEST(etags)
{
    ck_assert(etag_matches("\"a\"", "\"a\""));
    ck_assert(etag_matches("W/\"b\", \"a\"", "\"a\""));
    ck_assert(etag_matches("*", "\"a\""));
    ck_assert(!etag_matches("\"ab\"", "\"a\""));
    ck_assert(!etag_matches(NULL, "\"a\""));
    ck_assert(accepts_gzip("deflate, gzip;q=0.5"));
    ck_assert(accepts_gzip("*"));
    ck_assert(!accepts_gzip("gzip;q=0"));
    ck_assert(!accepts_gzip("gzip;q=0.000, br"));
    ck_assert(!accepts_gzip("br"));
    ck_assert(!accepts_gzip(NULL));
}
END_TEST

Suite *make_token_suite(void)
{
    Suite *s = suite_create("token");
    TCase *c = tcase_create("token");

    tcase_add_test(c, tokens);
    tcase_add_loop_test(c, sha256_known, 0, sizeof known / sizeof known[0]);
    tcase_add_test(c, sha256_million);
    tcase_add_test(c, rates);
    tcase_add_test(c, many_addresses_share_the_table);
    tcase_add_test(c, etags);
    suite_add_tcase(s, c);
    return s;
}
