// The scale of a zone's gauge: up to the high mark to scale, what lies above folded, so that the four bands of the
// watermarks can be seen in a zone of any size.

import type { Marks } from '../../core/physmem';
import type { Zone } from '../../core/model';
import type { Ink } from '../../render/palette';
import { clamp } from '../../render/picture';

export interface Band { from: number; to: number; ink: Ink }
export interface Edge { name: 'min' | 'low' | 'high' | 'boost'; pages: number; at: number }
export interface Gauge {
    /** px from the start of the gauge for a number of pages */
    at: (pages: number) => number;
    /** where the scale breaks, null when the whole zone is to scale */
    fold: number | null;
    bands: Band[];
    edges: Edge[];
    length: number;
}

const GAP = 8;

/** `length` px in all, `share` of them for what lies up to the high mark. */
export function gaugeOf(z: Pick<Zone, 'min' | 'low' | 'high' | 'managed'>, m: Pick<Marks, 'boost'>, length: number, share = 0.66): Gauge {
    const top = Math.max(1, z.high + m.boost);
    const whole = z.managed <= top * 1.5;
    const first = whole ? length : Math.round(length * share);
    const scale = whole ? first / Math.max(top, z.managed) : first / top;
    const rest = Math.max(1, z.managed - top);
    const at = (pages: number): number => (whole || pages <= top ? clamp(pages * scale, 0, length) : clamp(first + GAP + ((pages - top) * (length - first - GAP)) / rest, 0, length));
    const [min, low, high] = [at(z.min + m.boost), at(z.low + m.boost), at(z.high + m.boost)];
    const edges: Edge[] = [{ name: 'min', pages: z.min + m.boost, at: min }, { name: 'low', pages: z.low + m.boost, at: low }, { name: 'high', pages: z.high + m.boost, at: high }];
    return {
        at, length, edges, fold: whole ? null : first + GAP / 2,
        bands: [{ from: 0, to: min, ink: 'b1' }, { from: min, to: low, ink: 'b2' }, { from: low, to: high, ink: 'b3' }, { from: high, to: length, ink: 'b4' }],
    };
}

/** Which of the four bands a zone's free pages are in: 1 below min to 4 above high. */
export function bandOf(z: Pick<Zone, 'min' | 'low' | 'high' | 'free'>, boost: number): 1 | 2 | 3 | 4 {
    if (z.free <= z.min + boost) return 1;
    if (z.free <= z.low + boost) return 2;
    return z.free <= z.high + boost ? 3 : 4;
}
