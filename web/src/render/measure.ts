// How wide a text is. On a screen the browser's own ruler says it, in the face that is really there: a machine without Arial
// or its twins has another, wider one. Without a screen (tests) a table does: advance widths of Arial and its metric twins
// Liberation Sans, Arimo, Helvetica, in thousandths of the size. CJK and full-width marks are one em; mono is 0.602 em.
// Either is the same for the same text all the time a page lives, so the picture stays a pure function.

import { MONO, SANS } from './palette';

const REGULAR: readonly number[] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
const BOLD: readonly number[] = [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611,
    975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556,
    333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
];
const OTHER: Readonly<Record<string, number>> = { '\u00a0': 278, '\u2212': 584, '·': 333, '…': 1000, '→': 1000, '–': 556, '×': 584, '^': 469, '≠': 549, '“': 333, '”': 333, '’': 222 };

const wide = (code: number): boolean => code >= 0x2e80;

const RULER_PX = 100;
const KNOWN_MAX = 4000;
let ruler: CanvasRenderingContext2D | null | undefined;
const known = new Map<string, number>();

/** What the browser says, in thousandths of the size; null where there is no canvas. */
function measured(text: string, bold: boolean, mono: boolean): number | null {
    if (ruler === undefined) ruler = typeof document === 'undefined' ? null : document.createElement('canvas').getContext('2d');
    if (!ruler || typeof ruler.measureText !== 'function') return null;
    const key = `${bold ? 'b' : ''}${mono ? 'm' : ''} ${text}`;
    let w = known.get(key);
    if (w === undefined) {
        ruler.font = `${bold ? 700 : 400} ${RULER_PX}px ${mono ? MONO : SANS}`;
        w = (ruler.measureText(text).width / RULER_PX) * 1000;
        if (known.size >= KNOWN_MAX) known.clear();
        known.set(key, w);
    }
    return w;
}

/** Width of a text in px at the given size. */
export function textWidth(text: string, size = 14, bold = false, mono = false): number {
    const real = measured(text, bold, mono);
    if (real !== null) return (real * size) / 1000;
    let sum = 0;
    for (const ch of text) {
        const code = ch.codePointAt(0) ?? 0;
        if (wide(code)) sum += 1000;
        else if (mono) sum += 602;
        else if (code >= 32 && code < 127) sum += (bold ? BOLD : REGULAR)[code - 32] ?? 556;
        else sum += OTHER[ch] ?? 600;
    }
    return (sum * size) / 1000;
}

export interface Box { x: number; y: number; w: number; h: number }
/** The box a line of text fills, its baseline at y: ink from ascender to descender. */
export function textBox(x: number, y: number, text: string, size: number, bold: boolean, mono: boolean, anchor: 'start' | 'middle' | 'end'): Box {
    const w = textWidth(text, size, bold, mono);
    const left = anchor === 'start' ? x : anchor === 'middle' ? x - w / 2 : x - w;
    return { x: left, y: y - size * 0.76, w, h: size * 0.98 };
}
export const overlap = (a: Box, b: Box, pad = 0): boolean =>
    a.x - pad < b.x + b.w && b.x - pad < a.x + a.w && a.y - pad < b.y + b.h && b.y - pad < a.y + a.h;
