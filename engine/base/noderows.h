/* noderows.h - rows of nodes, their counters and the per-CPU page lists, as base/records.h and tables.h have them.
 *
 * Shape     MM_NODE_RECORDS stands inside MM_RECORDS, MM_NODE_ALL_FIELDS inside MM_FIELDS, MM_NODE_EVENTS inside
 *           MM_EVENTS; the columns are explained there.
 */
#ifndef MM_BASE_NODEROWS_H
#define MM_BASE_NODEROWS_H

// clang-format off

/* The lists of a per-CPU set: orders 0 to 3 by three migrate types, then that of pageblocks (9 or 10) by whether it is movable. */
#define MM_PCP_ORDER_MAX 3u
#define MM_PCP_TYPES     3u
#define MM_PCP_LISTS     14u

#define MM_NODE_RECORDS(K) \
    K(node,      memory,    1, "a node: CPUs and the memory next to them", "一个节点：若干 CPU 和紧挨它们的内存") \
    K(zonestat,  memory,    1, "a counter of a zone, as /proc/zoneinfo has it", "一个区的一个计数，同 /proc/zoneinfo") \
    K(nodestat,  memory,    1, "a counter of a node, as /proc/zoneinfo has it", "一个节点的一个计数，同 /proc/zoneinfo") \
    K(pcp,       memory,    1, "the pages that a CPU keeps at hand of a zone", "某 CPU 手边留着的某个区的页") \
    K(pcplist,   memory,    1, "one list of them: an order and a migrate type", "其中一条链：一个阶与一种迁移类型")

/* id = node */
#define MM_NODE_FIELDS(F) \
    F(node, cpus,           uint64_t, V, "mask",  "its CPUs, a bit each", "它的 CPU，每位一个") \
    F(node, access_local,   uint64_t, V, "accesses", "accesses of its CPUs to its own memory", "本节点 CPU 对本节点内存的访问次数") \
    F(node, access_remote,  uint64_t, V, "accesses", "accesses of its CPUs to memory of other nodes", "本节点 CPU 对其他节点内存的访问次数") \
    F(node, start_pfn,      uint32_t, V, "frame", "first frame", "第一个帧") \
    F(node, spanned_pages,  uint32_t, V, "pages", "frames of its zones, holes included", "各区的帧数，含空洞") \
    F(node, present_pages,  uint32_t, V, "pages", "frames that exist", "存在的帧数") \
    F(node, managed_pages,  uint32_t, V, "pages", "frames the buddy allocator owns", "伙伴系统管理的帧数") \
    F(node, kswapd_order,   uint32_t, V, "order", "order kswapd was woken for", "唤醒 kswapd 的请求的阶") \
    F(node, kswapd_zone,    uint32_t, V, "",      "highest zone kswapd was woken for", "唤醒 kswapd 的请求可用的最高区") \
    F(node, kswapd_failures, uint32_t, V, "",     "runs of kswapd in a row that freed nothing; 16: it is given up", "kswapd 连续无收获的次数，16 次则放弃") \
    F(node, kswapd_awake,   uint32_t, V, "",      "1 while kswapd is awake", "kswapd 醒着时为 1") \
    F(node, kcompactd_order, uint32_t, V, "order", "order kcompactd was woken for", "唤醒 kcompactd 的请求的阶") \
    F(node, kcompactd_zone, uint32_t, V, "",      "highest zone kcompactd was woken for", "唤醒 kcompactd 的请求可用的最高区") \
    F(node, distance0,      uint8_t,  V, "",      "distance to node 0 (10: itself)", "到 0 号节点的距离（10 为自身）") \
    F(node, distance1,      uint8_t,  V, "",      "distance to node 1", "到 1 号节点的距离") \
    F(node, distance2,      uint8_t,  V, "",      "distance to node 2", "到 2 号节点的距离") \
    F(node, distance3,      uint8_t,  V, "",      "distance to node 3", "到 3 号节点的距离") \
    F(node, distance4,      uint8_t,  V, "",      "distance to node 4", "到 4 号节点的距离") \
    F(node, distance5,      uint8_t,  V, "",      "distance to node 5", "到 5 号节点的距离") \
    F(node, distance6,      uint8_t,  V, "",      "distance to node 6", "到 6 号节点的距离") \
    F(node, distance7,      uint8_t,  V, "",      "distance to node 7", "到 7 号节点的距离") \
    F(node, order0,         uint8_t,  V, "node",  "node whose memory it tries first, plus 1; 0 none", "首先尝试的节点加 1；0 没有") \
    F(node, order1,         uint8_t,  V, "node",  "node it tries second, plus 1", "第二尝试的节点加 1") \
    F(node, order2,         uint8_t,  V, "node",  "node it tries third, plus 1", "第三尝试的节点加 1") \
    F(node, order3,         uint8_t,  V, "node",  "node it tries fourth, plus 1", "第四尝试的节点加 1") \
    F(node, order4,         uint8_t,  V, "node",  "node it tries fifth, plus 1", "第五尝试的节点加 1") \
    F(node, order5,         uint8_t,  V, "node",  "node it tries sixth, plus 1", "第六尝试的节点加 1") \
    F(node, order6,         uint8_t,  V, "node",  "node it tries seventh, plus 1", "第七尝试的节点加 1") \
    F(node, order7,         uint8_t,  V, "node",  "node it tries last, plus 1", "最后尝试的节点加 1") \
    MM_NODE_COMPACT_FIELDS(F)

/* id = zone * MM_ZONE_COUNTERS_N + n, the n-th counter of /proc/vmstat: nr_free_pages to numa_other */
#define MM_ZONESTAT_FIELDS(F) \
    F(zonestat, value, uint64_t, V, "", "value", "值")

/* id = node * MM_NODE_COUNTERS_N + n: nr_inactive_anon to pgpromote_candidate */
#define MM_NODESTAT_FIELDS(F) \
    F(nodestat, value, uint64_t, V, "", "value", "值")

/* id = cpu * zones + zone */
#define MM_PCP_FIELDS(F) \
    F(pcp, count,       uint32_t, V, "pages", "pages on its lists", "各链上的页数") \
    F(pcp, high,        uint32_t, V, "pages", "so many pages, and a part goes back to the buddy allocator", "达到此数则归还一部分给伙伴系统") \
    F(pcp, batch,       uint32_t, V, "pages", "pages moved at once", "一次搬动的页数") \
    F(pcp, free_factor, uint32_t, V, "",      "frees with no allocation in between: the next part is batch << this", "其间没有分配的归还：下次归还 batch << 此值") \
    F(pcp, untold,      int32_t,  V, "pages", "pages given (+) or taken (-) that the zone's counter does not know of yet (drift=on)", "区的计数还不知道的页（drift=on），归还为正、取走为负") \
    F(pcp, expire_s,    uint32_t, V, "s",     "seconds until a batch goes back; pages of another node, several nodes", "再过几秒归还一批：别的节点的页，多节点机器") \
    F(pcp, used,        uint32_t, H, "",      "1: a page went over the lists since the CPU's last second", "为 1 表示该 CPU 上一秒以来有页经过这些链")

/* id = pcp * MM_PCP_LISTS + list; list = order * 3 + migrate type for orders 0 to 3, 12 and 13 the order of pageblocks */
#define MM_PCPLIST_FIELDS(F) \
    F(pcplist, blocks, uint32_t, V, "blocks", "blocks on this list", "这条链上的块数") \
    F(pcplist, head,   uint32_t, V, "frame",  "first block plus 1: freed last, taken next; 0 empty", "第一块加 1：最后归还、最先取用；0 为空") \
    F(pcplist, tail,   uint32_t, V, "frame",  "last block plus 1; 0 empty", "最后一块加 1；0 为空") \
    F(pcplist, pad0,   uint32_t, H, "",       "padding", "填充")

#define MM_NODE_ALL_FIELDS(F) \
    MM_NODE_FIELDS(F) MM_ZONESTAT_FIELDS(F) MM_NODESTAT_FIELDS(F) MM_PCP_FIELDS(F) MM_PCPLIST_FIELDS(F)

#define MM_NODE_EVENTS(E) \
    E(PCP_TAKE,       "pcp_take",       circle,  kernel,      0, "cpu zone pfn order migratetype blocks") \
    E(PCP_REFILL,     "pcp_refill",     square,  kernel,      1, "cpu zone order migratetype blocks") \
    E(PCP_PUT,        "pcp_put",        square,  kernel,      0, "cpu zone pfn order migratetype blocks") \
    E(PCP_SPILL,      "pcp_spill",      square,  kernel,      1, "cpu zone pages count high free_factor") \
    E(PCP_DRAIN,      "pcp_drain",      square,  kernel,      1, "cpu zone pages") \
    E(PCP_EXPIRE,     "pcp_expire",     square,  kernel,      1, "cpu zone idle_s") \
    E(NUMA_REMOTE,    "numa_remote",    circle,  physical,    0, "cpu pfn node node_cpu distance ns")

// clang-format on

#endif
