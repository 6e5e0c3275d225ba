// The grown drawings of the Kernel floor, in the order of the switch, and which one stands there. The interface is
// explained in kernel/drawing.ts.

import type { Model } from '../../core/model';
import type { EventName } from '../../core/schema.gen';
import type { StepView } from '../../core/timeline';
import { buddyDrawing } from '../buddy';
import { censusDrawing } from './census';
import { compactDrawing } from './compact';
import type { KernelDrawing } from './drawing';
import { lruDrawing } from './lru';
import { numaDrawing } from './numa';
import { pcpDrawing } from './pcp';
import { slabDrawing } from './slab';
import { zonesDrawing } from './zones';
import { KERNEL_EVENTS, weightOf, type DrawingId } from './events';
import type { Ev } from '../../core/event';

export const DRAWINGS: readonly KernelDrawing[] = [zonesDrawing, buddyDrawing, pcpDrawing, slabDrawing, compactDrawing, lruDrawing, numaDrawing, censusDrawing];

export const offered = (model: Model): KernelDrawing[] => DRAWINGS.filter((d) => d.offered?.(model) ?? true);

/** The drawing of a step: the pinned one, or that of most of its events; without any it is the buddy allocator's, and of a
 * machine that has just booted, where its memory went. The same for every event of a step. */
export function drawingOf(step: Pick<StepView, 'events' | 'totals'> | null, pinned: DrawingId | null, model: Model): KernelDrawing {
    const list = offered(model);
    const kept = list.find((d) => d.id === pinned);
    if (kept) return kept;
    const count = new Map<DrawingId, number>();
    const add = (name: EventName, n: number, e?: Ev): void => {
        const id = KERNEL_EVENTS[name]?.drawing;
        if (id) count.set(id, (count.get(id) ?? 0) + n * weightOf(name, e));
    };
    for (const e of step?.events ?? []) add(e.name, 1, e);
    for (const [name, n] of Object.entries(step?.totals ?? {})) add(name as EventName, n);
    let best = list.find((d) => d.id === (step ? 'buddy' : 'census')) ?? list[0]!;
    for (const d of list) if ((count.get(d.id) ?? 0) > (count.get(best.id) ?? 0)) best = d;
    return best;
}

/** The next one in the switch: after the last the story chooses again (null). */
export function nextDrawing(model: Model, pinned: DrawingId | null): DrawingId | null {
    const list = offered(model);
    return list[list.findIndex((d) => d.id === pinned) + 1]?.id ?? null;
}
