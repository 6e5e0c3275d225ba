/* check_actor.c - who and where: names, pids, labels, ranges, and what is refused for them. */
#include "task/actor.h"

#include <stdio.h>
#include <string.h>

#include "play.h"

static struct mm *machine(slot_t *a)
{
    struct mm *m = play_machine("memory=16M");

    play(m, "spawn a");
    *a = mm_find_proc(m, "a");
    return m;
}

static const struct mm_fail *refused(struct mm *m, const char *line, enum mm_err err)
{
    const uint64_t hash = mm_hash(m);

    ck_assert_msg(play_try(m, line) == err, "%s: %s", line, mm_err_name(mm_last_fail(m)->err));
    ck_assert_uint_eq(mm_hash(m), hash);
    return mm_last_fail(m);
}

START_TEST(test_who)
{
    slot_t a;
    struct mm *m = machine(&a);
    char line[64] = "";

    ck_assert_uint_eq(actor_find(m, "a"), a);
    ck_assert_uint_eq(actor_find(m, "100"), a);
    ck_assert_uint_eq(actor_find(m, ""), SLOT_NONE);
    ck_assert_uint_eq(actor_find(m, "101"), SLOT_NONE);
    ck_assert_uint_eq(actor_find(m, "99999999999"), SLOT_NONE);
    play(m, "a mmap 4K as x");
    ck_assert_uint_eq(actor_find(m, "x"), SLOT_NONE); /* a label is no process */
    strcat(line, "100 touch x w");
    play(m, line);
    ck_assert_uint_eq(refused(m, "b brk +4K", MM_ENOACTOR)->arg, UINT32_MAX);
    ck_assert_str_eq(refused(m, "kill b", MM_ENOACTOR)->field, "actor");
    play(m, "a read text pattern=loop &");
    refused(m, "a brk +4K", MM_EBUSY);
    play(m, "stop a");
    play(m, "a brk +4K");
    mm_free(m);
}
END_TEST

START_TEST(test_ranges)
{
    slot_t a;
    struct mm *m = machine(&a);
    vaddr_t start = 0;
    uint64_t bytes = 0;

    ck_assert(actor_name_range(m, a, "text", &start, &bytes));
    ck_assert(start == 0x555555554000 && bytes == 1 << 20);
    ck_assert(actor_name_range(m, a, "stack", &start, &bytes));
    ck_assert(start + bytes == 0x7ffffffff000 && bytes == 132 * 1024);
    ck_assert(!actor_name_range(m, a, "heap", &start, &bytes)); /* there is none yet */
    play(m, "a brk +5000");
    ck_assert(actor_name_range(m, a, "heap", &start, &bytes) && bytes == 8192);
    ck_assert(actor_name_range(m, a, "vdso", &start, &bytes) && bytes == 8192);
    play(m, "a mmap 10000 as x");
    ck_assert(actor_name_range(m, a, "x", &start, &bytes) && bytes == 10000);
    refused(m, "a munmap y", MM_ENONAME);
    refused(m, "a touch y w", MM_ENONAME);
    ck_assert_uint_eq(refused(m, "a munmap x+0..10001", MM_ERANGE)->limit, 10000);
    refused(m, "a munmap x+10000", MM_ERANGE);
    play(m, "a munmap x+8K"); /* the page there */
    ck_assert_uint_eq(vma_at(m, a, start + 8192), SLOT_NONE);
    ck_assert_uint_ne(vma_at(m, a, start), SLOT_NONE);
    mm_free(m);
}
END_TEST

START_TEST(test_names)
{
    slot_t a;
    struct mm *m = machine(&a);
    struct mm_cmd cmd;

    play(m, "a mmap 4K as x");
    refused(m, "a mmap 4K as x", MM_EEXISTS);
    play(m, "spawn b");
    play(m, "b mmap 4K as x"); /* names are a process's own */
    play(m, "a exit");
    ck_assert_uint_eq(mm_find_label(m, mm_find_proc(m, "b"), "x") == SLOT_NONE, 0);
    mm_cmd_init(&cmd, MM_V_MMAP); /* by hand, as a request from outside may be */
    cmd.actor = mm_cmd_text(&cmd, "b", 1);
    ck_assert_int_eq(mm_do(m, &cmd), MM_EBADARG); /* no size, no name */
    cmd.present = 3;
    cmd.arg[0].a = 4096;
    cmd.arg[1].text = 60000;
    ck_assert_int_eq(mm_do(m, &cmd), MM_EBADARG);
    cmd.arg[1].text = mm_cmd_text(&cmd, "text", 4);
    ck_assert_int_eq(mm_do(m, &cmd), MM_EEXISTS); /* the actor has that already */
    cmd.arg[1].text = mm_cmd_text(&cmd, "1x", 2);
    ck_assert_int_eq(mm_do(m, &cmd), MM_EBADARG);
    cmd.arg[1].text = mm_cmd_text(&cmd, "abcdefghijklmnopqrstuvwxyz_012345", 33);
    ck_assert_int_eq(mm_do(m, &cmd), MM_EBADARG);
    memset(cmd.text, 'x', sizeof(cmd.text)); /* nothing ends */
    ck_assert_int_eq(mm_do(m, &cmd), MM_ENOACTOR);
    mm_free(m);
}
END_TEST

START_TEST(test_limits)
{
    slot_t a;
    struct mm *m = machine(&a);
    const uint32_t labels = mm_config_of(m)->labels_max;
    char line[64];
    enum mm_err err = MM_OK;
    uint32_t made = 0;

    for (; err == MM_OK && made <= labels; made++) {
        snprintf(line, sizeof(line), "a mmap 4K as m%u", made);
        err = play_try(m, line);
    }
    ck_assert_int_eq(err, MM_ELIMIT);
    play(m, "a exit"); /* labels and words come back */
    play(m, "spawn c");
    play(m, "c mmap 4K as m0");
    mm_free(m);
}
END_TEST

Suite *make_actor_suite(void)
{
    Suite *s = suite_create("actor");
    TCase *t = tcase_create("actor");

    tcase_add_test(t, test_who);
    tcase_add_test(t, test_ranges);
    tcase_add_test(t, test_names);
    tcase_add_test(t, test_limits);
    suite_add_tcase(s, t);
    return s;
}
