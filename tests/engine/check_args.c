/* check_args.c - every type of argument: what is taken, what is refused and where. */
#include "text/args.h"

#include <string.h>

#include "text/scenario.h"
#include "text_help.h"

static struct lex_line words;
static struct scenario sc;
static struct problem why;

static bool parse(const char *text)
{
    return lex_split(text, strlen(text), &words, &why) && scenario_parse(&words, text, &sc, &why);
}

/* The argument of a line that is taken. */
static const struct mm_arg *taken(const char *text, unsigned arg)
{
    ck_assert_msg(parse(text), "%s: %s", text, why.en);
    ck_assert(sc.cmd.present >> arg & 1);
    return &sc.cmd.arg[arg];
}

static const char *word(const struct mm_arg *arg)
{
    return sc.cmd.text + arg->text;
}

START_TEST(test_taken)
{
    const struct mm_arg *a = taken("p read m+4K..2M", 0);

    ck_assert_uint_eq(a->kind, RANGE_PART);
    ck_assert_uint_eq(a->a, 4096);
    ck_assert_uint_eq(a->b, 2 << 20);
    ck_assert_str_eq(word(a), "m");
    ck_assert_uint_eq(taken("p read m", 0)->kind, RANGE_WHOLE);
    ck_assert_uint_eq(taken("p read stack+8K", 0)->kind, RANGE_PAGE);
    ck_assert_uint_eq(taken("p read 0x1000..0x3000", 0)->kind, RANGE_PLAIN);
    ck_assert_uint_eq(taken("p touch 0x7f00 x", 0)->a, 0x7f00);
    ck_assert_uint_eq(taken("p touch 0x7f00 x", 1)->a, ACC_FETCH);
    ck_assert_uint_eq(taken("p touch m w", 0)->kind, RANGE_PAGE);
    ck_assert_uint_eq(taken("p read m pattern=zipf:0.9", 1)->b, 900000);
    ck_assert_uint_eq(taken("p read m pattern=stride:64K", 1)->b, 65536);
    ck_assert_uint_eq(taken("p read m pattern=loop", 1)->a, PAT_LOOP);
    ck_assert_uint_eq(taken("p brk -4K", 0)->b, 1);
    ck_assert_uint_eq(taken("p brk -4K", 0)->a, 4096);
    ck_assert_int_eq((int64_t)taken("spawn a oom_score_adj=-1000", 8)->a, -1000);
    ck_assert_uint_eq(taken("spawn a catch=SEGV,SIGBUS", 11)->a, 1u << 11 | 1u << 7);
    ck_assert_uint_eq(taken("kill p 15", 1)->a, 15);
    ck_assert_uint_eq(taken("p mprotect m r-x", 1)->a, VM_READ | VM_EXEC);
    ck_assert_uint_eq(taken("p madvise m random", 1)->a, ADV_RANDOM);
    ck_assert_uint_eq(taken("alloc_pages 3 as x gfp=DMA32", 2)->a, GFP_DMA32);
    ck_assert_uint_eq(taken("sysctl vm.max_map_count=10", 0)->a, SC_MAX_MAP_COUNT);
    ck_assert_uint_eq(taken("sysctl vm.max_map_count=10", 1)->a, 10);
    ck_assert_uint_eq(taken("sleep 3us", 0)->a, 3000);
    ck_assert_uint_eq(taken("trace pages f", 0)->a, TK_PAGES);
    a = taken("p mmap 4K as x file=/lib/c.so:8K", 4);
    ck_assert_str_eq(word(a), "/lib/c.so");
    ck_assert_uint_eq(a->a, 8192);
    a = taken("spawn a lib=/a:4K lib=/b:2M lib=/c:1p", 6);
    ck_assert_str_eq(word(a), "/a:4096 /b:2097152 /c:4096");
    ck_assert_uint_eq(a->a, 3);
}
END_TEST

START_TEST(test_refused)
{
    static const struct {
        const char *text;
        uint32_t column;
        enum mm_err err;
        const char *accepted;
    } bad[] = {
        {"p mmap 4Q as x", 8, MM_EBADARG, "4096, 16K"},
        {"p mmap 4K as 12", 14, MM_EBADARG, "a new name"},
        {"p mmap 4K as read", 14, MM_EBADARG, "a new name"},
        {"p mmap 4K as x at=m+", 16, MM_EBADARG, "0x7f00"},
        {"p mmap 4K as x prot=wr-", 16, MM_EBADARG, "rw-"},
        {"p mmap 4K as x prot=rw- prot=rw-", 25, MM_EBADARG, ""},
        {"p mmap 99999999999T as x", 8, MM_ERANGE, "a size"},
        {"p read m+8K..4K", 8, MM_EBADARG, "NAME+0..2M"},
        {"p read 0x1000", 8, MM_EBADARG, "0x7f00..0x8000"},
        {"p read m-4K", 8, MM_EBADARG, "NAME"},
        {"p read m pattern=zipf", 10, MM_EBADARG, "zipf:0.9"},
        {"p read m pattern=seq:3", 10, MM_EBADARG, "zipf:0.9"},
        {"p read m count=0", 10, MM_ERANGE, "at least 1"},
        {"p touch m q", 11, MM_EBADARG, "r|w|x"},
        {"p brk 4K", 7, MM_EBADARG, "+SIZE|-SIZE"},
        {"p exit 256", 8, MM_ERANGE, "0 to 255"},
        {"alloc_pages 11 as x", 13, MM_ERANGE, "0 to 10"},
        {"alloc_pages 1 as x gfp=FOO", 20, MM_EBADARG, "KERNEL, ATOMIC"},
        {"spawn a text=4095", 9, MM_ERANGE, "at least 4096"},
        {"spawn a oom_score_adj=1001", 9, MM_ERANGE, "-1000 to 1000"},
        {"spawn a catch=KILL", 9, MM_EBADARG, "SEGV"},
        {"spawn a lib=/a", 9, MM_EBADARG, "PATH:SIZE"},
        {"kill p NOSUCH", 8, MM_EBADARG, "TERM"},
        {"sleep 5", 7, MM_EBADARG, "200ms"},
        {"sysctl vm.nothing=1", 8, MM_EBADARG, "vm.overcommit_memory"},
        {"trace strange f", 7, MM_EBADARG, "lackey"},
        {"repeat -1", 8, MM_EBADARG, ""},
        {"repeat 1000001", 8, MM_ERANGE, "0 to 1000000"},
    };

    for (unsigned i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        ck_assert_msg(!parse(bad[i].text), "%s is taken", bad[i].text);
        ck_assert_msg(why.column == bad[i].column, "%s: column %u", bad[i].text, why.column);
        ck_assert_msg(why.err == bad[i].err, "%s: %s", bad[i].text, mm_err_name(why.err));
        ck_assert_msg(strstr(why.accepted, bad[i].accepted) != NULL, "%s: %s", bad[i].text,
                      why.accepted);
        ck_assert(why.en[0] && why.zh[0] && why.word[0]);
    }
}
END_TEST

START_TEST(test_too_much_text)
{
    char line[MM_CMD_TEXT_BYTES + 64] = "echo ";

    memset(line + 5, 'x', 200);
    strcpy(line + 205, " > /proc/sys/vm/overcommit_memory");
    ck_assert(parse(line));
    memset(line, 0, sizeof line);
    strcpy(line, "spawn a file=");
    memset(line + 13, 'x', MM_CMD_TEXT_BYTES);
    ck_assert(!parse(line));
    ck_assert_int_eq(why.err, MM_ELIMIT);
    ck_assert_uint_eq(why.limit, MM_CMD_TEXT_BYTES);
}
END_TEST

Suite *make_args_suite(void)
{
    Suite *suite = suite_create("args");
    TCase *tc = tcase_create("args");

    tcase_add_test(tc, test_taken);
    tcase_add_test(tc, test_refused);
    tcase_add_test(tc, test_too_much_text);
    suite_add_tcase(suite, tc);
    return suite;
}
