/* check_labtables.c - lab tables as a command: figures, lookups against a naive walk, refusals, a host without memory.
 * Origin: as check_schemes.c. */
#include "lab/labtables.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "play.h"

START_TEST(test_figures)
{
    struct mm *m = play_machine("memory=1M");
    struct play_sink sink;

    play_watch(m, &sink);
    play(m, "lab tables used=20");
    ck_assert_uint_eq(sink.count[EV_LAB_SCHEME], TS_COUNT);
    ck_assert_uint_eq(m->labtable[TS_LINEAR].bytes, 4u << 20);
    ck_assert_uint_eq(m->labtable[TS_TWO].bytes, 4096 + 205 * 4096);
    ck_assert_uint_eq(m->labtable[TS_TWO].entry, 4);
    ck_assert_uint_eq(m->labtable[TS_FOUR].entry, 8);
    ck_assert_uint_eq(m->labtable[TS_FIVE].worst, 5);
    ck_assert_uint_eq(m->lab->refs, (1048576 * 20 + 99) / 100);
    ck_assert_uint_eq(m->labtable[TS_INVERTED].pages, m->lab->refs);
    ck_assert_uint_eq(m->labtable[TS_INVERTED].bytes, 262144 * 20);
    /* counted probes lie where theory says, within a tenth */
    for (unsigned s = TS_INVERTED; s <= TS_HASHED; s++) {
        const struct labtable *t = &m->labtable[s];

        ck_assert_uint_gt(t->probes * 10, t->expected * 7);
        ck_assert_uint_lt(t->probes * 10, t->expected * 11);
        ck_assert_uint_eq(t->worst, 1 + t->longest);
    }
    play(m, "lab tables bits=48"); /* 2^36 pages: no chain is counted, memory holds 2^18 of them */
    ck_assert_uint_eq(m->labtable[TS_HASHED].probes, 0);
    ck_assert_uint_eq(m->labtable[TS_HASHED].worst, 0);
    ck_assert_uint_eq(m->labtable[TS_INVERTED].pages, 262144);
    ck_assert_uint_gt(m->labtable[TS_INVERTED].probes, 1000);
    ck_assert_uint_eq(m->labtable[TS_FOUR].bytes,
                      4096 * (1 + 512 + 512 * 512 + 512ull * 512 * 512));
    mm_observe(m, NULL);
    mm_free(m);
}
END_TEST

/* Accesses until it is known: a level more for each table that exists on the way. */
START_TEST(test_lookups)
{
    struct mm *m = play_machine("memory=1M");
    const unsigned rounds = test_scaled(150);
    uint64_t rng[2];

    rng_seed(rng, 23);
    for (unsigned i = 0; i < rounds; i++) {
        const uint64_t a = rng_below(rng, 1ull << 48) & ~0xfffull;
        const uint64_t b = rng_below(rng, 1ull << 30) & ~0xfffull;
        const uint64_t len = (1 + rng_below(rng, 300)) << 12;
        const unsigned near = (unsigned)rng_below(rng, 48);
        const uint64_t at =
            rng_below(rng, 3) ? (a ^ (1ull << near)) & ((1ull << 48) - 1) : a + rng_below(rng, len);
        const bool in_a = at >= a && at < a + len, in_b = at >= b && at < b + 4096;
        char line[160];

        if (a + len > 1ull << 48 || (a < b + 4096 && b < a + len) || at >> 48) {
            continue;
        }
        snprintf(line, sizeof line, "lab tables bits=48 map=0x%llx..0x%llx,%llu..%llu at=%llu",
                 (unsigned long long)a, (unsigned long long)(a + len), (unsigned long long)b,
                 (unsigned long long)b + 4096, (unsigned long long)at);
        play(m, line);
        for (unsigned levels = 4; levels <= 5; levels++) {
            unsigned depth = 1;

            for (unsigned shift = 12 + 9 * (levels - 1); shift >= 21; shift -= 9) {
                const uint64_t t = at >> shift;
                const bool there =
                    (t >= a >> shift && t <= (a + len - 1) >> shift) || t == b >> shift;

                if (!there) {
                    break;
                }
                depth++;
            }
            const struct labtable *r = &m->labtable[levels == 4 ? TS_FOUR : TS_FIVE];

            ck_assert_msg(r->now == depth, "%s: %u accesses, not %u", line, r->now, depth);
            ck_assert_uint_eq(r->found, in_a || in_b);
        }
        ck_assert_uint_eq(m->labtable[TS_LINEAR].now, 1);
        ck_assert_uint_eq(m->labtable[TS_HASHED].found, in_a || in_b);
        ck_assert_uint_eq(m->labtable[TS_INVERTED].found, in_a || in_b);
        ck_assert_uint_ge(m->labtable[TS_HASHED].now, in_a || in_b ? 2 : 1);
        ck_assert_uint_le(m->labtable[TS_HASHED].now, m->labtable[TS_HASHED].worst);
    }
    mm_free(m);
}
END_TEST

/* What the events of a walk say: indices, and the frame, which is the page's place among the mapped ones. */
START_TEST(test_told)
{
    struct mm *m = play_machine("memory=1M");
    struct play_sink sink;

    play_watch(m, &sink);
    play(m, "lab tables map=0x1000..0x3000,0x400000..0x402000 at=0x401234");
    ck_assert_uint_eq(sink.count[EV_LAB_LOOKUP], TS_COUNT);
    ck_assert_uint_eq(sink.count[EV_LAB_ENTRY], 1 + 2 + 4 + 5);
    ck_assert_uint_eq(sink.last[EV_LAB_ENTRY].arg[1], 1); /* the last one: level 1 of five */
    ck_assert_uint_eq(sink.last[EV_LAB_ENTRY].arg[2], 1);
    ck_assert_uint_eq(sink.last[EV_LAB_ENTRY].arg[5], 3);
    ck_assert_uint_eq(sink.last[EV_LAB_FOUND].arg[3], 3);
    ck_assert_uint_eq(sink.count[EV_LAB_HASH], 2);
    ck_assert_uint_ge(sink.count[EV_LAB_PROBE], 2);
    ck_assert_uint_eq(sink.last[EV_LAB_PROBE].arg[3], 0x401);
    ck_assert_uint_eq(m->lab->address, 0x401234);
    mm_observe(m, NULL);
    mm_free(m);
}
END_TEST

static const struct {
    const char *line;
    enum mm_err err;
    const char *field;
    uint64_t limit;
} refused[] = {
    {"lab tables bits=33", MM_ERANGE, "bits", 48},
    {"lab tables page=4097", MM_ERANGE, "page", 1u << 30},
    {"lab tables memory=64 page=4K", MM_ERANGE, "memory", 4096},
    {"lab tables map=0..4294967297", MM_ERANGE, "map", 1ull << 32},
    {"lab tables map=0..4K used=5", MM_EBADARG, "used", 0},
    {"lab tables at=4294967296", MM_ERANGE, "at", UINT32_MAX},
    {"lab tables map=1..2,3..4,5..6,7..8,9..10,11..12,13..14,15..16,17..18,19..20,21..22,23..24,"
     "25..26,27..28,29..30,31..32,33..34",
     MM_EBADARG, "map", 16},
};

START_TEST(test_refusals)
{
    struct mm *m = play_machine("memory=1M");
    const uint64_t hash = mm_hash(m);
    struct mm_cmd cmd;

    for (unsigned i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        const enum mm_err err = play_try(m, refused[i].line);

        ck_assert_msg(err == refused[i].err, "%s: %s", refused[i].line, mm_err_name(err));
        ck_assert_str_eq(mm_last_fail(m)->field, refused[i].field);
        ck_assert_msg(mm_last_fail(m)->limit == refused[i].limit, "%s: %llu", refused[i].line,
                      (unsigned long long)mm_last_fail(m)->limit);
    }
    static const char *const texts[] = {"",
                                        "1..2",
                                        "0x1",
                                        "0x1..",
                                        "0x2..0x1",
                                        "0x1..0x2,",
                                        "0x1..0x2;0x3..0x4",
                                        "0x12345678901234567..0x1"};

    for (unsigned i = 0; i < sizeof texts / sizeof texts[0]; i++) { /* by hand: no parser before */
        mm_cmd_init(&cmd, MM_V_LAB_TABLES);
        cmd.arg[3].text = mm_cmd_text(&cmd, texts[i], strlen(texts[i]));
        cmd.present = 1u << 3;
        ck_assert_msg(mm_do(m, &cmd) == MM_EBADARG, "%s", texts[i]);
    }
    mm_cmd_init(&cmd, MM_V_LAB_TABLES);
    cmd.arg[4].a = 101;
    cmd.present = 1u << 4;
    ck_assert_int_eq(mm_do(m, &cmd), MM_ERANGE);
    ck_assert_uint_eq(mm_hash(m), hash);
    mm_free(m);
}
END_TEST

/* A host that gives no more memory once it is told so. */
static int generous = 1;

static void *reserve(void *ctx, size_t bytes)
{
    return generous ? mm_host_libc.reserve(ctx, bytes) : NULL;
}

START_TEST(test_no_scratch)
{
    struct mm_host host = mm_host_libc;
    struct mm_config cfg;
    struct mm_fail fail;
    struct mm_cmd cmd;
    struct mm *m;

    mm_config_default(&cfg);
    cfg.memory_bytes = 1 << 20;
    host.reserve = reserve;
    m = mm_new(&cfg, &host, &fail);
    ck_assert_ptr_nonnull(m);
    mm_cmd_init(&cmd, MM_V_LAB_TABLES);
    generous = 0;
    ck_assert_int_eq(mm_do(m, &cmd), MM_ENOHOSTMEM);
    ck_assert_uint_eq(m->lab->kind, LK_NONE);
    generous = 1;
    ck_assert_int_eq(mm_do(m, &cmd), MM_OK);
    mm_free(m);
}
END_TEST

Suite *make_labtables_suite(void)
{
    Suite *s = suite_create("labtables");
    TCase *t = tcase_create("labtables");

    tcase_add_test(t, test_figures);
    tcase_add_test(t, test_lookups);
    tcase_add_test(t, test_told);
    tcase_add_test(t, test_refusals);
    tcase_add_test(t, test_no_scratch);
    suite_add_tcase(s, t);
    return s;
}
