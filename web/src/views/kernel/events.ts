// Events of the Kernel floor's grown drawings: which drawing an event calls for, and the place of the line it belongs to.
// Imported by the story, so nothing here may import a view.

import type { Ev } from '../../core/event';
import type { EventName } from '../../core/schema.gen';

export const KERNEL_DRAWINGS = ['zones', 'buddy', 'pcp', 'slab', 'compact', 'lru', 'numa', 'census'] as const;
export type DrawingId = (typeof KERNEL_DRAWINGS)[number];
export const isDrawing = (id: string): id is DrawingId => (KERNEL_DRAWINGS as readonly string[]).includes(id);

/** Places that drawings of the Kernel floor add to the story's own. */
export type KernelPlace = 'alloc' | 'zone' | 'marks' | 'slow' | 'list' | 'chain' | 'insert' | 'pcp' | 'pcpmove'
    | 'object' | 'slabmove' | 'cache' | 'scan' | 'compact' | 'work';

export interface KernelEvent {
    /** null: it calls for none (every request begins with it) */
    drawing: DrawingId | null;
    /** 'frame': it stands at the frame it is about, on the Physical floor */
    place: KernelPlace | 'frame';
    /** tells places of one key apart: the argument that does, or 'each': every event is a place of its own */
    sub?: ((e: Ev) => number) | 'each';
    /** how much it calls for its drawing; 1 when left out. Where the arguments decide, an event of a step that is shown as a
     * whole calls for nothing: its arguments are not known */
    weight?: number | ((e: Ev) => number);
}

const row = (drawing: DrawingId | null, place: KernelEvent['place'], sub?: KernelEvent['sub']): KernelEvent => (sub ? { drawing, place, sub } : { drawing, place });

/** A weight from which on one event decides what a step is about. */
export const DECISIVE = 1000;

export const KERNEL_EVENTS: Partial<Record<EventName, KernelEvent>> = {
    alloc_pages: row(null, 'alloc'),
    free_pages: row(null, 'alloc'),
    // a look on the way: one that succeeds calls for nothing
    zone_check: { ...row('zones', 'zone', 'each'), weight: 0.5 },
    watermarks_set: row('zones', 'marks', 'each'),
    protection_set: row('zones', 'marks', 'each'),
    alloc_slow: row('zones', 'slow', 'each'),
    kswapd_wake: row('zones', 'slow', 'each'),
    kswapd_sleep: row('zones', 'slow', 'each'),
    watermark_boost: row('zones', 'slow', 'each'),
    direct_reclaim: row('zones', 'slow', 'each'),
    alloc_retry: row('zones', 'slow', 'each'),
    oom_step: row('zones', 'slow', 'each'),
    zone_reclaim: row('zones', 'slow', 'each'),
    highatomic_keep: row('zones', 'slow', 'each'),
    highatomic_give: row('zones', 'slow', 'each'),
    alloc_fail: row('zones', 'slow', 'each'),
    pcp_take: row('pcp', 'pcp'),
    pcp_put: row('pcp', 'pcp'),
    pcp_refill: row('pcp', 'pcpmove', 'each'),
    pcp_spill: row('pcp', 'pcpmove', 'each'),
    pcp_drain: row('pcp', 'pcpmove', 'each'),
    pcp_expire: row('pcp', 'pcpmove', 'each'),
    list_empty: row('buddy', 'list'),
    buddy_take: row('buddy', 'list'),
    buddy_fallback: row('buddy', 'list'),
    pageblock_tag: row('buddy', 'list'),
    buddy_split: row('buddy', 'chain'),
    buddy_merge: row('buddy', 'chain'),
    buddy_insert: row('buddy', 'insert'),
    kmem_alloc: row('slab', 'object', (e) => e.arg('cache') * 8 + e.arg('slab_path')),
    kmem_free: row('slab', 'object', (e) => e.arg('cache') * 8 + 6 + e.arg('slab_put')),
    slab_move: row('slab', 'slabmove', 'each'),
    slab_drain: row('slab', 'slabmove', 'each'),
    kmem_cache: row('slab', 'cache', 'each'),
    compact_suitable: row('compact', 'compact', 'each'),
    // whatever else is done on the way, this is what the step is about
    compact_begin: { ...row('compact', 'compact', 'each'), weight: 5000 },
    compact_isolate: row('compact', 'scan', 'each'),
    compact_target: row('compact', 'scan', 'each'),
    compact_end: row('compact', 'compact', 'each'),
    compact_defer: row('compact', 'compact', 'each'),
    compact_score: row('compact', 'compact', 'each'),
    kcompactd_wake: row('compact', 'compact', 'each'),
    kcompactd_sleep: row('compact', 'compact', 'each'),
    kmem_shrink: row('slab', 'cache', 'each'),
    shrink_slab: row('slab', 'cache', 'each'),
    // beside every page that a program gets: they decide only where there is little else
    lru_add: { ...row('lru', 'frame'), weight: 0.5 },
    lru_drain: row('lru', 'frame'),
    lru_del: { ...row('lru', 'frame'), weight: 0.5 },
    lru_move: { ...row('lru', 'frame'), weight: 2 },
    // every request of a machine with nodes is counted; one that another node answers is worth the picture
    numa_alloc: { drawing: 'numa', place: 'work', weight: (e) => (e.arg('hit') ? 0 : 4) },
    numa_remote: { ...row('numa', 'frame'), weight: 4 },
    stack_take: row('census', 'frame'),
    stack_give: row('census', 'frame'),
};

/** How much an event calls for its drawing: of kinds whose arguments decide, only with the event itself. */
export function weightOf(name: EventName, e?: Ev): number {
    const weight = KERNEL_EVENTS[name]?.weight ?? 1;
    return typeof weight === 'number' ? weight : e ? weight(e) : 0;
}

/** The drawing that an event calls for, or null. */
export const drawingOfEvent = (name: EventName): DrawingId | null => KERNEL_EVENTS[name]?.drawing ?? null;
