/* check_classify.c - whose socket is it, decided from every prefix of a head. */
#include "suite.h"

#include "classify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RIGHT                                                                \
    "GET /ws/v1/rooms/first HTTP/1.1\r\nHost: a:1\r\nUpgrade: websocket\r\n" \
    "Connection: keep-alive, Upgrade\r\nSec-WebSocket-Version: 13\r\n"       \
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: x, mmscope.v1\r\n"
enum { MAX = 4096 };

START_TEST(right_upgrade)
{
    const char head[] = RIGHT "Origin: http://a:1\r\n\r\n";

    /* Byte by byte: undecided until the last one, never HTTP. */
    for (size_t n = 1; n < sizeof head - 1; n++)
        ck_assert_int_eq(classify(head, n, MAX, ""), OWNER_UNDECIDED);
    ck_assert_int_eq(classify(head, sizeof head - 1, MAX, ""), OWNER_WS);
}
END_TEST

static const char *const http[] = {
    "G"
    "ET / HTTP/1.1\r\nHost: a\r\n\r\n",
    "POST /ws/v1/rooms/first HTTP/1.1\r\n",
    "GET /wsx",
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "\x16\x03\x01\x02",
    RIGHT "Origin: http://b:1\r\n\r\n",
    RIGHT "Upgrade: websocket\r\n\r\n",
    RIGHT "Host: a:1\r\n\r\n",
    "GET /ws/v1/rooms/first HTTP/1.1\r\nHost: a\r\n\r\n",
    "GET /ws/v1/rooms/first HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n",
    "GET /ws/v1/rooms/ HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n\r\n",
    "GET /ws HTTP/1.1\r\n\r\n",
    "GET /ws\r\n\r\n",
};

START_TEST(for_http)
{
    ck_assert_int_eq(classify(http[_i], strlen(http[_i]), MAX, ""), OWNER_HTTP);
}
END_TEST

START_TEST(each_part_is_needed)
{
    static const char *const parts[] = {"Host: a:1\r\n",
                                        "Upgrade: websocket\r\n",
                                        "Connection: keep-alive, Upgrade\r\n",
                                        "Sec-WebSocket-Version: 13\r\n",
                                        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n",
                                        "Sec-WebSocket-Protocol: x, mmscope.v1\r\n"};
    char head[1024] = RIGHT "\r\n";

    ck_assert_int_eq(classify(head, strlen(head), MAX, ""), OWNER_WS);
    char *at = strstr(head, parts[_i]);
    memmove(at, at + strlen(parts[_i]), strlen(at + strlen(parts[_i])) + 1);
    ck_assert_int_eq(classify(head, strlen(head), MAX, ""), OWNER_HTTP);
}
END_TEST

START_TEST(too_long)
{
    char head[8192] = RIGHT "X: ";

    memset(head + strlen(head), 'a', 5000);
    ck_assert_int_eq(classify(head, 4095, MAX, ""), OWNER_UNDECIDED);
    ck_assert_int_eq(classify(head, 4096, MAX, ""), OWNER_HTTP);
}
END_TEST

START_TEST(faults)
{
    struct upgrade u = {.path = "/ws/v1/rooms/ab-1",
                        .host = "h",
                        .upgrade = "WebSocket",
                        .connection = "upgrade",
                        .version = "13",
                        .key = "AAAAAAAAAAAAAAAAAAAAAA==",
                        .protocol = "mmscope.v1"};

    ck_assert_int_eq(upgrade_check(&u, ""), UPGRADE_OK);
    u.origin = "https://H";
    ck_assert_int_eq(upgrade_check(&u, ""), UPGRADE_OK);
    u.origin = "null";
    ck_assert_int_eq(upgrade_check(&u, ""), UPGRADE_ORIGIN);
    ck_assert_int_eq(upgrade_check(&u, "null"), UPGRADE_OK);
    u.protocol = "mmscope.v2";
    ck_assert_int_eq(upgrade_check(&u, "null"), UPGRADE_SUBPROTOCOL);
    u.version = "8";
    ck_assert_int_eq(upgrade_check(&u, ""), UPGRADE_BAD);
    u.path = "/ws/v1/rooms/Upper";
    ck_assert_int_eq(upgrade_check(&u, ""), UPGRADE_PATH);
    u.upgrade = NULL;
    ck_assert_int_eq(upgrade_check(&u, ""), UPGRADE_MISSING);
}
END_TEST

START_TEST(lists)
{
    ck_assert(list_has(" a ,B,\tc", "b"));
    ck_assert(list_has("c", "C"));
    ck_assert(!list_has("ab, ba", "a"));
    ck_assert(!list_has("", "a"));
    ck_assert(!list_has(NULL, "a"));
}
END_TEST

Suite *make_classify_suite(void)
{
    Suite *s = suite_create("classify");
    TCase *c = tcase_create("classify");

    tcase_add_test(c, right_upgrade);
    tcase_add_loop_test(c, for_http, 0, sizeof http / sizeof http[0]);
    tcase_add_loop_test(c, each_part_is_needed, 0, 6);
    tcase_add_test(c, too_long);
    tcase_add_test(c, faults);
    tcase_add_test(c, lists);
    suite_add_tcase(s, c);
    return s;
}
