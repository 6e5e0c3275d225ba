/* bootrows.h - rows of zones, free lists and frames, and of what boot decides, as tables.h and records.h have them.
 *
 * Shape     MM_BOOT_EVENTS stands inside MM_EVENTS, MM_MACHINE_BOOT_FIELDS inside the rows of the machine; the columns
 *           are explained there.
 */
#ifndef MM_BASE_BOOTROWS_H
#define MM_BASE_BOOTROWS_H

// clang-format off

/* /sys/kernel/mm/transparent_hugepage/enabled */
#define MM_THP_MODES(X) X(NEVER, "never") X(MADVISE, "madvise") X(ALWAYS, "always")
#define MM_X_THP_MODE(id, name) THP_##id,
enum mm_thp_mode { MM_THP_MODES(MM_X_THP_MODE) THP_COUNT };

/* After the rows of the machine (an even number of 4-byte fields) and of the zone. */
#define MM_MACHINE_BOOT_FIELDS(F) \
    F(machine, thp,            uint32_t, V, "enum thp_mode", "huge pages without asking: decides how much is kept free", "透明大页：决定要保留多少空闲内存") \
    F(machine, user_min_free_kbytes, uint32_t, H, "kB", "min_free_kbytes somebody wrote, plus 1; 0 nobody did", "有人写过的 min_free_kbytes 加 1；0 表示没有")
#define MM_ZONE_BOOT_FIELDS(F) \
    F(zone, boost_pages,       uint32_t, V, "pages", "watermark boost: counts on every mark until kswapd has worked it off", "水位线加成：kswapd 消化之前，各水位线都加上它")

#define MM_ZONE_FIELDS(F) \
    F(zone, start_pfn,      uint32_t, V, "frame", "first frame", "第一个帧") \
    F(zone, spanned_pages,  uint32_t, V, "pages", "frames from first to last, holes included", "从头到尾的帧数，含空洞") \
    F(zone, present_pages,  uint32_t, V, "pages", "frames that exist", "存在的帧数") \
    F(zone, managed_pages,  uint32_t, V, "pages", "frames the buddy allocator owns", "伙伴系统管理的帧数") \
    F(zone, free_pages,     uint32_t, V, "pages", "free frames (nr_free_pages)", "空闲帧数（nr_free_pages）") \
    F(zone, min_pages,      uint32_t, V, "pages", "watermark min", "水位线 min") \
    F(zone, low_pages,      uint32_t, V, "pages", "watermark low", "水位线 low") \
    F(zone, high_pages,     uint32_t, V, "pages", "watermark high", "水位线 high") \
    F(zone, protection0,    uint32_t, V, "pages", "kept from requests that could use zone 0", "对可用 0 号区的请求保留的页数") \
    F(zone, protection1,    uint32_t, V, "pages", "kept from requests that could use zone 1", "对可用 1 号区的请求保留的页数") \
    F(zone, protection2,    uint32_t, V, "pages", "kept from requests that could use zone 2", "对可用 2 号区的请求保留的页数") \
    F(zone, protection3,    uint32_t, V, "pages", "kept from requests that could use zone 3", "对可用 3 号区的请求保留的页数") \
    F(zone, type,           uint16_t, V, "enum zone_type", "DMA, DMA32, Normal …", "DMA、DMA32、Normal 等") \
    F(zone, node,           uint16_t, V, "node", "node it belongs to", "所属节点") \
    F(zone, highatomic_pages, uint32_t, V, "pages", "pages of pageblocks kept for atomic requests of more than one frame", "为多帧原子请求保留的页块的页数") \
    F(zone, untold_pages, int32_t, V, "pages", "free pages that the marks do not know of yet (drift=on): given less taken", "水位检查还不知道的空闲页（drift=on）：各 CPU 归还的减去取走的") \
    MM_ZONE_BOOT_FIELDS(F) \
    MM_ZONE_PATH_FIELDS(F) \
    MM_ZONE_COMPACT_FIELDS(F)

/* id = (zone * MM_ORDERS + order) * MM_MIGRATETYPE_COUNT + migratetype */
#define MM_FREELIST_FIELDS(F) \
    F(freelist, blocks, uint32_t, V, "blocks", "free blocks on this list", "这条链上的空闲块数") \
    F(freelist, head,   uint32_t, V, "frame",  "first block; 4294967295 when empty", "第一块；空时为 4294967295") \
    F(freelist, tail,   uint32_t, H, "frame",  "last block", "最后一块") \
    F(freelist, pad0,   uint32_t, H, "",       "padding", "填充")

/* id = pfn / frames of a pageblock: 512, with two-level paging 1,024 */
#define MM_PAGEBLOCK_FIELDS(F) \
    F(pageblock, migratetype, uint8_t, V, "enum migratetype", "migrate type of the pageblock", "页块的迁移类型") \
    F(pageblock, zone,        uint8_t, H, "zone", "zone of its first frame, or the next zone up", "首帧所在的区，或其上的下一个区") \
    F(pageblock, skip, uint8_t, V, "", "1: compaction found nothing here and skips it", "为 1 表示规整在此一无所获，以后跳过")

/* id = pfn. 56 bytes; Linux's struct page has 64. A frame that boot never touched, inside a free block, is all zeros.
 * Its zone and node follow from the pfn. */
#define MM_FRAME_FIELDS(F) \
    F(frame, vpn,      uint64_t, V, "page",  "page it is mapped at first by its owner; for a table the page its first entry maps", "所有者首次映射它的虚拟页；页表帧则是其第一项映射的页") \
    F(frame, step,     uint64_t, I, "step",  "step that last touched it", "最后动它的那一步") \
    F(frame, flags,    uint32_t, V, "flags page", "page flags (PG_*)", "页标志（PG_*）") \
    F(frame, refcount, int32_t,  V, "references", "_refcount: 0 free", "_refcount：0 表示空闲") \
    F(frame, mapcount, int32_t,  V1, "mappings", "_mapcount: -1 unmapped, N-1 mapped N times", "_mapcount：-1 未映射，映射 N 次为 N-1") \
    F(frame, tag,      uint32_t, V, "tag",   "what its bytes are: a tag that a write changes; 0 all zeros", "内容标记：写会改变它；0 表示全零") \
    F(frame, owner,    uint32_t, V, "slot",  "process slot plus 1; 0 the kernel or nobody", "进程槽号加 1；0 为内核或无主") \
    F(frame, next,     uint32_t, I1, "frame", "next on its list; 4294967295 none", "链上的下一个；4294967295 为无") \
    F(frame, prev,     uint32_t, I1, "frame", "previous on its list; 4294967295 none", "链上的上一个；4294967295 为无") \
    F(frame, entries,  uint16_t, V, "entries", "used entries of a table page", "页表帧里用掉的项数") \
    F(frame, memcg,    uint16_t, H, "",      "memory cgroup", "内存控制组") \
    F(frame, type,     uint8_t,  V, "enum frame_type", "what it holds", "装的是什么") \
    F(frame, order,    uint8_t,  V, "order", "order of the block it heads (free or allocated)", "它领头的块的阶") \
    F(frame, level,    uint8_t,  V, "level", "level of a table page (1 lowest); else 0", "页表帧的级别（1 最低）；否则 0") \
    F(frame, migratetype, uint8_t, V, "enum migratetype", "list a free block is on", "空闲块所在链的迁移类型") \
    F(frame, use,      uint8_t,  V, "enum kernel_use", "what a frame of the kernel is for", "内核帧的用途") \
    F(frame, pad0,     uint8_t,  H, "",      "padding", "填充") \
    F(frame, pad1,     uint16_t, H, "",      "padding", "填充")

#define MM_BOOT_EVENTS(E) \
    E(WATERMARKS_SET, "watermarks_set", square,  kernel,      0, "zone min_pages low_pages high_pages") \
    E(PROTECTION_SET, "protection_set", square,  kernel,      0, "zone protection1_pages protection2_pages protection3_pages")

// clang-format on

#endif
