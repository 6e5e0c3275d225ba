// Routes: axis-parallel corners in, a line with 45° cuts out; gaps for words; lengths; where it crosses a rule.

import type { Box } from './measure';
import type { Point } from './picture';

const same = (a: Point, b: Point): boolean => Math.abs(a[0] - b[0]) < 0.01 && Math.abs(a[1] - b[1]) < 0.01;
export const distance = (a: Point, b: Point): number => Math.hypot(b[0] - a[0], b[1] - a[1]);

/** Drops repeated points and points on a straight stretch. */
export function tidy(points: readonly Point[]): Point[] {
    const out: Point[] = [];
    for (const p of points) {
        if (out.length && same(out[out.length - 1]!, p)) continue;
        while (out.length >= 2) {
            const [a, b] = [out[out.length - 2]!, out[out.length - 1]!];
            const cross = (b[0] - a[0]) * (p[1] - b[1]) - (b[1] - a[1]) * (p[0] - b[0]);
            const along = (b[0] - a[0]) * (p[0] - b[0]) + (b[1] - a[1]) * (p[1] - b[1]);
            if (Math.abs(cross) < 0.01 && along >= 0) out.pop();
            else break;
        }
        out.push(p);
    }
    return out;
}

/** Every right-angled corner becomes a 45° cut of at most `cut`, less where a leg is short. */
export function cutCorners(points: readonly Point[], cut = 10): Point[] {
    const p = tidy(points);
    const out: Point[] = p.length ? [p[0]!] : [];
    for (let i = 1; i + 1 < p.length; i++) {
        const [a, b, c] = [p[i - 1]!, p[i]!, p[i + 1]!];
        const before = distance(a, b), after = distance(b, c);
        const d = Math.min(cut, before / (i > 1 ? 2 : 1), after / (i + 2 < p.length ? 2 : 1));
        out.push([b[0] + ((a[0] - b[0]) / before) * d, b[1] + ((a[1] - b[1]) / before) * d]);
        out.push([b[0] + ((c[0] - b[0]) / after) * d, b[1] + ((c[1] - b[1]) / after) * d]);
    }
    if (p.length > 1) out.push(p[p.length - 1]!);
    return tidy(out);
}

export function lengthOf(points: readonly Point[]): number {
    let sum = 0;
    for (let i = 1; i < points.length; i++) sum += distance(points[i - 1]!, points[i]!);
    return sum;
}

/** The point at a distance from the start. */
export function pointAt(points: readonly Point[], at: number): Point {
    let left = at;
    for (let i = 1; i < points.length; i++) {
        const [a, b] = [points[i - 1]!, points[i]!];
        const d = distance(a, b);
        if (left <= d && d > 0) return [a[0] + ((b[0] - a[0]) * left) / d, a[1] + ((b[1] - a[1]) * left) / d];
        left -= d;
    }
    return points[points.length - 1] ?? [0, 0];
}

/** The stretch between two distances from the start. */
export function stretch(points: readonly Point[], from: number, to: number): Point[] {
    const out: Point[] = [];
    let at = 0;
    for (let i = 1; i < points.length; i++) {
        const [a, b] = [points[i - 1]!, points[i]!];
        const d = distance(a, b);
        const lo = Math.max(from, at), hi = Math.min(to, at + d);
        if (hi > lo && d > 0) {
            const mix = (t: number): Point => [a[0] + ((b[0] - a[0]) * (t - at)) / d, a[1] + ((b[1] - a[1]) * (t - at)) / d];
            if (!out.length) out.push(mix(lo));
            out.push(mix(hi));
        }
        at += d;
    }
    return tidy(out);
}

/** Part of the segment a-b inside a box, as a pair of 0..1, or null (Liang and Barsky). */
export function inside(a: Point, b: Point, box: Box, pad = 0): [number, number] | null {
    let t0 = 0, t1 = 1;
    const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
    const edges: [number, number][] = [[-dx, a[0] - (box.x - pad)], [dx, box.x + box.w + pad - a[0]], [-dy, a[1] - (box.y - pad)], [dy, box.y + box.h + pad - a[1]]];
    for (const [p, q] of edges) {
        if (p === 0) {
            if (q < 0) return null;
        } else if (p < 0) t0 = Math.max(t0, q / p);
        else t1 = Math.min(t1, q / p);
    }
    return t0 < t1 ? [t0, t1] : null;
}

/** The line without what lies under the boxes: a word sits in a gap of the line. Pieces shorter than 5 px are dropped. */
export function withGaps(points: readonly Point[], boxes: readonly Box[], pad: number): Point[][] {
    let pieces: Point[][] = [[...points]];
    for (const box of boxes) {
        const next: Point[][] = [];
        for (const piece of pieces) {
            const cuts: [number, number][] = [];
            let at = 0;
            for (let i = 1; i < piece.length; i++) {
                const d = distance(piece[i - 1]!, piece[i]!);
                const hit = inside(piece[i - 1]!, piece[i]!, box, pad);
                if (hit) cuts.push([at + hit[0] * d, at + hit[1] * d]);
                at += d;
            }
            if (!cuts.length) next.push(piece);
            else {
                let from = 0;
                for (const [lo, hi] of cuts) {
                    if (lo > from) next.push(stretch(piece, from, lo));
                    from = Math.max(from, hi);
                }
                if (from < at) next.push(stretch(piece, from, at));
            }
        }
        pieces = next;
    }
    return pieces.filter((p) => lengthOf(p) > 5);
}

/** Where the line crosses a horizontal rule: x and whether it goes down. */
export function crossings(points: readonly Point[], y: number): { x: number; down: boolean; at: number }[] {
    const out: { x: number; down: boolean; at: number }[] = [];
    let at = 0;
    for (let i = 1; i < points.length; i++) {
        const [a, b] = [points[i - 1]!, points[i]!];
        const d = distance(a, b);
        if ((a[1] < y && b[1] >= y) || (a[1] > y && b[1] <= y)) {
            const t = (y - a[1]) / (b[1] - a[1]);
            out.push({ x: a[0] + (b[0] - a[0]) * t, down: b[1] > a[1], at: at + d * t });
        }
        at += d;
    }
    return out;
}

/** Whether any piece of a line passes through a box. */
export const touches = (pieces: readonly (readonly Point[])[], box: Box): boolean =>
    pieces.some((piece) => piece.some((p, i) => i > 0 && inside(piece[i - 1]!, p, box) !== null));
