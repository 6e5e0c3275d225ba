// The Kernel floor, grown: the slab allocator. Left the caches, the one with most memory first; right one cache: its slabs in
// the order in which an object is looked for (the CPU's slab, the CPU's partial slabs, the node's, a new one), each slab as
// its objects. The line comes down beside them and stops where there was one.

import { frameHex, int } from '../../base/format';
import type { Ev } from '../../core/event';
import type { Lang } from '../../core/i18n/messages';
import type { Model } from '../../core/model';
import { nodes } from '../../core/physmem';
import { ENUMS, type EventName } from '../../core/schema.gen';
import type { Selection } from '../../core/selection';
import { cacheOf, caches, chainFrom, cpuSide, hasSlabs, isCache, isSlab, isTaken, nodePartial, objectAt, slabOf, slabsOf, type Cache, type CpuSide, type Slab } from '../../core/slabs';
import { mark, setAnchor, type Context } from '../context';
import type { Place, Story } from '../story';
import type { KernelDrawing, Tick } from './drawing';
import { nearest } from './head';
import { drawWhy, WHY_PITCH } from './why';
import { wordsOfSlab, type SlabWords } from './slab.words';

export const slabDrawing: KernelDrawing = {
    id: 'slab',
    name: { en: 'slab', zh: 'slab' },
    why: {
        en: 'Looked for from the top down: the CPU’s own list needs no lock.',
        zh: '从上往下找：CPU 自己的链不用加锁。',
    },
    offered: hasSlabs,
    facts: (c) => wordsOfSlab(c.lang).facts(int(caches(c.model).length)),
    draw,
    leg: (_c, _a, b, [ax, ay]) => (ax === LANE && Math.abs(ay - b.anchor.y) >= 1 ? [[LANE, b.anchor.y]] : null),
    ticks,
    row,
    figure,
    twin,
};

const LEFT = 96;
const LIST_RIGHT = 290;
const LANE = 308;
const RIGHT = 322;
const CELLS = 372;
const END = 722;
const PITCH = 19;
const LINES = 64;
/** The row that says in which order the CPU's list goes on. */
const ORDER = 18;

const EVENTS: ReadonlySet<EventName> = new Set(['kmem_alloc', 'kmem_free', 'slab_new', 'slab_free', 'slab_move', 'slab_drain', 'kmem_cache', 'kmem_shrink']);

/** The cache and the CPU that are drawn: of what is selected, else of the event now or before, else the largest cache. */
export interface Focus { cache: number; cpu: number; event: Ev | null; at: number }
export function focusOf(model: Model, story: Story, selection: Selection | null): Focus {
    const out: Focus = { cache: -1, cpu: 0, event: null, at: -1 };
    const found = nearest(story, EVENTS);
    if (found) {
        const e = found.event;
        Object.assign(out, found, { cache: e.arg('cache'), cpu: Math.min(e.has('cpu') ? e.arg('cpu') : e.cpu, model.cpus - 1) });
    }
    const chosen = selection?.kind === 'kmem_cache' && isCache(model, selection.id) ? selection.id : selection?.kind === 'slab' && isSlab(model, selection.id) ? slabOf(model, selection.id).cache : -1;
    if (chosen >= 0) out.cache = chosen;
    if (out.cache < 0 || !isCache(model, out.cache)) out.cache = caches(model)[0]?.id ?? -1;
    return out;
}

/** Groups of slabs, in the order in which an object is looked for. */
export type GroupKey = 'cpu' | 'cpu_partial' | 'node_partial' | 'full' | 'new';
export interface Group { key: GroupKey; cpu: number; node: number; slabs: Slab[]; hidden: number }
export function groupsOf(model: Model, cache: Cache, cpu: number, room: number): Group[] {
    const all = slabsOf(model, cache.id);
    const sides = Array.from({ length: model.cpus }, (_, i) => cpuSide(model, cache.id, i));
    const out: Group[] = [];
    // other CPUs' slabs stand under this one's
    const order = [cpu, ...sides.map((s) => s.cpu).filter((n) => n !== cpu)];
    for (const n of order) {
        const side = sides[n]!;
        if (side.slab >= 0) out.push({ key: 'cpu', cpu: n, node: -1, slabs: [slabOf(model, side.slab)], hidden: 0 });
        else if (n === cpu) out.push({ key: 'cpu', cpu: n, node: -1, slabs: [], hidden: 0 });
    }
    const own = sides[cpu]!;
    out.push({ key: 'cpu_partial', cpu, node: -1, slabs: chainFrom(model, own.partial, 40), hidden: 0 });
    const list = nodes(model);
    nodePartial(model, cache.id, Math.max(1, list.length)).forEach((n, node) => {
        if (n.slabs || node === 0) out.push({ key: 'node_partial', cpu: -1, node, slabs: chainFrom(model, n.first, 40), hidden: Math.max(0, n.slabs - 40) });
    });
    out.push({ key: 'full', cpu: -1, node: -1, slabs: all.filter((s) => s.state === 'full'), hidden: 0 });
    out.push({ key: 'new', cpu, node: -1, slabs: [], hidden: 0 });
    return fit(out, room, heightOf(cache.objects));
}
const heightOf = (objects: number): number => Math.max(PITCH, Math.ceil(objects / LINES) * 7 + 6);

/** Leaves out slabs until all stands in `room` px: full ones first, then other CPUs', then the tails of lists. */
export function fit(groups: Group[], room: number, height: number): Group[] {
    const size = (): number => groups.reduce((n, g) => n + PITCH + g.slabs.length * height, 0);
    const drop = (g: Group): void => {
        g.slabs = g.slabs.slice(0, -1);
        g.hidden++;
    };
    for (let k = 0; size() > room && k < 5000; k++) {
        const full = groups.find((g) => g.key === 'full' && g.slabs.length > 0);
        const others = groups.filter((g) => g.key === 'cpu');
        const long = groups.filter((g) => g.key !== 'cpu' && g.slabs.length > 1).sort((a, b) => b.slabs.length - a.slabs.length)[0];
        if (full) drop(full);
        else if (long) drop(long);
        else if (others.length > 1) groups.splice(groups.indexOf(others[others.length - 1]!), 1);
        else {
            const some = groups.filter((g) => g.slabs.length > 0).at(-1);
            if (!some || some.key === 'cpu') break;
            drop(some);
        }
    }
    return groups;
}

const PATHS: readonly GroupKey[] = ['cpu', 'cpu', 'cpu_partial', 'node_partial', 'node_partial', 'new'];

interface Layout { groups: { group: Group; y: number }[]; height: number; end: number }
function layoutOf(c: Context, cache: Cache, focus: Focus): Layout {
    const height = heightOf(cache.objects);
    let y = c.floor.top + 78;
    const groups = groupsOf(c.model, cache, focus.cpu, 218 - ORDER).map((group) => {
        const at = { group, y };
        y += PITCH + group.slabs.length * height + (group.key === 'cpu' && group.cpu === focus.cpu && group.slabs.length ? ORDER : 0);
        return at;
    });
    return { groups, height, end: y };
}

function draw(c: Context): void {
    const w = wordsOfSlab(c.lang);
    const focus = focusOf(c.model, c.story, c.selection);
    if (focus.cache < 0) return void c.s.text(LEFT, c.floor.top + 38, w.nothing, { ink: 'muted' });
    const cache = cacheOf(c.model, focus.cache);
    list(c, focus, w);
    head(c, cache, w);
    const l = layoutOf(c, cache, focus);
    const side = cpuSide(c.model, cache.id, focus.cpu);
    l.groups.forEach(({ group, y }) => drawGroup(c, cache, group, y, l.height, side, focus, w));
    drawWhy(c, RIGHT, l.end + 8, END - RIGHT, Math.floor((c.floor.top + 316 - l.end) / WHY_PITCH));
    anchors(c, cache, l, w);
}

/** Caches, the one with most memory first; the chosen one is among them wherever it stands. */
function list(c: Context, focus: Focus, w: SlabWords): void {
    const { s, floor } = c;
    const all = caches(c.model);
    const most = 13;
    const shown = all.slice(0, most);
    const chosen = all.find((k) => k.id === focus.cache);
    if (chosen && !shown.includes(chosen)) shown[shown.length - 1] = chosen;
    const top = floor.top + 38;
    s.text(LEFT + 15, top, w.cache, { ink: 'muted' });
    s.text(LIST_RIGHT, top, w.used, { ink: 'muted', anchor: 'end' });
    shown.forEach((k, i) => {
        const y = top + 20 + i * PITCH;
        const on = k.id === focus.cache;
        s.rect(LEFT, y - 5, 10, 10, 'slab', k.reclaimable ? 0.5 : 1);
        let name = k.name;
        while (name.length > 4 && s.width(name, { bold: on }) > 124) name = name.slice(0, -2) + '…';
        s.text(LEFT + 15, y, name, { bold: on });
        s.text(LIST_RIGHT, y, int(k.usedObjects), { anchor: 'end', bold: on });
        const share = k.totalObjects ? k.usedObjects / k.totalObjects : 0;
        s.rect(LEFT + 15, y + 8, LIST_RIGHT - LEFT - 15, 2, 'ghost');
        if (share) s.rect(LEFT + 15, y + 8, (LIST_RIGHT - LEFT - 15) * share, 2, 'slab', k.reclaimable ? 0.5 : 1);
        mark(c, { kind: 'kmem_cache', id: k.id }, LEFT, y - 8, LIST_RIGHT - LEFT, 17);
        s.hit(LEFT, y - 9, LIST_RIGHT - LEFT, PITCH, { kind: 'kmem_cache', id: k.id }, `${k.name} ${int(k.usedObjects)}`);
    });
    if (all.length > shown.length) s.text(LEFT + 15, top + 20 + shown.length * PITCH, w.more(int(all.length - shown.length)), { ink: 'muted' });
}

function head(c: Context, cache: Cache, w: SlabWords): void {
    const { s, floor } = c;
    const y = floor.top + 38;
    const b = s.text(RIGHT, y, cache.name, { bold: true });
    s.text(b.x + b.w + 10, y, w.head(int(cache.objectBytes), int(cache.objects), int(cache.order)), { ink: 'muted' });
    let x = RIGHT;
    const key = (name: string, draw: (x: number, y: number) => void): void => {
        draw(x, y + 15);
        x += 16 + s.text(x + 15, y + 20, name, { ink: 'muted' }).w + 12;
    };
    const alpha = cache.reclaimable ? 0.5 : 1;
    key(w.taken, (kx, ky) => s.rect(kx, ky, 10, 10, 'slab', alpha));
    key(w.free, (kx, ky) => s.rect(kx, ky, 10, 10, 'free'));
    key(w.next, (kx, ky) => {
        s.rect(kx, ky, 10, 10, 'free');
        s.edge(kx, ky, 10, 10, 'fg', 2);
    });
    s.text(END, y + 20, cache.reclaimable ? w.reclaimable : w.unreclaimable, { ink: 'muted', anchor: 'end' });
}

function drawGroup(c: Context, cache: Cache, g: Group, y: number, height: number, side: CpuSide, focus: Focus, w: SlabWords): void {
    const { s, model } = c;
    const n = g.slabs.length + g.hidden;
    let name: string, fact: string;
    if (g.key === 'cpu') {
        const own = g.cpu === side.cpu ? side : cpuSide(model, cache.id, g.cpu);
        const slab = g.slabs[0];
        name = w.cpuSlab(int(g.cpu));
        fact = slab ? `${w.cpuList(int(own.freeObjects))}, ${w.slabList(int(Math.max(0, slab.objects - slab.inuse - own.freeObjects)))}` : w.none;
    } else if (g.key === 'cpu_partial') [name, fact] = [w.cpuPartial(int(g.cpu)), w.ofMost(int(Math.max(n, side.partialSlabs)), int(cache.cpuPartialSlabs))];
    else if (g.key === 'node_partial') [name, fact] = [w.nodePartial(int(g.node)), w.keeps(int(n), int(cache.minPartial))];
    else if (g.key === 'full') [name, fact] = [w.full, `${int(n)}, ${w.fullText}`];
    else [name, fact] = [w.fresh, w.freshText(int(1 << cache.order))];
    s.text(RIGHT, y, name, { ink: g.key === 'full' ? 'muted' : 'fg' });
    s.text(END, y, fact, { ink: 'muted', anchor: 'end' });
    g.slabs.forEach((slab, i) => drawSlab(c, cache, slab, y + PITCH / 2 + 1 + i * height, height, focus));
    // the acting CPU's list in its order: what is freed comes to its front, what is taken leaves there
    if (g.key === 'cpu' && g.cpu === side.cpu && side.next >= 0) s.text(CELLS, y + PITCH + height - 2, w.order(orderOf(side)), {});
}

/** The first objects of a CPU's own list by their numbers in the slab. */
export function orderOf(side: CpuSide): string {
    const first = [side.next, ...side.ahead];
    return first.map(int).join(' → ') + (side.freeObjects > first.length ? ' → …' : '');
}

/** A slab: its frame, its objects as cells, how many are held. */
function drawSlab(c: Context, cache: Cache, slab: Slab, top: number, height: number, focus: Focus): void {
    const { s, model } = c;
    const lines = Math.ceil(slab.objects / LINES);
    const per = Math.min(slab.objects, LINES);
    const wide = Math.min(22, (END - 44 - CELLS) / Math.max(1, per));
    const tall = lines > 1 ? 6 : height - 8;
    const own = slab.state === 'cpu' ? cpuSide(model, cache.id, slab.cpu) : null;
    const [next, ahead] = own ? [own.next, own.ahead] : [slab.free, []];
    const e = focus.at === c.story.at ? focus.event : null;
    const now = e && (e.name === 'kmem_alloc' || e.name === 'kmem_free') && e.arg('slab') === slab.id ? objectAt(e.arg('obj'), slab.pfn, cache.sizeBytes) : -1;
    const mid = top + (lines > 1 ? (lines * 7) / 2 : tall / 2);
    s.text(RIGHT + 4, mid, frameHex(slab.pfn), { mono: true, ink: 'muted' });
    for (let i = 0; i < slab.objects; i++) {
        const x = CELLS + (i % LINES) * wide, y = top + Math.floor(i / LINES) * 7;
        const taken = isTaken(model, slab.id, i);
        s.rect(x, y, Math.max(1, wide - 1), tall, taken ? 'slab' : 'free', taken && cache.reclaimable ? 0.5 : 1);
        if (ahead.includes(i) && !taken) s.edge(x, y, Math.max(3, wide - 1), tall, 'line');
        if (i === next && !taken) s.edge(x, y, Math.max(3, wide - 1), tall, 'fg', 2);
        if (i === now) s.path([[x - 1, y - 1], [x + wide, y - 1], [x + wide, y + tall + 1], [x - 1, y + tall + 1]], 'hot', 2, { closed: true });
    }
    s.text(END, mid, `${int(slab.inuse)} / ${int(slab.objects)}`, { anchor: 'end', ink: 'muted' });
    const thing = { kind: 'slab' as const, id: slab.id };
    mark(c, thing, RIGHT, top - 1, END - RIGHT, lines > 1 ? lines * 7 : tall + 2);
    s.hit(RIGHT, top - 2, END - RIGHT, height, thing, `${cache.name} ${frameHex(slab.pfn)}`);
}

const keyOfState = (state: string): GroupKey => (state === 'cpu' || state === 'cpu_partial' || state === 'node_partial' || state === 'full' ? state : 'new');
/** Where an event of this drawing stands among the groups. */
export function groupOfEvent(e: Ev): GroupKey {
    if (e.name === 'kmem_alloc') return PATHS[e.arg('slab_path')] ?? 'cpu';
    if (e.name === 'kmem_free') return ENUMS.slab_put[e.arg('slab_put')] === 'cpu_freelist' ? 'cpu' : 'cpu_partial';
    if (e.name === 'slab_move') return keyOfState(ENUMS.slab_state[e.arg('slab_state')] ?? '');
    if (e.name === 'slab_drain') return 'cpu_partial';
    return 'new';
}
function nameOfEvent(e: Ev, w: SlabWords): string {
    if (e.name === 'kmem_alloc') return w.path[e.arg('slab_path')] ?? '';
    if (e.name === 'kmem_free') return w.put[e.arg('slab_put')] ?? '';
    if (e.name === 'slab_move') return w.move[ENUMS.slab_state[e.arg('slab_state')] ?? 'none'] ?? '';
    return '';
}
const here = (story: Story, p: Place): Ev => story.events[p.events.find((n) => n === story.at) ?? p.events.filter((n) => n <= story.at).at(-1) ?? p.events[0]!]!;

function yOf(c: Context, l: Layout, e: Ev): number {
    const key = groupOfEvent(e);
    const at = l.groups.find(({ group }) => group.key === key && (key !== 'cpu' || !e.has('cpu') || group.cpu === e.arg('cpu'))) ?? l.groups.find(({ group }) => group.key === key);
    if (!at) return c.floor.top + 78;
    const slab = e.has('slab') ? at.group.slabs.findIndex((s) => s.id === e.arg('slab')) : -1;
    return slab >= 0 ? at.y + PITCH / 2 + 1 + slab * l.height + (l.height - 8) / 2 : at.y;
}

function anchors(c: Context, cache: Cache, l: Layout, w: SlabWords): void {
    const { story } = c;
    story.places.forEach((p, i) => {
        if (p.key !== 'object' && p.key !== 'slabmove' && p.key !== 'cache') return;
        const e = here(story, p);
        if (e.has('cache') && e.arg('cache') !== cache.id && i !== story.now) return;
        const now = i === story.now;
        const name = nameOfEvent(e, w);
        setAnchor(c, i, { x: LANE, y: yOf(c, l, e), along: 'y', small: true, enter: LANE, name: now && name ? { text: name, x: LANE - 14, y: c.floor.top + 14, anchor: 'end' } : undefined });
    });
}

/** Groups that were passed by because they had no free object: ticks on the lane. */
function ticks(c: Context): Tick[] {
    const focus = focusOf(c.model, c.story, c.selection);
    if (focus.cache < 0 || focus.event?.name !== 'kmem_alloc' || focus.event.arg('cache') !== focus.cache) return [];
    const found = PATHS[focus.event.arg('slab_path')] ?? 'cpu';
    const l = layoutOf(c, cacheOf(c.model, focus.cache), focus);
    const order: GroupKey[] = ['cpu', 'cpu_partial', 'node_partial'];
    const upto = order.indexOf(found);
    const passed = upto < 0 ? order : order.slice(0, upto);
    return passed.map((key) => l.groups.find(({ group }) => group.key === key && (key !== 'cpu' || group.cpu === focus.cpu))).filter((g) => g !== undefined).map(({ y }) => ({ x: LANE, y, phase: focus.at === c.story.at ? 'now' : focus.at < c.story.at ? 'done' : 'next' }));
}

function row(model: Model, story: Story, p: Place, lang: Lang): { name: string; value: string } | null {
    if (p.key !== 'object' && p.key !== 'slabmove' && p.key !== 'cache') return null;
    const e = here(story, p);
    const name = isCache(model, e.arg('cache')) ? cacheOf(model, e.arg('cache')).name : '';
    const what = nameOfEvent(e, wordsOfSlab(lang));
    return { name: what ? `${name}: ${what}` : name, value: e.has('obj') ? frameHex(Math.floor(e.arg('obj') / 4096)) : '' };
}

/** On the phone: the chosen cache's slab on the CPU, and its figures. */
function figure(c: Context, y: number, width: number): number {
    const { s, model } = c;
    const w = wordsOfSlab(c.lang);
    const focus = focusOf(model, c.story, c.selection);
    if (focus.cache < 0) return 0;
    const k = cacheOf(model, focus.cache);
    s.text(56, y + 8, k.name, { bold: true });
    s.text(56 + width, y + 8, `${int(k.usedObjects)} / ${int(k.totalObjects)}`, { anchor: 'end' });
    const side = cpuSide(model, k.id, focus.cpu);
    if (side.slab < 0) return 30;
    const slab = slabOf(model, side.slab);
    const per = Math.min(slab.objects, 32);
    const wide = width / per;
    for (let i = 0; i < slab.objects; i++) {
        const taken = isTaken(model, slab.id, i);
        const [x, top] = [56 + (i % per) * wide, y + 46 + Math.floor(i / per) * 10];
        s.rect(x, top, Math.max(1, wide - 1), 8, taken ? 'slab' : 'free', taken && k.reclaimable ? 0.5 : 1);
        if (i === side.next) s.edge(x, top, Math.max(3, wide - 1), 8, 'fg', 2);
    }
    s.text(56, y + 31, w.cpuSlab(int(focus.cpu)), { ink: 'muted' });
    s.text(56 + width, y + 31, `${frameHex(slab.pfn)} · ${int(slab.inuse)} / ${int(slab.objects)}`, { anchor: 'end', ink: 'muted' });
    return 52 + Math.ceil(slab.objects / per) * 10;
}

function twin(model: Model, story: Story, lang: Lang): string[][] {
    const w = wordsOfSlab(lang);
    const out: string[][] = caches(model).map((k) => [w.say(k.name, int(k.usedObjects), int(k.totalObjects), int(k.slabs), k.reclaimable ? w.reclaimable : w.unreclaimable)]);
    const focus = focusOf(model, story, null);
    if (focus.cache < 0) return [[w.nothing]];
    const k = cacheOf(model, focus.cache);
    out.push([k.name, w.head(int(k.objectBytes), int(k.objects), int(k.order))]);
    for (let cpu = 0; cpu < model.cpus; cpu++) {
        const side = cpuSide(model, k.id, cpu);
        if (side.slab < 0) continue;
        const slab = slabOf(model, side.slab);
        out.push([w.sayCpu(int(cpu), frameHex(slab.pfn), int(slab.inuse), int(slab.objects), int(side.freeObjects), int(side.partialSlabs)), ...(side.next >= 0 ? [w.order(orderOf(side))] : [])]);
    }
    nodePartial(model, k.id, Math.max(1, nodes(model).length)).forEach((n, node) => n.slabs && out.push([w.sayNode(int(node), int(n.slabs))]));
    return out;
}
