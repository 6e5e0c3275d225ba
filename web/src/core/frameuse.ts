// What every frame of the machine is used for, one byte a frame, and how many frames there are of each use. Kept up to date by
// the frames that were written (mirror.ts), so that a machine of millions of frames costs nothing while it stands still.

import { Touched, type Column, type Mirror } from './mirror';
import { ENUMS, PAGE_FLAGS, type FieldName } from './schema.gen';

/** In the order they are stacked: what boot keeps, what the kernel took later, programs, free. */
export const USES = [
    'image', 'memmap', 'hash', 'percpu', 'initrd', 'firmware', 'zero', 'reserved', 'module', 'driver', 'stack', 'table', 'slab_unreclaimable',
    'slab_reclaimable', 'huge', 'anon', 'file', 'pcp', 'free', 'hole',
] as const;
export type Use = (typeof USES)[number];
export const USE = Object.fromEntries(USES.map((u, i) => [u, i])) as Record<Use, number>;

const flag = (name: string): number => PAGE_FLAGS.find(([, n]) => n === name)?.[0] ?? 0;
const [BUDDY, RESERVED, PCP] = [flag('buddy'), flag('reserved'), flag('pcp')];
/** Flag of a cache whose objects can be dropped. */
export const RECLAIMABLE = 1;
const byType = ENUMS.frame_type.map((t) => USE[t === 'slab' ? 'slab_unreclaimable' : t === 'kernel' ? 'driver' : t]);
const SLAB: number = ENUMS.frame_type.indexOf('slab'), KERNEL: number = ENUMS.frame_type.indexOf('kernel'), FREE: number = ENUMS.frame_type.indexOf('free');
const byKernelUse = ENUMS.kernel_use.map((u) => (u === 'none' ? USE.driver : u === 'boot' ? USE.reserved : USE[u]));

export interface FrameUses {
    /** index into USES, by frame number */
    cells: Uint8Array;
    /** frames of each use, by index into USES */
    counts: Uint32Array;
    /** of each pageblock: free frames, and pages that can be moved, in turn */
    blocks: Uint16Array;
    /** log2 frames of a pageblock */
    shift: number;
    /** frames whose use changed, in their order */
    changed: Touched;
}
/** Which of the two a use counts as in a pageblock; -1 neither. */
const inBlock: readonly number[] = USES.map((u) => (u === 'free' || u === 'pcp' ? 0 : u === 'anon' || u === 'file' || u === 'huge' ? 1 : -1));

type Classify = (pfn: number) => number;
interface Columns { type: Lane; flags: Lane; order: Lane; use: Lane | undefined; vpn: Column | undefined }
type Lane = Column['lo'];

function columnsOf(mirror: Mirror): Columns | null {
    const column = (name: FieldName<'frame'>): Column | undefined => mirror.column('frame', name);
    const type = column('type')?.lo, flags = column('flags')?.lo, order = column('order')?.lo;
    return type && flags && order ? { type, flags, order, use: column('use')?.lo, vpn: column('vpn') } : null;
}

/** The use of a frame that heads no free block. A free frame counts as on the zones' lists: its block's head says otherwise. */
function classifier(mirror: Mirror, { type, flags, use, vpn }: Columns): Classify {
    const reclaimable = reclaimableSlabs(mirror);
    return (pfn) => {
        const t = type[pfn]!;
        if (t === SLAB) return reclaimable(vpn?.get(pfn) ?? 0) ? USE.slab_reclaimable : USE.slab_unreclaimable;
        if (t !== KERNEL) return byType[t] ?? USE.driver;
        const of = use?.[pfn] ?? 0;
        // what boot did not keep, somebody asked for
        return of ? byKernelUse[of]! : flags[pfn]! & RESERVED ? USE.reserved : USE.driver;
    };
}

/** Whether the slab in a slot (plus 1, as frames keep it) is of a cache that can be shrunk. */
function reclaimableSlabs(mirror: Mirror): (slot1: number) => boolean {
    const cache = mirror.column('slab', 'cache')?.lo, flags = mirror.column('kmem_cache', 'flags')?.lo;
    return (slot1) => slot1 > 0 && ((flags?.[cache?.[slot1 - 1] ?? 0] ?? 0) & RECLAIMABLE) !== 0;
}

/** Log2 frames of a pageblock: 9, with two-level paging 10. */
function blockOrder(mirror: Mirror): number {
    const blocks = mirror.table('pageblock')?.count ?? 0;
    return blocks > 0 && Math.ceil((mirror.table('frame')?.count ?? 0) / 512) !== blocks ? 10 : 9;
}

const kept = new WeakMap<Mirror, FrameUses & { total: number }>();

/** Uses of all frames now. The answer is the same object while the machine is; its arrays change in place. */
export function frameUses(mirror: Mirror): FrameUses {
    const touched = mirror.table('frame')?.touched;
    const total = touched?.total ?? 0;
    let known = kept.get(mirror);
    if (known?.total === total) return known;
    const ids = known && touched ? touched.since(known.total) : null;
    if (!known) {
        const n = mirror.table('frame')?.count ?? 0;
        const shift = blockOrder(mirror);
        kept.set(mirror, (known = { cells: new Uint8Array(n).fill(USE.hole), counts: new Uint32Array(USES.length), blocks: new Uint16Array(Math.ceil(n / (1 << shift)) * 2), shift, changed: new Touched(), total }));
        known.counts[USE.hole] = n;
    }
    known.total = total;
    const columns = columnsOf(mirror);
    if (columns) bring(known, columns, classifier(mirror, columns), ids);
    return known;
}

/** Brings these frames up to date, or all. Only the first frame of a free block says which list the block is on. */
function bring(known: FrameUses, { type, flags, order }: Columns, of: Classify, ids: Uint32Array | null): void {
    const { cells, counts, blocks, shift, changed } = known;
    const put = (pfn: number, use: number): void => {
        const was = cells[pfn]!;
        if (was === use) return;
        counts[was]!--;
        counts[use]!++;
        const [from, to] = [inBlock[was]!, inBlock[use]!];
        if (from >= 0) blocks[(pfn >> shift) * 2 + from]!--;
        if (to >= 0) blocks[(pfn >> shift) * 2 + to]!++;
        cells[pfn] = use;
        changed.push(pfn);
    };
    /** Returns how many frames it saw to. */
    const see = (pfn: number): number => {
        if (type[pfn] !== FREE || !(flags[pfn]! & (BUDDY | PCP))) {
            put(pfn, of(pfn));
            return 1;
        }
        const end = Math.min(cells.length, pfn + 2 ** order[pfn]!);
        const use = flags[pfn]! & PCP ? USE.pcp : USE.free;
        for (let p = pfn; p < end; p++) put(p, use);
        return end - pfn;
    };
    if (!ids) for (let pfn = 0; pfn < cells.length; ) pfn += see(pfn);
    else {
        // frames inside blocks first, so that the heads have the last word
        for (const pfn of ids) if (!(flags[pfn]! & (BUDDY | PCP))) see(pfn);
        for (const pfn of ids) if (flags[pfn]! & (BUDDY | PCP)) see(pfn);
    }
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
