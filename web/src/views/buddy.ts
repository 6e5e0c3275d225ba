// The floor Kernel, grown: watermarks of the zones, free lists by order and migrate type, and the chain of blocks that a
// request cuts (or a free joins), with the XOR that finds the buddy.

import { blockBytes, frameHex, int } from '../base/format';
import { MIGRATETYPES, ORDERS, type Model, type Zone } from '../core/model';
import { ENUMS } from '../core/schema.gen';
import type { Ink } from '../render/palette';
import type { Point } from '../render/picture';
import { chainOf, listDelta, windowOf, xorText, type Chain, type Link } from './chain';
import { mark, placeAt, setAnchor, type Context } from './context';
import type { Lang } from '../core/i18n/messages';
import { nameOf } from './kernel';
import type { KernelDrawing, Stop, Tick } from './kernel/drawing';
import { drawWhy } from './kernel/why';
import { drawMarks, drawPageblocks } from './kernel/marks';
import { MIGRATE_INKS } from './tint';
import type { Story } from './story';
import { words as wordsOf } from './words';

export const buddyDrawing: KernelDrawing = {
    id: 'buddy',
    name: { en: 'free blocks', zh: '空闲块' },
    why: {
        en: 'Blocks of one size whose numbers differ in one bit are buddies: when both are free they merge.',
        zh: '大小相同、编号只差一位的两块是伙伴：都空闲了就合并。',
    },
    facts,
    draw: drawBuddy,
    leg: buddyLeg,
    ticks,
    twin: buddyTwin,
};


const TOP = 75;
const PITCH = 22;
const TABLE_LEFT = 278;
const TABLE_RIGHT = 520;
const SPINE = 540;
const BLOCKS = 558;
const rowY = (c: Context, order: number): number => c.floor.top + TOP + order * PITCH;

function drawBuddy(c: Context): void {
    const chain = chainOf(c.story);
    const zone = zoneOf(c, chain);
    if (!zone) return;
    drawMarks(c, zone);
    drawPageblocks(c, zone, retagged(c));
    drawTable(c, chain, zone.id);
    drawChain(c, chain);
    drawHead(c, chain);
    // beside a short chain, under it
    if (chain.links.length <= 2) drawWhy(c, BLOCKS, c.floor.top + (chain.links.length ? 206 : TOP), 724 - BLOCKS, 6);
}

/** The zone whose lists are shown: of the request, else of what is selected, else the last one. */
function zoneOf(c: Context, chain: Chain): Zone | null {
    const zones = c.model.zones().filter((z) => z.managed > 0);
    const s = c.selection;
    const wanted = chain.kind !== 'none' ? chain.zone : s?.kind === 'zone' ? s.id : s?.kind === 'freelist' ? Math.floor(s.id / (ORDERS * MIGRATETYPES)) : s?.kind === 'frame' && s.id < c.model.frameCount ? c.model.zoneOf(s.id) : -1;
    return zones.find((z) => z.id === wanted) ?? zones[zones.length - 1] ?? null;
}

function facts(c: Context): readonly string[] {
    const zone = zoneOf(c, chainOf(c.story));
    if (!zone) return c.words.buddy;
    return new Set(c.model.zones().map((z) => z.node)).size > 1 ? [`${c.words.node} ${int(zone.node)}`, zone.name] : [c.words.zone, zone.name];
}

/** Pageblocks that changed their type in the part that is drawn. */
const retagged = (c: Context): number[] => c.story.shown.filter((i) => i <= c.story.at && c.story.events[i]!.name === 'pageblock_tag').map((i) => c.story.events[i]!.arg('pageblock'));

/** Right edges of the columns: three migrate types, and those kept for atomic requests or isolated where there are any. */
function columnsOf(c: Context, zone: number): number[] {
    const some = (mt: number): boolean => {
        for (let order = 0; order < ORDERS; order++) if (c.model.freeList(zone, order, mt).blocks) return true;
        return false;
    };
    return some(3) || some(4) ? (some(4) ? [402, 438, 468, 496, 522] : [408, 448, 482, 522]) : [418, 472, 518];
}

function drawTable(c: Context, chain: Chain, zone: number): void {
    const { s, floor, words, story } = c;
    const head = floor.top + 38;
    s.text(311, head, words.order, { ink: 'muted', anchor: 'end' });
    s.text(362, head, words.block, { ink: 'muted', anchor: 'end' });
    const columns = columnsOf(c, zone);
    columns.forEach((x, mt) => {
        const box = s.text(x, head, words.migrate[mt]!, { bold: chain.kind !== 'none' && mt === chain.migratetype, ink: chain.kind !== 'none' && mt === chain.migratetype ? 'fg' : 'muted', anchor: 'end' });
        // the pageblocks' colour of this type
        s.rect(box.x, head + 9, box.w, 3, MIGRATE_INKS[mt] ?? 'line');
    });
    const visited = new Set(chain.empty.filter((e) => e.at <= story.at).map((e) => e.order));
    if (chain.rowAt >= 0 && chain.rowAt <= story.at) visited.add(chain.row);
    for (let order = 0; order <= 10; order++) {
        const y = rowY(c, order);
        s.text(310, y, int(order), { anchor: 'end', bold: visited.has(order) });
        s.text(362, y, blockBytes(4096 << order), { ink: 'muted', anchor: 'end' });
        s.hair(TABLE_LEFT, y + 11, TABLE_RIGHT - TABLE_LEFT);
        columns.forEach((x, mt) => drawCount(c, zone, order, mt, x, y, mt ? x - columns[mt - 1]! : x - 354));
    }
    drawSteal(c, chain, columns);
    if (chain.row < 0) return;
    const y = rowY(c, chain.row);
    if (placeAt(c, 'list') >= 0) c.plates.push({ x: TABLE_LEFT, y: y - 11, w: TABLE_RIGHT + 3 - TABLE_LEFT, h: 22 });
    const phase = chain.rowAt === story.at ? 'now' : chain.rowAt < story.at ? 'done' : 'next';
    const ink: Ink = phase === 'now' ? 'hot' : phase === 'done' ? 'path' : 'line';
    s.path([[TABLE_LEFT, y - 11], [TABLE_RIGHT + 3, y - 11], [TABLE_RIGHT + 3, y + 11], [TABLE_LEFT, y + 11]], ink, phase === 'now' ? 3 : phase === 'done' ? 2 : 1, { closed: true, casing: 1 });
}

/** A block of another type is taken over: from its column to the one that asked. */
function drawSteal(c: Context, chain: Chain, columns: readonly number[]): void {
    const f = chain.fallback;
    if (!f) return;
    const phase = f.at === c.story.at ? 'now' : f.at < c.story.at ? 'done' : 'next';
    const [from, to] = [columns[f.from], columns[chain.migratetype]];
    if (from === undefined || to === undefined || from === to) return;
    const y = rowY(c, f.order) + 13;
    const ink = inkOf(phase);
    const d = to > from ? 1 : -1;
    c.s.path([[from - 8, y], [to - 8, y]], ink, 2, { casing: 1 });
    c.s.path([[to - 8 - d * 5, y - 4], [to - 8, y], [to - 8 - d * 5, y + 4]], ink, 2);
}

/** Number of blocks with its bar; `0 → 1` while the step changes it, a ring round what changed just now. */
function drawCount(c: Context, zone: number, order: number, mt: number, x: number, y: number, room: number): void {
    const { s, model, story } = c;
    const n = model.freeList(zone, order, mt).blocks;
    const d = listDelta(story, zone, order, mt);
    const text = n ? int(n) : '–';
    const box = s.text(x, y, text, { anchor: 'end', bold: d !== 0, ink: n ? 'fg' : 'muted' });
    // the number before stands beside it where the column has room
    const before = `${int(n - d)}\u00a0→`;
    if (d) {
        const fits = s.width(before) + 4 + box.w <= room - 8;
        const was = fits ? s.text(box.x - 4, y, before, { anchor: 'end', ink: 'muted' }) : box;
        const e = story.at >= 0 ? story.events[story.at] : undefined;
        const to = e?.name === 'buddy_split' ? e.arg('order_to') : e?.name === 'buddy_insert' || e?.name === 'buddy_take' ? e.arg('order') : -1;
        if (e && to === order && e.arg('zone') === zone && e.arg('migratetype') === mt) {
            s.path(pill(was.x - 8, x + 7, y, 10.5), 'hot', 2, { closed: true, casing: 1 });
        }
    }
    if (n) {
        const w = Math.min(38, 3 + 5 * Math.log2(n));
        s.rect(x - w, y + 7, w, 3, 'line');
    }
    const id = (zone * 11 + order) * 5 + mt;
    mark(c, { kind: 'freelist', id }, x - 40, y - 9, 42, 18);
    s.hit(x - 42, y - 11, 46, 22, { kind: 'freelist', id }, `${order} ${ENUMS.migratetype[mt]}`);
}

/** Start bar, the request, the watermark test: the top corridor. */
function drawHead(c: Context, chain: Chain): void {
    const { s, floor, words, story } = c;
    const top = floor.top + 14;
    const fault = placeAt(c, 'fault');
    const alloc = placeAt(c, 'alloc');
    if (fault >= 0) {
        // the fault path comes in at the right and runs to the left, its names in gaps of the line
        let x = 536;
        for (const key of ['fault', 'vma'] as const) {
            const i = placeAt(c, key);
            if (i < 0) continue;
            const name = nameOf(c, story.places[i]!);
            setAnchor(c, i, { x, y: top, along: 'x', name: { text: name, x: x - 18, y: top, anchor: 'end' } });
            x -= 18 + s.width(name, { bold: true }) + 26;
        }
        setAnchor(c, alloc, { x: 290, y: top, along: 'x', hidden: alloc !== story.now });
    } else {
        const e = chain.head;
        // the request itself may lie outside of what is known of a long step
        const text = !e || chain.kind === 'none' ? '' : chain.kind === 'free' ? words.freePages(int(e.arg('order'))) : words.allocPages(int(e.arg('order')));
        // asked directly it begins at the left; else the line comes in from the right
        const direct = !story.places.some((p, i) => i < alloc && (p.floor === 'translation' || p.floor === 'physical'));
        const called = placeAt(c, 'call') >= 0;
        if (direct && !called) setAnchor(c, alloc, { x: 98, y: top, along: 'x', name: { text, x: 118, y: top, anchor: 'start' } });
        else if (direct) setAnchor(c, alloc, { x: 410, y: top, along: 'x', name: { text, x: 396, y: top, anchor: 'end' } });
        else setAnchor(c, alloc, { x: 552, y: top, along: 'x', name: { text, x: 522, y: top, anchor: 'end' } });
    }
    const looks = story.places.map((p, i) => (p.key === 'zone' ? i : -1)).filter((i) => i >= 0);
    const zone = looks.filter((i) => i <= story.now).at(-1) ?? looks[0] ?? -1;
    for (const i of looks) if (i !== zone) setAnchor(c, i, { x: 264, y: floor.top + 38, along: 'y', hidden: true });
    if (zone >= 0) {
        const ok = chain.check?.ok ?? false;
        const text = story.shown.some((i) => story.events[i]!.name === 'alloc_fail' && i <= story.at) ? words.noMemory : ok ? words.aboveMark(markName(c, chain)) : words.belowMark(markName(c, chain));
        setAnchor(c, zone, { x: 264, y: floor.top + 38, along: 'y', name: { text, x: 246, y: floor.top + 38, anchor: 'end' } });
    }
    const list = placeAt(c, 'list');
    if (list >= 0 && chain.row >= 0) {
        const y = rowY(c, chain.row);
        setAnchor(c, list, { x: TABLE_LEFT + 2, y, along: 'x', exit: [TABLE_RIGHT + 4, y], column: 264 });
    } else setAnchor(c, list, { x: 264, y: rowY(c, chain.empty.at(-1)?.order ?? 0), along: 'y' });
    const insert = placeAt(c, 'insert');
    if (insert >= 0 && chain.row >= 0) setAnchor(c, insert, { x: TABLE_RIGHT + 10, y: rowY(c, chain.row), along: 'y' });
    for (const key of ['call', 'signal'] as const) story.places.forEach((p, i) => {
        if (p.key === key && !c.anchors.has(i)) setAnchor(c, i, { x: key === 'call' ? 262 : 264, y: top, along: 'x', name: key === 'call' ? { text: nameOf(c, p), x: 250, y: top, anchor: 'end' } : { text: nameOf(c, p), x: 246, y: top, anchor: 'end' } });
    });
}

/** Corners between two stations of the allocator. */
function buddyLeg(c: Context, a: Stop, b: Stop, from: Point): Point[] | null {
    const [ax, ay] = from;
    const [bx, by] = [b.anchor.x, b.anchor.y];
    const key = c.story.places[a.place]!.key;
    const next = c.story.places[b.place]!.key;
    if (next === 'chain') {
        // out of the table, up its own lane, then down the chain
        if (key === 'list') return Math.abs(ay - by) < 2 ? [] : [[530, ay], [530, by]];
        if (key === 'alloc') return [[bx, ay]];
        return [[ax, by]];
    }
    if (next === 'insert') {
        // down its own column to the row of the list, or up beside it
        if (key === 'chain' && by > ay + 16) return [[ax, by]];
        if (key === 'chain' && by < ay - 16) return [[ax, ay + 22], [530, ay + 22], [530, by]];
        return [[530, ay], [530, by]];
    }
    return null;
}

function buddyTwin(model: Model, _story: Story, lang: Lang): string[][] {
    const t = wordsOf(lang).twin;
    const out: string[][] = [];
    for (const z of model.zones()) {
        out.push([t.zone(z.name, int(z.free), int(z.min), int(z.low), int(z.high))]);
        for (let order = 0; order <= 10; order++) {
            let n = 0;
            for (let mt = 0; mt < 5; mt++) n += model.freeList(z.id, order, mt).blocks;
            if (n) out.push([t.list(z.name, int(order), int(n))]);
        }
    }
    return out;
}

/** Orders whose empty lists the line passes on its way down: ticks. */
function ticks(c: Context): Tick[] {
    const chain = chainOf(c.story);
    return chain.empty.filter((e) => chain.row < 0 || e.order < chain.row).map((e) => ({ x: 264, y: rowY(c, e.order), phase: e.at === c.story.at ? 'now' : e.at < c.story.at ? 'done' : 'next' }));
}

function drawChain(c: Context, chain: Chain): void {
    const { s, floor, words } = c;
    if (!chain.links.length) return;
    const { from, to } = windowOf(chain.links, 4);
    const first = chain.links[0]!;
    const size = 1 << (chain.kind === 'take' ? first.order : first.order);
    const end = chain.links[chain.links.length - 1]!;
    const head = chain.kind === 'take' ? (chain.links.length > 1 ? words.cut(int(size), int(1 << end.half)) : words.wholeBlock(int(size))) : words.freed(int(size));
    s.text(BLOCKS, floor.top + 38, head, { ink: 'muted' });
    for (let i = 0; i < chain.links.length; i++) {
        const link = chain.links[i]!;
        const at = i - from;
        const y = floor.top + TOP + Math.max(-0.5, Math.min(at, 3.5)) * 66;
        const inWindow = i >= from && i < to;
        if (inWindow) drawLink(c, chain, link, y);
        const place = c.story.places.findIndex((p) => p.events.includes(link.at));
        const key = c.story.places[place]?.key;
        if (key === 'chain') setAnchor(c, place, { x: SPINE, y, along: 'y', hidden: !inWindow });
    }
}

/** A box with round ends. */
function pill(left: number, right: number, y: number, r: number): Point[] {
    const out: Point[] = [];
    for (let i = 0; i <= 12; i++) out.push([right - r + Math.sin((i * Math.PI) / 12) * r, y - Math.cos((i * Math.PI) / 12) * r]);
    for (let i = 0; i <= 12; i++) out.push([left + r - Math.sin((i * Math.PI) / 12) * r, y + Math.cos((i * Math.PI) / 12) * r]);
    return out;
}

/** Which watermark a request was held against. */
function markName(c: Context, chain: Chain): string {
    const { words } = c;
    const z = c.model.zones().find((x) => x.id === chain.check?.zone);
    const mark = chain.check?.mark ?? 0;
    return z && mark === z.high ? words.high : z && mark === z.min ? words.min : words.low;
}

const inkOf = (p: Link['phase']): Ink => (p === 'now' ? 'hot' : p === 'done' ? 'path' : 'line');

/** A block, or two halves, with the numbers and the XOR. */
function drawLink(c: Context, chain: Chain, link: Link, y: number): void {
    const { s, words } = c;
    const ink = inkOf(link.phase);
    const quiet = link.phase === 'next';
    const words2 = { ink: (quiet ? 'muted' : 'fg') as Ink, mono: true };
    const full = link.kind === 'take' || link.kind === 'free';
    const scale = 1 << Math.max(0, (chain.links[0]?.order ?? 0) - link.half - (chain.kind === 'free' ? 0 : 1));
    const w = full ? 88 : Math.max(14, Math.min(42, chain.kind === 'free' ? 34 : 84 / scale / 2));
    const box = (x: number, bw: number, cells: number, pfn: number): void => {
        s.rect(x, y - 10, bw, 20, 'free');
        for (let k = 1; k < Math.min(cells, 16); k++) if (bw / Math.min(cells, 16) >= 5) s.rect(x + (k * bw) / Math.min(cells, 16), y - 10, 1, 20, 'bg');
        s.path([[x, y - 10], [x + bw, y - 10], [x + bw, y + 10], [x, y + 10]], ink, link.phase === 'now' ? 3 : 2, { closed: true });
        const thing = { kind: 'frame' as const, id: pfn };
        mark(c, thing, x, y - 10, bw, 20);
        s.hit(x, y - 11, bw, 22, thing, frameHex(pfn));
    };
    if (full) {
        box(BLOCKS, w, 1 << link.order, link.pfn);
        s.text(BLOCKS + 6, y, frameHex(link.pfn), words2);
        const cut = BLOCKS + w / 2;
        if (link.kind === 'take' && chain.links.length > 1) for (const d of [-1, 1]) s.path([[cut, y + d * 10], [cut, y + d * 15]], ink, 2);
        if (link.kind === 'take') s.text(BLOCKS, y + 25, words.takenFrom(int(link.order)), { ink: 'muted' });
        const from = chain.fallback && link.kind === 'take' ? words.migrateLong[chain.fallback.from] : undefined;
        if (from) {
            s.text(BLOCKS, y + 43, words.fallback(from), { ink: 'muted' });
            if (chain.links.length === 1) retagged(c).slice(0, 3).forEach((b, i) => s.text(BLOCKS, y + 61 + i * 18, words.retag(int(b)), { ink: 'muted' }));
        }
        return;
    }
    const gap = 8;
    box(BLOCKS, w, 1 << link.half, Math.min(link.pfn, link.buddy));
    box(BLOCKS + w + gap, w, 1 << link.half, Math.max(link.pfn, link.buddy));
    let x = BLOCKS + 2 * w + gap + 7;
    if (link.kind === 'split') {
        const text = frameHex(link.buddy);
        const arrow = `→ ${words.toList(int(link.list))}`;
        const room = 724 - x - s.width(arrow, { bold: link.phase === 'now' });
        if (w >= 40 && text.length <= 4) {
            s.text(BLOCKS + 4, y, frameHex(link.pfn), words2);
            s.text(BLOCKS + w + gap + 4, y, text, words2);
        } else if (room >= s.width(text, { mono: true }) + 6) {
            s.text(x, y, text, words2);
            x += s.width(text, { mono: true }) + 6;
        }
        s.text(x, y, arrow, { bold: link.phase === 'now', ink: link.phase === 'now' ? 'hot' : quiet ? 'muted' : 'fg' });
    } else s.text(x, y, words.merged(int(1 << link.order)), { bold: link.phase === 'now', ink: link.phase === 'now' ? 'hot' : quiet ? 'muted' : 'fg' });
    xorLine(c, link, y + 25);
}

function xorLine(c: Context, link: Link, y: number): void {
    const { s } = c;
    const low = Math.min(link.pfn, link.buddy);
    const t = xorText(link.kind === 'merge' ? (link.buddy === low ? link.buddy ^ (1 << link.half) : low) : low, link.half);
    const quiet = link.phase === 'next';
    const plain: Ink = quiet ? 'muted' : 'fg';
    const strong: Ink = link.phase === 'now' ? 'hot' : plain;
    let x = BLOCKS + 2;
    const put = (text: string, bold = false): void => {
        if (!text) return;
        const w = s.width(text, { mono: true, bold });
        s.text(x, y, text, { mono: true, bold, ink: bold ? strong : plain });
        if (bold) s.rect(x, y + 8, w, 1.5, strong);
        x += w;
    };
    put(t.left[0]);
    put(t.left[1], true);
    put(`${t.left[2]} ^ ${t.mask} = ${t.right[0]}`);
    put(t.right[1], true);
    put(t.right[2]);
}
