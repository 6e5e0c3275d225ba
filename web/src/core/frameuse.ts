// What every frame of the machine is used for, one byte a frame, and how many frames there are of each use. Kept up to date by
// the frames that were written (mirror.ts), so that a machine of millions of frames costs nothing while it stands still.

import type { Column, Mirror } from './mirror';
import { ENUMS, PAGE_FLAGS } from './schema.gen';

/** In the order they are stacked: what boot keeps, what the kernel took later, programs, free. */
export const USES = [
    'image', 'memmap', 'hash', 'percpu', 'initrd', 'firmware', 'zero', 'reserved', 'module', 'driver', 'kernel', 'stack', 'table', 'slab_unreclaimable',
    'slab_reclaimable', 'huge', 'anon', 'file', 'pcp', 'free', 'hole',
] as const;
export type Use = (typeof USES)[number];
export const USE = Object.fromEntries(USES.map((u, i) => [u, i])) as Record<Use, number>;

const flag = (name: string): number => PAGE_FLAGS.find(([, n]) => n === name)?.[0] ?? 0;
const [RESERVED, PCP] = [flag('reserved'), flag('pcp')];
/** Flag of a cache whose objects can be dropped. */
export const RECLAIMABLE = 1;
const byType = ENUMS.frame_type.map((t) => USE[t === 'slab' ? 'slab_unreclaimable' : t]);
const SLAB: number = ENUMS.frame_type.indexOf('slab'), KERNEL: number = ENUMS.frame_type.indexOf('kernel'), FREE: number = ENUMS.frame_type.indexOf('free');
const byKernelUse = ENUMS.kernel_use.map((u) => (u === 'none' ? USE.kernel : u === 'boot' ? USE.reserved : USE[u]));

export interface FrameUses {
    /** index into USES, by frame number */
    cells: Uint8Array;
    /** frames of each use, by index into USES */
    counts: Uint32Array;
    /** of each pageblock (512 frames): free frames, and pages that can be moved, in turn */
    blocks: Uint16Array;
}
/** Which of the two a use counts as in a pageblock; -1 neither. */
const inBlock: readonly number[] = USES.map((u) => (u === 'free' || u === 'pcp' ? 0 : u === 'anon' || u === 'file' || u === 'huge' ? 1 : -1));

type Classify = (pfn: number) => number;

function classifier(mirror: Mirror): Classify {
    const column = (name: string): Column | undefined => mirror.table('frame')?.byName.get(name);
    const type = column('type')?.lo, flags = column('flags')?.lo, use = column('use')?.lo, vpn = column('vpn');
    if (!type || !flags) return () => USE.free;
    const reclaimable = reclaimableSlabs(mirror);
    return (pfn) => {
        const t = type[pfn]!;
        if (t === FREE) return flags[pfn]! & PCP ? USE.pcp : USE.free;
        if (t === SLAB) return reclaimable(vpn?.get(pfn) ?? 0) ? USE.slab_reclaimable : USE.slab_unreclaimable;
        if (t !== KERNEL) return byType[t] ?? USE.kernel;
        const of = byKernelUse[use?.[pfn] ?? 0] ?? USE.kernel;
        return of === USE.kernel && flags[pfn]! & RESERVED ? USE.reserved : of;
    };
}

/** Whether the slab in a slot (plus 1, as frames keep it) is of a cache that can be shrunk. */
function reclaimableSlabs(mirror: Mirror): (slot1: number) => boolean {
    const cache = mirror.column('slab', 'cache')?.lo, flags = mirror.column('kmem_cache', 'flags')?.lo;
    return (slot1) => slot1 > 0 && ((flags?.[cache?.[slot1 - 1] ?? 0] ?? 0) & RECLAIMABLE) !== 0;
}

const kept = new WeakMap<Mirror, FrameUses & { total: number }>();

/** Uses of all frames now. The answer is the same object while the machine is; its arrays change in place. */
export function frameUses(mirror: Mirror): FrameUses {
    const touched = mirror.table('frame')?.touched;
    const total = touched?.total ?? 0;
    let known = kept.get(mirror);
    if (known?.total === total) return known;
    const of = classifier(mirror);
    const ids = known && touched ? touched.since(known.total) : null;
    if (known && ids) {
        for (const pfn of ids) {
            const now = of(pfn);
            known.counts[known.cells[pfn]!]!--;
            known.counts[now]!++;
            const [from, to] = [inBlock[known.cells[pfn]!]!, inBlock[now]!];
            if (from >= 0) known.blocks[(pfn >> 9) * 2 + from]!--;
            if (to >= 0) known.blocks[(pfn >> 9) * 2 + to]!++;
            known.cells[pfn] = now;
        }
        known.total = total;
        return known;
    }
    const n = mirror.table('frame')?.count ?? 0;
    known = { cells: new Uint8Array(n), counts: new Uint32Array(USES.length), blocks: new Uint16Array(Math.ceil(n / 512) * 2), total };
    const { cells, counts, blocks } = known;
    for (let pfn = 0; pfn < n; pfn++) {
        const use = (cells[pfn] = of(pfn));
        counts[use]!++;
        if (inBlock[use]! >= 0) blocks[(pfn >> 9) * 2 + inBlock[use]!]!++;
    }
    kept.set(mirror, known);
    return known;
}

const typeOf: readonly number[] = USES.map((u) => {
    const t = (ENUMS.frame_type as readonly string[]).indexOf(u);
    return t >= 0 ? t : u === 'pcp' ? FREE : u.startsWith('slab') ? SLAB : KERNEL;
});

/** Frames of each type, by value of ENUMS.frame_type. */
export function frameTally(mirror: Mirror): number[] {
    const out = new Array<number>(ENUMS.frame_type.length).fill(0);
    frameUses(mirror).counts.forEach((n, use) => (out[typeOf[use]!]! += n));
    return out;
}
