/* check_access.c - one load, store or fetch: the events, the bits, the costs, the signals, the bytes. */
#include "task/access.h"

#include <stdio.h>

#include "parts/vma.h"
#include "play.h"

static uint64_t entry_at(const struct mm *m, vaddr_t addr)
{
    struct pgtable_pos leaf;

    ck_assert(pgtable_find(m, m->proc[0].pgd_pfn, addr, &leaf));
    return pgtable_read(m, leaf.table, leaf.index);
}

static vaddr_t start_of(const struct mm *m, const char *name)
{
    uint64_t start = 0;
    uint64_t bytes;

    ck_assert(mm_find_range(m, mm_find_proc(m, "a"), name, &start, &bytes));
    return start;
}

START_TEST(test_first_read_then_hit)
{
    static const char *const machine[] = {"paging=2", "paging=4", "paging=5"};
    static const unsigned levels[] = {2, 4, 5};
    struct mm *m = play_machine(machine[_i]);
    struct play_sink s;

    play(m, "spawn a");
    play(m, "a mmap 64K as x");
    play(m, "a touch x+0 w"); /* makes the tables */
    play_watch(m, &s);
    play(m, "a touch x+4K r");
    ck_assert_uint_eq(s.count[EV_ACCESS], 1);
    ck_assert_uint_eq(s.count[EV_TLB_MISS], 4); /* two levels, before and after the fault */
    ck_assert_uint_eq(s.count[EV_WALK_LEVEL], 2 * levels[_i] - 1);
    ck_assert_uint_eq(s.count[EV_WALK_EMPTY], 1);
    ck_assert_uint_eq(s.count[EV_PAGE_FAULT], 1);
    ck_assert_uint_eq(s.count[EV_TLB_FILL], 2);
    ck_assert_uint_eq(s.count[EV_RETURN], 1);
    ck_assert_uint_eq(s.last[EV_PAGE_FAULT].arg[2], PF_USER);
    ck_assert_uint_eq(m->machine->r_pfn, m->machine->zero_pfn);
    play_watch(m, &s);
    play(m, "a touch x+4K r");
    ck_assert_uint_eq(s.count[EV_TLB_HIT], 1);
    ck_assert_uint_eq(s.count[EV_WALK_LEVEL], 0);
    ck_assert_uint_eq(m->machine->r_ns, m->config.cost_ns[COST_TLB_HIT]);
    mm_observe(m, NULL);
    mm_free(m);
}
END_TEST

/* Each fault is caused by the entry that was found empty, that by the TLB miss, that by the access. */
START_TEST(test_causes)
{
    struct mm *m = play_machine("");
    struct play_sink s;

    play(m, "spawn a");
    play(m, "a mmap 64K as x");
    play(m, "a touch x+0 w");
    play_watch(m, &s);
    play(m, "a touch x+8K w");
    const struct mm_event *fault = &s.last[EV_PAGE_FAULT];
    const struct mm_event *empty = &s.last[EV_WALK_EMPTY];

    ck_assert_uint_eq(fault->seq - fault->cause_distance, empty->seq);
    ck_assert_uint_eq(empty->cause_distance, m->config.paging_levels);
    ck_assert_uint_eq(s.last[EV_STORE].seq - s.last[EV_STORE].cause_distance,
                      s.last[EV_ACCESS].seq);
    ck_assert_uint_eq(s.last[EV_ACCESS].seq - s.last[EV_ACCESS].cause_distance,
                      s.last[EV_COMMAND].seq);
    mm_observe(m, NULL);
    mm_free(m);
}
END_TEST

START_TEST(test_write_over_zero_page)
{
    struct mm *m = play_machine("");
    struct play_sink s;

    play(m, "spawn a");
    play(m, "a mmap 64K as x");
    play(m, "a touch x r");
    ck_assert_uint_eq(m->machine->r_pfn, m->machine->zero_pfn);
    play_watch(m, &s);
    play(m, "a touch x w");
    ck_assert_uint_eq(s.count[EV_TLB_HIT], 1); /* there, but read-only: the CPU walks again */
    ck_assert_uint_eq(s.count[EV_WALK_DENIED], 1);
    ck_assert_uint_eq(s.last[EV_PAGE_FAULT].arg[2], PF_USER | PF_WRITE | PF_PROT);
    ck_assert_uint_ne(m->machine->r_pfn, m->machine->zero_pfn);
    ck_assert_uint_eq(m->frame[m->machine->r_pfn].tag, s.last[EV_STORE].arg[1]);
    ck_assert_uint_eq(m->frame[m->machine->zero_pfn].tag, 0);
    mm_observe(m, NULL);
    mm_free(m);
}
END_TEST

START_TEST(test_accessed_and_dirty)
{
    struct mm *m = play_machine("");
    struct play_sink s;
    struct pgtable_pos leaf;

    play(m, "spawn a");
    play(m, "a mmap 64K as x");
    play(m, "a touch x w");
    const vaddr_t x = start_of(m, "x");

    ck_assert_uint_eq(entry_at(m, x) & (PTE_A | PTE_D | PTE_RW), PTE_A | PTE_D | PTE_RW);
    /* As after a kernel that cleaned the page and took the mark of its use away. */
    ck_assert(pgtable_find(m, m->proc[0].pgd_pfn, x, &leaf));
    pgtable_write(m, leaf.table, leaf.index, entry_at(m, x) & ~(PTE_A | PTE_D));
    tlb_flush_range(m, 0, 0, x, x + 1);
    play_watch(m, &s);
    play(m, "a touch x r");
    ck_assert_uint_eq(entry_at(m, x) & (PTE_A | PTE_D), PTE_A);
    ck_assert_uint_eq(s.count[EV_PTE_MARK], 1);
    play(m, "a touch x w"); /* a hit whose entry does not know the page dirty */
    ck_assert_uint_eq(entry_at(m, x) & (PTE_A | PTE_D), PTE_A | PTE_D);
    ck_assert_uint_eq(s.count[EV_PTE_MARK], 2);
    ck_assert_uint_eq(s.last[EV_PTE_MARK].arg[3], 1);
    ck_assert_uint_eq(s.count[EV_PAGE_FAULT], 0);
    play_watch(m, &s);
    play(m, "a touch x w"); /* now it does */
    ck_assert_uint_eq(s.count[EV_WALK_LEVEL] + s.count[EV_PTE_MARK], 0);
    mm_observe(m, NULL);
    mm_free(m);
}
END_TEST

START_TEST(test_signals)
{
    static const struct {
        const char *machine, *line;
        unsigned signal, code;
        bool address;
    } rows[] = {
        {"", "a touch 0x1000 r", LX_SIGSEGV, SIC_SEGV_MAPERR, true},
        {"", "a touch 0xffff888000000000 r", LX_SIGSEGV, SIC_SEGV_MAPERR, true},
        {"", "a touch 0x8000000000000 r", LX_SIGSEGV, SIC_SI_KERNEL, false},
        {"", "a touch x x", LX_SIGSEGV, SIC_SEGV_ACCERR, true},
        {"", "a touch text w", LX_SIGSEGV, SIC_SEGV_ACCERR, true},
        {"paging=2", "a touch 0xc0000000 w", LX_SIGSEGV, SIC_SEGV_MAPERR, true},
        {"paging=5", "a touch 0x8000000000000 r", LX_SIGSEGV, SIC_SEGV_MAPERR, true},
        {"paging=5", "a touch 0x200000000000000 r", LX_SIGSEGV, SIC_SI_KERNEL, false},
    };
    for (int caught = 0; caught < 2; caught++) {
        struct mm *m = play_machine(rows[_i].machine);

        play(m, caught ? "spawn a catch=SEGV" : "spawn a");
        play(m, "a mmap 64K as x");
        play(m, rows[_i].line);
        ck_assert_uint_eq(m->machine->r_signal, rows[_i].signal);
        ck_assert_uint_eq(m->machine->r_code, rows[_i].code);
        ck_assert((m->machine->r_addr != 0) == rows[_i].address);
        ck_assert((mm_find_proc(m, "a") != SLOT_NONE) == caught);
        mm_free(m);
    }
}
END_TEST

/* Without the no-execute bit any readable page can be executed. */
START_TEST(test_two_levels_have_no_nx)
{
    struct mm *m = play_machine("paging=2");

    play(m, "spawn a");
    play(m, "a mmap 64K as x");
    play(m, "a touch x w");
    play(m, "a touch x x");
    ck_assert_uint_eq(m->machine->r_signal, 0);
    mm_free(m);
}
END_TEST

/* Refuse the n-th frame for n = 1, 2, 3 …: the process dies of it or not, all frames are back at its end. */
START_TEST(test_no_frame)
{
    unsigned deaths = 0;

    for (uint32_t nth = 1; nth <= 8; nth++) {
        struct mm *m = play_machine("slab=off");
        const uint64_t free_before = play_free_pages(m);

        play(m, "spawn a");
        play(m, "a mmap 4G as x noreserve");
        mm_fail_frame(m, nth);
        play(m, "a touch x+3G w");
        if (mm_find_proc(m, "a") == SLOT_NONE) {
            deaths++;
            ck_assert_uint_eq(m->machine->r_signal, LX_SIGKILL);
        } else {
            mm_fail_frame(m, 0);
            play(m, "a exit");
        }
        ck_assert_uint_eq(play_free_pages(m), free_before);
        mm_free(m);
    }
    ck_assert_uint_ge(deaths, 3);
    ck_assert_uint_lt(deaths, 8);
}
END_TEST

/* What was stored last in a page is what its frame holds, whatever other pages did. */
START_TEST(test_written_is_read)
{
    struct mm *m = play_machine("tlb=l1d:2x1 memory=4M");
    struct play_sink s;
    uint64_t tag[16] = {0};
    uint64_t rng[2] = {3, 4};

    play(m, "spawn a text=4K data=0 bss=0");
    play(m, "a mmap 64K as x");
    play_watch(m, &s);
    for (unsigned k = 0; k < 300; k++) {
        const unsigned page = (unsigned)(rng[0] = rng[0] * 6364136223846793005ull + 1) % 16;
        char line[64];

        snprintf(line, sizeof(line), "a touch x+%up %c", page, k % 3 == 0 ? 'r' : 'w');
        play(m, line);
        if (k % 3 != 0) {
            tag[page] = s.last[EV_STORE].arg[1];
        }
        ck_assert_uint_eq(m->frame[m->machine->r_pfn].tag, tag[page]);
    }
    mm_observe(m, NULL);
    mm_free(m);
}
END_TEST

Suite *make_access_suite(void)
{
    Suite *s = suite_create("access");
    TCase *tc = tcase_create("all");

    tcase_add_loop_test(tc, test_first_read_then_hit, 0, 3);
    tcase_add_test(tc, test_causes);
    tcase_add_test(tc, test_write_over_zero_page);
    tcase_add_test(tc, test_accessed_and_dirty);
    tcase_add_loop_test(tc, test_signals, 0, 8);
    tcase_add_test(tc, test_two_levels_have_no_nx);
    tcase_add_test(tc, test_no_frame);
    tcase_add_test(tc, test_written_is_read);
    suite_add_tcase(s, tc);
    return s;
}
