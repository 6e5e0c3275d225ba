// What is selected, and which other things are tied to it. One selection a page.

export type ThingKind = 'frame' | 'vma' | 'pte' | 'proc' | 'freelist' | 'zone' | 'tlb' | 'pageblock' | 'page' | 'label' | 'pcp' | 'pcplist' | 'node' | 'lrulist' | 'lrubatch' | 'kmem_cache' | 'slab'
    | 'labrun' | 'labcell' | 'labref' | 'labpoint' | 'labseg' | 'labblock' | 'labtable';

export interface Selection {
    kind: ThingKind;
    /** The record's id: a slot, a frame number, table frame * 1024 + index for an entry, a page number for `page`. */
    id: number;
    /** The process an address belongs to (kind `page`), by slot. */
    proc?: number;
}

export const sameThing = (a: Selection | null, b: Selection | null): boolean =>
    a === b || (a !== null && b !== null && a.kind === b.kind && a.id === b.id && (a.proc ?? -1) === (b.proc ?? -1));

/** As in the address bar: frame:0x1748, page:3@0x5581c3a47. */
export function formatSelection(s: Selection): string {
    const id = '0x' + s.id.toString(16);
    return s.proc === undefined ? `${s.kind}:${id}` : `${s.kind}:${s.proc}@${id}`;
}

const kinds: readonly string[] = ['frame', 'vma', 'pte', 'proc', 'freelist', 'zone', 'tlb', 'pageblock', 'page', 'label', 'pcp', 'pcplist', 'node', 'lrulist', 'lrubatch', 'kmem_cache', 'slab', 'labrun', 'labcell', 'labref', 'labpoint', 'labseg', 'labblock', 'labtable'];

export function parseSelection(text: string): Selection | null {
    const m = /^([a-z_]+):(?:(\d+)@)?(0x[0-9a-f]+|\d+)$/.exec(text);
    if (!m || !kinds.includes(m[1]!)) return null;
    const id = Number(m[3]);
    if (!Number.isSafeInteger(id)) return null;
    const s: Selection = { kind: m[1] as ThingKind, id };
    if (m[2] !== undefined) s.proc = Number(m[2]);
    return s;
}
