/* pathrows.h - rows of the allocation's slow path, kswapd and the kernel's log, as base/tables.h and base/records.h
 * have them.
 *
 * Shape     MM_PATH_EVENTS stands inside the list of tables.h, MM_KLOG_FIELDS is a record kind of records.h; the
 *           columns are explained there.
 */
#ifndef MM_BASE_PATHROWS_H
#define MM_BASE_PATHROWS_H

// clang-format off

/* Why a request is tried again, or why it ends here. */
#define MM_ALLOC_WHYS(X) \
    X(NONE, "none") \
    X(RECLAIM, "reclaim")           /* some zone would do if what can be reclaimed were free */ \
    X(GIVE_RESERVE, "give_reserve") /* a pageblock kept for atomic requests was given back */ \
    X(COMPACT, "compact")           /* compaction may still make a block */ \
    X(OOM, "oom")                   /* somebody was killed */ \
    X(NOFAIL, "nofail")             /* __GFP_NOFAIL: for ever */ \
    X(NO_WAIT, "no_wait")           /* the request may not reclaim */ \
    X(MEMALLOC, "memalloc")         /* the asker is itself reclaiming */ \
    X(NORETRY, "noretry")           /* __GFP_NORETRY */ \
    X(COSTLY, "costly")             /* more than 8 frames, without __GFP_RETRY_MAYFAIL */ \
    X(NO_OOM, "no_oom")             /* nobody is killed for such a request */ \
    X(VICTIM, "victim")             /* the asker is being killed */ \
    X(NOBODY, "nobody")             /* there is nobody to kill */ \
    X(INJECTED, "injected")         /* refused by a test */

/* What node reclaim answered to the zone walk (mm/internal.h NODE_RECLAIM_*). */
#define MM_NODE_RECLAIMS(X) X(NOSCAN, "noscan") X(FULL, "full") X(SOME, "some") X(SUCCESS, "success")

/* How compaction is being tried (enum compact_priority): the lower, the harder. */
#define MM_COMPACT_PRIORITIES(X) X(SYNC_FULL, "sync_full") X(SYNC_LIGHT, "sync_light") X(ASYNC, "async")

/* Lines of dmesg: what the numbers of a klog record mean (text/dmesg.c prints them). */
#define MM_KLOG_KINDS(X) \
    X(NONE, "none") X(TEXT, "text") X(ALLOC_FAILURE, "alloc_failure") X(OOM_INVOKED, "oom_invoked") X(CPU, "cpu") \
    X(MEM_INFO, "mem_info") X(NODE, "node") X(ZONE, "zone") X(RESERVE, "reserve") X(BLOCKS, "blocks") X(HUGEPAGES, "hugepages") \
    X(CACHE, "cache") X(SWAP, "swap") X(TOTALS, "totals") X(SUPPRESSED, "suppressed") X(ZONE_RANGE, "zone_range") \
    X(NODE_RANGE, "node_range") X(ZONELISTS, "zonelists") X(MEMORY, "memory") X(SLUB, "slub") X(FALLBACK, "fallback") X(KILLED, "killed")

#define MM_PATH_EVENTS(E) \
    E(ALLOC_SLOW,     "alloc_slow",     diamond, kernel,      1, "order gfp migratetype zone") \
    E(KSWAPD_WAKE,    "kswapd_wake",    diamond, kernel,      1, "node order rank") \
    E(KSWAPD_SLEEP,   "kswapd_sleep",   square,  kernel,      1, "node order balanced reclaimed_pages failures") \
    E(WATERMARK_BOOST, "watermark_boost", square, kernel,     1, "zone boost_before boost_pages") \
    E(DIRECT_RECLAIM, "direct_reclaim", diamond, kernel,      1, "order gfp node reclaimed_pages") \
    E(ALLOC_RETRY,    "alloc_retry",    diamond, kernel,      1, "order again alloc_why retries reclaimed_pages compact_priority") \
    E(OOM_STEP,       "oom_step",       diamond, kernel,      1, "order gfp alloc_why pid") \
    E(HIGHATOMIC_KEEP, "highatomic_keep", square, kernel,     1, "zone pageblock kept_pages") \
    E(HIGHATOMIC_GIVE, "highatomic_give", square, kernel,     1, "zone pageblock migratetype kept_pages") \
    E(ZONE_RECLAIM,   "zone_reclaim",   diamond, kernel,      1, "zone order node_reclaim reclaimed_pages") \
    E(NUMA_ALLOC,     "numa_alloc",     tick,    kernel,      0, "zone node_preferred node cpu hit local") \
    E(KERNEL_LOG,     "kernel_log",     square,  kernel,      1, "klog_kind")

/* A ring: id = line % MM_KLOG_LINES. What a0 to a23 are is said by the kind, in text/dmesg.c. */
#define MM_KLOG_LINES 512u
#define MM_KLOG_FIELDS(F) \
    F(klog, seq,   uint64_t, I, "event", "event it was printed by; 0 boot", "打印它的事件；0 为启动时") \
    F(klog, ns,    uint64_t, I, "ns",   "when, after boot", "启动后的时刻") \
    F(klog, a0,    uint64_t, I, "", "number of the line", "该行的数") \
    F(klog, a1,    uint64_t, I, "", "number of the line", "该行的数") \
    F(klog, a2,    uint64_t, I, "", "number of the line", "该行的数") \
    F(klog, a3,    uint64_t, I, "", "number of the line", "该行的数") \
    F(klog, a4,    uint64_t, I, "", "number of the line", "该行的数") \
    F(klog, a5,    uint64_t, I, "", "number of the line", "该行的数") \
    F(klog, a6,    uint64_t, I, "", "number of the line", "该行的数") \
    F(klog, a7,    uint64_t, I, "", "number of the line", "该行的数") \
    F(klog, a8,    uint64_t, I, "", "number of the line", "该行的数") \
    F(klog, a9,    uint64_t, I, "", "number of the line", "该行的数") \
    F(klog, a10,   uint64_t, I, "", "number of the line", "该行的数") \
    F(klog, a11,   uint64_t, I, "", "number of the line", "该行的数") \
    F(klog, a12,   uint64_t, I, "", "number of the line", "该行的数") \
    F(klog, a13,   uint64_t, I, "", "number of the line", "该行的数") \
    F(klog, a14,   uint64_t, I, "", "number of the line", "该行的数") \
    F(klog, a15,   uint64_t, I, "", "number of the line", "该行的数") \
    F(klog, a16,   uint64_t, I, "", "number of the line", "该行的数") \
    F(klog, a17,   uint64_t, I, "", "number of the line", "该行的数") \
    F(klog, a18,   uint64_t, I, "", "number of the line", "该行的数") \
    F(klog, a19,   uint64_t, I, "", "number of the line", "该行的数") \
    F(klog, a20,   uint64_t, I, "", "number of the line", "该行的数") \
    F(klog, a21,   uint64_t, I, "", "number of the line", "该行的数") \
    F(klog, a22,   uint64_t, I, "", "number of the line", "该行的数") \
    F(klog, a23,   uint64_t, I, "", "number of the line", "该行的数") \
    F(klog, live,  uint32_t, I, "", "1 when used", "使用中为 1") \
    F(klog, kind,  uint16_t, I, "enum klog_kind", "which line", "哪种行") \
    F(klog, level, uint16_t, I, "", "0 emergency to 7 debug", "0 紧急到 7 调试")

#define MM_ZONE_PATH_FIELDS(F) \
    F(zone, boosted, uint32_t, H, "", "1: a steal raised the boost, and kswapd is to be told", "为 1 表示刚抬高了水位线，要通知 kswapd")

#define MM_PATH_SYSCTLS(S) \
    S(WATERMARK_BOOST_FACTOR, "vm.watermark_boost_factor", 15000, 0, INT32_MAX, "how far a steal may raise the watermarks, 1/10000 of high", "借用别类型的块时水位线最多抬高多少，以 high 的万分之一计") \
    S(ZONE_RECLAIM_MODE, "vm.zone_reclaim_mode", 0, 0, INT32_MAX, "reclaim in the own node first: 1 on, 2 may write, 4 may unmap", "先回收本节点：1 开启，2 可写回，4 可解除映射") \
    S(MIN_UNMAPPED_RATIO, "vm.min_unmapped_ratio", 1, 0, 100, "percent of a node in file pages below which it is not reclaimed so", "文件页低于节点的这个百分比时不这样回收") \
    S(MIN_SLAB_RATIO, "vm.min_slab_ratio", 5, 0, 100, "percent of a node in reclaimable slab below which it is not reclaimed so", "可回收 slab 低于节点的这个百分比时不这样回收")

#define MM_X_ALLOC_WHY(id, name) AW_##id,
enum mm_alloc_why { MM_ALLOC_WHYS(MM_X_ALLOC_WHY) AW_COUNT };
#define MM_X_NODE_RECLAIM(id, name) NR_##id,
enum mm_node_reclaim { MM_NODE_RECLAIMS(MM_X_NODE_RECLAIM) NR_COUNT };
#define MM_X_COMPACT_PRIORITY(id, name) CP_##id,
enum mm_compact_priority { MM_COMPACT_PRIORITIES(MM_X_COMPACT_PRIORITY) CP_COUNT };
#define MM_X_KLOG_KIND(id, name) KL_##id,
enum mm_klog_kind { MM_KLOG_KINDS(MM_X_KLOG_KIND) KL_COUNT };

// clang-format on

#endif
