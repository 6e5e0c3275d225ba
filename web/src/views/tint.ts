// What the frames of the machine are coloured by: one class a frame and a legend. Kept a machine, and brought up to date by the
// frames that were written; pure otherwise.

import { frameUses, USE, USES, type Use } from '../core/frameuse';
import type { Mirror, Touched } from '../core/mirror';
import type { Model } from '../core/model';
import { ENUMS } from '../core/schema.gen';
import { COLOUR_BYS, type ColourBy } from '../core/view';
import type { Tinted } from '../render/paint';
import { CLASSES, type Ink } from '../render/palette';
import type { Words } from './words';

export { COLOUR_BYS, type ColourBy };

/** A class of frames: its colour, and how much of it on the ground. An empty label has no place in the legend. */
export interface Legend { ink: Ink; alpha: number; label: string }
export interface Tint extends Tinted { by: ColourBy; legend: readonly Legend[] }

const solid = (ink: Ink, label: string): Legend => ({ ink, alpha: 1, label });

const STATE: Record<Use, Ink> = {
    image: 'kernel', memmap: 'kernel', hash: 'kernel', percpu: 'kernel', initrd: 'kernel', firmware: 'kernel', zero: 'kernel', reserved: 'kernel', module: 'kernel',
    driver: 'kernel', stack: 'kernel', table: 'table', slab_unreclaimable: 'slab', slab_reclaimable: 'slab', huge: 'huge', anon: 'anon', file: 'file',
    pcp: 'pcp', free: 'free', hole: 'hole',
};
/** Kernel uses in groups: so many colours can be told apart, not fifteen. Slab and tables keep their fill. */
export const BY_USE: Record<Use, [Ink, keyof Words['tint']['use'], number?]> = {
    image: ['c4', 'image'], memmap: ['c1', 'memmap'], hash: ['kernel', 'boot'], percpu: ['kernel', 'boot'], initrd: ['kernel', 'boot'], firmware: ['kernel', 'boot'], zero: ['kernel', 'boot'],
    reserved: ['kernel', 'boot'], module: ['c3', 'driver'], driver: ['c3', 'driver'], stack: ['c2', 'stack'], table: ['table', 'table'],
    slab_unreclaimable: ['slab', 'slab'], slab_reclaimable: ['slab', 'slabRecl', 0.5], huge: ['hair', 'user'], anon: ['hair', 'user'], file: ['hair', 'user'], pcp: ['free', 'free'], free: ['free', 'free'], hole: ['hole', 'free'],
};

/** What is kept a machine and a colouring. */
interface Kept { cells: Uint8Array; stamp: number; serial: number }
const kept = new WeakMap<Mirror, Map<ColourBy, Kept>>();
let serials = 0;

function keep(mirror: Mirror, by: ColourBy): { known: Kept; fresh: boolean } {
    let all = kept.get(mirror);
    if (!all) kept.set(mirror, (all = new Map()));
    const n = mirror.table('frame')?.count ?? 0;
    let known = all.get(by);
    const fresh = !known || known.cells.length !== n;
    if (!known || fresh) all.set(by, (known = { cells: new Uint8Array(n), stamp: 0, serial: ++serials }));
    return { known, fresh };
}

const never = (): Uint32Array => new Uint32Array(0);

export function tintOf(model: Model, by: ColourBy, words: Words): Tint {
    const { mirror } = model;
    const frames = mirror.table('frame')?.touched ?? null;
    switch (by) {
        case 'type': {
            const { cells, changed } = frameUses(mirror);
            const legend = USES.map((u) => solid(STATE[u], u === 'pcp' ? words.tint.pcp : words.type[STATE[u]] ?? ''));
            return tint(mirror, by, cells, legend, changed.total, (s) => changed.since(s));
        }
        case 'use': {
            const { cells, changed } = frameUses(mirror);
            const legend = USES.map((u) => ({ ink: BY_USE[u][0], alpha: BY_USE[u][2] ?? 1, label: words.tint.use[BY_USE[u][1]] }));
            legend[USE.hole]!.label = '';
            return tint(mirror, by, cells, legend, changed.total, (s) => changed.since(s));
        }
        case 'zone':
            return byRange(model, by, words);
        case 'node':
            return byRange(model, by, words);
        case 'migrate':
            return byPageblock(model, words);
        default:
            return other(model, by, words, frames);
    }
}

function tint(mirror: Mirror, by: ColourBy, cells: Uint8Array, legend: readonly Legend[], stamp: number, since: Tinted['since']): Tint {
    return { key: `${keep(mirror, by).known.serial}/${by}/${legend.length}`, by, cells, inks: legend, legend, stamp, since };
}

/** Zones and nodes are ranges of frames; holes are none's. */
function byRange(model: Model, by: 'zone' | 'node', words: Words): Tint {
    const zones = model.zones();
    const legend: Legend[] = [{ ink: 'hole', alpha: 1, label: '' }];
    if (by === 'zone') {
        const types = [...new Set(zones.map((z) => z.name))];
        for (const t of types) legend.push(solid(CLASSES[ENUMS.zone_type.indexOf(t as never) % CLASSES.length]!, t));
    } else for (const node of new Set(zones.map((z) => z.node))) legend.push({ ink: CLASSES[node % CLASSES.length]!, alpha: node < CLASSES.length ? 1 : 0.5, label: words.tint.node(String(node)) });
    const { known, fresh } = keep(model.mirror, by);
    if (fresh) {
        const types = model.frameTypes;
        const hole = ENUMS.frame_type.indexOf('hole');
        for (const z of zones) {
            const label = by === 'zone' ? z.name : words.tint.node(String(z.node));
            const c = Math.max(0, legend.findIndex((l) => l.label === label));
            for (let p = z.start; p < z.start + z.spanned && p < known.cells.length; p++) if (types[p] !== hole) known.cells[p] = c;
        }
    }
    return tint(model.mirror, by, known.cells, legend, 0, never);
}

/** The migrate type of the pageblock round a frame. */
function byPageblock(model: Model, words: Words): Tint {
    const { mirror } = model;
    const size = model.blockFrames;
    const blocks = mirror.column('pageblock', 'migratetype')?.lo;
    const touched = mirror.table('pageblock')?.touched;
    const legend: Legend[] = [{ ink: 'hole', alpha: 1, label: '' }, ...ENUMS.migratetype.map((t, i) => solid(MIGRATE_INKS[i] ?? 'c8', words.tint.migrate[t] ?? t))];
    const { known, fresh } = keep(mirror, 'migrate');
    const total = touched?.total ?? 0;
    if (blocks && (fresh || known.stamp !== total)) {
        const hole = ENUMS.frame_type.indexOf('hole');
        const types = model.frameTypes;
        const one = (b: number): void => {
            for (let p = b * size; p < (b + 1) * size && p < known.cells.length; p++) known.cells[p] = types[p] === hole ? 0 : 1 + blocks[b]!;
        };
        const ids = fresh ? null : (touched?.since(known.stamp) ?? null);
        if (ids) ids.forEach(one);
        else for (let b = 0; b < blocks.length; b++) one(b);
        known.stamp = total;
    }
    return tint(mirror, 'migrate', known.cells, legend, total, (s) => {
        const ids = touched?.since(s);
        return ids && ids.length <= 256 ? Uint32Array.from({ length: ids.length * size }, (_, i) => ids[i >> model.blockOrder]! * size + (i & (size - 1))) : null;
    });
}
/** Unmovable is the one to look for; movable the ground of most machines. */
export const MIGRATE_INKS: readonly Ink[] = ['c4', 'c1', 'c6', 'c5', 'c2'];

const OWNERS: readonly Ink[] = CLASSES;
const FLAGS: readonly [number, string, Ink][] = [[1 << 21, 'mlocked', 'huge'], [1 << 29, 'table', 'table'], [1 << 28, 'buddy', 'free'], [1 << 12, 'reserved', 'kernel'], [1 << 3, 'dirty', 'anon'], [1 << 1, 'referenced', 'file'], [1 << 24, 'anon', 'slab']];

/** Colourings that are made anew from all frames: for one look, not for playing a large machine. */
function other(model: Model, by: 'order' | 'owner' | 'flags', words: Words, frames: Touched | null): Tint {
    const { known, fresh } = keep(model.mirror, by);
    const total = frames?.total ?? 0;
    const stale = fresh || known.stamp !== total;
    known.stamp = total;
    const legend = by === 'order' ? byOrder(model, words, stale ? known.cells : null) : by === 'owner' ? byOwner(model, words, stale ? known.cells : null) : byFlags(model, stale ? known.cells : null);
    return tint(model.mirror, by, known.cells, legend, total, () => null);
}

function byOrder(model: Model, words: Words, cells: Uint8Array | null): Legend[] {
    const order = model.mirror.column('frame', 'order')?.lo;
    const flags = model.mirror.column('frame', 'flags')?.lo;
    const types = model.frameTypes;
    const legend: Legend[] = [{ ink: 'ghost', alpha: 1, label: words.inUse }];
    for (let o = 0; o <= 10; o++) legend.push({ ink: 'file', alpha: 0.15 + (0.85 * o) / 10, label: String(o) });
    if (cells && order && flags) {
        cells.fill(0);
        for (let p = 0; p < cells.length; ) {
            if (types[p] === 0 && flags[p]! & (1 << 28)) {
                const size = 1 << order[p]!;
                cells.fill(order[p]! + 1, p, Math.min(cells.length, p + size));
                p += size;
            } else p++;
        }
    }
    return legend;
}

function byOwner(model: Model, words: Words, cells: Uint8Array | null): Legend[] {
    const owner = model.mirror.column('frame', 'owner')?.lo;
    const types = model.frameTypes;
    const legend: Legend[] = [solid('ghost', words.type.free!), solid('kernel', words.map.nobody)];
    const at = new Map<number, number>();
    model.procs().slice(0, 60).forEach((p, i) => {
        at.set(p.slot + 1, legend.length);
        legend.push({ ink: OWNERS[i % OWNERS.length]!, alpha: i < OWNERS.length ? 1 : 0.55, label: p.name || String(p.pid) });
    });
    if (cells && owner) for (let p = 0; p < cells.length; p++) cells[p] = owner[p] ? (at.get(owner[p]!) ?? 1) : types[p] === 0 || types[p] === 7 ? 0 : 1;
    return legend;
}

function byFlags(model: Model, cells: Uint8Array | null): Legend[] {
    const flags = model.mirror.column('frame', 'flags')?.lo;
    if (cells && flags) for (let p = 0; p < cells.length; p++) {
        const f = flags[p]!;
        cells[p] = 1 + FLAGS.findIndex(([bit]) => f & bit);
    }
    return [solid('ghost', '–'), ...FLAGS.map(([, label, ink]) => solid(ink, label))];
}

/** The legend's rows: every label once; state in the order of the look. */
export function legendRows(t: Tint): Legend[] {
    const out: Legend[] = [];
    for (const l of t.legend) if (l.label && l.ink !== 'hole' && !out.some((o) => o.label === l.label)) out.push(l);
    if (t.by !== 'type') return out;
    const order: readonly Ink[] = ['anon', 'file', 'slab', 'free', 'table', 'kernel', 'huge', 'pcp'];
    return out.sort((a, b) => order.indexOf(a.ink) - order.indexOf(b.ink));
}

const counted = new WeakMap<Uint8Array, { stamp: number; counts: Uint32Array }>();
/** Frames of each row of the legend. Uses are counted already; other colourings when their frames changed. */
export function countRows(model: Model, t: Tint): { legend: Legend; frames: number }[] {
    let counts: Uint32Array;
    const known = counted.get(t.cells);
    if (t.by === 'type' || t.by === 'use') ({ counts } = frameUses(model.mirror));
    else if (known?.stamp === t.stamp) ({ counts } = known);
    else {
        counts = new Uint32Array(256);
        for (const c of t.cells) counts[c]!++;
        counted.set(t.cells, { stamp: t.stamp, counts });
    }
    return legendRows(t).map((legend) => ({ legend, frames: t.legend.reduce((n, l, i) => (l.label === legend.label ? n + counts[i]! : n), 0) }));
}
