// The sentence of a drawing: why the kernel does it so. Broken into lines that fit.

import type { Context } from '../context';

/** Lines of at most `width`, as `measure` has it: broken at spaces, Chinese between any two signs but before closing ones. */
export function linesOf(text: string, width: number, measure: (t: string) => number): string[] {
    const parts = text.match(/[\u3000-\u9fff\uff00-\uffef]|[^\s\u3000-\u9fff\uff00-\uffef]+|\s+/g) ?? [];
    const out: string[] = [];
    let line = '';
    for (const [i, part] of parts.entries()) {
        // a comma or a full stop stays with what it ends
        const next = parts[i + 1] ?? '';
        const tail = /^[，。：；、）]$/.test(next) ? next : '';
        if (line.trim() && !/^[，。：；、）]$/.test(part) && measure((line + part + tail).trimEnd()) > width) {
            out.push(line.trimEnd());
            line = /^\s+$/.test(part) ? '' : part;
        } else line += part;
    }
    if (line.trim()) out.push(line.trimEnd());
    return out;
}

/** Line height, px of the design. */
export const WHY_PITCH = 18;

/** The drawing's sentence from (x, y) down, in at most `most` lines of `width`: not at all where it does not fit. Returns its height. */
export function drawWhy(c: Context, x: number, y: number, width: number, most: number): number {
    const lines = linesOf(c.drawing.why[c.lang], width, (t) => c.s.width(t));
    if (lines.length > most) return 0;
    lines.forEach((line, i) => c.s.text(x, y + i * WHY_PITCH, line));
    return lines.length * WHY_PITCH;
}
