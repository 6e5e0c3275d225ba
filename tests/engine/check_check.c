/* check_check.c - every invariant after every command, on hostile machines; nth failure; frames all back. */
#include "check.h"

#include <stdio.h>
#include <string.h>

#include "../suite.h"
#include "../walk.h"
#include "parts/frame.h"
#include "policy/kmem.h"

/* 16 frames and more, zones by hand, a TLB of two entries, up to 8 CPUs and 4 nodes; mm_check at quiet points and after
 * each command. */
#define BY_SIZE 28
START_TEST(test_walk)
{
    static const uint32_t frames[] = {16, 24, 48, 128, 300, 2048, 4096};
    const uint32_t of_this = frames[_i % 7];
    struct mm_config cfg;
    struct walk w;
    struct mm *m;

    if (_i < BY_SIZE) {
        walk_config(&cfg, of_this, (uint64_t)_i + 1);
    } else {
        walk_config_by_hand(&cfg, (unsigned)(_i - BY_SIZE), (uint64_t)_i + 1);
    }
    m = walk_machine(&cfg);
    walk_init(&w, (uint64_t)_i + 1);
    walk_see(&w, m);
    for (unsigned k = 0; k < test_scaled(_i < BY_SIZE && of_this < 1024 ? 4000 : 800); k++) {
        struct mm_cmd cmd;

        walk_next(&w, &cmd);
        (void)mm_do(m, &cmd); /* an assertion aborts, and the runner names the loop number */
    }
    ck_assert_uint_gt(mm_head_step(m), test_scaled(100));
    mm_free(m);
}
END_TEST

static uint64_t frames_of(const struct mm *m, enum mm_frame_type type)
{
    uint64_t n = 0;

    for (pfn_t p = 0; p < m->frames; p++) {
        n += m->frame[p].type == type;
    }
    return n;
}

/* Free, in slabs, or a kernel stack kept for the next task (mm_check knows whose these are). */
static uint64_t known_frames(const struct mm *m)
{
    uint64_t stacks = 0;

    for (pfn_t p = 0; p < m->frames; p++) {
        stacks += m->frame[p].use == KU_STACK;
    }
    return frames_of(m, FT_FREE) + frames_of(m, FT_SLAB) + stacks;
}

static void end_all(struct mm *m)
{
    static const char *const words[] = {"p", "q", "r"};
    static const char *const held[] = {"k", "l", "o", "n", "x"};
    struct mm_cmd cmd;

    for (unsigned i = 0; i < 3; i++) {
        mm_cmd_init(&cmd, MM_V_KILL);
        cmd.arg[0].text = mm_cmd_text(&cmd, words[i], 1);
        cmd.present = 1;
        (void)mm_do(m, &cmd);
    }
    for (unsigned i = 0; i < 15; i++) {
        mm_cmd_init(&cmd, i % 3 == 0 ? MM_V_FREE_PAGES : i % 3 == 1 ? MM_V_KMEM_FREE : MM_V_KFREE);
        cmd.arg[0].text = mm_cmd_text(&cmd, held[i / 3], 1);
        cmd.present = 1;
        (void)mm_do(m, &cmd);
    }
}

/* Give back every slab that nobody has an object of. */
static void shrink_all(struct mm *m)
{
    char name[MM_NAME_BYTES];
    char path[MM_NAME_BYTES + 32];
    struct mm_cmd cmd;

    for (slot_t c = 0; c < m->region[MM_R_kmem_cache].count; c++) {
        if (!m->kmem_cache[c].live || m->kmem_cache[c].alias_of != 0) {
            continue;
        }
        mm_name(m, m->kmem_cache[c].name, name);
        snprintf(path, sizeof path, "/sys/kernel/slab/%s/shrink", name);
        mm_cmd_init(&cmd, MM_V_ECHO);
        cmd.arg[0].text = mm_cmd_text(&cmd, "1", 1);
        cmd.arg[1].text = mm_cmd_text(&cmd, path, strlen(path));
        cmd.present = 3;
        ck_assert_int_eq(mm_do(m, &cmd), MM_OK);
    }
    for (slot_t s = 0; s < m->region[MM_R_slab].count; s++) {
        ck_assert(!m->slab[s].live || m->slab[s].inuse > 0);
    }
}

static void set_sysctl(struct mm *m, enum mm_sysctl key, uint64_t value)
{
    struct mm_cmd cmd;

    mm_cmd_init(&cmd, MM_V_SYSCTL);
    cmd.arg[0].a = key;
    cmd.arg[1].a = value;
    cmd.present = 3;
    ck_assert_int_eq(mm_do(m, &cmd), MM_OK);
}

/* Twice: what was used again since it was last looked at is spared once. */
static void drop_caches(struct mm *m)
{
    set_sysctl(m, SC_VFS_CACHE_PRESSURE, 100);
    set_sysctl(m, SC_DROP_CACHES, 2);
    set_sysctl(m, SC_DROP_CACHES, 2);
}

static uint64_t objects_of(const struct mm *m)
{
    uint64_t n = 0;

    for (slot_t c = 0; c < m->region[MM_R_kmem_cache].count; c++) {
        n += m->kmem_cache[c].live ? m->kmem_cache[c].used_objects : 0;
    }
    return n;
}

/* A frame refused anywhere, in slabs and in processes being made too, loses nothing: neither frames nor objects. */
START_TEST(test_nth_failure_and_all_back)
{
    for (uint32_t nth = 1; nth < 40; nth++) {
        struct mm_config cfg;
        struct walk w;
        struct mm *m;
        uint64_t at_start;
        uint64_t back;

        if (_i < 6) {
            walk_config(&cfg, 128, (uint64_t)_i + 2);
        } else {
            walk_config_by_hand(&cfg, (unsigned)_i % WALK_HAND_MADE, (uint64_t)_i);
        }
        cfg.check_level = _i < 6;
        m = walk_machine(&cfg);
        at_start = known_frames(m);
        ck_assert_uint_eq(objects_of(m), 0);
        walk_init(&w, (uint64_t)_i * 40 + nth);
        walk_see(&w, m);
        for (unsigned k = 0; k < 60; k++) {
            struct mm_cmd cmd;

            if (k % 20 == 0) {
                mm_fail_frame(m, nth);
            }
            walk_next(&w, &cmd);
            (void)mm_do(m, &cmd);
        }
        mm_fail_frame(m, 0);
        end_all(m);
        drop_caches(m);
        ck_assert_msg(objects_of(m) == 0, "seed %d, frame %u refused: %llu objects left", _i, nth,
                      (unsigned long long)objects_of(m));
        shrink_all(m);
        mm_check(m);
        back = known_frames(m);
        ck_assert_msg(back == at_start, "seed %d, frame %u refused: %llu of %llu back", _i, nth,
                      (unsigned long long)back, (unsigned long long)at_start);
        mm_free(m);
    }
}
END_TEST

/* One request: it is had or not; what is had keeps to what was asked, and comes back whole. */
static void ask(struct mm *m, uint32_t gfp, unsigned order, uint32_t node)
{
    const uint64_t before = frames_of(m, FT_FREE);
    const unsigned rank = zone_rank_of_gfp(m, gfp);
    struct mm_cmd cmd;

    mm_cmd_init(&cmd, MM_V_ALLOC_PAGES);
    cmd.arg[0].a = order;
    cmd.arg[1].text = mm_cmd_text(&cmd, "y", 1);
    cmd.arg[2].a = gfp;
    cmd.arg[3].a = node;
    cmd.present = 15;
    if (zone_gfp_contradicts(gfp)) {
        ck_assert_int_eq(mm_do(m, &cmd), MM_EBADARG);
        return;
    }
    ck_assert_int_eq(mm_do(m, &cmd), MM_OK);
    if (m->machine->r_errno == 0) {
        const pfn_t pfn = m->machine->r_pfn;

        ck_assert_msg(pfn % (1u << order) == 0, "gfp %x order %u: %u", gfp, order, pfn);
        ck_assert_msg(zone_rank(m, m->zone[zone_of(m, pfn)].type) <= rank, "gfp %x: zone too high",
                      gfp);
        ck_assert(!(gfp & GFP_BIT_THISNODE) || node_of(m, pfn) == node);
        ck_assert_uint_eq(frames_of(m, FT_FREE) + (1ull << order), before);
        mm_cmd_init(&cmd, MM_V_FREE_PAGES);
        cmd.arg[0].text = mm_cmd_text(&cmd, "y", 1);
        cmd.present = 1;
        ck_assert_int_eq(mm_do(m, &cmd), MM_OK);
    } else {
        ck_assert_uint_eq(m->machine->r_errno, LX_ENOMEM);
    }
    ck_assert_uint_eq(frames_of(m, FT_FREE), before);
}

/* Every word of a request, with each bit more, at every order, on machines half full to quite full. */
START_TEST(test_gfp_order_fill)
{
#define BITS(id, bits) bits,
    static const uint32_t words[] = {MM_GFPS(BITS)};
    static const uint32_t more[] = {0, MM_GFP_BITS(BITS)};
    static const unsigned kept[] = {2000, 400, 60, 20, 0}; /* of 4096 frames, so many stay free */
    struct mm_config cfg;
    struct mm *m;

    walk_config(&cfg, 4096, 2 + (uint64_t)_i % 2 * 5);
    cfg.check_level = 0;
    cfg.labels_max = cfg.names_max = 512;
    cfg.history_bytes = 0;
    m = walk_machine(&cfg);
    for (unsigned n = 0; frames_of(m, FT_FREE) > kept[_i / 2] + 3 && n < 4096; n++) {
        struct mm_cmd cmd;
        char name[8];

        snprintf(name, sizeof name, "f%u", n);
        mm_cmd_init(&cmd, MM_V_ALLOC_PAGES);
        cmd.arg[0].a = n % 3;
        cmd.arg[1].text = mm_cmd_text(&cmd, name, strlen(name));
        cmd.arg[2].a = (uint32_t)GFP_HIGHUSER_MOVABLE | GFP_BIT_MEMALLOC;
        cmd.arg[4].a = 32;
        cmd.present = 23;
        (void)mm_do(m, &cmd);
    }
    for (unsigned i = 0; i < sizeof words / sizeof words[0]; i++) {
        for (unsigned j = 0; j < sizeof more / sizeof more[0]; j++) {
            for (unsigned order = 0; order <= MM_ORDER_MAX; order++) {
                ask(m, words[i] | more[j], order, (i + j + order) % m->config.nodes);
            }
            mm_check(m);
        }
    }
    mm_free(m);
}
END_TEST

Suite *make_check_suite(void)
{
    Suite *s = suite_create("check");
    TCase *tc = tcase_create("all");

    tcase_set_timeout(tc, 120);

    tcase_add_loop_test(tc, test_walk, 0, BY_SIZE + WALK_HAND_MADE);
    tcase_add_loop_test(tc, test_nth_failure_and_all_back, 0, 12);
    tcase_add_loop_test(tc, test_gfp_order_fill, 0, 10);
    suite_add_tcase(s, tc);
    return s;
}
