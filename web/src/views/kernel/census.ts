// The Kernel floor, grown: where every page of the machine is. One bar to scale, under it what /proc/meminfo says of the same
// pages, and the uses in columns with numbers that add up to the frames of the machine.

import { bytes, int } from '../../base/format';
import { frameUses, USE, type Use } from '../../core/frameuse';
import type { Lang } from '../../core/i18n/messages';
import type { Model } from '../../core/model';
import type { Ink } from '../../render/palette';
import type { Context } from '../context';
import { BY_USE } from '../tint';
import { wordsOfCensus, type CensusWords } from './census.words';
import type { KernelDrawing } from './drawing';
import { drawWhy } from './why';

export const censusDrawing: KernelDrawing = {
    id: 'census',
    name: { en: 'all pages', zh: '所有页' },
    why: {
        en: 'Every frame has one use, so the uses add up to the machine.',
        zh: '每一帧只有一种用途，加起来正好是整台机器。',
    },
    facts: (c) => wordsOfCensus(c.lang).facts,
    draw,
    figure,
    twin,
};

const LEFT = 96;
const WIDTH = 626;
const BAR = 52;

/** Groups of uses, as they stand in the bar. */
export const GROUPS: readonly (readonly Use[])[] = [
    ['image', 'memmap', 'hash', 'percpu', 'initrd', 'firmware', 'zero', 'reserved'],
    ['module', 'driver', 'stack', 'table', 'slab_unreclaimable', 'slab_reclaimable'],
    ['anon', 'file', 'huge'],
    ['pcp', 'free'],
    ['hole'],
];
/** Uses that a line of /proc/meminfo counts. */
const SHOWN: ReadonlySet<Use> = new Set(['stack', 'table', 'slab_unreclaimable', 'slab_reclaimable', 'anon', 'file', 'huge', 'free']);

export interface Census { frames: number; of: Readonly<Record<Use, number>>; groups: number[]; shown: number; hidden: number; outside: number; total: number }
export function censusOf(model: Model): Census {
    const { counts, cells } = frameUses(model.mirror);
    const of = Object.fromEntries(Object.entries(USE).map(([u, i]) => [u, counts[i]!])) as Record<Use, number>;
    const groups = GROUPS.map((g) => g.reduce((n, u) => n + of[u], 0));
    const shown = [...SHOWN].reduce((n, u) => n + of[u], 0);
    const total = model.totalPages;
    return { frames: cells.length, of, groups, shown, hidden: Math.max(0, total - shown), outside: cells.length - of.hole - total, total };
}

/** Programs keep the fill that they have everywhere. */
export function inkOfUse(u: Use): { ink: Ink; alpha: number } {
    if (u === 'anon' || u === 'file' || u === 'huge' || u === 'pcp' || u === 'free') return { ink: u, alpha: 1 };
    return { ink: BY_USE[u][0], alpha: BY_USE[u][2] ?? 1 };
}

const size = (n: number): string => bytes(n * 4096);

function draw(c: Context): void {
    const w = wordsOfCensus(c.lang);
    const census = censusOf(c.model);
    if (!census.frames) return;
    bar(c, census, w);
    columns(c, census, w);
}

function bar(c: Context, k: Census, w: CensusWords): void {
    const { s, floor } = c;
    const top = floor.top + BAR;
    const scale = WIDTH / k.frames;
    s.text(LEFT, floor.top + 38, w.all(int(k.frames), size(k.frames)), { bold: true });
    let x = LEFT;
    GROUPS.forEach((group) => {
        const from = x;
        for (const u of group) {
            const wide = k.of[u] * scale;
            if (!wide) continue;
            const { ink, alpha } = inkOfUse(u);
            if (u === 'hole') s.edge(x, top, Math.max(1, wide), 26, 'line');
            else s.rect(x, top, wide, 26, ink, alpha);
            x += wide;
        }
        // groups part by the ground, where there is room to part them
        if (x - from > 4 && x < LEFT + WIDTH - 1) s.rect(x - 1, top, 1, 26, 'bg');
    });
    // the same pages as /proc/meminfo has them, each part as wide as its pages; the order is that of the words, not of the bar
    const y = top + 34;
    const parts: [number, string, Ink | null][] = [[k.shown, w.shown, 'line'], [k.hidden, w.hidden, null], [k.outside, w.outside, 'ghost']];
    let at = LEFT, tx = LEFT;
    for (const [n, name, ink] of parts) {
        const wide = n * scale;
        if (n > 0) {
            if (ink) s.rect(at, y, wide, 8, ink);
            else {
                s.rect(at, y, wide, 8, 'ghost');
                s.hatch(at, y, Math.max(2, wide), 8, 'fg');
            }
            if (ink === 'ghost') s.edge(at, y, Math.max(2, wide), 8, 'hair');
        }
        at += wide;
        s.rect(tx, y + 17, 14, 8, ink ?? 'ghost');
        if (!ink) s.hatch(tx, y + 17, 14, 8, 'fg');
        if (ink === 'ghost') s.edge(tx, y + 17, 14, 8, 'hair');
        tx += 20 + s.text(tx + 20, y + 21, `${name} ${int(n)}`, { ink: 'muted' }).w + 22;
    }
    s.text(LEFT + WIDTH, floor.top + 38, `${w.meminfo}: ${w.total} ${int(k.total)}`, { ink: 'muted', anchor: 'end' });
}

const COLUMNS = [[96, 236], [254, 410], [428, 568], [586, 722]] as const;

function columns(c: Context, k: Census, w: CensusWords): void {
    const { s, floor } = c;
    const top = floor.top + BAR + 92;
    const head = (i: number, x: number, right: number, y: number): void => {
        s.text(x, y, w.groups[i]!, { bold: true });
        s.text(right, y, int(k.groups[i]!), { anchor: 'end', bold: true });
        s.hair(x, y + 11, right - x, 'line');
    };
    const row = (u: Use, x: number, right: number, y: number): void => {
        const { ink, alpha } = inkOfUse(u);
        if (u === 'hole') s.edge(x, y - 5, 10, 10, 'line');
        else s.rect(x, y - 5, 10, 10, ink, alpha);
        s.text(x + 16, y, w.use[u], { ink: k.of[u] ? 'fg' : 'muted' });
        s.text(right, y, k.of[u] ? int(k.of[u]) : '–', { anchor: 'end', ink: k.of[u] ? 'fg' : 'muted' });
    };
    GROUPS.slice(0, 4).forEach((group, i) => {
        const [x, right] = COLUMNS[i]!;
        head(i, x, right, top);
        group.forEach((u, n) => row(u, x, right, top + 23 + n * 19));
    });
    // under the short column there is room for the sentence
    drawWhy(c, COLUMNS[2][0], top + 101, COLUMNS[2][1] - COLUMNS[2][0], 4);
    // the last column has room for what is no memory, and the sum
    const [x, right] = COLUMNS[3];
    head(4, x, right, top + 78);
    row('hole', x, right, top + 101);
    s.text(x, top + 132, w.sum, { bold: true });
    s.text(right, top + 132, int(k.groups.reduce((a, b) => a + b, 0)), { anchor: 'end', bold: true });
    s.hair(x, top + 120, right - x, 'line');
    s.hair(x, top + 122, right - x, 'line');
}

/** On the phone: the bar, and a row a group. */
function figure(c: Context, y: number, width: number): number {
    const { s } = c;
    const w = wordsOfCensus(c.lang);
    const k = censusOf(c.model);
    if (!k.frames) return 0;
    let x = 56;
    for (const u of GROUPS.flat()) {
        const wide = (k.of[u] * width) / k.frames;
        if (!wide) continue;
        const { ink, alpha } = inkOfUse(u);
        if (u === 'hole') s.edge(x, y, Math.max(1, wide), 20, 'line');
        else s.rect(x, y, wide, 20, ink, alpha);
        x += wide;
    }
    w.groups.forEach((name, i) => {
        s.text(56, y + 38 + i * 22, name);
        s.text(56 + width, y + 38 + i * 22, `${int(k.groups[i]!)} · ${size(k.groups[i]!)}`, { anchor: 'end' });
    });
    s.text(56, y + 38 + 5 * 22, w.sum, { bold: true });
    s.text(56 + width, y + 38 + 5 * 22, w.all(int(k.frames), size(k.frames)), { anchor: 'end', bold: true });
    return 172;
}

function twin(model: Model, _story: unknown, lang: Lang): string[][] {
    const w = wordsOfCensus(lang);
    const k = censusOf(model);
    const out: string[][] = [];
    GROUPS.forEach((group, i) => group.forEach((u) => k.of[u] && out.push([w.say(w.groups[i]!, w.use[u], int(k.of[u]), size(k.of[u]))])));
    out.push([w.saySum(int(k.frames), size(k.frames))], [w.sayInfo(int(k.shown), int(k.hidden), int(k.outside))]);
    return out;
}
