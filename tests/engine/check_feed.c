/* check_feed.c - a session as a whole: the machine line, slices, stopping, branches, inputs; and that a refused line
 * changes nothing, for every good line with every word spoiled. */
#include <stdio.h>
#include <string.h>

#include "text_help.h"

static struct text_run t;

static void open_setup(void)
{
    text_open(&t);
}

static void close_setup(void)
{
    text_close(&t);
}

START_TEST(test_machine_line)
{
    text_bad(&t, "machine memory=lots", 1, 9, "memory=lots");
    text_bad(&t, "machine colour=red", 1, 9, "colour=red");
    text_bad(&t, "machine memory=64M cpus=0", 1, 20, "cpus");
    text_bad(&t, "machine small", 1, 9, "small");
    ck_assert_ptr_null(session_machine(t.s));
    text_ok(&t,
            "# first a remark\n\nmachine memory=16M profile=la57 tlb=l1d:8x2 cost.walk_level=7\n");
    ck_assert_uint_eq(mm_config_of(session_machine(t.s))->memory_bytes, 16 << 20);
    ck_assert_uint_eq(mm_config_of(session_machine(t.s))->paging_levels, 5);
    ck_assert_uint_eq(mm_config_of(session_machine(t.s))->cost_ns[COST_WALK_LEVEL], 7);
    text_bad(&t, "machine memory=16M", 1, 1, "first line");
    text_close(&t);
    text_open(&t);
    text_ok(&t, "let levels = 4 + 1\nlet none = 0\nlet ways = $none + 2 * 2\nmachine memory=16M "
                "paging=$levels tlb=l1d:16x$ways\n");
    ck_assert_uint_eq(mm_config_of(session_machine(t.s))->paging_levels, 5);
    ck_assert_uint_eq(mm_config_of(session_machine(t.s))->tlb[0].sets, 4);
    text_close(&t);
    text_open(&t); /* what asks the machine makes it */
    text_bad(&t, "let a = 1\nlet b = clock.ns\nmachine memory=16M", 3, 1, "first line");
}
END_TEST

static const char program[] = "machine memory=16M cpus=2\n"
                              "trace lackey traces/ls2000.lackey as t\n"
                              "expect t.stat.minflt > 10\n"
                              "spawn a cpu=0\nspawn b cpu=1\n"
                              "a mmap 2M as m\nb mmap 2M as m\n"
                              "a write m pattern=zipf:0.9 count=5000 &\n"
                              "b write m pattern=random count=5000 &\n"
                              "wait until vmstat.pgfault > 700\n"
                              "wait\n"
                              "repeat 5 as i\na munmap m+$i..2M every=7\na mmap 4K as x$i\nend\n"
                              "a exit\n";

/* The same lines in slices of any size leave the same machine. */
START_TEST(test_slices)
{
    static const uint64_t budget[] = {UINT64_MAX, 0, 1, 777, 100000};
    uint64_t hash = 0, seq = 0;

    for (unsigned i = 0; i < sizeof budget / sizeof budget[0]; i++) {
        struct text_run run;

        text_open(&run);
        ck_assert_msg(text_do_sliced(&run, program, budget[i]), "%s", run.problem.en);
        if (i == 0) {
            hash = mm_hash(session_machine(run.s));
            seq = mm_seq(session_machine(run.s));
        }
        ck_assert_uint_eq(mm_seq(session_machine(run.s)), seq);
        ck_assert_uint_eq(mm_hash(session_machine(run.s)), hash);
        ck_assert_int_eq(mm_seek_step(session_machine(run.s), 0),
                         MM_OK); /* and run again from the log */
        ck_assert_int_eq(mm_seek_seq(session_machine(run.s), seq), MM_OK);
        ck_assert_uint_eq(mm_hash(session_machine(run.s)), hash);
        text_close(&run);
    }
}
END_TEST

START_TEST(test_stop)
{
    struct problem why;
    uint64_t done = 0, total = 0, hash;
    static const char line[] = "p write m pattern=loop count=1000000000\np exit\n";

    text_ok(&t, text_setup);
    ck_assert(session_feed(t.s, line, strlen(line), &why));
    ck_assert_int_eq(session_advance(t.s, 10000, NULL, NULL), SESSION_MORE);
    ck_assert_uint_eq(session_progress(t.s, &done, &total), 1);
    ck_assert(done > 0 && total == 1000000000);
    ck_assert(!session_feed(t.s, "p exit", 6, &why));
    ck_assert_int_eq(why.err, MM_ERUNNING);
    session_stop(t.s);
    ck_assert_int_eq(session_advance(t.s, 10000, NULL, NULL), SESSION_FAILED);
    ck_assert_int_eq(session_advance(t.s, 10000, NULL, NULL), SESSION_DONE);
    text_ok(&t, "expect alive(p)\nexpect p.statm.resident >= 16\n");
    ck_assert(session_feed(t.s, "kill p\nkill j", 13, &why)); /* stopped between two lines */
    ck_assert_int_eq(session_advance(t.s, 1, NULL, NULL), SESSION_MORE);
    session_stop(t.s);
    ck_assert(!session_feed(t.s, "p exit", 6, &why));
    ck_assert_int_eq(session_advance(t.s, 10000, NULL, NULL), SESSION_FAILED);
    text_ok(&t, "expect alive(p) == 0\nexpect alive(j)\n");
    hash = mm_hash(session_machine(t.s));
    ck_assert_int_eq(mm_seek_step(session_machine(t.s), 0), MM_OK);
    ck_assert_int_eq(mm_seek_step(session_machine(t.s), mm_head_step(session_machine(t.s))), MM_OK);
    ck_assert_uint_eq(mm_hash(session_machine(t.s)), hash);
}
END_TEST

START_TEST(test_branch)
{
    struct text_run b = {.store = NULL};
    struct mm_fail fail;
    struct mm *m;

    text_ok(&t, text_setup);
    text_ok(&t, "trace lackey traces/ls2000.lackey as t limit=50\np write m\n");
    m = mm_branch(session_machine(t.s), mm_step(session_machine(t.s)) - 1, &fail);
    ck_assert_ptr_nonnull(m);
    b.s = session_branch(t.s, m);
    text_ok(&b, "expect kept == 4096\nexpect p.stat.minflt == 0\np write m+0..$kept\nexpect "
                "p.stat.minflt == 1\n"
                "kill t\ntrace lackey traces/ls2000.lackey as t2 limit=60\n");
    text_ok(&t, "expect p.stat.minflt == 16\n");
    session_free(b.s);
    text_ok(&t, "kill t\ntrace lackey traces/ls2000.lackey as t3 limit=70\n");
}
END_TEST

START_TEST(test_inputs)
{
    struct session_input in;

    text_ok(&t, "machine memory=16M\n"
                "trace lackey traces/ls2000.lackey as t\n"
                "spawn s maps=traces/static.maps\n"
                "expect s.maps.count == 10\n"
                "s touch text x\n"
                "expect result.signal == 0\n");
    ck_assert(session_input(t.s, 0, &in));
    ck_assert_str_eq(in.kind, "lackey");
    ck_assert_uint_eq(in.accesses, 2000);
    ck_assert(in.inferred && in.areas > 1 && in.malformed == 0);
    ck_assert(session_input(t.s, 1, &in));
    ck_assert_str_eq(in.kind, "maps");
    ck_assert(!in.inferred && in.areas == 10);
    ck_assert(!session_input(t.s, 2, &in));
    text_bad(&t, "trace lackey missing.lackey as u", 1, 14, "missing.lackey");
    text_bad(&t, "trace pages traces/gcc4096.u64.xz as t", 1, 38,
             "taken"); /* the name: the file is forgotten again */
    text_ok(&t, "fails trace pages traces/static.maps as t\n");
    ck_assert(!session_input(t.s, 2, &in));
    text_bad(&t, "spawn u maps=missing.maps", 1, 9, "missing.maps");
}
END_TEST

/* The good line with one word spoiled. False: there is no such word. */
static bool spoil(const char *good, unsigned word, unsigned how, char *out, size_t bytes)
{
    static const char *const junk[] = {"?!", "99999999999999999999999", "nosuch", "-1", "4Q", "",
                                       "0x", "m+9999T..99999T"};
    struct lex_line words;
    struct problem why;
    const struct lex_word *w;

    if (!lex_split(good, strlen(good), &words, &why) || word >= words.word_count) {
        return false;
    }
    w = &words.word[word];
    const char *equals = memchr(good + w->start, '=', w->length);
    const size_t keep_bytes = how >= 8 && equals ? (size_t)(equals + 1 - good) : w->start;

    snprintf(out, bytes, "%.*s%s%s", (int)keep_bytes, good, junk[how % 8],
             good + w->start + w->length);
    return true;
}

/* Every good line, every word, every way: refused lines leave the hash, the step and the log as they were; lines that
 * are taken all the same are undone, and the state is that of before. */
START_TEST(test_refused_lines_change_nothing)
{
    unsigned refused = 0, taken = 0;
    struct mm *m;
    uint64_t hash, step, seq;

    text_ok(&t, text_setup);
    m = session_machine(t.s);
    hash = mm_hash(m);
    step = mm_step(m);
    seq = mm_seq(m);
    for (unsigned i = 0; i < text_good_count; i++) {
        for (unsigned word = 0; word < 12; word++) {
            for (unsigned how = 0; how < 16; how++) {
                char line[512];

                if (!spoil(text_good[i], word, how, line, sizeof line)) {
                    continue;
                }
                if (text_do(&t, line)) {
                    taken++;
                } else {
                    refused++;
                    ck_assert_msg(t.problem.en[0] && t.problem.zh[0] && t.problem.column, "%s",
                                  line);
                    ck_assert_msg(mm_hash(m) == hash && mm_step(m) == step && mm_seq(m) == seq,
                                  "%s: %s", line, t.problem.en);
                    continue;
                }
                if (mm_step(m) != step) {
                    ck_assert_int_eq(mm_seek_step(m, step), MM_OK);
                    ck_assert_int_eq(mm_truncate(m), MM_OK);
                    ck_assert_msg(mm_hash(m) == hash, "%s", line);
                }
            }
        }
    }
    ck_assert_uint_gt(refused, 1000);
    ck_assert_uint_gt(refused, 4 * taken);
}
END_TEST

/* Every good line runs after the setup, and what it does can be sought away. */
START_TEST(test_good_lines_run)
{
    struct mm *m;
    uint64_t hash, step;

    text_ok(&t, text_setup);
    m = session_machine(t.s);
    hash = mm_hash(m);
    step = mm_step(m);
    for (unsigned i = 0; i < text_good_count; i++) {
        /* It has no job; a lab of segments has no heap. */
        const bool refused_here = strcmp(text_good[i], "stop p") == 0 ||
                                  strncmp(text_good[i], "lab alloc", 9) == 0 ||
                                  strncmp(text_good[i], "lab free ", 9) == 0;

        ck_assert_msg(text_do(&t, text_good[i]) != refused_here, "%s: %s", text_good[i],
                      t.problem.en);
        if (mm_step(m) != step) {
            ck_assert_int_eq(mm_seek_step(m, step), MM_OK);
            ck_assert_int_eq(mm_truncate(m), MM_OK);
        }
        ck_assert_msg(mm_hash(m) == hash, "%s", text_good[i]);
    }
}
END_TEST

Suite *make_feed_suite(void)
{
    Suite *suite = suite_create("feed");
    TCase *tc = tcase_create("feed");

    tcase_add_checked_fixture(tc, open_setup, close_setup);
    tcase_add_test(tc, test_machine_line);
    tcase_add_test(tc, test_slices);
    tcase_add_test(tc, test_stop);
    tcase_add_test(tc, test_branch);
    tcase_add_test(tc, test_inputs);
    tcase_add_test(tc, test_good_lines_run);
    tcase_add_test(tc, test_refused_lines_change_nothing);
    suite_add_tcase(suite, tc);
    return suite;
}
