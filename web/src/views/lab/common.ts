// What every lab picture is drawn with: the sheet in px of the screen itself, dashes, cut words, the one line with its stations.

import { blockBytes, bytes } from '../../base/format';
import type { Lang } from '../../core/i18n/messages';
import type { Model } from '../../core/model';
import type { Station } from '../../core/schema.gen';
import { sameThing, type Selection } from '../../core/selection';
import type { Moment } from '../../core/timeline';
import { drawStation, type Phase } from '../../render/glyph';
import type { Ink } from '../../render/palette';
import { clamp, Sheet, type Picture, type Point, type TextStyle } from '../../render/picture';
import { cutCorners, distance, lengthOf, pointAt, stretch, withGaps } from '../../render/route';
import type { Box } from '../../render/measure';
import { labWords, type LabWords } from './words';

export interface LabInput {
    moment: Moment;
    model: Model;
    lang: Lang;
    still: boolean;
    selection: Selection | null;
    /** px of the place there is; a picture may be taller, never wider */
    width: number;
    height: number;
    /** factor of all type: 1, or 1.285 on a large screen */
    font: number;
    /** a position the reader points at: frames of a curve; -1 none */
    cursor: number;
}

export interface Pen {
    s: Sheet;
    w: LabWords;
    input: LabInput;
    /** factor of type and of every distance */
    f: number;
    /** phone: rows below one another */
    narrow: boolean;
    W: number;
}

export function pen(input: LabInput): Pen {
    return { s: new Sheet({ k: 1, rail: 88, font: input.font }), w: labWords(input.lang), input, f: input.font, narrow: input.width < 560, W: input.width };
}

/** Type of the size the look gives to "the number that is the point". */
export const POINT = 18;

/** A size as short as it can be said: 512 MB, 96 KB, 1,023.8 MB. */
export const sizeOf = (n: number): string => (blockBytes(n).length > 8 ? bytes(n) : blockBytes(n));

export const isChosen = (p: Pen, thing: Selection): boolean => sameThing(p.input.selection, thing);
export function mark(p: Pen, thing: Selection, x: number, y: number, w: number, h: number): void {
    if (isChosen(p, thing)) p.s.brackets(x, y, w, h, 7);
}

/** A text that is at most `width` wide, its end cut when need be. */
export function fitted(s: Sheet, text: string, width: number, style: TextStyle = {}): string {
    if (s.width(text, style) <= width) return text;
    let cut = text;
    while (cut.length > 1 && s.width(cut + '…', style) > width) cut = cut.slice(0, -1);
    return cut + '…';
}

/** A line of dashes: lengths of ink and gap in turn; one number or none is a whole line. */
export function dashed(s: Sheet, points: readonly Point[], pattern: readonly number[], ink: Ink, thick: number, casing = 0): void {
    if (pattern.length < 2) {
        s.path(points, ink, thick, { casing });
        return;
    }
    const total = lengthOf(points);
    for (let at = 0, i = 0; at < total; i++) {
        const d = pattern[i % pattern.length]!;
        if (i % 2 === 0) {
            const piece = stretch(points, at, Math.min(total, at + d));
            if (piece.length > 1) s.path(piece, ink, thick, { casing });
        }
        at += d;
    }
}

export function dashedBox(s: Sheet, x: number, y: number, w: number, h: number, ink: Ink, thick = 1): void {
    for (const [a, b] of [[[x, y], [x + w, y]], [[x + w, y], [x + w, y + h]], [[x + w, y + h], [x, y + h]], [[x, y + h], [x, y]]] as const) dashed(s, [a, b], [4, 3], ink, thick);
}

/** A box of SVG, over the canvas: frames of what is now. */
export function box(s: Sheet, x: number, y: number, w: number, h: number, ink: Ink, thick: number, fill: Ink | '' = '', casing = 0): void {
    s.path([[x, y], [x + w, y], [x + w, y + h], [x, y + h]], ink, thick, { closed: true, fill, casing });
}

/** A stop of the line. */
export interface Stop {
    x: number;
    y: number;
    kind: Station;
    along: 'x' | 'y';
    phase: Phase;
    /** event to go to */
    seq: number;
    label: string;
    small?: boolean;
}

/** Draws the line through corner points with its stations: ink up to the station that is now, grey after it. */
export function drawStops(p: Pen, corners: readonly Point[], stops: readonly Stop[], names: readonly Box[] = [], plates: readonly Box[] = [], tau = 1): void {
    const { s } = p;
    if (corners.length < 2) return;
    const points = cutCorners(corners, 8 * p.f);
    const total = lengthOf(points);
    const at = stops.map((stop) => nearest(points, [stop.x, stop.y]));
    let done = 0;
    stops.forEach((stop, i) => {
        if (stop.phase !== 'next') done = Math.max(done, at[i]!);
    });
    // behind the last station the line goes on to where it leads
    if (stops.length && stops.every((stop) => stop.phase === 'done') && stops.some((stop) => stop.seq >= 0)) done = total;
    const now = stops.findIndex((stop) => stop.phase === 'now');
    const before = now > 0 ? at[now - 1]! : 0;
    if (now >= 0 && tau < 1 && !p.input.still) done = before + (at[now]! - before) * tau;
    const piece = (from: number, to: number, ink: 'line' | 'path', thick: number): void => {
        for (const a of withGaps(stretch(points, from, to), names, 5)) for (const b of withGaps(a, plates, 0)) s.path(b, ink, thick, { casing: 2, line: true });
    };
    if (done < total) piece(done, total, 'line', 2);
    if (done > 0) piece(0, done, 'path', 4);
    for (const stop of stops) {
        drawStation(s, stop.kind, stop.phase, stop.x, stop.y, stop.along, stop.small);
        if (stop.seq >= 0) s.hit(stop.x - 12, stop.y - 12, 24, 24, null, stop.label, stop.seq);
    }
    if (now >= 0 && tau < 1 && !p.input.still) {
        const [x, y] = pointAt(points, done);
        s.disc(x, y, 5, 'hot', 1, 'hot', 2);
    }
}

/** Distance from the start at which the line comes nearest to a point. */
function nearest(points: readonly Point[], to: Point): number {
    let best = 0, gap = Infinity, at = 0;
    for (let i = 1; i < points.length; i++) {
        const [a, b] = [points[i - 1]!, points[i]!];
        const d = distance(a, b);
        if (d === 0) continue;
        const t = clamp(((to[0] - a[0]) * (b[0] - a[0]) + (to[1] - a[1]) * (b[1] - a[1])) / (d * d), 0, 1);
        const away = distance([a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t], to);
        if (away < gap - 0.01) {
            gap = away;
            best = at + d * t;
        }
        at += d;
    }
    return best;
}

/** Positions of labels along one axis, none nearer than `gap` to the next, as near to where they belong as that allows. */
export function spread(wanted: readonly number[], gap: number, low: number, high: number): number[] {
    const order = wanted.map((y, i) => ({ y, i })).sort((a, b) => a.y - b.y || a.i - b.i);
    const out = new Array<number>(wanted.length).fill(0);
    let floor = low;
    for (const o of order) {
        out[o.i] = Math.max(o.y, floor);
        floor = out[o.i]! + gap;
    }
    let ceiling = high;
    for (const o of [...order].reverse()) {
        out[o.i] = Math.min(out[o.i]!, ceiling);
        ceiling = out[o.i]! - gap;
    }
    return out;
}

export const finish = (p: Pen, height: number): Picture => p.s.picture(p.W, Math.ceil(height));
