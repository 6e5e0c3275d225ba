/* check_dmesg.c - the log in the kernel's words.
 * Origin: each line word for word from recorded logs (tests/oracle: boot-256M, e3-oom-hog-adj0, s-swapoff-notenough,
 * i386); the numbers are put into the log here. */
#include "text/dmesg.h"

#include <stdlib.h>
#include <string.h>

#include "parts/klog.h"
#include "play.h"
#include "policy/showmem.h"

#define ROOM (1u << 18)

static char *text_of(const struct mm *m, bool stamps, unsigned levels)
{
    static char room[ROOM];
    struct report r;

    report_begin(&r, room, sizeof room);
    dmesg_text(m, stamps, levels, &r);
    ck_assert_uint_lt(r.length, ROOM);
    return room;
}

static void has(const char *text, const char *part)
{
    ck_assert_msg(strstr(text, part) != NULL, "not in it: %s\n%s", part, text);
}

START_TEST(test_boot)
{
    struct mm *m = play_machine("profile=linux-256M");
    const char *text = text_of(m, true, ~0u);

    has(text, "[    0.000000] Zone ranges:\n"
              "[    0.000000]   DMA      [mem 0x0000000000001000-0x0000000000ffffff]\n"
              "[    0.000000]   DMA32    [mem 0x0000000001000000-0x000000000ffdffff]\n"
              "[    0.000000]   Normal   empty\n"
              "[    0.000000]   Device   empty\n"
              "[    0.000000] Movable zone start for each node\n"
              "[    0.000000] Early memory node ranges\n"
              "[    0.000000]   node   0: [mem 0x0000000000001000-0x000000000009efff]\n"
              "[    0.000000]   node   0: [mem 0x0000000000100000-0x000000000ffdffff]\n"
              "[    0.000000] Initmem setup node 0 [mem 0x0000000000001000-0x000000000ffdffff]\n");
    has(text, "] Fallback order for Node 0: 0 \n");
    has(text, "] Built 1 zonelists, mobility grouping on.  Total pages: 64224\n");
    has(text, "] Policy zone: DMA32\n");
    has(text,
        "] Memory: 199888K/261624K available (14343K kernel code, 2338K rwdata, 9132K rodata, "
        "2824K init, 17344K bss, 61480K reserved, 0K cma-reserved)\n");
    has(text, "] SLUB: HWalign=64, Order=0-3, MinObjects=0, CPUs=1, Nodes=1\n");
    mm_free(m);
}
END_TEST

/* The numbers of a recorded report, of each kind of line once. */
static void say_recorded(struct mm *m)
{
    uint64_t n[KLOG_NUMBERS] = {0};

    memcpy(n, "swapoff", 7);
    n[5] = 114;
    n[7] = 0x140cca;
    n[8] = 1;
    klog_add(m, KLOG_WARN, KL_ALLOC_FAILURE, n, 9);
    klog_add(m, KLOG_WARN, KL_CPU, n, 6);
    klog_say(m, KLOG_WARN, KL_MEM_INFO, 552, 45214, 0, 0, 0, 0, 0, 0, 0, 2199, 1497, 610, 1259, 126,
             0, 0, 0, 651, 37, 0);
    klog_say(m, KLOG_WARN, KL_NODE, 0, 2208, 180856, 0, 0, 0, 0, 0, 2440, 0, 0, 5036, 0, 0, 0, 0,
             800, 504, 0, 1);
    klog_say(m, KLOG_WARN, KL_ZONE, 0, ZT_DMA32, 1736, 2048, 3736, 4156, 4576, 0, 2208, 166516, 0,
             0, 0, 0, 245632, 195392, 0, 0, 148, 148, 0);
    klog_say(m, KLOG_WARN, KL_RESERVE, 0, 180, 180, 180, 0);
    klog_say(m, KLOG_WARN, KL_BLOCKS, 0, ZT_DMA, 2 | 3ull << 32, 1 | 2ull << 32, 1 | 2ull << 32,
             2 | 3ull << 32, 2 | 3ull << 32, 1 | 2ull << 32, 2 | 3ull << 32, 0, 0, 0, 0);
    klog_say(m, KLOG_INFO, KL_HUGEPAGES, 0, 2048);
    klog_say(m, KLOG_WARN, KL_CACHE, 1259);
    klog_say(m, KLOG_WARN, KL_SWAP, 0, 0, 0);
    klog_say(m, KLOG_WARN, KL_TOTALS, 65406, 0, 12718, 0);
    memset(n, 0, sizeof n);
    memcpy(n, "big", 3);
    n[5] = 96;
    n[6] = 1;
    n[7] = 62724;
    n[8] = 61264;
    n[10] = 264;
    n[11] = 160;
    klog_add(m, KLOG_WARN, KL_KILLED, n, 13);
}

START_TEST(test_lines_as_recorded)
{
    struct mm *m = play_machine("memory=16M");
    char *text;

    say_recorded(m);
    text = text_of(m, false, 1u << KLOG_WARN);
    has(text,
        "swapoff: page allocation failure: order:0, mode:0x140cca(GFP_HIGHUSER_MOVABLE|__GFP_COMP),"
        " nodemask=(null),cpuset=/,mems_allowed=0\n");
    has(text, "CPU: 0 PID: 114 Comm: swapoff Not tainted 6.1.0-56-amd64 #1  Debian 6.1.192-2\n");
    has(text, "Mem-Info:\n"
              "active_anon:552 inactive_anon:45214 isolated_anon:0\n"
              " active_file:0 inactive_file:0 isolated_file:0\n"
              " unevictable:0 dirty:0 writeback:0\n"
              " slab_reclaimable:2199 slab_unreclaimable:1497\n"
              " mapped:610 shmem:1259 pagetables:126\n"
              " sec_pagetables:0 bounce:0\n"
              " kernel_misc_reclaimable:0\n"
              " free:651 free_pcp:37 free_cma:0\n");
    has(text, "Node 0 active_anon:2208kB inactive_anon:180856kB active_file:0kB inactive_file:0kB "
              "unevictable:0kB isolated(anon):0kB isolated(file):0kB mapped:2440kB dirty:0kB "
              "writeback:0kB shmem:5036kB shmem_thp: 0kB shmem_pmdmapped: 0kB anon_thp: 0kB "
              "writeback_tmp:0kB kernel_stack:800kB pagetables:504kB sec_pagetables:0kB "
              "all_unreclaimable? yes\n");
    has(text, "Node 0 DMA32 free:1736kB boost:2048kB min:3736kB low:4156kB high:4576kB "
              "reserved_highatomic:0KB active_anon:2208kB inactive_anon:166516kB active_file:0kB "
              "inactive_file:0kB unevictable:0kB writepending:0kB present:245632kB "
              "managed:195392kB mlocked:0kB bounce:0kB free_pcp:148kB local_pcp:148kB "
              "free_cma:0kB\nlowmem_reserve[]: 0 180 180 180 180\n");
    has(text, "Node 0 DMA: 2*4kB (UM) 1*8kB (M) 1*16kB (M) 2*32kB (UM) 2*64kB (UM) 1*128kB (M) "
              "2*256kB (UM) 0*512kB 0*1024kB 0*2048kB 0*4096kB = 864kB\n");
    has(text, "1259 total pagecache pages\n0 pages in swap cache\nFree swap  = 0kB\n"
              "Total swap = 0kB\n65406 pages RAM\n0 pages HighMem/MovableOnly\n"
              "12718 pages reserved\n0 pages hwpoisoned\n");
    has(text, "oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,"
              "global_oom,task_memcg=/,task=big,pid=96,uid=0\n"
              "Out of memory: Killed process 96 (big) total-vm:62724kB, anon-rss:61264kB, "
              "file-rss:0kB, shmem-rss:264kB, UID:0 pgtables:160kB oom_score_adj:0\n");
    ck_assert(strstr(text, "hugepages_total") == NULL); /* another level */
    has(text_of(m, false, 1u << KLOG_INFO),
        "Node 0 hugepages_total=0 hugepages_free=0 hugepages_surp=0 hugepages_size=2048kB\n");
    mm_free(m);
}
END_TEST

START_TEST(test_a_real_report)
{
    struct mm *m = play_machine("memory=16M");
    const char *text;

    play(m, "spawn hog");
    play(m, "hog mmap 64M as big noreserve");
    play(m, "hog write big");
    text = text_of(m, false, ~0u);
    has(text,
        "hog invoked oom-killer: gfp_mask=0x140dca(GFP_HIGHUSER_MOVABLE|__GFP_COMP|__GFP_ZERO),"
        " order=0, oom_score_adj=0\n");
    has(text, "oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,"
              "global_oom,task_memcg=/,task=hog,pid=100,uid=0\n"
              "Out of memory: Killed process 100 (hog) total-vm:");
    play(m, "alloc_pages 10 as large count=100 gfp=KERNEL+COMP");
    text = text_of(m, true, ~0u);
    has(text,
        "] swapper/0: page allocation failure: order:10, mode:0x40cc0(GFP_KERNEL|__GFP_COMP)");
    mm_free(m);
}
END_TEST

START_TEST(test_tool)
{
    struct mm *m = play_machine("memory=16M");
    static char room[ROOM];
    struct report r;

    report_begin(&r, room, sizeof room);
    ck_assert(dmesg_run(m, "-t -l info", &r));
    ck_assert(strncmp(room, "Zone ranges:\n", 13) == 0);
    report_begin(&r, room, sizeof room);
    ck_assert(dmesg_run(m, "-l err,crit", &r));
    ck_assert_str_eq(room, "");
    report_begin(&r, room, sizeof room);
    ck_assert(!dmesg_run(m, "-T", &r));
    report_begin(&r, room, sizeof room);
    ck_assert(!dmesg_run(m, "-l loud", &r));
    mm_free(m);
}
END_TEST

Suite *make_dmesg_suite(void);
Suite *make_dmesg_suite(void)
{
    Suite *s = suite_create("dmesg");
    TCase *tc = tcase_create("dmesg");

    tcase_add_test(tc, test_boot);
    tcase_add_test(tc, test_lines_as_recorded);
    tcase_add_test(tc, test_a_real_report);
    tcase_add_test(tc, test_tool);
    suite_add_tcase(s, tc);
    return s;
}
