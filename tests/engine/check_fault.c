/* check_fault.c - every kind of fault, its signal, its entry, and the growth of the stack. */
#include "policy/fault.h"

#include "parts/frame.h"
#include "play.h"

static slot_t start(struct mm *m)
{
    play(m, "spawn a catch=SEGV,BUS");
    return mm_find_proc(m, "a");
}

static uint64_t entry_of(const struct mm *m, slot_t proc, vaddr_t addr)
{
    struct mm_walk at;

    mm_walk_addr(m, proc, addr, &at);
    return at.depth == at.levels ? at.at[at.levels - 1].entry : 0;
}

static enum mm_fault_kind fault(struct mm *m, slot_t a, vaddr_t addr, uint32_t code)
{
    const enum mm_fault_kind kind = fault_handle(m, 0, a, addr, code);

    mm_check(m);
    return kind;
}

START_TEST(test_kinds)
{
    struct mm *m = play_machine("memory=16M");
    const slot_t a = start(m);
    const uint64_t before = m->counter[VMC_pgfault].value;
    uint64_t entry;
    vaddr_t x;

    play(m, "a mmap 64K as x");
    x = m->machine->r_addr;
    ck_assert_int_eq(fault(m, a, x, PF_USER), FK_ANON_READ);
    entry = entry_of(m, a, x);
    ck_assert_uint_eq(pgtable_pfn(entry), m->machine->zero_pfn);
    ck_assert(!(entry & PTE_RW) && (entry & PTE_SPECIAL) && (entry & PTE_A) && (entry & PTE_NX));
    ck_assert_uint_eq(m->proc[a].rss_anon_pages, 0);
    ck_assert_int_eq(fault(m, a, x, PF_USER), FK_SPURIOUS);
    ck_assert_int_eq(fault(m, a, x, PF_USER | PF_WRITE | PF_PROT), FK_ZERO_WRITE);
    ck_assert_int_eq(fault(m, a, x + 4096, PF_USER | PF_WRITE), FK_ANON_WRITE);
    entry = entry_of(m, a, x + 4096);
    ck_assert((entry & PTE_RW) && (entry & PTE_D) && !(entry & PTE_SPECIAL));
    ck_assert_uint_eq(m->proc[a].rss_anon_pages, 2);
    ck_assert_uint_eq(m->proc[a].minflt, 4);
    ck_assert_uint_eq(m->counter[VMC_pgfault].value - before, 4);
    ck_assert_int_eq(fault(m, a, x + 4096, PF_USER | PF_PROT), FK_BAD_ACCESS);
    ck_assert_int_eq(fault(m, a, x + 4096, PF_USER | PF_PROT | PF_INSTR), FK_BAD_ACCESS);
    ck_assert_int_eq(fault(m, a, 0x1000, PF_USER), FK_BAD_AREA);
    ck_assert_int_eq(fault(m, a, 0xffff800000000000ull, PF_USER), FK_BAD_AREA);
    ck_assert_int_eq(fault(m, a, 0x8000000000000000ull, PF_USER), FK_NON_CANONICAL);
    ck_assert_uint_eq(m->proc[a].minflt, 4); /* what fails is not counted */
    mm_free(m);
}
END_TEST

START_TEST(test_reuse_and_copy)
{
    struct mm *m = play_machine("memory=16M");
    const slot_t a = start(m);
    struct play_sink sink;

    play(m, "a mmap 8K as f file=/f");
    play(m, "a read f");
    ck_assert_uint_eq(m->proc[a].rss_file_pages, 2);
    play_watch(m, &sink);
    play(m, "a touch f w");
    ck_assert_uint_eq(sink.last[EV_FAULT_DECIDE].arg[2], FK_COPY);
    ck_assert_uint_eq(sink.count[EV_FRAME_COPY], 1);
    ck_assert_uint_eq(m->proc[a].rss_file_pages, 1);
    ck_assert_uint_eq(m->proc[a].rss_anon_pages, 1);
    play(m, "a mmap 4K as s file=/s shared");
    play(m, "a touch s r");
    play(m, "a touch s w");
    ck_assert_uint_eq(sink.last[EV_FAULT_DECIDE].arg[2], FK_REUSE);
    ck_assert_uint_eq(sink.count[EV_FRAME_COPY], 1);
    play(m, "a mmap 4K as x"); /* r-- and back: dirty, nobody else has it: no fault */
    play(m, "a touch x w");
    play(m, "a mprotect x r--");
    play(m, "a mprotect x rw-");
    sink.count[EV_PAGE_FAULT] = 0;
    play(m, "a touch x w");
    ck_assert_uint_eq(sink.count[EV_PAGE_FAULT], 0);
    mm_observe(m, NULL);
    mm_free(m);
}
END_TEST

/* Decide, then change: the events of a write to fresh memory, in order. */
START_TEST(test_order_of_events)
{
    static const enum mm_event_type expected[] = {EV_PAGE_FAULT, EV_VMA_FIND, EV_PT_ALLOC,
                                                  EV_PT_ALLOC,   EV_PT_ALLOC, EV_FAULT_DECIDE,
                                                  EV_FRAME_ZERO, EV_PTE_SET,  EV_FAULT_DONE};
    struct mm *m = play_machine("memory=16M");
    struct play_sink sink;
    unsigned at = 0;
    unsigned i;

    start(m);
    play(m, "a mmap 4K as x at=0x10000000000");
    play_watch(m, &sink);
    play(m, "a touch x w");
    for (i = 0; i < sink.events && sink.order[i] != EV_PAGE_FAULT; i++) {
    }
    for (; i < sink.events && at < sizeof(expected) / sizeof(expected[0]); i++) {
        at += sink.order[i] == expected[at];
    }
    ck_assert_uint_eq(at, sizeof(expected) / sizeof(expected[0]));
    ck_assert_uint_eq(sink.count[EV_PT_ALLOC], 3);
    ck_assert_uint_eq(sink.count[EV_FRAME_ZERO], 4);
    /* Why is there an entry? Because of the decision; why the decision? Because of the fault. */
    ck_assert_uint_eq(sink.last[EV_PTE_SET].seq - sink.last[EV_PTE_SET].cause_distance,
                      sink.last[EV_FAULT_DECIDE].seq);
    ck_assert_uint_eq(sink.last[EV_FAULT_DECIDE].seq - sink.last[EV_FAULT_DECIDE].cause_distance,
                      sink.last[EV_PAGE_FAULT].seq);
    mm_observe(m, NULL);
    mm_free(m);
}
END_TEST

START_TEST(test_stack)
{
    struct mm *m = play_machine("memory=16M");
    const slot_t a = start(m);
    const vaddr_t top = 0x7ffffffff000;

    ck_assert_uint_eq(m->proc[a].stack_vm_pages, 33);
    ck_assert_int_eq(fault(m, a, top - (8ull << 20), PF_USER | PF_WRITE), FK_ANON_WRITE);
    ck_assert_uint_eq(m->proc[a].stack_vm_pages, 2048);
    ck_assert_int_eq(fault(m, a, top - (8ull << 20) - 1, PF_USER), FK_BAD_AREA); /* RLIMIT_STACK */
    mm_free(m);
}
END_TEST

START_TEST(test_stack_guard)
{
    struct mm *m = play_machine("memory=16M");
    const slot_t a = start(m);
    const vaddr_t low = 0x7ffffffde000;

    play(m, "a mmap 4K as x at=0x7fffffeb0000 fixed");
    ck_assert_int_eq(fault(m, a, 0x7fffffeb1000 + 256 * 4096, PF_USER), FK_ANON_READ);
    ck_assert_int_eq(fault(m, a, 0x7fffffeb1000 + 255 * 4096, PF_USER), FK_BAD_AREA);
    ck_assert_uint_lt(m->vma[vma_at(m, a, low)].start, low);
    play(m, "a mprotect x ---"); /* what nobody can touch keeps no distance */
    ck_assert_int_eq(fault(m, a, 0x7fffffeb1000 + 255 * 4096, PF_USER), FK_ANON_READ);
    mm_free(m);
}
END_TEST

/* The n-th frame refused in one fault: FK_NO_MEMORY, then it works. */
START_TEST(test_refused_frames)
{
    for (uint32_t nth = 1; nth <= 4; nth++) {
        struct mm *m = play_machine("memory=16M slab=off");
        const slot_t a = start(m);

        play(m, "a mmap 4K as x at=0x10000000000");
        mm_fail_frame(m, nth);
        ck_assert_int_eq(fault(m, a, 0x10000000000, PF_USER | PF_WRITE), FK_NO_MEMORY);
        ck_assert_uint_eq(m->proc[a].tables, nth); /* the top one, and what was made before */
        ck_assert_int_eq(fault(m, a, 0x10000000000, PF_USER | PF_WRITE), FK_ANON_WRITE);
        mm_free(m);
    }
}
END_TEST

START_TEST(test_populate)
{
    struct mm *m = play_machine("memory=16M");
    const slot_t a = start(m);

    play(m, "a mmap 32K as x at=0x10000000000");
    play(m, "a mprotect x+16K..20K ---");
    ck_assert_int_eq(fault_populate(m, 0, a, 0x10000000000, 0x10000004000), FK_SPURIOUS);
    ck_assert_uint_eq(m->proc[a].rss_anon_pages, 4);
    ck_assert_int_eq(fault_populate(m, 0, a, 0x10000000000, 0x10000008000), FK_BAD_ACCESS);
    ck_assert_int_eq(fault_populate(m, 0, a, 0x10000006000, 0x10000009000), FK_BAD_AREA);
    ck_assert_uint_eq(m->proc[a].rss_anon_pages, 6);
    mm_check(m);
    mm_free(m);
}
END_TEST

START_TEST(test_signals)
{
    unsigned signal = 0;
    unsigned code = 0;

    ck_assert(fault_signal(FK_BAD_AREA, &signal, &code));
    ck_assert(signal == LX_SIGSEGV && code == SIC_SEGV_MAPERR);
    ck_assert(fault_signal(FK_BAD_ACCESS, &signal, &code));
    ck_assert(signal == LX_SIGSEGV && code == SIC_SEGV_ACCERR);
    ck_assert(fault_signal(FK_NON_CANONICAL, &signal, &code));
    ck_assert(signal == LX_SIGSEGV && code == SIC_SI_KERNEL);
    ck_assert(fault_signal(FK_BEYOND_EOF, &signal, &code));
    ck_assert(signal == LX_SIGBUS && code == SIC_BUS_ADRERR);
    ck_assert(fault_signal(FK_NO_MEMORY, &signal, &code) && signal == LX_SIGKILL);
    ck_assert(!fault_signal(FK_ANON_READ, &signal, &code));
    ck_assert(!fault_signal(FK_SPURIOUS, &signal, &code));
}
END_TEST

Suite *make_fault_suite(void)
{
    Suite *s = suite_create("fault");
    TCase *t = tcase_create("fault");

    tcase_add_test(t, test_kinds);
    tcase_add_test(t, test_reuse_and_copy);
    tcase_add_test(t, test_order_of_events);
    tcase_add_test(t, test_stack);
    tcase_add_test(t, test_stack_guard);
    tcase_add_test(t, test_refused_frames);
    tcase_add_test(t, test_populate);
    tcase_add_test(t, test_signals);
    suite_add_tcase(s, t);
    return s;
}
