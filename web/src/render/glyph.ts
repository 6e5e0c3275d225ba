// The stations of the line: a bar, a circle, a square, a diamond, a pill or a tick; done (ink, filled), now (hot, hollow,
// with the one ring on the screen) or to come (thin, hollow). All carry a casing in the ground's colour.

import type { Station } from '../core/schema.gen';
import type { Point, Sheet } from './picture';
import type { Ink } from './palette';

export type Phase = 'done' | 'now' | 'next';

export const RING = 13;

const shape = (kind: Station, x: number, y: number, r: number, u: number): Point[] => {
    const d = r * u;
    if (kind === 'diamond') return [[x, y - d * 1.3], [x + d * 1.3, y], [x, y + d * 1.3], [x - d * 1.3, y]];
    if (kind === 'pill') {
        const h = d * 0.85;
        const end = (cx: number, sign: number): Point[] => Array.from({ length: 9 }, (_, i) => [cx + sign * Math.sin((i * Math.PI) / 8) * h, y - sign * Math.cos((i * Math.PI) / 8) * h] as Point);
        return [...end(x + d, 1), ...end(x - d, -1)];
    }
    return [[x - d, y - d], [x + d, y - d], [x + d, y + d], [x - d, y + d]];
};

/** Draws one station. `along` is the line's direction there: a bar stands across it. */
export function drawStation(s: Sheet, kind: Station, phase: Phase, x: number, y: number, along: 'x' | 'y' = 'x', small = false): void {
    // sizes are in px of the type, positions in px of the design
    const u = s.scale.font / s.scale.k;
    const ink: Ink = phase === 'done' ? 'path' : phase === 'now' ? 'hot' : 'line';
    if (phase === 'now') s.disc(x, y, RING, 'hot', 1.5, 'bg', 2);
    if (kind === 'bar') {
        const [a, b] = phase === 'next' ? [3, 8] : [3, 9];
        const [w, h] = along === 'x' ? [a * u, b * u] : [b * u, a * u];
        s.path([[x - w, y - h], [x + w, y - h], [x + w, y + h], [x - w, y + h]], ink, phase === 'next' ? 1.5 : 1, { closed: true, fill: phase === 'next' ? 'bg' : ink, casing: 2 });
        return;
    }
    if (kind === 'tick') {
        const h = 5 * u;
        s.path(along === 'x' ? [[x, y - h], [x, y + h]] : [[x - h, y], [x + h, y]], ink, phase === 'next' ? 2 : 3);
        if (phase === 'now') s.disc(x, y, 3, 'hot', 1, 'hot');
        return;
    }
    const r = phase === 'next' ? (small ? 4.5 : 5.5) : phase === 'now' ? 6.5 : small ? 4.5 : 5;
    const thick = phase === 'now' ? 3 : 2;
    const fill: Ink = phase === 'done' ? ink : 'bg';
    if (kind === 'circle') s.disc(x, y, phase === 'now' ? 7 : r, ink, phase === 'done' ? 1 : thick, fill, 2);
    else s.path(shape(kind, x, y, r, u), ink, phase === 'done' ? 1 : thick, { closed: true, fill, casing: 2 });
    if (phase === 'now') s.disc(x, y, 3, 'hot', 1, 'hot');
}

/** A chevron on the line where it crosses a floor. */
export function drawChevron(s: Sheet, x: number, y: number, dir: 'down' | 'up' | 'left' | 'right', phase: Phase): void {
    const u = s.scale.font / s.scale.k;
    const a = 5.5 * u;
    const v: number[][] = dir === 'down' ? [[x - a, y - a], [x, y], [x + a, y - a]] : dir === 'up' ? [[x - a, y + a], [x, y], [x + a, y + a]]
        : dir === 'left' ? [[x + a, y - a], [x, y], [x + a, y + a]] : [[x - a, y - a], [x, y], [x - a, y + a]];
    s.path(v.map(([px, py]) => [px!, py!] as const), phase === 'next' ? 'line' : 'path', phase === 'next' ? 2 : 3);
}
