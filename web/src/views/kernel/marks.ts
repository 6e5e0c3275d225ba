// The left part of the buddy drawing: the zones of a node as upright gauges with their marks, and the pageblocks of the
// zone whose lists are shown, coloured by migrate type.

import { int } from '../../base/format';
import { marksOf } from '../../core/physmem';
import type { Zone } from '../../core/model';
import { mark, type Context } from '../context';
import { MIGRATE_INKS } from '../tint';
import { gaugeOf } from './gauge';

const LEFT = 96;
const NUMBERS = 250;

/** The zones of one node, at most three, side by side; names and numbers of the marks of the one whose lists are shown. */
export function drawMarks(c: Context, subject: Zone): void {
    const { s, model, floor, words } = c;
    const zones = model.zones().filter((z) => z.node === subject.node && z.managed > 0).slice(0, 4);
    const top = floor.top + 64, bottom = floor.top + 246;
    const [w, pitch] = zones.length > 2 ? [18, zones.length > 3 ? 22 : 26] : [28, 46];
    const end = LEFT + (zones.length - 1) * pitch + w;
    zones.forEach((z, i) => {
        const x = LEFT + i * pitch;
        const m = marksOf(model, z.id);
        const g = gaugeOf(z, m, bottom - top, 0.68);
        const y = (at: number): number => bottom - at;
        for (const b of g.bands) if (b.to > b.from) s.rect(x, y(b.to), w, b.to - b.from, b.ink);
        for (const e of g.edges) s.rect(x - 2, y(e.at), w + 4, 1, 'line');
        // what a request that may also use higher zones must leave here
        const kept = Math.max(...m.protection);
        if (kept > 0) {
            const from = g.at(z.low + m.boost), to = g.at(z.low + m.boost + kept);
            if (to - from >= 1) s.hatch(x, y(to), w, to - from, 'line');
        }
        if (g.fold !== null) for (const d of [-3, 4]) s.stroke([[x - 3, y(g.fold + d) + 4], [x + w + 3, y(g.fold + d) - 4]], 'line');
        const fy = Math.max(top + 2, y(g.at(z.free)));
        s.rect(x - 2, fy - 1.5, w + 4, 3, 'fg');
        const narrow = zones.length > 2;
        if (!narrow || z.id === subject.id) s.text(narrow ? LEFT : x + w / 2, bottom + 13, z.name, { ink: z.id === subject.id ? 'fg' : 'muted', anchor: narrow ? 'start' : 'middle' });
        mark(c, { kind: 'zone', id: z.id }, x, top, w, bottom - top);
        s.hit(x, top, w, bottom - top + 20, { kind: 'zone', id: z.id }, z.name);
        if (z.id !== subject.id) return;
        const rows: [string, number, number, boolean][] = [[words.freeMem, z.free, fy, true], [words.high, z.high + m.boost, y(g.edges[2]!.at), false], [words.low, z.low + m.boost, y(g.edges[1]!.at), false], [words.min, z.min + m.boost, y(g.edges[0]!.at), false]];
        if (m.boost) rows.push([words.boost, m.boost, y(g.at(m.boost)), false]);
        numbers(c, rows, end);
    });
}

function numbers(c: Context, rows: [string, number, number, boolean][], end: number): void {
    const { s, words } = c;
    rows.sort((a, b) => a[2] - b[2]);
    const exact = rows.map((r) => r[2]);
    // 18 px between them: pushed down, and what sticks out at the foot pushed up again
    const last = c.floor.top + 244;
    rows[0]![2] = Math.max(rows[0]![2], c.floor.top + 76);
    for (let k = 1; k < rows.length; k++) rows[k]![2] = Math.max(rows[k]![2], rows[k - 1]![2] + 18);
    if (rows.at(-1)![2] > last) rows.at(-1)![2] = last;
    for (let k = rows.length - 2; k >= 0; k--) rows[k]![2] = Math.min(rows[k]![2], rows[k + 1]![2] - 18);
    rows.forEach(([label, n, y, bold], k) => {
        if (label !== words.freeMem) s.stroke([[end + 2, exact[k]!], [end + 6, y]], 'line');
        const text = label === words.boost ? `+${int(n)}` : int(n);
        // a long number takes the whole row
        const lx = end + 9;
        const above = lx + s.width(label) + 5 + s.width(text, { bold }) > NUMBERS;
        s.text(lx, above ? y - 17 : y, label, { ink: 'muted' });
        s.text(NUMBERS, y, text, { anchor: 'end', bold });
    });
}

/** Pageblocks of a zone in a row or two: one a cell, or several where there are many; `hot` ones just retagged. */
export function drawPageblocks(c: Context, zone: Zone, hot: readonly number[]): void {
    const { s, model, floor, words } = c;
    const blocks = model.mirror.column('pageblock', 'migratetype')?.lo;
    if (!blocks) return;
    const first = Math.floor(zone.start / model.blockFrames), n = Math.max(1, Math.ceil((zone.start + zone.spanned) / model.blockFrames) - first);
    const width = 154;
    const per = Math.ceil(n / (width / 2));
    const cells = Math.ceil(n / per);
    const w = Math.max(2, Math.min(10, Math.floor(width / cells)));
    const y = floor.top + 298;
    s.text(LEFT, floor.top + 284, words.pageblocks, { ink: 'muted' });
    for (let k = 0; k < cells; k++) {
        const count = [0, 0, 0, 0, 0];
        for (let b = first + k * per; b < Math.min(first + n, first + (k + 1) * per); b++) count[blocks[b] ?? 0]!++;
        const type = count.indexOf(Math.max(...count));
        s.rect(LEFT + k * w, y, w > 3 ? w - 1 : w, 10, MIGRATE_INKS[type] ?? 'line');
        const block = first + k * per;
        if (hot.some((b) => b >= block && b < block + per)) s.path([[LEFT + k * w - 1, y - 2], [LEFT + k * w + w, y - 2], [LEFT + k * w + w, y + 12], [LEFT + k * w - 1, y + 12]], 'hot', 2, { closed: true });
        s.hit(LEFT + k * w, y - 2, w, 14, { kind: 'pageblock', id: block }, `${words.pageblocks} ${int(block)}`);
        mark(c, { kind: 'pageblock', id: block }, LEFT + k * w, y, w - 1, 10);
    }
}
