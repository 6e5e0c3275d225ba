/* check_segaccess.c - accesses through segments: what is told on the way, and random ones against the manual's words.
 * Origin: Intel SDM volume 3 (protection; MOV to a segment register; far jump), written down again here. */
#include "lab/segaccess.h"

#include <stdio.h>
#include <string.h>

#include "base/rng.h"
#include "play.h"

START_TEST(test_told)
{
    struct mm *m = play_machine("memory=1M");
    struct play_sink sink;

    play(m, "lab segments memory=1M");
    play(m, "lab load a 8K");
    play(m, "lab load b 8K");
    play_watch(m, &sink);
    play(m, "lab access b 0x10 w bytes=8");
    ck_assert_uint_eq(sink.count[EV_SEG_SELECT], 1);
    ck_assert_uint_eq(sink.last[EV_SEG_SELECT].arg[0], 0x0f);
    ck_assert_uint_eq(sink.last[EV_SEG_SELECT].arg[1], 1);
    ck_assert_uint_eq(sink.last[EV_SEG_DESCRIPTOR].arg[2], 0x2000); /* base */
    ck_assert_uint_eq(sink.last[EV_SEG_DESCRIPTOR].arg[3], 0x1fff); /* limit */
    ck_assert_uint_eq(sink.count[EV_SEG_CHECK], 7);
    ck_assert_uint_eq(sink.last[EV_SEG_CHECK].arg[0], SEGR_LIMIT);
    ck_assert_uint_eq(sink.last[EV_SEG_CHECK].arg[2], 0x17);
    ck_assert_uint_eq(sink.count[EV_SEG_WRITE], 1); /* the accessed bit */
    ck_assert_uint_eq(sink.last[EV_SEG_WRITE].arg[2] ^ sink.last[EV_SEG_WRITE].arg[1], 1ull << 40);
    ck_assert_uint_eq(sink.last[EV_SEG_LINEAR].arg[2], 0x2010);
    ck_assert_uint_eq(m->lab->linear, 0x2010);
    play(m, "lab access b 0x10 w");
    ck_assert_uint_eq(sink.count[EV_SEG_WRITE], 1); /* it is set already */
    play(m, "lab access b 8K r");
    ck_assert_uint_eq(sink.count[EV_SEG_FAULT], 1);
    ck_assert_uint_eq(sink.count[EV_SEG_LINEAR], 2);
    ck_assert(m->lab->fault == SEGF_GP && m->lab->rule == SEGR_LIMIT && m->lab->linear == 0);
    play(m, "lab access a 0 r"); /* the next command starts without a fault */
    ck_assert(m->lab->fault == SEGF_NONE && m->lab->rule == 0);
    mm_observe(m, NULL);
    mm_free(m);
}
END_TEST

START_TEST(test_flat)
{
    struct mm *m = play_machine("memory=1M");

    play(m, "lab segments");
    for (unsigned i = 0; i < 4; i++) { /* code and data of program and kernel: the same address */
        static const char *const lines[] = {
            "lab access 0x73 0x8048123 x", "lab access 0x7b 0x8048123 w",
            "lab access 0x60 0x8048123 x cpl=0", "lab access 0x68 0x8048123 r cpl=0"};

        play(m, lines[i]);
        ck_assert(m->lab->fault == SEGF_NONE && m->lab->linear == 0x8048123);
    }
    play(m, "lab access 0x7b 4294967292 r");
    ck_assert_uint_eq(m->lab->fault, SEGF_NONE);
    play(m, "lab access 0x7b 4294967293 r");
    ck_assert_uint_eq(m->lab->fault, SEGF_GP);
    play(m, "lab access 0x7b 4294967293 w stack");
    ck_assert_uint_eq(m->lab->fault, SEGF_SS);
    play(m, "lab segments bits=64");
    play(m, "lab load small 4K");
    play(m, "lab access small 0x7fff00000000 r bytes=8"); /* its base and limit do not count */
    ck_assert(m->lab->fault == SEGF_NONE && m->lab->linear == 0x7fff00000000);
    play(m, "lab access 0x33 0x400000 x");
    ck_assert(m->lab->fault == SEGF_NONE && m->lab->linear == 0x400000);
    play(m, "lab access 0x23 0x100000000 x"); /* 32-bit code cannot reach there */
    ck_assert(m->lab->fault == SEGF_GP && m->lab->rule == SEGR_LIMIT);
    play(m, "lab access 0x1b 0 r"); /* kernel data with RPL 3 */
    ck_assert(m->lab->fault == SEGF_GP && m->lab->rule == SEGR_PRIVILEGE && m->lab->error == 0x18);
    play(m, "lab access 0x83 0 r");
    ck_assert(m->lab->rule == SEGR_TABLE && m->lab->error == 0x80); /* 16 entries */
    mm_free(m);
}
END_TEST

/* A descriptor and an access in plain words. 0 none, 13 #GP, 12 #SS, 11 #NP. */
struct words {
    unsigned type, dpl, cpl, rpl, present, g, db, bytes, how;
    uint64_t base, limit, offset;
    bool stack;
};

static unsigned by_the_manual(const struct words *w)
{
    const bool code = w->type >= 8;
    const uint64_t limit = w->g ? w->limit * 4096 + 4095 : w->limit;
    const uint64_t last = w->offset + w->bytes - 1;

    if (w->how == ACC_FETCH) {
        if (!code) {
            return 13;
        }
        if (w->type & 4 ? w->dpl > w->cpl : w->rpl > w->cpl || w->dpl != w->cpl) {
            return 13;
        }
    } else if (w->stack) {
        if (code || !(w->type & 2) || w->rpl != w->cpl || w->dpl != w->cpl) {
            return 13;
        }
    } else {
        if (code && !(w->type & 2)) {
            return 13;
        }
        if (!(code && (w->type & 4)) && (w->rpl > w->dpl || w->cpl > w->dpl)) {
            return 13;
        }
    }
    if (!w->present) {
        return w->stack ? 12 : 11;
    }
    if (w->how == ACC_WRITE && (code || !(w->type & 2))) {
        return 13;
    }
    if (!code && (w->type & 4)) {
        if (w->offset <= limit || last > (w->db ? 0xffffffffu : 0xffffu)) {
            return w->stack ? 12 : 13;
        }
    } else if (last > limit) {
        return w->stack ? 12 : 13;
    }
    return 0;
}

START_TEST(test_random)
{
    static const unsigned numbers[SEGF_COUNT] = {
        [SEGF_NONE] = 0, [SEGF_GP] = 13, [SEGF_NP] = 11, [SEGF_SS] = 12};
    struct mm *m = play_machine("memory=64K");
    const unsigned rounds = test_scaled(3000);
    unsigned seen[14] = {0};
    uint64_t rng[2];

    rng_seed(rng, 17);
    play(m, "lab segments");
    for (unsigned i = 0; i < rounds; i++) {
        struct words w = {.type = (unsigned)rng_below(rng, 16),
                          .dpl = (unsigned)rng_below(rng, 4),
                          .cpl = (unsigned)rng_below(rng, 4),
                          .present = rng_below(rng, 4) != 0,
                          .g = (unsigned)rng_below(rng, 2),
                          .db = (unsigned)rng_below(rng, 2),
                          .bytes = 1u << rng_below(rng, 4),
                          .how = (unsigned)rng_below(rng, 3),
                          .base = rng_below(rng, 1ull << 32),
                          .limit = rng_below(rng, 1u << (4 + rng_below(rng, 17))),
                          .stack = rng_below(rng, 3) == 0};
        char line[160];

        w.dpl = rng_below(rng, 2) ? w.cpl : w.dpl;
        w.rpl = rng_below(rng, 2) ? w.cpl : (unsigned)rng_below(rng, 4);
        w.offset = (w.g ? w.limit * 4096 : w.limit) + rng_below(rng, 32);
        w.offset = w.offset < 16 ? w.offset : w.offset - 16 * rng_below(rng, 2);
        w.stack = w.stack && w.how != ACC_FETCH;
        snprintf(line, sizeof line,
                 "lab descriptor d base=%llu limit=%llu type=%u dpl=%u present=%u granularity=%u "
                 "big=%u",
                 (unsigned long long)w.base, (unsigned long long)w.limit, w.type, w.dpl, w.present,
                 w.g, w.db);
        play(m, line);
        w.offset = w.offset > UINT32_MAX ? UINT32_MAX : w.offset;
        snprintf(line, sizeof line, "lab access %u %llu %c bytes=%u cpl=%u %s", 4 | w.rpl,
                 (unsigned long long)w.offset, "rwx"[w.how], w.bytes, w.cpl,
                 w.stack ? "stack" : "");
        play(m, line);
        const unsigned want = by_the_manual(&w);

        seen[want]++;
        ck_assert_msg(numbers[m->lab->fault] == want, "%s: %u, not %u (type %u dpl %u limit %llx)",
                      line, numbers[m->lab->fault], want, w.type, w.dpl,
                      (unsigned long long)w.limit);
        ck_assert(want != 0 || m->lab->linear == (uint32_t)(w.base + w.offset));
    }
    ck_assert(seen[0] > 0 && seen[11] > 0 && seen[12] > 0 && seen[13] > 0);
    mm_free(m);
}
END_TEST

START_TEST(test_descriptor)
{
    struct mm *m = play_machine("memory=1M");
    slot_t d;

    play(m, "lab segments");
    play(m, "lab descriptor d"); /* flat user data */
    d = segment_find(m, "d");
    ck_assert_uint_eq(m->labseg[d].descriptor, 0x00cff2000000ffff);
    play(m, "lab descriptor d raw=0x00cffa000000ffff");
    ck_assert_uint_eq(m->labseg[d].type, LS_CODE);
    play(m, "lab descriptor d raw=0x00cffa000000ffff dpl=0 base=0x12345678 long=1 big=0");
    ck_assert_uint_eq(m->labseg[d].descriptor, 0x12af9a345678ffff);
    play(m, "lab descriptor e table=gdt s=0 type=2");
    ck_assert_uint_eq(segment_find(m, "e"), 6);
    play(m, "lab access e 0 r");
    ck_assert(m->lab->fault == SEGF_GP && m->lab->rule == SEGR_TYPE);
    ck_assert_int_eq(play_try(m, "lab swapout d"), MM_EBADARG); /* it has no memory */
    play(m, "lab descriptor d raw=0x00cffa000000ffff base=0 granularity=0");
    play(m, "lab access d 1M x stack"); /* code is never fetched through SS */
    ck_assert(m->lab->fault == SEGF_GP && m->lab->rule == SEGR_LIMIT);
    play(m, "lab unload d");
    ck_assert_uint_eq(segment_find(m, "d"), SLOT_NONE);
    play(m, "lab access 0x04 0 r cpl=0");
    ck_assert_uint_eq(m->lab->rule, SEGR_TYPE);
    mm_free(m);
}
END_TEST

START_TEST(test_selector_words)
{
    static const char *const bad[] = {"", "x", "0x", "0x1g", "65536", "12a", "-1"};
    struct mm *m = play_machine("memory=1M");
    uint16_t sel = 0;

    play(m, "lab segments");
    ck_assert(segaccess_selector(m, "0xFf", 0, &sel) && sel == 0xff);
    ck_assert(segaccess_selector(m, "65535", 0, &sel) && sel == 65535);
    ck_assert(segaccess_selector(m, "user_ds", 1, &sel) && sel == 0x79);
    for (unsigned i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        ck_assert_msg(!segaccess_selector(m, bad[i], 0, &sel), "%s", bad[i]);
    }
    mm_free(m);
}
END_TEST

Suite *make_segaccess_suite(void)
{
    Suite *s = suite_create("segaccess");
    TCase *t = tcase_create("segaccess");

    tcase_add_test(t, test_told);
    tcase_add_test(t, test_flat);
    tcase_add_test(t, test_random);
    tcase_add_test(t, test_descriptor);
    tcase_add_test(t, test_selector_words);
    suite_add_tcase(s, t);
    return s;
}
