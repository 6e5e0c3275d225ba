/* check_later.c - words of the language that have no model are refused as such, where they stand.
 * Origin: the words of the language's description; which of them the tables have is asked of the tables. */
#include "text/later.h"

#include <string.h>

#include "text/grammar.h"
#include "text_help.h"

static const struct {
    const char *line;
    uint32_t column;
    const char *en, *accepted;
} refused[] = {
    {"fork p as q", 1, "no fork", "spawn NAME"},
    {"p thread as t", 3, "no fork", "spawn NAME"},
    {"p execve /bin/ls", 3, "execve", "spawn NAME"},
    {"p malloc 100 as x", 3, "malloc", "brk"},
    {"p free x", 3, "malloc", "brk"},
    {"p open /x as fd", 3, "page cache", "file=PATH"},
    {"p cgroup g", 3, "cgroups", ""},
    {"cgroup g memory.max=1M", 1, "cgroups", ""},
    {"file /x 64M", 1, "page cache", "file=PATH"},
    {"swapon -s", 1, "no swap", ""},
    {"power cut", 1, "no disk", ""},
    {"sar -B 1 3", 1, "rates", "vmstat"},
    {"grep MemFree /proc/meminfo", 1, "pipe", "| grep"},
    {"p mmap 2M as h hugetlb", 16, "huge pages", ""},
    {"p madvise m pageout", 13, "do not age", ""},
    {"trace strace x", 7, "no such recording", "lackey"},
    {"lab allocators", 5, "malloc", "freelist"},
    {"sysctl vm.swappiness=10", 8, "do not age", ""},
    {"sysctl vm/dirty_ratio", 8, "page cache", ""},
    {"echo 10 > /proc/sys/vm/swappiness", 11, "do not age", ""},
    {"cat /proc/self/status", 5, "the shell is no process", "/proc/NAME"},
    {"cat /proc/swaps", 5, "no swap", ""},
    {"cat /proc/sys/vm/panic_on_oom", 5, "to kill", ""},
    {"print file(/x).dirty", 7, "page cache", ""},
    {"expect chunk(p,x).size == 1", 8, "malloc", ""},
    {"help fork", 6, "no fork", "spawn NAME"},
};

START_TEST(test_refused)
{
    struct text_run t;

    text_open(&t);
    text_ok(&t, text_setup);
    for (unsigned i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        text_bad(&t, refused[i].line, 1, refused[i].column, refused[i].en);
        ck_assert_msg(strstr(t.problem.accepted, refused[i].accepted) != NULL, "%s: %s",
                      refused[i].line, t.problem.accepted);
        ck_assert_msg(t.problem.zh[0] != 0 && strcmp(t.problem.zh, t.problem.en) != 0, "%s",
                      refused[i].line);
    }
    text_close(&t);
}
END_TEST

/* A word that the tables have is none of these, or the model would be denied; mistakes stay mistakes. */
START_TEST(test_not_what_there_is)
{
    for (unsigned v = 0; v < MM_V_COUNT; v++) {
        ck_assert_msg(
            !later_word(mm_verb_rows[v].actor ? LATER_ACTION : LATER_COMMAND, mm_verb_rows[v].word),
            "%s", mm_verb_rows[v].word);
    }
    for (unsigned i = 0; i < SC_COUNT; i++) {
        ck_assert_msg(!later_word(LATER_SYSCTL, mm_sysctl_rows[i].key), "%s",
                      mm_sysctl_rows[i].key);
    }
    ck_assert(!later_word(LATER_COMMAND, "forks"));
    ck_assert(!later_word(LATER_FILE, "/proc/selfish"));
    ck_assert(later_word(LATER_FILE, "/proc/self/maps"));
    ck_assert(!later_word(LATER_SYSCTL, "vm.swappiness."));
}
END_TEST

/* Such a word is no name: a line written today means the same when there is a model. */
START_TEST(test_no_names)
{
    static const char *const words[] = {"fork", "malloc", "open", "cgroup", "file", "chunk", "top"};

    for (unsigned i = 0; i < sizeof words / sizeof words[0]; i++) {
        ck_assert(later_word(LATER_COMMAND, words[i]) || later_word(LATER_ACTION, words[i]) ||
                  later_word(LATER_ROOT, words[i]));
        ck_assert_msg(!grammar_name_ok(words[i]), "%s", words[i]);
    }
}
END_TEST

Suite *make_later_suite(void);
Suite *make_later_suite(void)
{
    Suite *s = suite_create("later");
    TCase *t = tcase_create("later");

    tcase_add_test(t, test_refused);
    tcase_add_test(t, test_not_what_there_is);
    tcase_add_test(t, test_no_names);
    suite_add_tcase(s, t);
    return s;
}
