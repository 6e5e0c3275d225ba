// The Kernel floor, grown: the pages each CPU keeps at hand. Left every CPU's count against its high line, in the middle
// the lists of one CPU and zone with the head at the left (freed last, taken first), right the zone they are filled from
// and spill to, in groups.

import { frameHex, int } from '../../base/format';
import type { Lang } from '../../core/i18n/messages';
import { hasPcp, PCP_LISTS, pcpListIndex, pcpLists, pcpOf, type Pcp, type PcpList } from '../../core/physmem';
import { PFN_NONE, type Model, type Zone } from '../../core/model';
import type { Ev } from '../../core/event';
import type { EventName } from '../../core/schema.gen';
import type { Ink } from '../../render/palette';
import { clamp, ease, lerp, type Point } from '../../render/picture';
import { mark, setAnchor, type Context } from '../context';
import type { Place, Story } from '../story';
import type { KernelDrawing, Stop } from './drawing';
import { eventOf, headOf, nearest } from './head';
import { drawWhy } from './why';
import { wordsOfPcp, type PcpWords } from './pcp.words';

export const pcpDrawing: KernelDrawing = {
    id: 'pcp',
    name: { en: 'CPU lists', zh: 'CPU 链' },
    why: {
        en: 'A CPU takes these without locking the zone. They do not count as free and cannot merge.',
        zh: 'CPU 取这些页不必锁住区。它们不算空闲，也不能合并。',
    },
    offered: hasPcp,
    facts: (c) => wordsOfPcp(c.lang).facts,
    draw,
    leg,
    row,
    figure,
    twin,
};

const LEFT = 96;
const LANE = 312;
const LISTS = 326;
const CELLS = 408;
const CELL = 7;
const SHOWN = 14;
const RIGHT_END = 552;
const SIDE = 576;
const HEAD = 36;
const UNDER = 49;
const FIRST = 60;
const PITCH = 18;

const EVENTS: ReadonlySet<EventName> = new Set(['pcp_take', 'pcp_put', 'pcp_refill', 'pcp_spill', 'pcp_drain']);
const LISTED: ReadonlySet<EventName> = new Set(['pcp_take', 'pcp_put', 'pcp_refill']);

/** The CPU and the zone whose lists are drawn: of the event now or the last before it, else of the first to come. */
export interface Focus { cpu: number; zone: number; list: number; event: Ev | null; at: number }
export function focusOf(model: Model, story: Story): Focus {
    const zones = model.zones().filter((z) => z.managed > 0);
    const widest = zones.reduce<Zone | null>((best, z) => (!best || z.managed > best.managed ? z : best), null);
    const out: Focus = { cpu: 0, zone: widest?.id ?? 0, list: -1, event: null, at: -1 };
    const found = nearest(story, EVENTS);
    if (!found) return out;
    const e = found.event;
    // what moves a group says no list; the one before it did
    const told = nearest(story, LISTED);
    const list = e.has('order') ? e : told && told.at <= story.at ? told.event : null;
    return { cpu: e.arg('cpu'), zone: e.arg('zone'), event: e, at: found.at, list: list ? pcpListIndex(list.arg('order'), list.arg('migratetype')) : -1 };
}

const listY = (c: Context, list: number): number => c.floor.top + FIRST + 8 + Math.max(0, list) * PITCH;

function draw(c: Context): void {
    const w = wordsOfPcp(c.lang);
    const focus = focusOf(c.model, c.story);
    const zone = c.model.zones().find((z) => z.id === focus.zone);
    if (!zone) return;
    const pcp = pcpOf(c.model, focus.cpu, focus.zone);
    cpus(c, focus, w);
    lists(c, focus, pcp, zone, w);
    side(c, focus, pcp, zone, w);
    anchors(c);
}

/** Every CPU (and zone, where there is room): pages at hand against the high line, a tick a batch. */
function cpus(c: Context, focus: Focus, w: PcpWords): void {
    const { s, model, floor } = c;
    const zones = model.zones().filter((z) => z.managed > 0 && pcpOf(model, 0, z.id).high > 0);
    const all: { cpu: number; zone: Zone }[] = [];
    for (let cpu = 0; cpu < model.cpus; cpu++) for (const zone of zones) all.push({ cpu, zone });
    const rows = all.length <= 8 ? all : all.filter((r) => r.zone.id === focus.zone).slice(0, 8);
    const both = rows.length > model.cpus || zones.length > 1;
    s.text(LEFT, floor.top + HEAD, w.atHand, { ink: 'muted' });
    const pitch = Math.min(52, Math.floor(250 / Math.max(1, rows.length)));
    rows.forEach((r, i) => {
        const p = pcpOf(model, r.cpu, r.zone.id);
        const y = floor.top + FIRST + i * pitch;
        const on = r.cpu === focus.cpu && r.zone.id === focus.zone;
        const name = both && rows.length === all.length ? `${w.cpu(int(r.cpu))} ${r.zone.name}` : w.cpu(int(r.cpu));
        s.text(LEFT, y + 6, name, { bold: on });
        s.text(292, y + 6, `${int(p.count)} / ${int(p.high)}`, { anchor: 'end', bold: on });
        const width = 196;
        const most = Math.max(1, p.high * 1.15, p.count);
        const x = (n: number): number => LEFT + (width * n) / most;
        const h = pitch < 40 ? 7 : 10;
        s.rect(LEFT, y + 16, width, h, 'ghost');
        if (p.count) s.rect(LEFT, y + 16, Math.max(1, x(Math.min(p.count, most)) - LEFT), h, on ? 'fg' : 'line');
        if (p.batch > 0 && (width * p.batch) / most >= 4) for (let n = p.batch; n < p.high; n += p.batch) s.rect(x(n), y + 13 + h, 1, 3, 'bg');
        s.rect(x(p.high) - 1, y + 14, 2, h + 4, 'fg');
        s.hit(LEFT, y - 4, width, Math.min(pitch, 36), { kind: 'pcp', id: p.id }, name);
        mark(c, { kind: 'pcp', id: p.id }, LEFT, y + 15, width, h + 2);
    });
}

function lists(c: Context, focus: Focus, pcp: Pcp, zone: Zone, w: PcpWords): void {
    const { s, floor, words } = c;
    s.text(LISTS, floor.top + HEAD, `${w.cpu(int(pcp.cpu))}, ${zone.name}`, { bold: true });
    s.text(RIGHT_END - 12, floor.top + HEAD, w.blocks, { ink: 'muted', anchor: 'end' });
    for (const l of pcpLists(c.model, pcp)) {
        const y = listY(c, l.list);
        const on = l.list === focus.list;
        s.text(LISTS, y, `${int(l.order)} ${l.order > 3 ? (l.migratetype === 1 ? w.movable : w.other) : words.migrate[l.migratetype]!}`, { ink: on ? 'fg' : 'muted', bold: on });
        cells(c, l, y, on, focus);
        s.text(RIGHT_END - 12, y, l.blocks ? int(l.blocks) : '–', { anchor: 'end', ink: l.blocks ? 'fg' : 'muted', bold: on });
        if (l.list % 3 === 2 && l.list < PCP_LISTS - 2) s.hair(LISTS, y + 9, RIGHT_END - 12 - LISTS);
        const thing = { kind: 'pcplist' as const, id: pcp.id * PCP_LISTS + l.list };
        s.hit(LISTS, y - 9, RIGHT_END - LISTS - 12, 18, thing, `${l.order} ${int(l.blocks)}`);
        mark(c, thing, CELLS - 2, y - 7, SHOWN * CELL + 4, 14);
    }
    if (focus.list < 0 || !focus.event) return;
    const y = listY(c, focus.list);
    const phase = focus.at === c.story.at ? 'now' : focus.at < c.story.at ? 'done' : 'next';
    const ink: Ink = phase === 'now' ? 'hot' : phase === 'done' ? 'path' : 'line';
    c.plates.push({ x: LANE, y: y - 9, w: RIGHT_END - 6 - LANE, h: 18 });
    s.path([[LISTS - 5, y - 9.5], [RIGHT_END - 6, y - 9.5], [RIGHT_END - 6, y + 9.5], [LISTS - 5, y + 9.5]], ink, phase === 'now' ? 2 : phase === 'done' ? 2 : 1, { closed: true });
}

/** Blocks of a list, the head at the left; what is just coming or going is outlined. */
function cells(c: Context, l: PcpList, y: number, on: boolean, focus: Focus): void {
    const { s } = c;
    const e = focus.event;
    const here = on && focus.at === c.story.at ? e : null;
    const n = Math.min(l.blocks, l.blocks > SHOWN ? SHOWN - 2 : SHOWN);
    // a page put in front pushes the others on; one that is taken leaves to the left
    const push = here?.name === 'pcp_put' ? (1 - ease(c.tau)) * -CELL : 0;
    for (let k = 0; k < n; k++) s.rect(CELLS + k * CELL + (k ? push : 0), y - 5, CELL - 1, 10, k === 0 && on && focus.at <= c.story.at && e?.name === 'pcp_put' ? 'fg' : 'line');
    if (l.blocks > SHOWN) {
        const x = CELLS + n * CELL + 3;
        for (const d of [0, 5]) s.stroke([[x + d, y + 6], [x + d + 4, y - 6]], 'line');
    }
    if (here?.name === 'pcp_take') s.path(box(CELLS - CELL - 1 - ease(c.tau) * 4, y - 5, CELL - 1, 10), 'hot', 2, { closed: true });
    if (here?.name === 'pcp_put') s.path(box(CELLS + push, y - 5, CELL - 1, 10), 'hot', 2, { closed: true });
}
const box = (x: number, y: number, w: number, h: number): Point[] => [[x, y], [x + w, y], [x + w, y + h], [x, y + h]];

/** The zone: what counts as free and what lies on the CPUs' lists, and the group that moves between the two. */
function side(c: Context, focus: Focus, pcp: Pcp, zone: Zone, w: PcpWords): void {
    const { s, model, floor, story } = c;
    const top = floor.top + HEAD;
    s.text(SIDE, top, w.zoneHas(zone.name), { ink: 'muted' });
    let held = 0;
    for (let cpu = 0; cpu < model.cpus; cpu++) held += pcpOf(model, cpu, zone.id).count;
    const rows: [string, string][] = [[w.free, int(zone.free)], [w.onLists, int(held)], [w.batch, int(pcp.batch)], [w.high, int(pcp.high)]];
    rows.forEach(([name, value], i) => {
        const y = top + 22 + i * 20;
        s.text(SIDE, y, name, { ink: i < 2 ? 'fg' : 'muted' });
        s.text(722, y, value, { anchor: 'end', bold: i < 2 });
        if (i === 1) s.hair(SIDE, y + 10, 722 - SIDE);
    });
    const under = Math.max(top + 196, top + 120 + drawWhy(c, SIDE, top + 112, 722 - SIDE, 5));
    const move = moveOf(story);
    if (!move) {
        const l = pcpLists(model, pcp)[Math.max(0, focus.list)]!;
        if (focus.list >= 0 && l.head !== PFN_NONE) {
            s.text(SIDE, under, `${w.head} ${frameHex(l.head)}`, {});
            s.text(SIDE, under + 19, `${w.tail} ${frameHex(l.tail)}`, { ink: 'muted' });
        }
        return;
    }
    const done = move.at <= story.at;
    const now = move.at === story.at;
    const ink: Ink = now ? 'hot' : done ? 'path' : 'line';
    const y = under + 4;
    s.text(SIDE, y, move.into ? w.fetched(int(move.n)) : w.goesBack(int(move.n)), { bold: now, ink: done ? 'fg' : 'muted' });
    // the group as it is: one cell a block, at most two rows
    const n = clamp(move.n, 1, 2 * SHOWN);
    const t = !now ? 1 : ease(c.tau);
    const shift = move.into ? lerp(28, 0, t) : lerp(0, 28, t);
    for (let k = 0; k < n; k++) s.rect(SIDE + shift + (k % SHOWN) * CELL, y + 14 + Math.floor(k / SHOWN) * 13, CELL - 1, 10, done ? 'fg' : 'line');
    const rowsN = Math.ceil(n / SHOWN);
    const wide = Math.min(n, SHOWN) * CELL + 3;
    s.path(box(SIDE + shift - 2, y + 12, wide, rowsN * 13 + 1), ink, 2, { closed: true });
    const mid = y + 12 + (rowsN * 13) / 2, ax = move.into ? SIDE + shift - 8 : SIDE + shift + wide + 4, d = move.into ? -1 : 1;
    s.path([[ax, mid - 4], [ax + d * 4, mid], [ax, mid + 4]], ink, 2);
}

/** The group that moved last, or moves now. */
export function moveOf(story: Story): { at: number; n: number; into: boolean } | null {
    let out: { at: number; n: number; into: boolean } | null = null;
    for (const i of story.shown) {
        const e = story.events[i]!;
        if (i > story.at && out) break;
        if (e.name === 'pcp_refill') out = { at: i, n: e.arg('blocks'), into: true };
        else if (e.name === 'pcp_spill' || e.name === 'pcp_drain') out = { at: i, n: e.arg('pages'), into: false };
    }
    return out;
}

function anchors(c: Context): void {
    const { story, floor } = c;
    const top = floor.top + 14;
    const head = headOf(c, 548);
    let move: { x: number; y: number } | null = null;
    let entered = 0;
    story.places.forEach((p, i) => {
        if (p.floor !== 'kernel') return;
        const e = story.events[p.events[0]!]!;
        if (head.stand(i, { x: LANE + 10, y: top, along: 'x', hidden: i !== story.now })) return;
        if (p.key === 'pcp') {
            const list = pcpListIndex(e.arg('order'), e.arg('migratetype'));
            setAnchor(c, i, { x: LANE, y: listY(c, list), along: 'y', small: true });
            entered++;
        } else if (p.key === 'pcpmove') {
            const y = e.name === 'pcp_refill' ? listY(c, pcpListIndex(e.arg('order'), e.arg('migratetype'))) : floor.top + UNDER;
            const was = move;
            move = { x: RIGHT_END + 6, y };
            setAnchor(c, i, { ...move, along: 'y', small: true, hidden: was !== null && was.y === y && i !== story.now });
        } else if (p.key === 'zone') {
            setAnchor(c, i, { x: LANE, y: floor.top + HEAD, along: 'y', small: true, hidden: i !== story.now && entered > 0 });
        } else if (move && (p.key === 'list' || p.key === 'chain' || p.key === 'insert')) {
            setAnchor(c, i, { x: move.x, y: move.y, along: 'y', hidden: true });
        }
    });
}

function leg(c: Context, _a: Stop, b: Stop, from: Point): Point[] | null {
    const [ax, ay] = from;
    const [bx, by] = [b.anchor.x, b.anchor.y];
    if (ax === bx) return null;
    // over the lists to their far side, between the heads and the first row
    if (ax <= LANE && ay < c.floor.top + UNDER && bx === RIGHT_END + 6) return [[LANE, ay], [LANE, c.floor.top + UNDER], [bx, c.floor.top + UNDER]];
    // along the row that is a plate, then up or down at its end
    if (ax === LANE && bx === RIGHT_END + 6) return [[bx, ay]];
    if (ax === RIGHT_END + 6 && bx === LANE) return Math.abs(ay - by) < 1 ? [] : [[ax, by]];
    return [[bx, ay]];
}

function row(_model: Model, story: Story, p: Place, lang: Lang): { name: string; value: string } | null {
    const w = wordsOfPcp(lang);
    const e = eventOf(story, p);
    if (e.name === 'pcp_take') return { name: w.takes(int(e.arg('cpu'))), value: frameHex(e.arg('pfn')) };
    if (e.name === 'pcp_put') return { name: w.puts(int(e.arg('cpu'))), value: frameHex(e.arg('pfn')) };
    if (e.name === 'pcp_refill') return { name: w.refill(int(e.arg('cpu'))), value: int(e.arg('blocks')) };
    if (e.name === 'pcp_spill' || e.name === 'pcp_drain') return { name: w.spill(int(e.arg('cpu'))), value: int(e.arg('pages')) };
    return null;
}

/** On the phone: the CPUs' counts against their high lines. */
function figure(c: Context, y: number, width: number): number {
    const { s, model } = c;
    const w = wordsOfPcp(c.lang);
    const focus = focusOf(model, c.story);
    const zone = model.zones().find((z) => z.id === focus.zone);
    if (!zone) return 0;
    for (let cpu = 0; cpu < Math.min(8, model.cpus); cpu++) {
        const p = pcpOf(model, cpu, zone.id);
        const at = y + cpu * 40;
        const most = Math.max(1, p.high * 1.15, p.count);
        s.text(56, at + 8, `${w.cpu(int(cpu))}, ${zone.name}`, { bold: cpu === focus.cpu });
        s.text(56 + width, at + 8, `${int(p.count)} / ${int(p.high)}`, { anchor: 'end' });
        s.rect(56, at + 20, width, 10, 'ghost');
        if (p.count) s.rect(56, at + 20, Math.max(1, (width * p.count) / most), 10, cpu === focus.cpu ? 'fg' : 'line');
        s.rect(56 + (width * p.high) / most - 1, at + 17, 2, 16, 'fg');
        s.hit(56, at, width, 38, { kind: 'pcp', id: p.id }, w.cpu(int(cpu)));
    }
    return Math.min(8, model.cpus) * 40 + 4;
}

function twin(model: Model, story: Story, lang: Lang): string[][] {
    const w = wordsOfPcp(lang);
    const out: string[][] = [];
    for (let cpu = 0; cpu < model.cpus; cpu++) for (const z of model.zones()) {
        const p = pcpOf(model, cpu, z.id);
        if (p.high) out.push([w.say(int(cpu), z.name, int(p.count), int(p.high), int(p.batch))]);
    }
    const focus = focusOf(model, story);
    for (const l of pcpLists(model, pcpOf(model, focus.cpu, focus.zone))) if (l.blocks) out.push([w.sayList(int(l.order), w.types[l.migratetype]!, int(l.blocks), frameHex(l.head))]);
    const move = moveOf(story);
    if (move && move.at <= story.at) out.push([move.into ? w.fetched(int(move.n)) : w.goesBack(int(move.n))]);
    return out;
}
