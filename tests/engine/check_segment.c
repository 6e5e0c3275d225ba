/* check_segment.c - programs as segments: the story of 512, 128 and 256 MB, random loads and swaps, refusals.
 * Origin of the story: rows A2 and A3 of the claims. Disk times: one request, then 4 KiB pages, by the cost table. */
#include "lab/segment.h"

#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "base/rng.h"
#include "play.h"

#define MIB (1024ull * 1024)

static const struct labseg *seg(const struct mm *m, const char *name)
{
    const slot_t slot = segment_find(m, name);

    ck_assert_msg(slot != SLOT_NONE, "%s", name);
    return &m->labseg[slot];
}

START_TEST(test_story)
{
    struct mm *m = play_machine("memory=1M");
    const uint64_t request = m->config.cost_ns[COST_DISK_REQUEST];
    const uint64_t page = m->config.cost_ns[COST_DISK_PAGE];

    play(m, "lab segments memory=1G");
    play(m, "lab load game 512M");
    play(m, "lab load browser 128M");
    play(m, "lab load music 256M type=code");
    ck_assert_uint_eq(seg(m, "music")->base, 640 * MIB);
    ck_assert_uint_eq(seg(m, "music")->selector, 0x17);
    play(m, "lab unload browser");
    ck_assert(m->lab->free == 256 * MIB && m->lab->largest == 128 * MIB);
    ck_assert(m->lab->external == 128 * MIB && m->lab->internal == 0);
    play(m, "lab load editor 200M");
    ck_assert_uint_eq(m->machine->r_errno, LX_ENOMEM);
    ck_assert_uint_eq(m->lab->want, 200 * MIB);
    ck_assert_uint_eq(segment_find(m, "editor"), SLOT_NONE);
    const uint64_t before = m->machine->clock_ns;

    play(m, "lab swapout music");
    ck_assert(seg(m, "music")->swapped && !seg(m, "music")->present && !seg(m, "music")->block);
    ck_assert_uint_eq(m->lab->swap_out, 256 * MIB);
    ck_assert_uint_eq(m->machine->clock_ns - before, request + 65536 * page);
    ck_assert_uint_eq(m->lab->paged_out, 0); /* 200 MB do fit into 256 MB of frames */
    play(m, "lab swapin music at=lowest");
    ck_assert_uint_eq(seg(m, "music")->base, 512 * MIB);
    ck_assert_uint_eq(seg(m, "music")->bits & SEGTYPE_CODE, SEGTYPE_CODE);
    ck_assert(m->lab->largest == 256 * MIB && m->lab->external == 0);
    play(m, "lab load editor 200M");
    ck_assert_uint_eq(m->machine->r_errno, 0);
    ck_assert_uint_eq(seg(m, "editor")->base, 768 * MIB);
    ck_assert_uint_eq(m->lab->swap_ns, 2 * (request + 65536 * page));
    mm_free(m);
}
END_TEST

/* Memory is short of `lacks`: paging writes those pages in requests of 32 and reads those touched in requests of 8. */
START_TEST(test_paging_beside)
{
    struct mm *m = play_machine("memory=1M cost.disk_request=1000 cost.disk_page=10");

    play(m, "lab segments memory=64M");
    play(m, "lab load a 30M");
    play(m, "lab load b 30M");
    play(m, "lab load c 5M"); /* 4 MB are free: 256 pages lack */
    play(m, "lab swapout a");
    ck_assert_uint_eq(m->lab->paged_out, 1 * MIB);
    ck_assert_uint_eq(m->lab->paged_ns, 8 * 1000 + 256 * 10);
    ck_assert_uint_eq(m->lab->swap_ns, 1000 + 7680 * 10);
    ck_assert_uint_eq(seg(m, "a")->paged, 256);
    play(m, "lab load c 5M");
    ck_assert_uint_eq(m->lab->want, 0);
    ck_assert_int_eq(play_try(m, "lab swapin a pages=257"), MM_ERANGE);
    play(m, "lab unload c");
    play(m, "lab swapin a pages=9");
    ck_assert_uint_eq(m->lab->paged_in, 9 * 4096);
    ck_assert_uint_eq(m->lab->paged_ns, 8 * 1000 + 256 * 10 + 2 * 1000 + 9 * 10);
    play(m, "lab swapout b pages=7680"); /* all of them: the same bytes, more requests */
    ck_assert_uint_eq(m->lab->paged_out, m->lab->swap_out - 29 * MIB);
    ck_assert_int_eq(play_try(m, "lab swapout a pages=7681"), MM_ERANGE);
    ck_assert_uint_eq(mm_last_fail(m)->limit, 7680);
    mm_free(m);
}
END_TEST

/* Beyond 1 MiB the limit counts 4 KiB: what is rounded up is the only internal waste. */
START_TEST(test_internal)
{
    struct mm *m = play_machine("memory=1M");

    play(m, "lab segments memory=64M");
    play(m, "lab load a 1048576");
    ck_assert(m->lab->internal == 0 && !seg(m, "a")->granularity);
    play(m, "lab load b 1048577");
    ck_assert(m->lab->internal == 4095 && seg(m, "b")->granularity);
    ck_assert_uint_eq(seg(m, "b")->limit, 1048576 + 4095);
    play(m, "lab load s 65535 type=stack");
    ck_assert(m->lab->internal == 4095 && !seg(m, "s")->granularity);
    play(m, "lab load t 65536 type=stack"); /* too large for 16 bits: 4 KiB units, up to 4 GiB */
    ck_assert(seg(m, "t")->granularity && m->lab->internal == 4095);
    ck_assert_uint_eq(seg(m, "t")->limit, 0xfffeffff);
    ck_assert_uint_eq((uint32_t)(seg(m, "t")->base + 0xffffffffu), seg(m, "t")->start + 65535);
    mm_free(m);
}
END_TEST

START_TEST(test_gdt)
{
    struct mm *m = play_machine("memory=1M");

    play(m, "lab segments");
    ck_assert_uint_eq(seg(m, "user_cs")->selector, 0x73);
    play(m, "lab load a 4K table=gdt"); /* set_thread_area's entries: 6, 7, 8 */
    play(m, "lab load b 4K table=gdt dpl=0");
    play(m, "lab load c 4K table=gdt");
    ck_assert_uint_eq(seg(m, "a")->selector, 6 * 8 + 3);
    ck_assert_uint_eq(seg(m, "b")->selector, 7 * 8);
    ck_assert_int_eq(play_try(m, "lab load d 4K table=gdt"), MM_ELIMIT);
    ck_assert_uint_eq(mm_last_fail(m)->limit, 3);
    play(m, "lab segments bits=64");
    ck_assert_uint_eq(seg(m, "user_cs")->selector, 0x33);
    ck_assert_uint_eq(seg(m, "user_ds")->selector, 0x2b);
    play(m, "lab load a 4K table=gdt");
    ck_assert_uint_eq(seg(m, "a")->selector, 12 * 8 + 3);
    ck_assert_uint_eq(name_find(m, "b"), SLOT_NONE); /* the lab before let its names go */
    play(m, "lab tables used=1");
    ck_assert_uint_eq(name_find(m, "user_cs"), SLOT_NONE);
    ck_assert_uint_eq(m->labseg[6].live, 0);
    mm_free(m);
}
END_TEST

static const struct {
    const char *line;
    enum mm_err err;
    const char *field;
    uint64_t limit;
} refused[] = {
    {"lab load x 4294963201 type=stack", MM_ERANGE, "size", (1ull << 32) - 4096},
    {"lab load game 4K", MM_EEXISTS, "name", 0},
    {"lab load user_ds 4K", MM_EEXISTS, "name", 0},
    {"lab unload nobody", MM_ENONAME, "name", 0},
    {"lab unload user_ds", MM_EBADARG, "name", 0},
    {"lab swapout user_ds", MM_EBADARG, "name", 0},
    {"lab swapin game", MM_EBADARG, "name", 0},
    {"lab swapout gone", MM_EBADARG, "name", 0},
    {"lab swapout game pages=257", MM_ERANGE, "pages", 256},
    {"lab descriptor gone present=1", MM_ERANGE, "present", 0},
    {"lab access nobody 0 r", MM_ENONAME, "segment", 0},
    {"lab access 0x10000 0 r", MM_ENONAME, "segment", 0},
    {"lab access game 4294967296 r", MM_ERANGE, "offset", UINT32_MAX},
};

START_TEST(test_refusals)
{
    struct mm *m = play_machine("memory=1M");
    uint64_t hash;

    ck_assert_int_eq(play_try(m, "lab load x 4K"), MM_ENOLAB);
    ck_assert_int_eq(play_try(m, "lab access 0 0 r"), MM_ENOLAB);
    play(m, "lab segments memory=2M");
    play(m, "lab load game 1M");
    play(m, "lab load gone 4K");
    play(m, "lab swapout gone");
    hash = mm_hash(m);
    for (unsigned i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        const enum mm_err err = play_try(m, refused[i].line);

        ck_assert_msg(err == refused[i].err, "%s: %s", refused[i].line, mm_err_name(err));
        ck_assert_msg(strcmp(mm_last_fail(m)->field, refused[i].field) == 0, "%s: %s",
                      refused[i].line, mm_last_fail(m)->field);
        ck_assert_msg(mm_last_fail(m)->limit == refused[i].limit, "%s: %llu", refused[i].line,
                      (unsigned long long)mm_last_fail(m)->limit);
    }
    ck_assert_uint_eq(mm_hash(m), hash);
    for (unsigned i = 0; i < 30; i++) { /* two entries of the LDT are taken */
        char line[40];

        snprintf(line, sizeof line, "lab load p%u 1", i);
        play(m, line);
    }
    ck_assert_int_eq(play_try(m, "lab load p30 1"), MM_ELIMIT);
    ck_assert_uint_eq(mm_last_fail(m)->limit, 32);
    mm_free(m);
}
END_TEST

/* Random loads, ends, swaps; memory kept by a list of what lies where. mm_check looks at the rest each time. */
struct model {
    char name[4];
    uint64_t size, start;
    enum { GONE, IN, OUT } where;
};

static uint64_t lowest_hole(const struct model p[8], uint64_t memory, uint64_t size)
{
    uint64_t at = 0;

    for (;;) {
        uint64_t end = 0;

        for (unsigned i = 0; i < 8 && end == 0; i++) {
            if (p[i].where == IN && p[i].start < at + size && at < p[i].start + p[i].size) {
                end = p[i].start + p[i].size;
            }
        }
        if (end == 0) {
            return at + size <= memory ? at : UINT64_MAX;
        }
        at = end;
    }
}

START_TEST(test_walk)
{
    const unsigned steps = test_scaled(600);

    for (uint64_t seed = 1; seed <= 3; seed++) {
        struct mm *m = play_machine("memory=1M");
        struct model p[8] = {0};
        uint64_t rng[2], moved = 0;

        rng_seed(rng, seed);
        play(m, "lab segments memory=16M fit=first");
        for (unsigned i = 0; i < steps; i++) {
            const unsigned n = (unsigned)rng_below(rng, 8);
            const unsigned verb = (unsigned)rng_below(rng, 4);
            char line[64];
            uint64_t at = UINT64_MAX;

            snprintf(p[n].name, sizeof p[n].name, "p%u", n % 10);
            if (p[n].where == GONE) {
                p[n].size = (1 + rng_below(rng, 1500)) * 4096;
                at = lowest_hole(p, 16 * MIB, p[n].size);
                snprintf(line, sizeof line, "lab load %s %llu", p[n].name,
                         (unsigned long long)p[n].size);
                p[n].where = at == UINT64_MAX ? GONE : IN;
            } else if (verb == 0) {
                snprintf(line, sizeof line, "lab unload %s", p[n].name);
                p[n].where = GONE;
            } else if (p[n].where == IN) {
                snprintf(line, sizeof line, "lab swapout %s", p[n].name);
                p[n].where = OUT;
                moved += p[n].size;
            } else {
                at = lowest_hole(p, 16 * MIB, p[n].size);
                snprintf(line, sizeof line, "lab swapin %s", p[n].name);
                p[n].where = at == UINT64_MAX ? OUT : IN;
                moved += at == UINT64_MAX ? 0 : p[n].size;
            }
            play(m, line);
            if (at != UINT64_MAX) {
                p[n].start = at;
                ck_assert_uint_eq(m->machine->r_addr, at);
            } else {
                ck_assert(m->machine->r_errno == 0 || m->machine->r_errno == LX_ENOMEM);
            }
            for (unsigned k = 0; k < 8; k++) {
                const slot_t s = segment_find(m, p[k].name);

                ck_assert_msg((p[k].name[0] && s != SLOT_NONE) == (p[k].where != GONE), "%s", line);
                ck_assert(p[k].where != IN || m->labseg[s].base == p[k].start);
                ck_assert(p[k].where != OUT || m->labseg[s].swapped);
            }
        }
        ck_assert_uint_eq(m->lab->swap_in + m->lab->swap_out, moved);
        ck_assert_uint_gt(moved, 0);
        mm_free(m);
    }
}
END_TEST

Suite *make_segment_suite(void)
{
    Suite *s = suite_create("segment");
    TCase *t = tcase_create("segment");

    tcase_add_test(t, test_story);
    tcase_add_test(t, test_paging_beside);
    tcase_add_test(t, test_internal);
    tcase_add_test(t, test_gdt);
    tcase_add_test(t, test_refusals);
    tcase_add_test(t, test_walk);
    suite_add_tcase(s, t);
    return s;
}
