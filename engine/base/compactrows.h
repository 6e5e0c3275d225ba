/* compactrows.h - rows of the LRU lists and of compaction, as base/tables.h and base/records.h have them.
 *
 * Models    Linux 6.1 include/linux/mmzone.h: enum lru_list; mm/swap.c: struct cpu_fbatches; include/linux/compaction.h
 *           and migrate_mode.h.
 * Shape     MM_COMPACT_EVENTS stands inside MM_EVENTS, MM_COMPACT_SYSCTLS inside MM_SYSCTLS, the field rows inside
 *           MM_FIELDS; the columns are explained there.
 */
#ifndef MM_BASE_COMPACTROWS_H
#define MM_BASE_COMPACTROWS_H

#include "base/base.h"

// clang-format off

/* In Linux's order; the last one has a count and no list. */
#define MM_LRU_LISTS(X) \
    X(INACTIVE_ANON, "inactive_anon") \
    X(ACTIVE_ANON, "active_anon") \
    X(INACTIVE_FILE, "inactive_file") \
    X(ACTIVE_FILE, "active_file") \
    X(UNEVICTABLE, "unevictable")
/* What a CPU's batches of up to 15 pages wait for. */
#define MM_LRU_BATCHES(X) \
    X(ADD, "add") \
    X(ROTATE, "rotate") \
    X(DEACTIVATE_FILE, "deactivate_file") \
    X(DEACTIVATE, "deactivate") \
    X(LAZYFREE, "lazyfree") \
    X(ACTIVATE, "activate")
#define MM_LRU_BATCH_PAGES 15u
#define MM_COMPACT_MODES(X) \
    X(ASYNC, "async") \
    X(SYNC_LIGHT, "sync_light") \
    X(SYNC_FULL, "sync_full")
#define MM_COMPACT_WHYS(X) \
    X(DIRECT, "direct")       /* a request that found no block */ \
    X(KCOMPACTD, "kcompactd") /* woken for an order */ \
    X(PROACTIVE, "proactive") /* the node's score is high */ \
    X(COMMAND, "command")     /* written to compact_memory */
/* Linux's order: what is larger is more of a success. */
#define MM_COMPACT_RESULTS(X) \
    X(NOT_SUITABLE_ZONE, "not_suitable_zone") \
    X(SKIPPED, "skipped") \
    X(DEFERRED, "deferred") \
    X(NO_SUITABLE_PAGE, "no_suitable_page") \
    X(CONTINUE, "continue") \
    X(COMPLETE, "complete") \
    X(PARTIAL_SKIPPED, "partial_skipped") \
    X(CONTENDED, "contended") \
    X(SUCCESS, "success")

#define MM_X_LRU_LIST(id, name)       LRU_##id,
#define MM_X_LRU_BATCH(id, name)      LRB_##id,
#define MM_X_COMPACT_MODE(id, name)   CM_##id,
#define MM_X_COMPACT_WHY(id, name)    CW_##id,
#define MM_X_COMPACT_RESULT(id, name) CR_##id,
enum lru_list { MM_LRU_LISTS(MM_X_LRU_LIST) LRU_COUNT };
enum lru_batch { MM_LRU_BATCHES(MM_X_LRU_BATCH) LRB_COUNT };
enum compact_mode { MM_COMPACT_MODES(MM_X_COMPACT_MODE) CM_COUNT };
enum compact_why { MM_COMPACT_WHYS(MM_X_COMPACT_WHY) CW_COUNT };
enum compact_result { MM_COMPACT_RESULTS(MM_X_COMPACT_RESULT) CR_COUNT };

#define MM_COMPACT_EVENTS(E) \
    E(LRU_ADD,        "lru_add",        square,  physical,    0, "pfn lru_batch cpu waiting") \
    E(LRU_DRAIN,      "lru_drain",      square,  physical,    0, "cpu lru_batch pages") \
    E(LRU_DEL,        "lru_del",        square,  physical,    0, "pfn lru_list node") \
    E(LRU_MOVE,       "lru_move",       square,  physical,    0, "pfn lru_list_from lru_list node") \
    E(COMPACT_SUITABLE, "compact_suitable", diamond, kernel,  0, "zone order compact_result index free_pages mark_pages") \
    E(COMPACT_BEGIN,  "compact_begin",  bar,     kernel,      1, "zone order compact_mode compact_why migrate_pfn free_pfn") \
    E(COMPACT_ISOLATE, "compact_isolate", circle, kernel,     0, "zone pageblock pages scanned") \
    E(COMPACT_TARGET, "compact_target", circle,  kernel,      0, "zone pageblock pages scanned") \
    E(PAGE_MIGRATE,   "page_migrate",   square,  physical,    0, "pfn_from pfn_to order pid addr") \
    E(COMPACT_END,    "compact_end",    bar,     kernel,      1, "zone order compact_result migrated migrate_pfn free_pfn") \
    E(COMPACT_DEFER,  "compact_defer",  diamond, kernel,      1, "zone order defer_shift considered skipped") \
    E(COMPACT_SCORE,  "compact_score",  diamond, kernel,      0, "node score high_score low_score") \
    E(KCOMPACTD_WAKE, "kcompactd_wake", pill,    kernel,      1, "node order rank") \
    E(KCOMPACTD_SLEEP, "kcompactd_sleep", pill,  kernel,      0, "node order")

#define MM_COMPACT_SYSCTLS(S) \
    S(COMPACT_MEMORY, "vm.compact_memory", 0, 1, 1, "writing 1 compacts every zone", "写入 1 就规整所有区") \
    S(COMPACTION_PROACTIVENESS, "vm.compaction_proactiveness", 20, 0, 100, "how eagerly memory is compacted ahead of need; 0 off", "提前规整内存的积极程度，0 表示不做") \
    S(COMPACT_UNEVICTABLE, "vm.compact_unevictable_allowed", 1, 0, 1, "compaction may move locked pages", "规整可以移动被锁住的页") \
    S(EXTFRAG_THRESHOLD, "vm.extfrag_threshold", 500, 0, 1000, "compaction is tried for large blocks above this fragmentation index", "碎片指数高于此值才为大块规整内存")

#define MM_COMPACT_COSTS(C) \
    C(SCAN_PAGE,    "scan_page", 5, "looking at one frame in compaction", "规整时查看一帧") \
    C(MIGRATE_PAGE, "migrate_page", 400, "unmapping and remapping one page in compaction, the copy not counted", "规整时解除并重建一页的映射，不含复制")

/* id = node * 5 + list */
#define MM_LRULIST_FIELDS(F) \
    F(lrulist, pages, uint32_t, V, "pages", "pages on it", "链上的页数") \
    F(lrulist, head,  uint32_t, V1, "frame", "page put there last; 4294967295 when empty", "最后放上的页；空时为 4294967295") \
    F(lrulist, tail,  uint32_t, V1, "frame", "page looked at first when memory is short", "内存紧张时最先查看的页") \
    F(lrulist, pad0,  uint32_t, H, "",      "padding", "填充")

/* id = cpu * 6 + batch */
#define MM_LRUBATCH_FIELDS(F) \
    F(lrubatch, count,  uint32_t, V, "pages", "pages waiting", "等待的页数") \
    F(lrubatch, page0,  uint32_t, V, "frame", "page waiting; 0 none", "等待的页，0 表示没有") \
    F(lrubatch, page1,  uint32_t, V, "frame", "page waiting", "等待的页") \
    F(lrubatch, page2,  uint32_t, V, "frame", "page waiting", "等待的页") \
    F(lrubatch, page3,  uint32_t, V, "frame", "page waiting", "等待的页") \
    F(lrubatch, page4,  uint32_t, V, "frame", "page waiting", "等待的页") \
    F(lrubatch, page5,  uint32_t, V, "frame", "page waiting", "等待的页") \
    F(lrubatch, page6,  uint32_t, V, "frame", "page waiting", "等待的页") \
    F(lrubatch, page7,  uint32_t, V, "frame", "page waiting", "等待的页") \
    F(lrubatch, page8,  uint32_t, V, "frame", "page waiting", "等待的页") \
    F(lrubatch, page9,  uint32_t, V, "frame", "page waiting", "等待的页") \
    F(lrubatch, page10, uint32_t, V, "frame", "page waiting", "等待的页") \
    F(lrubatch, page11, uint32_t, V, "frame", "page waiting", "等待的页") \
    F(lrubatch, page12, uint32_t, V, "frame", "page waiting", "等待的页") \
    F(lrubatch, page13, uint32_t, V, "frame", "page waiting", "等待的页") \
    F(lrubatch, page14, uint32_t, V, "frame", "page waiting", "等待的页")

/* What compaction keeps in a zone. */
#define MM_ZONE_COMPACT_FIELDS(F) \
    F(zone, scan_migrate_pfn, uint32_t, V1, "frame", "where the scanner for pages to move stands; 4294967295 when none runs", "找可移动页的扫描到哪里；没有运行时为 4294967295") \
    F(zone, scan_free_pfn,    uint32_t, V1, "frame", "where the scanner for free frames stands; 4294967295 when none runs", "找空闲帧的扫描到哪里；没有运行时为 4294967295") \
    F(zone, compact_migrate_pfn, uint32_t, V, "frame", "where the next asynchronous run looks for pages to move", "下次异步规整从哪里开始找可移动页") \
    F(zone, compact_migrate_sync_pfn, uint32_t, V, "frame", "where the next synchronous run looks for pages to move", "下次同步规整从哪里开始找可移动页") \
    F(zone, compact_free_pfn, uint32_t, V, "frame", "where the next run looks for free frames", "下次规整从哪里开始找空闲帧") \
    F(zone, compact_init_migrate_pfn, uint32_t, I, "frame", "first pageblock in which there was something to move", "第一个有可移动页的页块") \
    F(zone, compact_init_free_pfn, uint32_t, I, "frame", "last pageblock in which there were free frames", "最后一个有空闲帧的页块") \
    F(zone, compact_considered, uint32_t, V, "requests", "requests since compaction was deferred", "推迟规整以来的请求数") \
    F(zone, compact_defer_shift, uint32_t, V, "", "requests let pass before the next try: 1 << this", "下次尝试前放过 1 << 此值 次请求") \
    F(zone, compact_order_failed, uint32_t, V, "order", "smallest order that compaction failed for", "规整失败过的最小的阶") \
    F(zone, compact_blockskip_flush, uint32_t, I, "", "1: the scanners met; skip marks are forgotten when kswapd sleeps", "为 1 表示两个扫描曾相遇，kswapd 睡眠时清除跳过标记")

/* What kcompactd keeps in a node, besides the order and zone it was woken for. */
#define MM_NODE_COMPACT_FIELDS(F) \
    F(node, proactive_ns,    uint64_t, H, "ns", "when the score is looked at next", "下次查看分数的时刻") \
    F(node, kcompactd_awake, uint32_t, V, "",   "1 while kcompactd is to work at the next occasion", "kcompactd 一有机会就工作时为 1") \
    F(node, kcompactd_runs,  uint32_t, V, "",   "times kcompactd worked", "kcompactd 工作的次数")

// clang-format on

#endif
