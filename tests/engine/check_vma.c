/* check_vma.c - the tree of areas beside a plain table of pages, and with as many areas as Linux allows. */
#include "parts/vma.h"

#include "base/rng.h"
#include "play.h"

#define PAGES 200u
#define BASE  0x40000000ull

static slot_t start(struct mm *m)
{
    play(m, "spawn a");
    return mm_find_proc(m, "a");
}

static vaddr_t addr_of(uint64_t page)
{
    return BASE + page * MM_PAGE_BYTES;
}

static slot_t make(struct mm *m, slot_t proc, uint64_t from, uint64_t to)
{
    const struct vma_want want = {
        .start = addr_of(from), .end = addr_of(to), .pgoff = from, .flags = VM_READ};

    return vma_new(m, proc, &want);
}

/* owner[page] = slot of its area, SLOT_NONE in a hole. */
static void check_finds(const struct mm *m, slot_t proc, const slot_t owner[PAGES])
{
    slot_t above = vma_find(m, proc, addr_of(PAGES));

    for (unsigned i = PAGES; i-- > 0;) {
        above = owner[i] != SLOT_NONE ? owner[i] : above;
        ck_assert_uint_eq(vma_find(m, proc, addr_of(i)), above);
        ck_assert_uint_eq(vma_find(m, proc, addr_of(i) + 4095), above);
        ck_assert_uint_eq(vma_at(m, proc, addr_of(i)), owner[i]);
    }
}

static void change(struct mm *m, slot_t proc, uint64_t rng[2], slot_t owner[PAGES])
{
    const unsigned from = (unsigned)rng_below(rng, PAGES);
    const slot_t v = owner[from];
    unsigned to = from;

    if (v == SLOT_NONE) { /* fill the hole from here on, or a part of it */
        while (to < PAGES && owner[to] == SLOT_NONE && to < from + 8) {
            to++;
        }
        const slot_t fresh = make(m, proc, from, to);

        for (unsigned i = from; i < to; i++) {
            owner[i] = fresh;
        }
        return;
    }
    if (rng_below(rng, 2) || from == 0 || owner[from - 1] != v) {
        vma_free(m, v);
        for (unsigned i = 0; i < PAGES; i++) {
            owner[i] = owner[i] == v ? SLOT_NONE : owner[i];
        }
        return;
    }
    vma_resize(m, v, m->vma[v].start, addr_of(from), m->vma[v].pgoff); /* cut its end off */
    for (unsigned i = from; i < PAGES && owner[i] == v; i++) {
        owner[i] = SLOT_NONE;
    }
}

START_TEST(test_beside_pages)
{
    struct mm *m = play_machine("memory=16M");
    const slot_t a = start(m);
    slot_t owner[PAGES];
    uint64_t rng[2];

    rng_seed(rng, (uint64_t)_i);
    for (unsigned i = 0; i < PAGES; i++) {
        owner[i] = SLOT_NONE;
    }
    for (unsigned k = 0; k < test_scaled(800); k++) {
        change(m, a, rng, owner);
        vma_check(m);
        check_finds(m, a, owner);
    }
    mm_free(m);
}
END_TEST

START_TEST(test_many)
{
    struct mm *m = play_machine("memory=16M maps=70000");
    const slot_t a = start(m);
    const uint32_t before = m->proc[a].vma_count;
    uint32_t deep;

    for (uint64_t i = 0; i < 65000; i++) {
        make(m, a, i * 2, i * 2 + 1);
    }
    ck_assert_uint_eq(m->proc[a].vma_count, before + 65000);
    deep = m->vma[m->proc[a].vma_root].height;
    ck_assert_uint_le(deep, 23); /* 1.44 log2 n */
    vma_check(m);
    for (uint64_t i = 0; i < 65000; i++) {
        vma_free(m, vma_at(m, a, addr_of(i * 2)));
    }
    ck_assert_uint_eq(m->proc[a].vma_count, before);
    vma_check(m);
    mm_free(m);
}
END_TEST

START_TEST(test_slots_come_back)
{
    struct mm *m = play_machine("memory=16M");
    const slot_t a = start(m);
    const uint32_t room = vma_room(m);
    const slot_t v = make(m, a, 0, 1);
    const uint32_t gen = m->vma[v].gen;

    ck_assert_uint_eq(vma_room(m), room - 1);
    vma_free(m, v);
    ck_assert_uint_eq(vma_room(m), room);
    ck_assert_uint_eq(vma_slot(m), v);
    ck_assert_uint_ne(m->vma[v].gen, gen); /* used again, it is another area */
    ck_assert_uint_eq(vma_anon_new(m) + 1, vma_anon_new(m));
    mm_free(m);
}
END_TEST

Suite *make_vma_suite(void)
{
    Suite *s = suite_create("vma");
    TCase *t = tcase_create("tree");

    tcase_add_loop_test(t, test_beside_pages, 0, 3);
    tcase_add_test(t, test_many);
    tcase_add_test(t, test_slots_come_back);
    suite_add_tcase(s, t);
    return s;
}
