/* check_replace.c - the textbook's tables cell by cell; long references in slices: stopped, sought, replayed, refused.
 *
 * Strings: Silberschatz, Operating System Concepts (7,0,1,2,0,3 …); Belady, Nelson, Shedler 1969 (1,2,3,4,1,2,5 …).
 */
#include "lab/replace.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab/policy.h"
#include "parts/zone.h"
#include "lab_naive.h"
#include "suite.h"
#include "text/scenario.h"
#include "walk.h"

enum { LONG = 300000 };
static const char book[] = "refs=7,0,1,2,0,3,0,4,2,3,0,3,2,1,2,0,1,7,0,1";

static struct mm_cmd parse(const char *text)
{
    struct lex_line words;
    struct scenario line;
    struct problem why;

    ck_assert(lex_split(text, strlen(text), &words, &why));
    ck_assert_msg(scenario_parse(&words, text, &line, &why), "%s: %s", text, why.en);
    return line.cmd;
}

static void do_line(struct mm *m, const char *text)
{
    const struct mm_cmd cmd = parse(text);

    ck_assert_msg(mm_do(m, &cmd) == MM_OK, "%s", text);
}

static struct mm *machine(void)
{
    struct mm_config cfg;

    walk_config(&cfg, 64, 3);
    return walk_machine(&cfg);
}

static uint64_t misses(struct mm *m, const char *policy, const char *rest)
{
    char line[256];

    snprintf(line, sizeof line, "lab policy=%s %s", policy, rest);
    do_line(m, line);
    return m->labrun[0].misses;
}

START_TEST(test_textbook_counts)
{
    struct mm *m = machine();
    char rest[128];

    snprintf(rest, sizeof rest, "frames=3 %s", book);
    ck_assert_uint_eq(misses(m, "fifo", rest), 15);
    ck_assert_uint_eq(misses(m, "opt", rest), 9);
    ck_assert_uint_eq(misses(m, "lru", rest), 12);
    ck_assert_uint_eq(misses(m, "fifo", "frames=3 refs=1,2,3,4,1,2,5,1,2,3,4,5"), 9);
    ck_assert_uint_eq(misses(m, "fifo", "frames=4 refs=1,2,3,4,1,2,5,1,2,3,4,5"), 10);
    mm_free(m);
}
END_TEST

/* The columns at which a page comes in, as the book draws them; '.' no page. */
START_TEST(test_textbook_table)
{
    static const struct {
        const char *policy;
        const char *frame[3];
        const char *filled;
    } tables[] = {
        {"fifo",
         {"77722224440000000777", ".0000333222221111100", "..111100033333222221"},
         "1111.111111..11..111"},
        {"opt",
         {"77722222222222222777", ".0000004440000000000", "..111333333331111111"},
         "1111.1.1..1..1...1.."},
        {"lru",
         {"77722224440001111111", ".0000000033333300000", "..111333222222222777"},
         "1111.1.1111..1.1.1.."},
    };
    struct mm *m = machine();

    for (unsigned t = 0; t < 3; t++) {
        char line[160];

        snprintf(line, sizeof line, "lab policy=%s frames=3 %s", tables[t].policy, book);
        do_line(m, line);
        for (unsigned column = 0; column < 20; column++) {
            unsigned filled = 0;

            for (unsigned i = 0; i < 3; i++) {
                const struct labcell *cell = &m->labcell[column * 3 + i];
                const char want = tables[t].frame[i][column];
                const char is = cell->page ? (char)('0' + cell->page - 1) : '.';

                ck_assert_msg(is == want, "%s: column %u, frame %u: %c, not %c", tables[t].policy,
                              column, i, is, want);
                filled += (cell->flags & LAB_CELL_FILLED) != 0;
            }
            ck_assert_uint_eq(filled, tables[t].filled[column] == '1');
        }
    }
    mm_free(m);
}
END_TEST

/* ---- long references ---- */

static uint64_t ops[LONG];
static struct mm_trace trace = {.name = "long", .ops = ops, .op_count = LONG};

static void make_trace(void)
{
    static unsigned page[LONG];

    lab_naive_pages(5, 900, page, LONG);
    for (unsigned i = 0; i < LONG; i++) {
        ops[i] = MM_OP((uint64_t)page[i] << MM_PAGE_SHIFT, ACC_READ);
    }
}

static struct mm *long_machine(void)
{
    struct mm *m = machine();

    ck_assert_int_eq(mm_add_trace(m, &trace), MM_OK);
    return m;
}

static const char long_line[] = "lab policy=lru,opt,arc frames=100 trace=long";

START_TEST(test_slices)
{
    struct mm *m = long_machine();
    const struct mm_cmd cmd = parse(long_line);
    uint64_t done, total, before = 0;
    unsigned slices = 0;

    ck_assert_int_eq(mm_begin(m, &cmd), MM_OK);
    while (mm_run(m, 1) == MM_MORE) {
        mm_progress(m, &done, &total);
        ck_assert(done > before && total == 4ull * LONG); /* opt goes over them twice */
        before = done;
        slices++;
    }
    ck_assert_uint_ge(slices, 4 * LONG / REPLACE_SLICE);
    ck_assert_uint_eq(m->lab->columns, 0);
    ck_assert_ptr_null(m->lab_work);
    for (unsigned run = 0; run < 3; run++) {
        struct mm_lab_count c = {
            .policy = (enum mm_lab_policy)m->labrun[run].policy, .frames = 100, .seed = 1};

        ck_assert_int_eq(mm_lab_count(&mm_host_libc, ops, LONG, &c), MM_OK);
        ck_assert_uint_eq(m->labrun[run].misses, c.misses);
        ck_assert_uint_eq(m->labrun[run].evictions, c.evictions);
    }
    mm_free(m);
}
END_TEST

/* Every event of a long command can be gone to, from before and from behind, and looks the same. */
START_TEST(test_seeking_inside)
{
    struct mm *m = long_machine();
    uint64_t hash[64];

    do_line(m, "lab policy=fifo frames=2 refs=1,2,3");
    const uint64_t first = mm_seq(m);

    do_line(m, long_line);
    do_line(m, "lab curve policy=lru,fifo frames=3 trace=long limit=100000");
    const uint64_t last = mm_seq(m), end = mm_hash(m);

    ck_assert_uint_lt(last - first, 64);
    for (uint64_t seq = first; seq <= last; seq++) {
        ck_assert_int_eq(mm_seek_seq(m, seq), MM_OK);
        hash[seq - first] = mm_hash(m);
    }
    for (uint64_t seq = last + 1; seq-- > first;) {
        ck_assert_int_eq(mm_seek_seq(m, seq), MM_OK);
        ck_assert_uint_eq(mm_hash(m), hash[seq - first]);
    }
    ck_assert_int_eq(mm_seek_seq(m, last), MM_OK);
    ck_assert_uint_eq(mm_hash(m), end);
    ck_assert_int_eq(mm_seek_step(m, 1), MM_OK);
    ck_assert_uint_eq(mm_hash(m), hash[0]);
    mm_free(m);
}
END_TEST

START_TEST(test_stopped)
{
    struct mm *m = long_machine();
    const struct mm_cmd cmd = parse(long_line);

    ck_assert_int_eq(mm_begin(m, &cmd), MM_OK);
    for (unsigned turn = 0; turn < 7; turn++) {
        ck_assert_int_eq(mm_run(m, 0), MM_MORE);
    }
    mm_stop(m);
    ck_assert_ptr_null(m->lab_work);
    ck_assert_uint_eq(m->lab->working, 0);
    ck_assert_uint_lt(m->lab->done, m->lab->total);
    const uint64_t hash = mm_hash(m);

    do_line(m, "lab policy=lru frames=3 refs=1,2,3,4,5");
    ck_assert_int_eq(mm_seek_step(m, 0), MM_OK);
    ck_assert_int_eq(mm_seek_step(m, 1), MM_OK);
    ck_assert_uint_eq(mm_hash(m), hash);
    mm_free(m);
}
END_TEST

/* A host that has no more memory once the machine is there. */
static bool poor;
static void *poor_reserve(void *ctx, size_t bytes)
{
    (void)ctx;
    return poor ? NULL : calloc(1, bytes);
}
static void poor_release(void *ctx, void *p, size_t bytes)
{
    (void)ctx;
    (void)bytes;
    free(p);
}

START_TEST(test_no_memory)
{
    static const struct mm_host host = {.reserve = poor_reserve, .release = poor_release};
    const struct mm_cmd big = parse(long_line);
    struct mm_config cfg;
    struct mm_fail fail;

    walk_config(&cfg, 64, 3);
    poor = false;
    struct mm *m = mm_new(&cfg, &host, &fail);

    ck_assert_ptr_nonnull(m);
    ck_assert_int_eq(mm_add_trace(m, &trace), MM_OK);
    const uint64_t hash = mm_hash(m);

    poor = true;
    ck_assert_int_eq(mm_begin(m, &big), MM_ENOHOSTMEM);
    ck_assert_uint_eq(mm_hash(m), hash);
    do_line(m, "lab policy=lru frames=3 refs=1,2,3,4,5"); /* needs none */
    poor = false;
    ck_assert_int_eq(mm_do(m, &big), MM_OK);
    mm_free(m);
}
END_TEST

START_TEST(test_curve_is_each_size)
{
    struct mm *m = long_machine();

    do_line(m, "lab curve policy=lru,opt,fifo,random,2q frames=40 trace=long limit=4000 seed=9");
    for (unsigned run = 0; run < 5; run++) {
        for (unsigned i = 0; i < 40; i++) {
            const struct labpoint *p = &m->labpoint[run * MM_LAB_POINTS + i];
            struct mm_lab_count c = {
                .policy = (enum mm_lab_policy)m->labrun[run].policy, .frames = i + 1, .seed = 9};

            ck_assert_int_eq(mm_lab_count(&mm_host_libc, ops, 4000, &c), MM_OK);
            ck_assert_uint_eq(p->frames, i + 1);
            ck_assert_uint_eq(p->misses, c.misses);
        }
        ck_assert_uint_eq(m->labrun[run].misses, m->labpoint[run * MM_LAB_POINTS + 39].misses);
    }
    mm_free(m);
}
END_TEST

/* A branch inside a story of labs, and the machine beside them is untouched. */
START_TEST(test_beside_the_machine)
{
    struct mm *m = long_machine();
    struct mm_fail fail;

    do_line(m, "spawn p");
    const uint64_t clock = m->machine->clock_ns, free_pages = m->zone[0].free_pages;

    do_line(m, long_line);
    ck_assert_uint_eq(m->machine->clock_ns, clock);
    ck_assert_uint_eq(m->zone[0].free_pages, free_pages);
    struct mm *b = mm_branch(m, 1, &fail);

    ck_assert_ptr_nonnull(b);
    do_line(b, long_line);
    ck_assert_uint_eq(mm_hash(b), mm_hash(m));
    mm_free(b);
    mm_free(m);
}
END_TEST

Suite *make_replace_suite(void)
{
    Suite *s = suite_create("replace");
    TCase *tc = tcase_create("replace");

    make_trace();
    tcase_set_timeout(tc, 120);
    tcase_add_test(tc, test_textbook_counts);
    tcase_add_test(tc, test_textbook_table);
    tcase_add_test(tc, test_slices);
    tcase_add_test(tc, test_seeking_inside);
    tcase_add_test(tc, test_stopped);
    tcase_add_test(tc, test_no_memory);
    tcase_add_test(tc, test_curve_is_each_size);
    tcase_add_test(tc, test_beside_the_machine);
    suite_add_tcase(s, tc);
    return s;
}
