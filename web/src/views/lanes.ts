// The lanes under the floors: free memory with its watermark bands, page faults, TLB hits, over the whole run; ticks for
// notable events; the playhead. What lies ahead of the playhead is grey and thin.

import { fixed, int, pages, percent } from '../base/format';
import { EVENTS, type EventName } from '../core/schema.gen';
import type { TimelineRow } from '../core/wire';
import type { Ink } from '../render/palette';
import type { Node, Op, Picture, Point } from '../render/picture';

export interface LaneInput {
    rows: readonly TimelineRow[];
    notable: readonly (readonly [number, EventName])[];
    seq: number;
    headSeq: number;
    totalPages: number;
    marks: { min: number; low: number; high: number };
}
export type LaneOp =
    | { t: 'rect'; x: number; y: number; w: number; h: number; ink: Ink; alpha: number }
    | { t: 'line'; points: [number, number][]; ink: Ink; thick: number }
    | { t: 'mark'; kind: 'circle' | 'square' | 'diamond'; x: number; y: number; r: number; ink: Ink };

export interface LaneShape { width: number; height: number; k: number }
export const laneX = (seq: number, headSeq: number, width: number): number => (headSeq > 0 ? 1 + (Math.min(seq, headSeq) / headSeq) * (width - 2) : 1);
export const laneSeq = (x: number, headSeq: number, width: number): number => Math.max(0, Math.min(headSeq, Math.round(((x - 1) / Math.max(1, width - 2)) * headSeq)));

/** The row that holds at a position: the last at or before it. */
export function rowAt(rows: readonly TimelineRow[], seq: number): number {
    let lo = 0, hi = rows.length - 1, best = -1;
    while (lo <= hi) {
        const mid = (lo + hi) >> 1;
        if (rows[mid]![0] <= seq) {
            best = mid;
            lo = mid + 1;
        } else hi = mid - 1;
    }
    return best;
}

export interface LaneNumbers { free: string; faults: string; tlb: string }
/** The figures of the lanes at the cursor: free now, faults of the last command, hits so far. */
export function numbers(input: LaneInput): LaneNumbers {
    const i = rowAt(input.rows, input.seq);
    const row = input.rows[i];
    if (!row) return { free: '–', faults: '–', tlb: '–' };
    const before = input.rows[i - 1];
    const looks = row[5] + row[6];
    return { free: pages(row[3]), faults: int(before ? row[4] - before[4] : row[4]), tlb: looks ? percent(row[5] / looks) : '–' };
}

interface Bucket { faults: number; hits: number; misses: number; seen: boolean }

export function lanes(input: LaneInput, shape: LaneShape): LaneOp[] {
    const { rows, headSeq, marks } = input;
    const { width, k } = shape;
    const out: LaneOp[] = [];
    const Y = (y: number): number => Math.round(y * k);
    const rect = (x: number, y: number, w: number, h: number, ink: Ink, alpha = 1): void => void out.push({ t: 'rect', x, y, w, h, ink, alpha });
    const [top, rim, floor] = [Y(13), Y(38), Y(46)];
    // the bands, folded: the least of the scale gets a fixed height
    const third = (floor - rim) / 3;
    rect(0, rim, width, Math.ceil(third), 'b3');
    rect(0, rim + third, width, Math.ceil(third), 'b2');
    rect(0, rim + 2 * third, width, Math.ceil(third), 'b1');
    for (const [a, b] of awake(input, width)) rect(Math.round(a), floor + 1, Math.max(2, Math.round(b - a)), 2, 'fg');
    const highest = Math.max(1, input.totalPages, ...rows.map((r) => r[3]));
    const yOf = (free: number): number => {
        if (free >= marks.high) return rim - ((rim - top) * (free - marks.high)) / Math.max(1, highest - marks.high);
        if (free >= marks.low) return rim + third * (1 - (free - marks.low) / Math.max(1, marks.high - marks.low));
        if (free >= marks.min) return rim + third * (2 - (free - marks.min) / Math.max(1, marks.low - marks.min));
        return rim + third * (3 - free / Math.max(1, marks.min));
    };
    const play = laneX(input.seq, headSeq, width);
    const past: [number, number][] = [];
    const next: [number, number][] = [];
    for (const r of rows) {
        const p: [number, number] = [laneX(r[0], headSeq, width), yOf(r[3])];
        if (r[0] <= input.seq) past.push(p);
        else {
            if (!next.length && past.length) next.push([play, past[past.length - 1]![1]]);
            next.push(p);
        }
    }
    if (past.length) past.push([play, past[past.length - 1]![1]]);
    if (past.length > 1) out.push({ t: 'line', points: past, ink: 'path', thick: 1.5 });
    if (next.length > 1) out.push({ t: 'line', points: next, ink: 'line', thick: 1.5 });

    // bars of 3 px and 1 px between
    const step = 4;
    const buckets: Bucket[] = Array.from({ length: Math.ceil(width / step) }, () => ({ faults: 0, hits: 0, misses: 0, seen: false }));
    for (let i = 1; i < rows.length; i++) {
        const [a, b] = [rows[i - 1]!, rows[i]!];
        const lo = Math.max(0, Math.min(buckets.length - 1, Math.floor(laneX(a[0], headSeq, width) / step)));
        const hi = Math.min(buckets.length - 1, Math.max(lo, Math.floor(laneX(b[0], headSeq, width) / step) - 1));
        const n = hi - lo + 1;
        for (let x = lo; x <= hi; x++) {
            const bucket = buckets[x]!;
            bucket.faults += (b[4] - a[4]) / n;
            bucket.hits += (b[5] - a[5]) / n;
            bucket.misses += (b[6] - a[6]) / n;
            bucket.seen = true;
        }
    }
    const most = Math.max(1, ...buckets.map((b) => b.faults));
    const [faultFloor, tlbFloor] = [Y(66), Y(86)];
    buckets.forEach((b, i) => {
        const x = i * step;
        const alpha = x <= play ? 1 : 0.5;
        if (b.faults > 0) {
            const h = Math.max(1, Math.round((Y(16) * Math.sqrt(b.faults)) / Math.sqrt(most)));
            rect(x, faultFloor - h, 3, h, 'line', alpha);
        }
        const looks = b.hits + b.misses;
        if (looks > 0) {
            const h = Math.max(1, Math.round((Y(14) * b.hits) / looks));
            rect(x, tlbFloor - h, 3, h, 'line', alpha * 0.7);
        }
    });
    rect(0, faultFloor, width, 1, 'hair');
    rect(0, tlbFloor, width, 1, 'hair');
    ticks(input, shape, out, Y);
    rect(Math.round(play) - 1, Y(6), 2, shape.height - Y(6), 'accent');
    return out;
}

/** Events that happen seldom and matter: they get their tick before those that happen all the time. */
const RARE: ReadonlySet<EventName> = new Set(['alloc_fail', 'oom_kill', 'alloc_slow', 'kswapd_wake', 'kswapd_sleep', 'direct_reclaim', 'watermark_boost', 'buddy_fallback', 'signal', 'spawn', 'exit']);

/** Notable events: a thin rule and the shape of their station; where they crowd, one stands for its neighbours. */
function ticks(input: LaneInput, shape: LaneShape, out: LaneOp[], Y: (y: number) => number): void {
    const taken: { x: number; name: EventName }[] = [];
    for (const rare of [true, false]) {
        // positions only grow: those already taken to the left and to the right are neighbours in a sorted list
        const before = [...taken].sort((a, b) => a.x - b.x);
        let k = 0;
        let last: { x: number; name: EventName } | undefined;
        for (const [seq, name] of input.notable) {
            if (RARE.has(name) !== rare) continue;
            const x = laneX(seq, input.headSeq, shape.width);
            while (k < before.length && before[k]!.x <= x) k++;
            if ([last, before[k - 1], before[k]].some((n) => n && Math.abs(n.x - x) < (rare ? 12 : n.name === name ? 96 : 48))) continue;
            last = { x, name };
            taken.push(last);
        }
    }
    for (const { x, name } of taken.sort((a, b) => a.x - b.x)) {
        const station = EVENTS[name].station;
        const kind = station === 'diamond' ? 'diamond' : station === 'circle' ? 'circle' : 'square';
        out.push({ t: 'rect', x: Math.round(x), y: Y(14), w: 1, h: shape.height - Y(14) - 4, ink: 'hair', alpha: 1 });
        out.push({ t: 'mark', kind, x, y: Y(10), r: 4, ink: RARE.has(name) && station === 'diamond' ? 'fg' : 'line' });
    }
}

/** Stretches in which kswapd is awake, in px: from its wake to its sleep, or to the end. Only known where the server sent
 * both. */
export function awake(input: LaneInput, width: number): [number, number][] {
    const out: [number, number][] = [];
    let from = -1;
    for (const [seq, name] of input.notable) {
        if (name === 'kswapd_wake' && from < 0) from = seq;
        if (name === 'kswapd_sleep' && from >= 0) {
            out.push([laneX(from, input.headSeq, width), laneX(seq, input.headSeq, width)]);
            from = -1;
        }
    }
    if (from >= 0) out.push([laneX(from, input.headSeq, width), laneX(input.headSeq, input.headSeq, width)]);
    return out;
}

export const laneTwin = (input: LaneInput): string => {
    const n = numbers(input);
    return `${n.free}, ${n.faults}, ${n.tlb}; ${fixed(input.headSeq ? (100 * input.seq) / input.headSeq : 0, 0)} %`;
};

/** The lanes as a picture to be saved, their names and figures at the left. */
export function lanesPicture(input: LaneInput, shape: LaneShape, names: { free: string; faults: string; tlb: string }): Pick<Picture, 'width' | 'height' | 'ops' | 'nodes'> {
    const LEFT = 220;
    const ops: Op[] = [];
    const nodes: Node[] = [];
    const n = numbers(input);
    const figures: [string, string, number][] = [[names.free, n.free, 32], [names.faults, n.faults, 60], [names.tlb, n.tlb, 82]];
    const text = (x: number, y: number, what: string, anchor: 'start' | 'end', ink: Ink): void =>
        void nodes.push({ t: 'text', key: `${anchor}${y}`, x, y: y * shape.k + 5, text: what, size: 14, bold: false, mono: false, ink, anchor, alpha: 1, floor: '' });
    for (const [name, figure, y] of figures) {
        text(0, y, name, 'start', 'muted');
        text(LEFT - 16, y, figure, 'end', 'fg');
    }
    lanes(input, shape).forEach((op, i) => {
        const key = `op${i}`;
        if (op.t === 'rect') ops.push({ ...op, x: op.x + LEFT });
        else if (op.t === 'line') ops.push({ t: 'stroke', points: op.points.map(([x, y]) => [x + LEFT, y] as const), ink: op.ink, thick: op.thick });
        else if (op.kind === 'circle') nodes.push({ t: 'disc', key, x: op.x + LEFT, y: op.y, r: op.r, ink: op.ink, thick: 0, fill: op.ink, casing: 0, alpha: 1 });
        else {
            const [x, y, r] = [op.x + LEFT, op.y, op.kind === 'square' ? op.r - 0.5 : op.r + 1];
            const points: Point[] = op.kind === 'square' ? [[x - r, y - r], [x + r, y - r], [x + r, y + r], [x - r, y + r]] : [[x, y - r], [x + r, y], [x, y + r], [x - r, y]];
            nodes.push({ t: 'path', key, points, ink: op.ink, thick: 0, closed: true, fill: op.ink, casing: 0, alpha: 1, line: false });
        }
    });
    return { width: LEFT + shape.width, height: shape.height, ops, nodes };
}
