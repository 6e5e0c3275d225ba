/* check_layout.c - where a program's parts lie, by the kernel's rules, with and without randomisation. */
#include "task/layout.h"

#include <stdio.h>

#include "mm.h"
#include "play.h"

struct place {
    uint64_t start, end;
    enum mm_vma_role role;
};

static void check_places(const struct mm *m, const struct place *at, unsigned count)
{
    slot_t v = m->proc[mm_find_proc(m, "a")].vma_first;

    for (unsigned i = 0; i < count; i++, v = vma_next(m, v)) {
        ck_assert_uint_ne(v, SLOT_NONE);
        ck_assert_uint_eq(m->vma[v].start, at[i].start);
        ck_assert_uint_eq(m->vma[v].end, at[i].end);
        ck_assert_uint_eq(m->vma[v].role, at[i].role);
    }
    ck_assert_uint_eq(v, SLOT_NONE);
}

/* The addresses that every debugger shows on a Linux without randomisation. */
START_TEST(test_usual_addresses)
{
    static const struct place places[] = {
        {0x555555554000, 0x555555654000, VR_TEXT}, {0x555555654000, 0x555555664000, VR_DATA},
        {0x555555664000, 0x555555674000, VR_BSS},  {0x7ffff7ff9000, 0x7ffff7ffd000, VR_VVAR},
        {0x7ffff7ffd000, 0x7ffff7fff000, VR_VDSO}, {0x7ffffffde000, 0x7ffffffff000, VR_STACK},
    };
    struct mm *m = play_machine("memory=16M");

    play(m, "spawn a");
    check_places(m, places, 6);
    ck_assert_uint_eq(m->proc[0].mmap_base, 0x7ffff7fff000);
    mm_free(m);
}
END_TEST

START_TEST(test_i386)
{
    static const struct place places[] = {
        {0x08048000, 0x08058000, VR_TEXT},  {0x08058000, 0x0805a000, VR_DATA},
        {0xb7ffa000, 0xb7ffe000, VR_VVAR},  {0xb7ffe000, 0xb8000000, VR_VDSO},
        {0xbffdf000, 0xc0000000, VR_STACK},
    };
    struct mm *m = play_machine("memory=16M paging=2");

    play(m, "spawn a text=64K data=8K bss=0");
    check_places(m, places, 5);
    mm_free(m);
}
END_TEST

START_TEST(test_random)
{
    uint64_t bases[2] = {0, 0};

    for (unsigned i = 0; i < 40; i++) {
        char options[64];
        struct mm *m;
        const struct proc *p;

        snprintf(options, sizeof(options), "memory=16M randomize=on seed=%u%s", i + 1,
                 i % 2 ? " paging=2" : "");
        m = play_machine(options);
        play(m, "spawn a lib=/lib/l:64K");
        p = &m->proc[0];
        ck_assert_uint_eq(p->start_brk % MM_PAGE_BYTES, 0);
        ck_assert_uint_ge(p->start_brk, p->end_data);
        ck_assert_uint_le(p->start_brk - p->end_data, i % 2 ? 32ull << 20 : 1ull << 30);
        ck_assert_uint_gt(p->start_stack,
                          p->mmap_base + (8 << 20)); /* room for the stack to grow */
        ck_assert_uint_ne(p->mmap_base, bases[i % 2]);
        bases[i % 2] = p->mmap_base;
        play(m, "a write stack");
        play(m, "a touch vdso x");
        mm_free(m);
    }
}
END_TEST

START_TEST(test_from_areas)
{
    static const struct mm_area areas[] = {
        {0x400000, 0x410000, 0, VM_READ | VM_EXEC, VR_TEXT, "/bin/x"},
        {0x410000, 0x412000, 0x10000, VM_READ | VM_WRITE, VR_DATA, "/bin/x"},
        {0x500000, 0x520000, 0, VM_READ | VM_WRITE, VR_HEAP, ""},
        {0x7f0000000000, 0x7f0000010000, 0, VM_READ | VM_EXEC, VR_LIB, "/lib/l"},
        {0x7ffe00000000, 0x7ffe00021000, 0, VM_READ | VM_WRITE, VR_STACK, ""},
    };
    static struct mm_layout layout = {.name = "x.maps", .area_count = 5, .areas = areas};
    struct mm *m = play_machine("memory=16M");
    const struct proc *p = m->proc;

    ck_assert_int_eq(play_try(m, "spawn a maps=x.maps"), MM_ENONAME);
    ck_assert_int_eq(mm_add_layout(m, &layout), MM_OK);
    play(m, "spawn a maps=x.maps");
    ck_assert_uint_eq(p->start_code, 0x400000);
    ck_assert_uint_eq(p->end_data, 0x412000);
    ck_assert_uint_eq(p->brk, 0x520000);
    ck_assert_uint_eq(p->mmap_base, 0x7f0000010000);
    play(m, "a mmap 4K as x");
    ck_assert_uint_eq(m->machine->r_addr, 0x7effffffffff - 0xfff);
    play(m, "a touch 0x7ffdfffff000 w"); /* the stack grows */
    ck_assert_uint_eq(m->machine->r_signal, 0);
    mm_free(m);
    m = play_machine("memory=16M paging=2"); /* the same areas lie outside its user space */
    ck_assert_int_eq(mm_add_layout(m, &layout), MM_OK);
    ck_assert_int_eq(play_try(m, "spawn a maps=x.maps"), MM_ERANGE);
    mm_free(m);
}
END_TEST

Suite *make_layout_suite(void)
{
    Suite *s = suite_create("layout");
    TCase *t = tcase_create("layout");

    tcase_add_test(t, test_usual_addresses);
    tcase_add_test(t, test_i386);
    tcase_add_test(t, test_random);
    tcase_add_test(t, test_from_areas);
    suite_add_tcase(s, t);
    return s;
}
