// The Kernel floor, grown: nodes. Left each node with its CPUs and zones, the zones numbered in the order in which a request of
// the acting CPU asks them (the line goes along them where a step asks); right the distances, and what the nodes counted.

import { int } from '../../base/format';
import type { Lang } from '../../core/i18n/messages';
import type { Model, Zone } from '../../core/model';
import { accesses, distance, NUMA_COUNTERS, nodeCounter } from '../../core/numa';
import { nodes, zonelist, type Node } from '../../core/physmem';
import { mark, setAnchor, type Context } from '../context';
import type { Place, Story } from '../story';
import { CLASSES } from '../../render/palette';
import type { KernelDrawing, Stop } from './drawing';
import { drawWhy, WHY_PITCH } from './why';
import { wordsOfNuma, type NumaWords } from './numa.words';
import type { Point } from '../../render/picture';

export const numaDrawing: KernelDrawing = {
    id: 'numa',
    name: { en: 'nodes', zh: '节点' },
    why: {
        en: 'A CPU reaches the memory of its own node sooner. So its requests ask that node first, then the others by distance.',
        zh: 'CPU 访问本节点的内存更快。所以先问本节点，再按距离问别的节点。',
    },
    offered: (model) => nodes(model).length > 1,
    facts: (c) => wordsOfNuma(c.lang).facts(int(nodes(c.model).length)),
    draw,
    leg,
    row,
    figure,
    twin,
};

const LEFT = 96;
const BARS = 178;
const BARS_END = 412;
/** Where the line goes from one row to the next, and down. */
const LANE = 426;
const SIDE = 442;
const END = 722;

/** The CPU whose requests are shown: of the event now or the last before it. */
export function cpuOfStory(story: Story): number {
    let cpu = 0;
    for (const i of story.shown) if (i <= story.at) cpu = story.events[i]!.cpu;
    return cpu;
}
export const nodeOfCpu = (list: readonly Node[], cpu: number): number => list.find((n) => n.cpus.includes(cpu))?.id ?? list[0]?.id ?? 0;

interface Cell { zone: Zone; x: number; w: number; y: number; rank: number }
/** Where each zone stands: a row a node, the widest zone first, widths by pages but none too thin for its number. */
export function cellsOf(model: Model, node: number, top: number, room: number): { rows: { node: Node; y: number }[]; cells: Cell[] } {
    const list = nodes(model);
    const pitch = Math.min(60, Math.floor(room / Math.max(1, list.length)));
    const asked = zonelist(model, node);
    const most = Math.max(1, ...list.map((n) => n.managed));
    const cells: Cell[] = [];
    const rows = list.map((n, i) => {
        const y = top + i * pitch;
        let x = BARS;
        const own = asked.filter((z) => z.node === n.id);
        const spare = (BARS_END - BARS) - own.length * 30;
        for (const zone of own) {
            const w = 28 + (Math.max(0, spare) * zone.managed) / most;
            cells.push({ zone, x, w, y, rank: asked.indexOf(zone) + 1 });
            x += w + 2;
        }
        return { node: n, y };
    });
    return { rows, cells };
}

const layout = (c: Context): ReturnType<typeof cellsOf> & { cpu: number; from: number } => {
    const cpu = cpuOfStory(c.story);
    const from = nodeOfCpu(nodes(c.model), cpu);
    return { ...cellsOf(c.model, from, c.floor.top + 78, 232), cpu, from };
};

function draw(c: Context): void {
    const { s, floor } = c;
    const w = wordsOfNuma(c.lang);
    const l = layout(c);
    const b = s.text(LEFT, floor.top + 38, w.asks(int(l.cpu)), { bold: true });
    s.text(b.x + b.w + 6, floor.top + 38, w.zones, { ink: 'muted' });
    const roomy = l.rows.length <= 4;
    for (const { node, y } of l.rows) {
        s.rect(LEFT, y - 6, 12, 12, CLASSES[node.id % CLASSES.length]!);
        s.text(LEFT + 18, y, w.node(int(node.id)), { bold: node.id === l.from });
        if (roomy) s.text(LEFT + 18, y + 19, node.cpus.length ? w.cpu(ranges(node.cpus)) : w.noCpu, { ink: 'muted' });
        mark(c, { kind: 'node', id: node.id }, LEFT, y - 8, 56, 16);
        s.hit(LEFT, y - 10, 60, roomy ? 38 : 20, { kind: 'node', id: node.id }, w.node(int(node.id)));
    }
    for (const k of l.cells) zoneCell(c, k, w);
    const under = (l.rows.at(-1)?.y ?? floor.top + 78) + (roomy ? 44 : 26);
    drawWhy(c, LEFT, under, BARS_END - LEFT, Math.floor((floor.top + 316 - under) / WHY_PITCH));
    side(c, l.from, w);
    anchors(c, l.cells);
}

/** A zone: what is free of it pale at the right, its number in the order, its name and what is free. */
function zoneCell(c: Context, k: Cell, w: NumaWords): void {
    const { s } = c;
    const h = 18;
    s.rect(k.x, k.y - h / 2, k.w, h, 'free');
    const used = Math.max(0, k.zone.managed - k.zone.free) / Math.max(1, k.zone.managed);
    if (used) s.rect(k.x, k.y - h / 2, k.w * used, 4, CLASSES[k.zone.node % CLASSES.length]!);
    s.edge(k.x, k.y - h / 2, k.w, h, 'line');
    s.text(k.x + 9, k.y, int(k.rank), { bold: true, anchor: 'middle' });
    const name = `${k.zone.name} ${int(k.zone.free)}`;
    const room = k.w - 22;
    if (s.width(name) <= room) s.text(k.x + 20, k.y, name, { ink: 'muted' });
    else if (s.width(k.zone.name) <= room) s.text(k.x + 20, k.y, k.zone.name, { ink: 'muted' });
    const thing = { kind: 'zone' as const, id: k.zone.id };
    mark(c, thing, k.x, k.y - h / 2, k.w, h);
    s.hit(k.x, k.y - 12, k.w, 24, thing, `${k.zone.name}, ${w.node(int(k.zone.node))}: ${int(k.zone.free)}`);
}

/** 0–3 6 as a reader writes it. */
export function ranges(list: readonly number[]): string {
    const out: string[] = [];
    for (let i = 0; i < list.length; ) {
        let k = i;
        while (list[k + 1] === list[k]! + 1) k++;
        out.push(k > i ? `${list[i]!}–${list[k]!}` : String(list[i]!));
        i = k + 1;
    }
    return out.join(' ');
}

/** Distances, and below them the counters: of at most four nodes, those the acting CPU's node tries first. */
function side(c: Context, from: number, w: NumaWords): void {
    const { s, model, floor } = c;
    const list = nodes(model);
    const pitch = 18;
    let y = floor.top + 38;
    s.text(SIDE, y, w.distance, { bold: true });
    const wide = Math.min(46, (END - SIDE - 84) / list.length);
    const right = (i: number, n: number, each: number): number => END - (n - 1 - i) * each;
    list.forEach((n, i) => s.text(right(i, list.length, wide), y, int(n.id), { ink: 'muted', anchor: 'end' }));
    s.hair(SIDE, y + 10, END - SIDE, 'line');
    list.forEach((n, r) => {
        const ry = y + 21 + r * pitch;
        s.text(SIDE, ry, w.node(int(n.id)), { ink: n.id === from ? 'fg' : 'muted', bold: n.id === from });
        list.forEach((m, i) => s.text(right(i, list.length, wide), ry, int(distance(model, n.id, m.id)), { anchor: 'end', ink: m.id === n.id ? 'muted' : 'fg', bold: n.id === from && m.id !== n.id }));
    });
    y += 21 + list.length * pitch + 12;
    const order = list.find((n) => n.id === from)?.order ?? [];
    const shown = list.length <= 4 ? list : order.slice(0, 4).map((id) => list.find((n) => n.id === id)!).filter(Boolean);
    const each = Math.min(64, (END - SIDE - 84) / shown.length);
    shown.forEach((n, i) => s.text(right(i, shown.length, each), y, w.node(int(n.id)), { ink: 'muted', anchor: 'end' }));
    s.hair(SIDE, y + 10, END - SIDE, 'line');
    const rows: [string, (n: number) => number][] = NUMA_COUNTERS.map((name) => [name, (n: number) => nodeCounter(model, n, name)]);
    if (list.length <= 4) rows.push([w.local, (n) => accesses(model, n).local], [w.remote, (n) => accesses(model, n).remote]);
    rows.forEach(([name, value], r) => {
        const ry = y + 21 + r * pitch;
        s.text(SIDE, ry, name, { mono: name.startsWith('numa'), ink: 'muted' });
        shown.forEach((n, i) => {
            const v = value(n.id);
            s.text(right(i, shown.length, each), ry, v ? int(v) : '–', { anchor: 'end', ink: v ? 'fg' : 'muted' });
        });
    });
}

function anchors(c: Context, cells: readonly Cell[]): void {
    c.story.places.forEach((p, i) => {
        if (p.key !== 'zone') return;
        const e = c.story.events[p.events[0]!]!;
        const cell = cells.find((k) => k.zone.id === e.arg('zone'));
        // under the zone's cell, so that its words can be read; then to the lane at the right
        const y = (cell?.y ?? 0) + 18;
        if (cell) setAnchor(c, i, { x: cell.x + cell.w / 2, y, along: 'x', small: true, enter: LANE, exit: [LANE, y] });
    });
}

function leg(_c: Context, _a: Stop, b: Stop, from: Point): Point[] | null {
    const [ax, ay] = from;
    if (Math.abs(ay - b.anchor.y) < 1) return [];
    return ax === LANE ? [[ax, b.anchor.y]] : [[LANE, ay], [LANE, b.anchor.y]];
}

function row(model: Model, story: Story, p: Place, lang: Lang): { name: string; value: string } | null {
    if (p.key !== 'zone') return null;
    const e = story.events[p.events[0]!]!;
    const z = model.zones().find((k) => k.id === e.arg('zone'));
    return z ? { name: `${wordsOfNuma(lang).node(int(z.node))}, ${z.name}`, value: int(z.free) } : null;
}

/** On the phone: a bar a node. */
function figure(c: Context, y: number, width: number): number {
    const { s, model } = c;
    const w = wordsOfNuma(c.lang);
    const list = nodes(model);
    const most = Math.max(1, ...list.map((n) => n.managed));
    list.forEach((n, i) => {
        const free = model.zones().filter((z) => z.node === n.id).reduce((sum, z) => sum + z.free, 0);
        const at = y + i * 42;
        s.text(56, at + 8, `${w.node(int(n.id))} · ${n.cpus.length ? w.cpu(ranges(n.cpus)) : w.noCpu}`);
        s.text(56 + width, at + 8, `${w.free} ${int(free)}`, { anchor: 'end', ink: 'muted' });
        s.rect(56, at + 20, (width * n.managed) / most, 12, 'free');
        s.rect(56, at + 20, (width * (n.managed - free)) / most, 12, CLASSES[n.id % CLASSES.length]!);
        s.hit(56, at, width, 40, { kind: 'node', id: n.id }, w.node(int(n.id)));
    });
    return list.length * 42 + 4;
}

function twin(model: Model, story: Story, lang: Lang): string[][] {
    const w = wordsOfNuma(lang);
    const list = nodes(model);
    const out: string[][] = [];
    for (const n of list) {
        const free = model.zones().filter((z) => z.node === n.id).reduce((sum, z) => sum + z.free, 0);
        out.push([w.say(int(n.id), n.cpus.length ? ranges(n.cpus) : w.noCpu, int(n.managed), int(free), n.order.map(int).join(' '))]);
        out.push([w.sayDistance(int(n.id), list.map((m) => int(distance(model, n.id, m.id))).join(' '))]);
    }
    zonelist(model, nodeOfCpu(list, cpuOfStory(story))).forEach((z, i) => out.push([w.sayZone(int(i + 1), int(z.node), z.name, int(z.free))]));
    for (const n of list) for (const name of NUMA_COUNTERS) out.push([w.sayCount(int(n.id), name, w.counters[name], int(nodeCounter(model, n.id, name)))]);
    return out;
}
