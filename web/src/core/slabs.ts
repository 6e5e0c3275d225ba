// Caches of kernel objects, their slabs and objects as views read them, beside model.ts and like it looked up, never kept.

import { RECLAIMABLE } from './frameuse';
import type { Model } from './model';
import { ENUMS, type SlabState } from './schema.gen';

export interface Cache {
    id: number;
    name: string;
    objectBytes: number;
    sizeBytes: number;
    align: number;
    order: number;
    objects: number;
    minPartial: number;
    cpuPartialSlabs: number;
    reclaimable: boolean;
    slabs: number;
    totalObjects: number;
    usedObjects: number;
    aliases: number;
}

export interface Slab {
    id: number;
    cache: number;
    pfn: number;
    order: number;
    node: number;
    objects: number;
    inuse: number;
    state: SlabState;
    cpu: number;
    next: number;
    /** index of the first free object of its own list, -1 none */
    free: number;
}

const live = (model: Model, kind: 'kmem_cache' | 'slab'): number[] => {
    const lo = model.mirror.column(kind, 'live')?.lo;
    const out: number[] = [];
    if (lo) for (let i = 0; i < lo.length; i++) if (lo[i]) out.push(i);
    return out;
};

export const hasSlabs = (model: Model): boolean => model.mirror.column('kmem_cache', 'live')?.lo.some((v) => v > 0) === true;

export function cacheOf(model: Model, id: number): Cache {
    const m = model.mirror;
    const get = (f: Parameters<typeof m.get<'kmem_cache'>>[1]): number => m.get('kmem_cache', f, id);
    return {
        id, name: model.name(get('name')), objectBytes: get('object_bytes'), sizeBytes: get('size_bytes'), align: get('align'), order: get('order'), objects: get('objects'),
        minPartial: get('min_partial'), cpuPartialSlabs: get('cpu_partial_slabs'), reclaimable: (get('flags') & RECLAIMABLE) !== 0, slabs: get('slabs'),
        totalObjects: get('total_objects'), usedObjects: get('used_objects'), aliases: get('aliases'),
    };
}
export const isCache = (model: Model, id: number): boolean => model.mirror.get('kmem_cache', 'live', id) === 1;

/** Frames a cache's slabs take. A slab of a smaller order counts as one of the usual. */
export const cachePages = (c: Cache): number => c.slabs << c.order;

/** Live caches, the one with most memory first. */
export const caches = (model: Model): Cache[] => live(model, 'kmem_cache').map((id) => cacheOf(model, id)).sort((a, b) => cachePages(b) - cachePages(a) || b.usedObjects - a.usedObjects || a.id - b.id);

/** Which object of a slab lies at an address; -1 for none. */
export function objectAt(address: number, pfn: number, sizeBytes: number): number {
    return address ? Math.floor((address - pfn * 4096) / Math.max(1, sizeBytes)) : -1;
}

export function slabOf(model: Model, id: number): Slab {
    const m = model.mirror;
    const get = (f: Parameters<typeof m.get<'slab'>>[1]): number => m.get('slab', f, id);
    const cache = get('cache'), pfn = get('pfn');
    return {
        id, cache, pfn, order: get('order'), node: get('node'), objects: get('objects'), inuse: get('inuse'), state: ENUMS.slab_state[get('state')] ?? 'none', cpu: get('cpu'),
        next: get('next') - 1, free: objectAt(get('freelist'), pfn, m.get('kmem_cache', 'size_bytes', cache)),
    };
}
export const isSlab = (model: Model, id: number): boolean => model.mirror.get('slab', 'live', id) === 1;

/** All slabs of a cache, by their frames. */
export function slabsOf(model: Model, cache: number): Slab[] {
    const of = model.mirror.column('slab', 'cache')?.lo;
    return live(model, 'slab').filter((id) => of?.[id] === cache).map((id) => slabOf(model, id)).sort((a, b) => a.pfn - b.pfn);
}

/** Whether somebody holds an object of a slab. */
export function isTaken(model: Model, slab: number, object: number): boolean {
    const column = model.mirror.column('slab', `used${Math.floor(object / 64)}` as 'used0');
    const at = object % 64;
    const word = at < 32 ? column?.lo[slab] : column?.hi?.[slab];
    return (((word ?? 0) >>> (at % 32)) & 1) === 1;
}

export interface CpuSide { cpu: number; slab: number; freeObjects: number; next: number; ahead: number[]; partial: number; partialSlabs: number }
/** What a CPU holds of a cache; slab and partial are slots, -1 none; next is the object given next, ahead those after it: at most
 * four, in their order. */
export function cpuSide(model: Model, cache: number, cpu: number): CpuSide {
    const m = model.mirror;
    const id = cache * model.cpus + cpu;
    const get = (f: Parameters<typeof m.get<'kmem_cpu'>>[1]): number => m.get('kmem_cpu', f, id);
    const slab = get('slab') - 1;
    const column = m.column('kmem_cpu', 'ahead');
    const lanes = [column?.lo[id] ?? 0, column?.hi?.[id] ?? 0];
    return {
        ahead: lanes.flatMap((lane) => [lane & 0xffff, lane >>> 16]).filter((n) => n > 0).map((n) => n - 1),
        cpu, slab, freeObjects: get('free_objects'), partial: get('partial') - 1, partialSlabs: get('partial_slabs'),
        next: slab < 0 ? -1 : objectAt(get('freelist'), m.get('slab', 'pfn', slab), m.get('kmem_cache', 'size_bytes', cache)),
    };
}

/** Partial slabs of all nodes of a cache. */
export function nodePartial(model: Model, cache: number, nodes: number): { slabs: number; first: number }[] {
    return Array.from({ length: nodes }, (_, node) => ({ slabs: model.mirror.get('kmem_node', 'nr_partial', cache * nodes + node), first: model.mirror.get('kmem_node', 'partial', cache * nodes + node) - 1 }));
}

/** Slabs of a list, from its first; at most `most`. */
export function chainFrom(model: Model, first: number, most: number): Slab[] {
    const out: Slab[] = [];
    for (let id = first; id >= 0 && out.length < most; ) {
        const s = slabOf(model, id);
        out.push(s);
        id = s.next;
    }
    return out;
}
