// Linux's own name for what an event models: function and file of 6.1, or the CPU's own work.

import type { Ev } from '../event';
import { COMMANDS, ENUMS, type EventName } from '../schema.gen';

export type CpuWork = 'access' | 'tlb' | 'walk';
export type Origin = { fn: string; file: string } | { cpu: CpuWork } | null;

const mmap = 'mm/mmap.c';
const pages = 'mm/page_alloc.c';
const compaction = 'mm/compaction.c';
const memory = 'mm/memory.c';
const x86 = 'arch/x86/mm/';

const decide: Record<(typeof ENUMS.fault_kind)[number], [string, string]> = {
    anon_read: ['do_anonymous_page()', memory],
    anon_write: ['do_anonymous_page()', memory],
    zero_write: ['do_wp_page()', memory],
    reuse: ['wp_page_reuse()', memory],
    copy: ['wp_page_copy()', memory],
    file_read: ['do_read_fault()', memory],
    file_write: ['do_cow_fault()', memory],
    spurious: ['handle_pte_fault()', memory],
    bad_area: ['bad_area()', x86 + 'fault.c'],
    bad_access: ['bad_area_access_error()', x86 + 'fault.c'],
    beyond_eof: ['do_sigbus()', x86 + 'fault.c'],
    non_canonical: ['exc_general_protection()', 'arch/x86/kernel/traps.c'],
    no_memory: ['pagefault_out_of_memory()', 'mm/oom_kill.c'],
};

const calls: Record<string, [string, string]> = {
    mmap: ['do_mmap()', mmap],
    munmap: ['__do_munmap()', mmap],
    mprotect: ['do_mprotect_pkey()', 'mm/mprotect.c'],
    mremap: ['mremap()', 'mm/mremap.c'],
    madvise: ['do_madvise()', 'mm/madvise.c'],
    mlock: ['do_mlock()', 'mm/mlock.c'],
    munlock: ['munlock()', 'mm/mlock.c'],
    brk: ['brk()', mmap],
};

const fixed: Partial<Record<EventName, [string, string]>> = {
    task_switch: ['switch_mm_irqs_off()', x86 + 'tlb.c'],
    syscall_return: ['syscall_exit_to_user_mode()', 'kernel/entry/common.c'],
    return_to_program: ['irqentry_exit_to_user_mode()', 'kernel/entry/common.c'],
    tlb_invlpg: ['flush_tlb_one_user()', x86 + 'tlb.c'],
    tlb_flush: ['flush_tlb_func()', x86 + 'tlb.c'],
    page_fault: ['exc_page_fault()', x86 + 'fault.c'],
    vma_find: ['find_vma()', mmap],
    stack_grow: ['expand_stack()', mmap],
    fault_done: ['handle_mm_fault()', memory],
    pt_free: ['free_pgtables()', memory],
    frame_zero: ['clear_page()', 'arch/x86/lib/clear_page_64.S'],
    frame_fill: ['filemap_fault()', 'mm/filemap.c'],
    frame_copy: ['wp_page_copy()', memory],
    pte_set: ['set_pte_at()', 'include/asm/pgtable.h'],
    pte_clear: ['zap_pte_range()', memory],
    signal: ['force_sig_fault()', 'kernel/signal.c'],
    spawn: ['load_elf_binary()', 'fs/binfmt_elf.c'],
    exit: ['exit_mmap()', mmap],
    vma_new: ['mmap_region()', mmap],
    vma_resize: ['__vma_adjust()', mmap],
    vma_split: ['__split_vma()', mmap],
    vma_merge: ['vma_merge()', mmap],
    vma_free: ['remove_vma()', mmap],
    vma_flags: ['mprotect_fixup()', 'mm/mprotect.c'],
    vma_place: ['vm_unmapped_area()', mmap],
    brk_move: ['do_brk_flags()', mmap],
    commit_check: ['__vm_enough_memory()', 'mm/util.c'],
    alloc_pages: ['__alloc_pages()', pages],
    zone_check: ['__zone_watermark_ok()', pages],
    list_empty: ['__rmqueue_smallest()', pages],
    buddy_take: ['__rmqueue_smallest()', pages],
    pcp_take: ['rmqueue_pcplist()', pages],
    pcp_refill: ['rmqueue_bulk()', pages],
    pcp_put: ['free_unref_page_commit()', pages],
    pcp_spill: ['free_pcppages_bulk()', pages],
    pcp_drain: ['drain_pages_zone()', pages],
    buddy_split: ['expand()', pages],
    buddy_fallback: ['__rmqueue_fallback()', pages],
    pageblock_tag: ['steal_suitable_fallback()', pages],
    free_pages: ['__free_pages()', pages],
    buddy_merge: ['__free_one_page()', pages],
    frame_taken: ['prep_new_page()', pages],
    alloc_fail: ['warn_alloc()', pages],
    alloc_slow: ['__alloc_pages_slowpath()', pages],
    kswapd_wake: ['wakeup_kswapd()', 'mm/vmscan.c'],
    kswapd_sleep: ['kswapd_try_to_sleep()', 'mm/vmscan.c'],
    watermark_boost: ['boost_watermark()', pages],
    direct_reclaim: ['__alloc_pages_direct_reclaim()', pages],
    alloc_retry: ['should_reclaim_retry()', pages],
    oom_step: ['__alloc_pages_may_oom()', pages],
    highatomic_keep: ['reserve_highatomic_pageblock()', pages],
    highatomic_give: ['unreserve_highatomic_pageblock()', pages],
    zone_reclaim: ['node_reclaim()', 'mm/vmscan.c'],
    kernel_log: ['show_mem()', 'lib/show_mem.c'],
    oom_kill: ['oom_kill_process()', 'mm/oom_kill.c'],
    mlock_pages: ['mlock_fixup()', 'mm/mlock.c'],
    lru_add: ['folio_add_lru()', 'mm/swap.c'],
    lru_drain: ['folio_batch_move_lru()', 'mm/swap.c'],
    lru_del: ['lruvec_del_folio()', 'include/linux/mm_inline.h'],
    lru_move: ['lruvec_add_folio()', 'include/linux/mm_inline.h'],
    compact_suitable: ['compaction_suitable()', compaction],
    compact_begin: ['compact_zone()', compaction],
    compact_isolate: ['isolate_migratepages_block()', compaction],
    compact_target: ['isolate_freepages_block()', compaction],
    page_migrate: ['migrate_pages()', 'mm/migrate.c'],
    compact_end: ['compact_finished()', compaction],
    compact_defer: ['compaction_deferred()', compaction],
    compact_score: ['fragmentation_score_node()', compaction],
    kcompactd_wake: ['wakeup_kcompactd()', compaction],
    kcompactd_sleep: ['kcompactd()', compaction],
    watermarks_set: ['__setup_per_zone_wmarks()', pages],
    protection_set: ['setup_per_zone_lowmem_reserve()', pages],
    sysctl_set: ['proc_dointvec_minmax()', 'kernel/sysctl.c'],
};

const cpu: Partial<Record<EventName, CpuWork>> = {
    access: 'access',
    store: 'access',
    tlb_hit: 'tlb',
    tlb_miss: 'tlb',
    tlb_fill: 'tlb',
    tlb_evict: 'tlb',
    walk_level: 'walk',
    walk_empty: 'walk',
    walk_denied: 'walk',
    pte_mark: 'walk',
};

const tableMakers = ['', '__pte_alloc()', '__pmd_alloc()', '__pud_alloc()', '__p4d_alloc()'];

export function originOf(e: Ev): Origin {
    const work = cpu[e.name];
    if (work) return { cpu: work };
    let row = fixed[e.name];
    if (e.name === 'fault_decide') row = decide[ENUMS.fault_kind[e.arg('fault_kind')] ?? 'spurious'];
    else if (e.name === 'syscall') row = calls[COMMANDS[e.arg('verb')]?.word ?? ''];
    else if (e.name === 'pt_alloc') row = [tableMakers[e.arg('level')] ?? 'pgd_alloc()', memory];
    else if (e.name === 'buddy_insert') row = [e.arg('at_tail') ? 'add_to_free_list_tail()' : 'add_to_free_list()', pages];
    return row ? { fn: row[0], file: row[1] } : null;
}
