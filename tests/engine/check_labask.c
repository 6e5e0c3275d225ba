/* check_labask.c - what lab and lab curve ask for, and what is refused, with the argument that is wrong. */
#include "lab/labask.h"

#include <string.h>

#include "suite.h"

static struct mm *m;
static uint64_t ops[5000];
static struct mm_trace trace = {.name = "t", .ops = ops, .op_count = 5000};

static void open_machine(void)
{
    struct mm_config cfg;
    struct mm_fail fail;

    mm_config_default(&cfg);
    cfg.memory_bytes = 64 * MM_PAGE_BYTES;
    cfg.kernel_bytes = 0;
    m = mm_new(&cfg, &mm_host_libc, &fail);
    ck_assert_ptr_nonnull(m);
    ck_assert_int_eq(mm_add_trace(m, &trace), MM_OK);
}

static void close_machine(void)
{
    mm_free(m);
}

static void number(struct mm_cmd *cmd, unsigned arg, uint64_t n)
{
    cmd->arg[arg].a = n;
    cmd->present |= 1u << arg;
}

static void word(struct mm_cmd *cmd, unsigned arg, const char *text)
{
    cmd->arg[arg].text = mm_cmd_text(cmd, text, strlen(text));
    cmd->present |= 1u << arg;
}

/* lab policy=lru,opt frames=3 refs=TEXT */
static struct mm_cmd line(enum mm_verb verb, const char *refs)
{
    struct mm_cmd cmd;

    mm_cmd_init(&cmd, verb);
    number(&cmd, LABASK_POLICY, 2);
    cmd.arg[LABASK_POLICY].b = LP_LRU | LP_OPT << 4;
    number(&cmd, LABASK_FRAMES, 3);
    if (refs != NULL) {
        word(&cmd, LABASK_REFS, refs);
    }
    return cmd;
}

static void refused(const struct mm_cmd *cmd, enum mm_err err, unsigned arg)
{
    struct labask ask;

    ck_assert_int_eq(labask_read(m, cmd, &ask), err);
    ck_assert_uint_eq(mm_last_fail(m)->arg, arg);
    ck_assert_int_eq(mm_last_fail(m)->err, err);
}

START_TEST(test_what_is_asked_for)
{
    struct mm_cmd cmd = line(MM_V_LAB, "7,0,1,7");
    struct labask ask;

    ck_assert_int_eq(labask_read(m, &cmd, &ask), MM_OK);
    ck_assert_uint_eq(ask.runs, 2);
    ck_assert_int_eq(ask.policy[1], LP_OPT);
    ck_assert_uint_eq(ask.count, 4);
    ck_assert_uint_eq(CORE_PAGE(ask.ops[3]), 7);
    ck_assert_uint_eq(ask.tick, 3);
    ck_assert_uint_eq(ask.bits, 8);
    ck_assert_uint_eq(ask.seed, 1);
    ck_assert(labask_columns(&ask));
    number(&cmd, LABASK_LIMIT, 2);
    ck_assert_int_eq(labask_read(m, &cmd, &ask), MM_OK);
    ck_assert_uint_eq(ask.count, 2);
    cmd = line(MM_V_LAB, NULL);
    word(&cmd, LABASK_TRACE, "t");
    ck_assert_int_eq(labask_read(m, &cmd, &ask), MM_OK);
    ck_assert_uint_eq(ask.trace, 1);
    ck_assert_uint_eq(ask.count, 5000);
    ck_assert(!labask_columns(&ask));
    number(&cmd, LABASK_LIMIT, 100);
    ck_assert_int_eq(labask_read(m, &cmd, &ask), MM_OK);
    ck_assert(labask_columns(&ask));
    ck_assert_uint_gt(labask_bytes(&ask), 0);
    cmd = line(MM_V_LAB_CURVE, "7,0,1,7");
    cmd.present &= ~(1u << LABASK_FRAMES);
    ck_assert_int_eq(labask_read(m, &cmd, &ask), MM_OK);
    ck_assert_uint_eq(ask.frames, 3); /* as many as pages */
    ck_assert(!labask_columns(&ask));
}
END_TEST

START_TEST(test_refusals)
{
    static const char *const no_refs[] = {
        "", "a", "1,", ",1", "1,,2", "1 2", "-1", "1.5", "99999999999999999", "1125899906842624"};
    struct mm_cmd cmd;

    for (unsigned i = 0; i < sizeof no_refs / sizeof no_refs[0]; i++) {
        cmd = line(MM_V_LAB, no_refs[i]);
        refused(&cmd, MM_EBADARG, LABASK_REFS);
    }
    cmd = line(MM_V_LAB, NULL); /* neither */
    refused(&cmd, MM_EBADARG, LABASK_REFS);
    cmd = line(MM_V_LAB, "1,2"); /* both */
    word(&cmd, LABASK_TRACE, "t");
    refused(&cmd, MM_EBADARG, LABASK_REFS);
    cmd = line(MM_V_LAB, NULL);
    word(&cmd, LABASK_TRACE, "u");
    refused(&cmd, MM_ENONAME, LABASK_TRACE);
    cmd = line(MM_V_LAB, "1");
    number(&cmd, LABASK_POLICY, 0);
    refused(&cmd, MM_EBADARG, LABASK_POLICY);
    number(&cmd, LABASK_POLICY, 13);
    refused(&cmd, MM_EBADARG, LABASK_POLICY);
    number(&cmd, LABASK_POLICY, 2);
    cmd.arg[LABASK_POLICY].b = LP_LRU | LP_LRU << 4;
    refused(&cmd, MM_EBADARG, LABASK_POLICY);
    cmd.arg[LABASK_POLICY].b = LP_LRU | 15 << 4;
    refused(&cmd, MM_EBADARG, LABASK_POLICY);
    cmd = line(MM_V_LAB, "1");
    cmd.present &= ~(1u << LABASK_FRAMES);
    refused(&cmd, MM_ERANGE, LABASK_FRAMES);
    number(&cmd, LABASK_FRAMES, MM_LAB_FRAMES_MAX + 1);
    refused(&cmd, MM_ERANGE, LABASK_FRAMES);
    cmd = line(MM_V_LAB_CURVE, "1");
    number(&cmd, LABASK_FRAMES, MM_LAB_CURVE_MAX + 1);
    refused(&cmd, MM_ERANGE, LABASK_FRAMES);
    cmd = line(MM_V_LAB, "1");
    number(&cmd, LABASK_BITS, 33);
    refused(&cmd, MM_ERANGE, LABASK_BITS);
    number(&cmd, LABASK_BITS, 0);
    refused(&cmd, MM_ERANGE, LABASK_BITS);
    cmd = line(MM_V_LAB, "1");
    number(&cmd, LABASK_TICK, 0);
    refused(&cmd, MM_ERANGE, LABASK_TICK);
    cmd = line(MM_V_LAB, "1");
    number(&cmd, LABASK_LIMIT, 0);
    refused(&cmd, MM_ERANGE, LABASK_LIMIT);
}
END_TEST

Suite *make_labask_suite(void)
{
    Suite *s = suite_create("labask");
    TCase *tc = tcase_create("labask");

    tcase_add_checked_fixture(tc, open_machine, close_machine);
    tcase_add_test(tc, test_what_is_asked_for);
    tcase_add_test(tc, test_refusals);
    suite_add_tcase(s, tc);
    return s;
}
