/* counters.h - the counters of /proc/vmstat, in the order in which Linux 6.1 prints them.
 *
 * Models    the recorded /proc/vmstat of Linux 6.1.192 (names and order).
 *           *_high are those of the recorded 32-bit kernel, which has no *_dma32, *_device and numa_*.
 * Differs   counters of parts that this model does not have stay 0, as they would on a kernel that never used them.
 */
#ifndef MM_BASE_COUNTERS_H
#define MM_BASE_COUNTERS_H

// clang-format off
#define MM_COUNTERS(C) \
    C(nr_free_pages) \
    C(nr_zone_inactive_anon) \
    C(nr_zone_active_anon) \
    C(nr_zone_inactive_file) \
    C(nr_zone_active_file) \
    C(nr_zone_unevictable) \
    C(nr_zone_write_pending) \
    C(nr_mlock) \
    C(nr_bounce) \
    C(nr_zspages) \
    C(nr_free_cma) \
    C(numa_hit) \
    C(numa_miss) \
    C(numa_foreign) \
    C(numa_interleave) \
    C(numa_local) \
    C(numa_other) \
    C(nr_inactive_anon) \
    C(nr_active_anon) \
    C(nr_inactive_file) \
    C(nr_active_file) \
    C(nr_unevictable) \
    C(nr_slab_reclaimable) \
    C(nr_slab_unreclaimable) \
    C(nr_isolated_anon) \
    C(nr_isolated_file) \
    C(workingset_nodes) \
    C(workingset_refault_anon) \
    C(workingset_refault_file) \
    C(workingset_activate_anon) \
    C(workingset_activate_file) \
    C(workingset_restore_anon) \
    C(workingset_restore_file) \
    C(workingset_nodereclaim) \
    C(nr_anon_pages) \
    C(nr_mapped) \
    C(nr_file_pages) \
    C(nr_dirty) \
    C(nr_writeback) \
    C(nr_writeback_temp) \
    C(nr_shmem) \
    C(nr_shmem_hugepages) \
    C(nr_shmem_pmdmapped) \
    C(nr_file_hugepages) \
    C(nr_file_pmdmapped) \
    C(nr_anon_transparent_hugepages) \
    C(nr_vmscan_write) \
    C(nr_vmscan_immediate_reclaim) \
    C(nr_dirtied) \
    C(nr_written) \
    C(nr_throttled_written) \
    C(nr_kernel_misc_reclaimable) \
    C(nr_foll_pin_acquired) \
    C(nr_foll_pin_released) \
    C(nr_kernel_stack) \
    C(nr_page_table_pages) \
    C(nr_sec_page_table_pages) \
    C(nr_swapcached) \
    C(pgpromote_success) \
    C(pgpromote_candidate) \
    C(nr_dirty_threshold) \
    C(nr_dirty_background_threshold) \
    C(pgpgin) \
    C(pgpgout) \
    C(pswpin) \
    C(pswpout) \
    C(pgalloc_dma) \
    C(pgalloc_dma32) \
    C(pgalloc_normal) \
    C(pgalloc_high) \
    C(pgalloc_movable) \
    C(pgalloc_device) \
    C(allocstall_dma) \
    C(allocstall_dma32) \
    C(allocstall_normal) \
    C(allocstall_high) \
    C(allocstall_movable) \
    C(allocstall_device) \
    C(pgskip_dma) \
    C(pgskip_dma32) \
    C(pgskip_normal) \
    C(pgskip_high) \
    C(pgskip_movable) \
    C(pgskip_device) \
    C(pgfree) \
    C(pgactivate) \
    C(pgdeactivate) \
    C(pglazyfree) \
    C(pgfault) \
    C(pgmajfault) \
    C(pglazyfreed) \
    C(pgrefill) \
    C(pgreuse) \
    C(pgsteal_kswapd) \
    C(pgsteal_direct) \
    C(pgdemote_kswapd) \
    C(pgdemote_direct) \
    C(pgscan_kswapd) \
    C(pgscan_direct) \
    C(pgscan_direct_throttle) \
    C(pgscan_anon) \
    C(pgscan_file) \
    C(pgsteal_anon) \
    C(pgsteal_file) \
    C(zone_reclaim_failed) \
    C(pginodesteal) \
    C(slabs_scanned) \
    C(kswapd_inodesteal) \
    C(kswapd_low_wmark_hit_quickly) \
    C(kswapd_high_wmark_hit_quickly) \
    C(pageoutrun) \
    C(pgrotated) \
    C(drop_pagecache) \
    C(drop_slab) \
    C(oom_kill) \
    C(numa_pte_updates) \
    C(numa_huge_pte_updates) \
    C(numa_hint_faults) \
    C(numa_hint_faults_local) \
    C(numa_pages_migrated) \
    C(pgmigrate_success) \
    C(pgmigrate_fail) \
    C(thp_migration_success) \
    C(thp_migration_fail) \
    C(thp_migration_split) \
    C(compact_migrate_scanned) \
    C(compact_free_scanned) \
    C(compact_isolated) \
    C(compact_stall) \
    C(compact_fail) \
    C(compact_success) \
    C(compact_daemon_wake) \
    C(compact_daemon_migrate_scanned) \
    C(compact_daemon_free_scanned) \
    C(htlb_buddy_alloc_success) \
    C(htlb_buddy_alloc_fail) \
    C(unevictable_pgs_culled) \
    C(unevictable_pgs_scanned) \
    C(unevictable_pgs_rescued) \
    C(unevictable_pgs_mlocked) \
    C(unevictable_pgs_munlocked) \
    C(unevictable_pgs_cleared) \
    C(unevictable_pgs_stranded) \
    C(thp_fault_alloc) \
    C(thp_fault_fallback) \
    C(thp_fault_fallback_charge) \
    C(thp_collapse_alloc) \
    C(thp_collapse_alloc_failed) \
    C(thp_file_alloc) \
    C(thp_file_fallback) \
    C(thp_file_fallback_charge) \
    C(thp_file_mapped) \
    C(thp_split_page) \
    C(thp_split_page_failed) \
    C(thp_deferred_split_page) \
    C(thp_split_pmd) \
    C(thp_scan_exceed_none_pte) \
    C(thp_scan_exceed_swap_pte) \
    C(thp_scan_exceed_share_pte) \
    C(thp_split_pud) \
    C(thp_zero_page_alloc) \
    C(thp_zero_page_alloc_failed) \
    C(thp_swpout) \
    C(thp_swpout_fallback) \
    C(balloon_inflate) \
    C(balloon_deflate) \
    C(balloon_migrate) \
    C(swap_ra) \
    C(swap_ra_hit) \
    C(ksm_swpin_copy) \
    C(cow_ksm) \
    C(zswpin) \
    C(zswpout) \
    C(direct_map_level2_splits) \
    C(direct_map_level3_splits) \
    C(nr_unstable)

#define MM_X_COUNTER(name) VMC_##name,
enum mm_vm_counter { MM_COUNTERS(MM_X_COUNTER) VMC_COUNT };
/* The counters that a zone has of its own, and those of a node: both stand together, as in /proc/zoneinfo. */
#define MM_ZONE_COUNTER_FIRST VMC_nr_free_pages
#define MM_ZONE_COUNTERS_N    17u
#define MM_NODE_COUNTER_FIRST VMC_nr_inactive_anon
#define MM_NODE_COUNTERS_N    43u
_Static_assert(VMC_numa_other == MM_ZONE_COUNTER_FIRST + MM_ZONE_COUNTERS_N - 1, "zone counters");
_Static_assert(VMC_pgpromote_candidate == MM_NODE_COUNTER_FIRST + MM_NODE_COUNTERS_N - 1, "node counters");
// clang-format on

#endif
