/* check_process.c - pids, exit, signals caught and not, death for want of memory. */
#include "task/process.h"

#include <stdio.h>

#include "parts/pgtable.h"
#include "play.h"

START_TEST(test_life)
{
    struct mm *m = play_machine("memory=16M");
    const uint64_t before = play_free_pages(m);
    uint32_t gen;
    slot_t a;

    play(m, "spawn a");
    a = mm_find_proc(m, "a");
    gen = m->proc[a].gen;
    ck_assert_uint_eq(m->proc[a].pid, 100);
    ck_assert_uint_eq(m->proc[a].state, PS_RUNNING);
    play(m, "a write bss");
    play(m, "a exit 3");
    ck_assert_uint_eq(mm_find_proc(m, "a"), SLOT_NONE);
    ck_assert_uint_eq(play_all_back(m), before);
    play(m, "spawn a");
    ck_assert_uint_eq(mm_find_proc(m, "a"), a); /* the slot again, but another process */
    ck_assert_uint_eq(m->proc[a].pid, 101);
    ck_assert_uint_ne(m->proc[a].gen, gen);
    ck_assert_uint_eq(m->proc[a].minflt, 0);
    mm_free(m);
}
END_TEST

START_TEST(test_signals)
{
    struct mm *m = play_machine("memory=16M");
    struct play_sink sink;
    slot_t a;

    play(m, "spawn a catch=SEGV,TERM");
    a = mm_find_proc(m, "a");
    play_watch(m, &sink);
    play(m, "a touch 0x1000 r");
    ck_assert_uint_eq(m->machine->r_signal, LX_SIGSEGV);
    ck_assert_uint_eq(m->machine->r_code, SIC_SEGV_MAPERR);
    ck_assert_uint_eq(m->machine->r_addr, 0x1000);
    ck_assert_uint_eq(sink.last[EV_SIGNAL].arg[4], 1);
    ck_assert_uint_eq(m->proc[a].signal, LX_SIGSEGV);
    play(m, "kill a TERM");
    ck_assert_uint_eq(mm_find_proc(m, "a"), a);
    play(m, "kill a");
    ck_assert_uint_eq(mm_find_proc(m, "a"), SLOT_NONE); /* KILL is never caught */
    ck_assert_uint_eq(sink.last[EV_EXIT].arg[2], LX_SIGKILL);
    play(m, "spawn b");
    play(m, "b touch 0x1000 w");
    ck_assert_uint_eq(mm_find_proc(m, "b"), SLOT_NONE);
    ck_assert_uint_eq(sink.last[EV_EXIT].arg[2], LX_SIGSEGV);
    mm_observe(m, NULL);
    mm_free(m);
}
END_TEST

START_TEST(test_job_ends_with_it)
{
    struct mm *m = play_machine("memory=16M");

    play(m, "spawn a");
    play(m, "a read text pattern=loop &");
    play(m, "sleep 1ms");
    play(m, "kill a");
    for (uint32_t i = 0; i < mm_config_of(m)->jobs_max; i++) {
        ck_assert_uint_eq(m->job[i].live, 0);
    }
    play(m, "wait");
    mm_free(m);
}
END_TEST

/* More than there is: the one that asks is killed, and all it had comes back. */
START_TEST(test_out_of_memory)
{
    struct mm *m = play_machine("memory=16M");
    const uint64_t before = play_free_pages(m);

    play(m, "sysctl vm.overcommit_memory=1");
    play(m, "spawn a");
    play(m, "a mmap 64M as x");
    play(m, "a write x");
    ck_assert_uint_eq(m->machine->r_signal, LX_SIGKILL);
    ck_assert_uint_eq(m->counter[VMC_oom_kill].value, 1);
    ck_assert_uint_eq(mm_find_proc(m, "a"), SLOT_NONE);
    ck_assert_uint_eq(play_all_back(m), before);
    mm_free(m);
}
END_TEST

/* The top table is a block of two frames where Debian's kernel has page table isolation built in (s-storm-200x0K: of
 * 990 pages of 200 children that are not stacks, lower tables, copies or slabs, 794 were asked for one by one: one
 * request a child was for two). It costs what it says, and both frames come back. */
START_TEST(test_top_table)
{
    static const struct {
        const char *machine;
        unsigned order;
    } rows[] = {
        {"profile=linux-256M slab=off", 1},
        {"profile=la57 slab=off", 1},
        {"profile=i386 slab=off", 0},
        {"memory=64M slab=off", 0},
    };

    for (unsigned i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct mm *m = play_machine(rows[i].machine);
        const uint64_t before = play_free_pages(m);
        uint32_t pgd;

        play(m, "spawn p");
        pgd = m->proc[mm_find_proc(m, "p")].pgd_pfn;
        ck_assert_uint_eq(m->frame[pgd].order, rows[i].order);
        ck_assert(pgtable_is_spare(m, pgd + 1) == (rows[i].order == 1));
        mm_check(m);
        play(m, "kill p");
        ck_assert_uint_eq(play_free_pages(m), before);
        mm_free(m);
    }
}
END_TEST

START_TEST(test_room)
{
    struct mm *m = play_machine("memory=32M");
    uint32_t made = 0;
    enum mm_err err = MM_OK;

    while (err == MM_OK && made <= mm_config_of(m)->procs_max) {
        char line[64];

        snprintf(line, sizeof(line), "spawn p%u file=/bin/all text=4K data=0 bss=0", made);
        err = play_try(m, line);
        made += err == MM_OK;
    }
    ck_assert_int_eq(err, MM_ELIMIT);
    ck_assert_uint_eq(made, mm_config_of(m)->procs_max);
    play(m, "kill p3");
    play(m, "spawn again");
    mm_free(m);
}
END_TEST

Suite *make_process_suite(void)
{
    Suite *s = suite_create("process");
    TCase *t = tcase_create("process");

    tcase_add_test(t, test_life);
    tcase_add_test(t, test_signals);
    tcase_add_test(t, test_job_ends_with_it);
    tcase_add_test(t, test_out_of_memory);
    tcase_add_test(t, test_top_table);
    tcase_add_test(t, test_room);
    suite_add_tcase(s, t);
    return s;
}
