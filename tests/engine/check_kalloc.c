/* check_kalloc.c - alloc_pages and free_pages as commands. */
#include "task/kalloc.h"

#include <stdio.h>

#include "base/vmstat.h"
#include "play.h"
#include "policy/palloc.h"

static const struct label *label(const struct mm *m, const char *name)
{
    const slot_t slot = actor_label(m, SLOT_NONE, name);

    ck_assert_uint_ne(slot, SLOT_NONE);
    return &m->label[slot];
}

static uint64_t free_pages(const struct mm *m)
{
    return vmstat_get(m, VMC_nr_free_pages);
}

START_TEST(test_take_and_free)
{
    struct mm *m = play_machine("memory=64M pcp=off");
    const uint64_t before = free_pages(m);
    const struct label *l;
    pfn_t pfn;

    play(m, "alloc_pages 3 as buf count=5");
    l = label(m, "buf");
    ck_assert_uint_eq(free_pages(m), before - 40);
    ck_assert(l->order == 3 && l->count == 5 && l->bytes == 40 * 4096);
    ck_assert_uint_eq(l->first_pfn, m->machine->r_pfn);
    ck_assert_uint_eq(m->machine->r_errno, 0);
    pfn = l->first_pfn;
    for (unsigned i = 0; i < 5;
         i++, pfn = frame_next(m, pfn)) { /* in the order they were taken: upwards */
        ck_assert_uint_eq(pfn, l->first_pfn + 8 * i);
        ck_assert_uint_eq(m->frame[pfn].type, FT_KERNEL);
        ck_assert_uint_eq(m->frame[pfn].step, 1);
    }
    play(m, "free_pages buf every=2"); /* 0, 2, 4 */
    l = label(m, "buf");
    ck_assert_uint_eq(l->count, 2);
    ck_assert_uint_eq(free_pages(m), before - 16);
    ck_assert_uint_eq(l->first_pfn, l->start);
    play(m, "free_pages buf");
    ck_assert_uint_eq(actor_label(m, SLOT_NONE, "buf"), SLOT_NONE);
    ck_assert_uint_eq(free_pages(m), before);
    mm_free(m);
}
END_TEST

/* Two zones at once (Linux 6.1 include/linux/gfp.h, GFP_ZONE_BAD). */
START_TEST(test_contradicting_zones)
{
    static const struct {
        const char *gfp;
        bool good;
    } rows[] = {
        {"DMA+HIGHMEM", false},          {"DMA+DMA32", false},
        {"HIGHUSER+DMA32", false},       {"0x7", false},
        {"HIGHUSER_MOVABLE+DMA", false}, {"DMA+MOVABLE", true},
        {"DMA32+MOVABLE", true},         {"HIGHUSER_MOVABLE", true},
    };
    struct mm *m = play_machine("memory=64M");
    char line[80];

    for (unsigned i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        snprintf(line, sizeof line, "alloc_pages 0 as a%u gfp=%s", i, rows[i].gfp);
        ck_assert_msg(play_try(m, line) == (rows[i].good ? MM_OK : MM_EBADARG), "%s", line);
    }
    mm_free(m);
}
END_TEST

START_TEST(test_no_memory)
{
    struct mm *m = play_machine("memory=64K");

    play(m, "alloc_pages 0 as all gfp=ATOMIC count=1000");
    ck_assert_uint_eq(m->machine->r_errno, LX_ENOMEM);
    ck_assert_uint_gt(label(m, "all")->count, 8);
    play(m, "alloc_pages 3 as big");
    ck_assert_uint_eq(m->machine->r_errno, LX_ENOMEM);
    ck_assert_uint_eq(actor_label(m, SLOT_NONE, "big"), SLOT_NONE);
    play(m, "free_pages all");
    play(m, "alloc_pages 3 as big");
    ck_assert_uint_eq(m->machine->r_errno, 0);
    mm_free(m);
}
END_TEST

START_TEST(test_gfp)
{
    struct mm *m = play_machine("memory=64M");

    play(m, "alloc_pages 0 as low gfp=DMA");
    ck_assert_uint_eq(zone_of(m, m->machine->r_pfn), 0);
    play(m, "alloc_pages 0 as high gfp=HIGHUSER_MOVABLE");
    ck_assert_uint_eq(zone_of(m, m->machine->r_pfn), 1);
    ck_assert_uint_eq(m->frame[m->machine->r_pfn].type, FT_KERNEL);
    mm_free(m);
}
END_TEST

START_TEST(test_refusals)
{
    struct mm *m = play_machine("memory=64M");
    struct mm_cmd cmd;
    uint64_t hash;

    play(m, "alloc_pages 0 as x");
    hash = mm_hash(m);
    ck_assert_int_eq(play_try(m, "alloc_pages 0 as x"), MM_EEXISTS);
    ck_assert_int_eq(play_try(m, "free_pages y"), MM_ENONAME);
    ck_assert_int_eq(play_try(m, "alloc_pages 0 as z node=3"), MM_ERANGE);
    mm_cmd_init(
        &cmd,
        MM_V_FREE_PAGES); /* `every` begins with 2: by hand, as the grammar would refuse it first */
    cmd.arg[0].text = mm_cmd_text(&cmd, "x", 1);
    cmd.arg[1].a = 1;
    cmd.present = 3;
    ck_assert_int_eq(mm_do(m, &cmd), MM_ERANGE);
    mm_cmd_init(&cmd, MM_V_ALLOC_PAGES);
    cmd.arg[0].a = 11;
    cmd.arg[1].text = mm_cmd_text(&cmd, "z", 1);
    cmd.present = 3;
    ck_assert_int_eq(mm_do(m, &cmd), MM_ERANGE);
    ck_assert_uint_eq(mm_last_fail(m)->limit, MM_ORDER_MAX);
    ck_assert_uint_eq(mm_hash(m), hash);
    mm_free(m);
}
END_TEST

Suite *make_kalloc_suite(void)
{
    Suite *s = suite_create("kalloc");
    TCase *t = tcase_create("kalloc");

    tcase_add_test(t, test_take_and_free);
    tcase_add_test(t, test_contradicting_zones);
    tcase_add_test(t, test_no_memory);
    tcase_add_test(t, test_gfp);
    tcase_add_test(t, test_refusals);
    suite_add_tcase(s, t);
    return s;
}
