// Events of the Kernel floor's grown drawings: which drawing an event calls for, and the place of the line it belongs to.
// Imported by the story, so nothing here may import a view.

import type { Ev } from '../../core/event';
import type { EventName } from '../../core/schema.gen';

export const KERNEL_DRAWINGS = ['buddy'] as const;
export type DrawingId = (typeof KERNEL_DRAWINGS)[number];
export const isDrawing = (id: string): id is DrawingId => (KERNEL_DRAWINGS as readonly string[]).includes(id);

/** Places that drawings of the Kernel floor add to the story's own. */
export type KernelPlace = 'alloc' | 'zone' | 'list' | 'chain' | 'insert';

export interface KernelEvent {
    drawing: DrawingId;
    place: KernelPlace;
    /** tells places of one key apart: the argument that does */
    sub?: (e: Ev) => number;
}

const row = (drawing: DrawingId, place: KernelPlace, sub?: (e: Ev) => number): KernelEvent => (sub ? { drawing, place, sub } : { drawing, place });

export const KERNEL_EVENTS: Partial<Record<EventName, KernelEvent>> = {
    alloc_pages: row('buddy', 'alloc'),
    free_pages: row('buddy', 'alloc'),
    zone_check: row('buddy', 'zone'),
    alloc_fail: row('buddy', 'zone'),
    list_empty: row('buddy', 'list'),
    buddy_take: row('buddy', 'list'),
    buddy_fallback: row('buddy', 'list'),
    pageblock_tag: row('buddy', 'list'),
    buddy_split: row('buddy', 'chain'),
    buddy_merge: row('buddy', 'chain'),
    buddy_insert: row('buddy', 'insert'),
};

/** The drawing that an event calls for, or null. */
export const drawingOfEvent = (name: EventName): DrawingId | null => KERNEL_EVENTS[name]?.drawing ?? null;
