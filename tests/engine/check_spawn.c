/* check_spawn.c - arguments of spawn: what they make, what is refused. */
#include "task/spawn.h"

#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "play.h"

START_TEST(test_arguments)
{
    struct mm *m = play_machine("memory=16M cpus=2");
    char text[MM_NAME_BYTES];
    const struct proc *p = m->proc;
    unsigned libs = 0;

    play(m, "spawn a file=/usr/bin/vi text=10000 data=1 bss=0 stack=64K lib=/lib/x:100000 "
            "lib=/lib/y:4K oom_score_adj=-500 cpu=1 node=0 catch=BUS");
    name_text(m, p->file, text);
    ck_assert_str_eq(text, "/usr/bin/vi");
    ck_assert_uint_eq(p->end_code - p->start_code, 3 * 4096);
    ck_assert_uint_eq(p->end_data - p->start_data, 4096);
    ck_assert_uint_eq(p->stack_vm_pages, 16);
    ck_assert_int_eq(p->oom_score_adj, -500);
    ck_assert_uint_eq(p->cpu, 1);
    ck_assert_uint_eq(p->node, 1);
    ck_assert_uint_eq(p->catch_mask, 1u << LX_SIGBUS);
    for (slot_t v = p->vma_first; v != SLOT_NONE; v = vma_next(m, v)) {
        libs += m->vma[v].role == VR_LIB;
    }
    ck_assert_uint_eq(libs, 3); /* code and data of x; y is one page */
    play(m, "spawn b");         /* where there are fewer */
    ck_assert_uint_eq(m->proc[mm_find_proc(m, "b")].cpu, 0);
    name_text(m, m->proc[mm_find_proc(m, "b")].file, text);
    ck_assert_str_eq(text, "/bin/b");
    mm_free(m);
}
END_TEST

START_TEST(test_refusals)
{
    static const struct {
        const char *line;
        enum mm_err err;
        const char *field;
    } rows[] = {
        {"spawn a", MM_EEXISTS, "name"},
        {"spawn b cpu=1", MM_ERANGE, "cpu"},
        {"spawn b node=1", MM_ERANGE, "node"},
        {"spawn b maps=none", MM_ENONAME, "maps"},
        {"spawn b file=/a/path/that/is/much/longer/than/a/name", MM_ERANGE, "file"},
        {"spawn b text=1T data=1T bss=1T lib=/lib/x:1T lib=/lib/y:1T lib=/lib/z:1T lib=/lib/u:1T "
         "lib=/lib/v:1T lib=/lib/w:1T",
         MM_ERANGE, "text"},
    };
    struct mm *m = play_machine("memory=16M");
    uint64_t hash;

    play(m, "spawn a");
    hash = mm_hash(m);
    for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        ck_assert_msg(play_try(m, rows[i].line) == rows[i].err, "%s: %s", rows[i].line,
                      mm_err_name(mm_last_fail(m)->err));
        ck_assert_str_eq(mm_last_fail(m)->field, rows[i].field);
        ck_assert_uint_eq(mm_hash(m), hash);
    }
    mm_free(m);
}
END_TEST

/* A command made by hand may hold any word. */
START_TEST(test_libraries_by_hand)
{
    static const char *const words[] = {"x",
                                        ":5",
                                        "/l:",
                                        "/l:5x",
                                        "/l:0",
                                        "/l:99999999999999999999",
                                        "/a-name-of-a-library-that-does-not-fit:4096"};
    struct mm *m = play_machine("memory=16M");

    for (unsigned i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        struct mm_cmd cmd;

        mm_cmd_init(&cmd, MM_V_SPAWN);
        cmd.arg[0].text = mm_cmd_text(&cmd, "b", 1);
        cmd.arg[6].text = mm_cmd_text(&cmd, words[i], strlen(words[i]));
        cmd.present = 1u | 1u << 6;
        ck_assert_msg(mm_do(m, &cmd) == MM_EBADARG, "%s", words[i]);
    }
    mm_free(m);
}
END_TEST

START_TEST(test_no_frame)
{
    struct mm *m = play_machine("memory=16M slab=off");

    mm_fail_frame(m, 1);
    play(m, "spawn a");
    ck_assert_uint_eq(m->machine->r_errno, LX_ENOMEM);
    ck_assert_uint_eq(mm_find_proc(m, "a"), SLOT_NONE);
    play(m, "spawn a");
    ck_assert_uint_ne(mm_find_proc(m, "a"), SLOT_NONE);
    mm_free(m);
}
END_TEST

Suite *make_spawn_suite(void)
{
    Suite *s = suite_create("spawn");
    TCase *t = tcase_create("spawn");

    tcase_add_test(t, test_arguments);
    tcase_add_test(t, test_refusals);
    tcase_add_test(t, test_libraries_by_hand);
    tcase_add_test(t, test_no_frame);
    suite_add_tcase(s, t);
    return s;
}
