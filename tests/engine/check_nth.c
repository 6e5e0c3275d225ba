/* check_nth.c - the n-th frame is refused, for every n that a command asks for: nothing is lost by it.
 *
 * Each line of the script is run again and again on one machine, with frame 1, 2, 3 … refused, until the line asks for
 * none any more. After each try everybody goes, unused paths and slabs are given back, and the machine must be what it
 * was: free frames and objects in use, to the last one. Slabs are all gone before the next try, so that every kind of
 * object of the line has its turn at being refused.
 */
#include <stdio.h>

#include "play.h"
#include "policy/kmem.h"

/* What is there before the line is tried. */
static const char *const before[] = {"spawn p file=/bin/p catch=SEGV,BUS", "p mmap 256K as a",
                                     "p write a+0..64K", "p mmap 64K as f file=/lib/f.so",
                                     "p mmap 64K as s shared"};

static const char *const tried[] = {
    "spawn q file=/bin/q lib=/lib/a.so:64K lib=/lib/b.so:64K",
    "p mmap 64K as m file=/data/new prot=rw- populate",
    "p mmap 2M as m populate",
    "p mmap 64K as m locked",
    "p mmap 64K as m at=0x600000000000 populate",
    "p write a",
    "p write f",
    "p read f",
    "p write s",
    "p touch stack w",
    "p mprotect a+16K..32K r--",
    "p munmap a+16K..32K",
    "p munmap a every=2",
    "p mremap a 4M maymove",
    "p mlock a",
    "p madvise a random",
    "p brk +256K",
    "kmem_cache c size=700",
    "kmem_alloc dentry count=200 as k",
    "kmem_alloc vm_area_struct count=60 as k",
    "kmalloc 8K as k",
    "kmalloc 200K as k",
    "alloc_pages 0 as k count=70",
    "alloc_pages 3 as k count=9 gfp=KERNEL+COMP+NOWARN",
    "alloc_pages 9 as k gfp=TRANSHUGE",
    "echo 1 > /proc/sys/vm/compact_memory",
    "echo 2 > /proc/sys/vm/drop_caches",
};

static uint64_t objects(const struct mm *m)
{
    uint64_t n = 0;

    for (slot_t c = 0; c < m->region[MM_R_kmem_cache].count; c++) {
        n += m->kmem_cache[c].live ? m->kmem_cache[c].used_objects : 0;
    }
    return n;
}

/* Everybody goes. Returns the frames that are free then; *left the objects that somebody still holds. */
static uint64_t all_gone(struct mm *m, uint64_t *left)
{
    static const char *const ends[] = {"kill p", "kill q", "kmem_free k", "kfree k",
                                       "free_pages k"};

    machine_set_fail_frames_nth(m, 0, 0);
    for (unsigned i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        (void)play_try(m, ends[i]);
    }
    (void)play_all_back(m); /* a second time for what is spared once */
    const uint64_t frames = play_all_back(m);

    *left = objects(m);
    return frames;
}

START_TEST(test_every_frame_of_a_line)
{
    static const char *const machines[] = {"memory=32M pcp=off", "memory=32M cpus=2 nodes=2",
                                           "memory=24M slab=off paging=2"};
    struct mm *m = play_machine(machines[_i % 3]);
    const char *line = tried[_i / 3];
    uint64_t left;
    const uint64_t at_start = all_gone(m, &left);
    uint32_t nth = 0;
    bool over = false;

    ck_assert_uint_eq(left, 0);
    while (!over) {
        ck_assert_msg(++nth < 1200, "%s: no end", line);
        for (unsigned i = 0; i < sizeof before / sizeof before[0]; i++) {
            play(m, before[i]);
        }
        m->config.check_level = 1;
        machine_set_fail_frames_nth(m, 0, nth);
        (void)play_try(m, line); /* a name may be taken: the cache that was made stays */
        over = m->machine->fail_frames_nth > 0;
        m->config.check_level = 0;

        const uint64_t back = all_gone(m, &left);

        ck_assert_msg(back == at_start && left == 0,
                      "%s, frame %u refused: %llu of %llu frames back, %llu objects left", line,
                      nth, (unsigned long long)back, (unsigned long long)at_start,
                      (unsigned long long)left);
        nth += nth > 60 ? 16 : 0; /* the first ones each, the rest by samples */
    }
    ck_assert_msg(nth > 1 || _i % 3 == 2 || _i / 3 > 9, "%s asks for no frame", line);
    mm_check(m);
    mm_free(m);
}
END_TEST

Suite *make_nth_suite(void);
Suite *make_nth_suite(void)
{
    Suite *s = suite_create("nth");
    TCase *tc = tcase_create("all");

    tcase_set_timeout(tc, 120);
    tcase_add_loop_test(tc, test_every_frame_of_a_line, 0,
                        3 * (int)(sizeof tried / sizeof tried[0]));
    suite_add_tcase(s, tc);
    return s;
}
