/* bootrows.h - rows of zones' marks and of what boot decides, as base/tables.h and base/records.h have them.
 *
 * Shape     MM_BOOT_EVENTS stands inside MM_EVENTS, MM_ZONE_BOOT_FIELDS and MM_MACHINE_BOOT_FIELDS inside the rows of
 *           their records; the columns are explained there.
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

#define MM_BOOT_EVENTS(E) \
    E(WATERMARKS_SET, "watermarks_set", square,  kernel,      0, "zone min_pages low_pages high_pages") \
    E(PROTECTION_SET, "protection_set", square,  kernel,      0, "zone protection1_pages protection2_pages protection3_pages")

// clang-format on

#endif
