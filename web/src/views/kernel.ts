// The floor Kernel. Strip: two facts. Half: the corridor of the fault path, and small pictures of free lists, free memory
// and the LRU lists. Grown: one of several drawings (kernel/registry.ts).

import { int, pages } from '../base/format';
import { ENUMS } from '../core/schema.gen';
import { clamp } from '../render/picture';
import { placeAt, rail, setAnchor, type Context } from './context';
import { inkOfList, totalOf } from './kernel/lru';
import { inAllocator, type Place } from './story';

/** Corridors, from the floor's top. */
export const CORRIDOR = 22;
export const SHAFT_LEFT = 283;
export const SHAFT_RIGHT = 527;
export const foot = (height: number): number => height - 6;

export const faultMode = (c: Context): boolean => placeAt(c, 'fault') >= 0 || (placeAt(c, 'call') < 0 && placeAt(c, 'start') >= 0 && placeAt(c, 'level') >= 0);
/** How far the small pictures of the half floor stand from its top. */
const SMALL = 71;

export function drawKernel(c: Context): void {
    const { s, floor, words } = c;
    if (floor.variant === 'grown') {
        // under the switch of drawings
        rail(c, c.drawing.facts(c), 66);
        const alpha = s.alpha;
        s.alpha = alpha * floor.detail;
        if (s.alpha > 0) c.drawing.draw(c);
        s.alpha = alpha;
        elsewhere(c);
        return;
    }
    const has = (...keys: string[]): boolean => c.story.places.some((p) => keys.includes(p.key));
    rail(c, has('fault') ? words.faultPath : has('alloc', 'list', 'insert') && !has('call') ? words.buddy : has('call') ? words.systemCall : words.nothingToDo);
    const strip = floor.variant === 'strip';
    const mid = floor.top + (strip ? 42 : SMALL);
    drawLists(c, mid, strip);
    drawFree(c, mid, strip ? 300 : 348);
    drawLru(c, mid);
    corridor(c, floor.top + (strip ? 14 : CORRIDOR), strip);
}

/** Stations of this floor that the drawing does not have: where it has a place for them the line stops there while they are
 * now; else it waits at the station before. */
function elsewhere(c: Context): void {
    if (!c.drawing.away) return;
    const [x, y] = c.drawing.away;
    c.story.places.forEach((p, i) => {
        if (p.floor !== 'kernel' || c.anchors.has(i)) return;
        const now = i === c.story.now;
        setAnchor(c, i, { x, y: c.floor.top + y, along: 'x', hidden: !now, name: now ? { text: nameOf(c, p), x: x - 16, y: c.floor.top + y, anchor: 'end' } : undefined });
    });
}

/** Blocks by order, all zones and types together, as bars on a common log scale. */
function drawLists(c: Context, mid: number, strip: boolean): void {
    const { s, model, words } = c;
    s.text(106, mid, words.freeLists, { ink: 'muted' });
    const w = Math.max(72, s.width(words.freeLists) + 12);
    const left = 106 + w;
    const height = strip ? 14 : 21;
    const counts: number[] = [];
    for (let order = 0; order <= 10; order++) {
        let n = 0;
        for (const z of model.zones()) for (let mt = 0; mt < 3; mt++) n += model.freeList(z.id, order, mt).blocks;
        counts.push(n);
    }
    const most = Math.log2(1 + Math.max(1, ...counts));
    counts.forEach((n, i) => {
        const h = n ? Math.max(1.5, (height * Math.log2(1 + n)) / most) : 0;
        if (h) s.rect(left + i * 8, mid + 9 - h, 6, h, 'line');
    });
    s.hair(left, mid + 9, 88, 'line');
    s.hit(left - 4, mid - height + 9, 96, height + 4, { kind: 'freelist', id: 0 }, words.freeLists);
}

function drawFree(c: Context, mid: number, at: number): void {
    const { s, model, words } = c;
    const zones = model.zones();
    const sum = (f: (z: (typeof zones)[number]) => number): number => zones.reduce((n, z) => n + f(z), 0);
    const total = Math.max(1, sum((z) => z.managed));
    s.text(at, mid, words.freeMem, { ink: 'muted' });
    // The bands would be too thin to see to scale: four times the high mark fill the gauge, what is above stands at its end.
    const high = sum((z) => z.high), low = sum((z) => z.low), min = sum((z) => z.min), free = sum((z) => z.free);
    const most = Math.max(1, Math.min(total, high * 4));
    const x = (n: number): number => at + 34 + 70 * clamp(n / most, 0, 1);
    const y = mid - 5;
    s.rect(at + 34, y, x(min) - at - 34, 10, 'b1');
    s.rect(x(min), y, x(low) - x(min), 10, 'b2');
    s.rect(x(low), y, x(high) - x(low), 10, 'b3');
    s.rect(x(high), y, at + 104 - x(high), 10, 'b4');
    s.rect(Math.min(x(free), at + 102) - 1, mid - 9, 2, 18, 'fg');
    s.text(at + 112, mid, pages(free), {});
    s.hit(at - 8, mid - 10, 180, 20, { kind: 'zone', id: zones[zones.length - 1]?.id ?? 0 }, words.freeMem);
}

/** The LRU lists of all nodes together, in Linux's order: anonymous, file, unevictable, the active ones in full colour. */
function drawLru(c: Context, mid: number): void {
    const { s, model, words } = c;
    const counts = ENUMS.lru_list.map((name) => totalOf(model, name));
    const most = Math.max(1, ...counts);
    const left = 592;
    s.text(left - 8, mid, words.lru, { ink: 'muted', anchor: 'end' });
    ENUMS.lru_list.forEach((name, i) => {
        const { ink, alpha } = inkOfList(name);
        const y = mid - 12 + i * 5;
        s.rect(left, y, 1, 4, 'line');
        if (counts[i]) s.rect(left, y, Math.max(2, (70 * counts[i]!) / most), 4, ink, alpha);
    });
    s.hit(left - 40, mid - 14, 112, 28, { kind: 'lrulist', id: Math.max(0, counts.indexOf(most)) }, words.lru);
}

/** What a kernel place is called in the corridor. */
export function nameOf(c: Context, p: Place): string {
    const { words } = c;
    if (p.key === 'fault') return words.fault;
    if (p.key === 'vma') return words.findVma;
    if (p.key === 'call') return p.events.some((i) => c.story.events[i]!.name === 'commit_check') ? words.check : words.call;
    if (p.key === 'signal') {
        const e = c.story.events[p.events[0]!]!;
        return e.arg('signal') === 7 ? 'SIGBUS' : e.arg('signal') === 9 ? 'SIGKILL' : 'SIGSEGV';
    }
    if (inAllocator(p.key)) {
        const free = c.story.shown.some((i) => c.story.events[i]!.name === 'free_pages');
        const name = free ? words.giveBack : words.takeFrame;
        return c.story.allocCount > 1 ? `${name} ${words.nth(int(c.story.allocAt + 1), int(c.story.allocCount))}` : name;
    }
    if (familyOf(p.key) === 'objects') return words.kernelObjects;
    if (familyOf(p.key) === 'compaction') return words.compaction;
    return words.work;
}

/** Places that are one station here: all of the allocator, all work with kernel objects, all of compaction. */
const familyOf = (key: Place['key']): string => (inAllocator(key) ? 'allocator' : key === 'object' || key === 'slabmove' || key === 'cache' ? 'objects' : key === 'scan' || key === 'compact' ? 'compaction' : key === 'work' ? 'work' : '');

/** Stations in the corridor. All of the allocator is one station here; it stands where its first place stands. */
function corridor(c: Context, y: number, strip: boolean): void {
    const { s, story } = c;
    const groups: number[][] = [];
    const joined = new Map<string, number[]>();
    story.places.forEach((p, i) => {
        if (p.floor !== 'kernel') return;
        const family = familyOf(p.key);
        const known = family ? joined.get(family) : undefined;
        if (known) return void known.push(i);
        const group = [i];
        groups.push(group);
        if (family) joined.set(family, group);
    });
    // there is room for three: of those from the third on, the one that is now
    const late = groups.slice(2);
    const third = late.find((g) => g.includes(story.now)) ?? late[0];
    const shown = [...groups.slice(0, 2), ...(third ? [third] : [])];
    const fault = faultMode(c);
    const xs = fault ? [568, 480, 364] : [230, 350, 470];
    // a name that would touch another is left out, never that of what is now
    const taken: [number, number][] = [];
    [...groups].sort((a, b) => Number(b.includes(story.now)) - Number(a.includes(story.now))).forEach((g) => {
        const n = Math.min(shown.indexOf(g) < 0 ? shown.length - 1 : shown.indexOf(g), 2);
        const x = xs[Math.max(0, n)]!;
        const inside = g.find((i) => story.places[i]!.events.includes(story.at)) ?? g[0]!;
        for (const i of g) {
            const p = story.places[i]!;
            const name = nameOf(c, p);
            const half = s.width(name) / 2;
            // under the station; in the strip in a gap of the line beside it
            const at = strip ? { text: name, x: fault ? x - 12 : x + 12, y, anchor: fault ? ('end' as const) : ('start' as const) } : { text: name, x: clamp(x, 104 + half, 690 - half), y: y + 18, anchor: 'middle' as const };
            const here = i === inside && shown.includes(g);
            const left = at.anchor === 'middle' ? at.x - half : at.anchor === 'end' ? at.x - 2 * half : at.x;
            const room = here && !taken.some(([a, b]) => left < b + 8 && left + 2 * half > a - 8);
            if (room) taken.push([left, left + 2 * half]);
            setAnchor(c, i, { x, y, along: 'x', hidden: !here, name: room ? at : undefined });
        }
    });
}
