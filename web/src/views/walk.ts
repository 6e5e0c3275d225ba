// The walk of an address as columns: what is known of each level from the events of the pass, else from the tables.

import type { Model, Proc } from '../core/model';
import { entryPfn, PTE } from '../core/event';
import type { Mirror } from '../core/mirror';
import type { Story } from './story';

export interface Neighbour { index: number; pfn: number | null; known: boolean }
export interface LevelColumn {
    level: number;
    index: number;
    bits: string;
    /** frame of the table, or -1 when there is none */
    table: number;
    /** entry's frame, or null when it is empty */
    pfn: number | null;
    present: boolean;
    /** when the line reaches it: done, now, to come, or never (`off`: no table, or no walk) */
    phase: 'done' | 'now' | 'next' | 'off';
    neighbours: Neighbour[];
    /** positions 0..511 of used entries, for the spine; empty when unknown */
    used: number[];
    slots: number;
    stopped: boolean;
    denied: boolean;
}

export interface AddressWalk {
    levels: number;
    page: string;
    offset: string;
    columns: LevelColumn[];
    /** entries read so far and what they cost */
    reads: number;
    ns: number;
}

const kept = new WeakMap<Mirror, { seq: number; by: Map<number, number[]> }>();
/** Positions of a table's present entries; kept while the machine stands still. */
export function usedEntries(mirror: Mirror, table: number, slots: number): number[] {
    let known = kept.get(mirror);
    if (!known || known.seq !== mirror.seq) kept.set(mirror, (known = { seq: mirror.seq, by: new Map() }));
    let used = known.by.get(table);
    if (!used) {
        used = [];
        for (let i = 0; i < slots; i++) if ((mirror.pte(table, i)?.lo ?? 0) & PTE.P) used.push(i);
        known.by.set(table, used);
    }
    return used;
}

const hex = (n: number): string => n.toString(16);

/** Digits of the page number: all bits above the offset. */
export const pageText = (addr: number): string => '0x' + hex(Math.floor(addr / 4096));

export function addressWalk(model: Model, story: Story, proc: Proc | null, addr: number, typed: boolean): AddressWalk {
    const levels = proc?.levels || model.levels;
    const slots = levels === 2 ? 1024 : 512;
    const now = proc ? model.walk(proc.slot, addr) : null;
    const columns: LevelColumn[] = [];
    let reads = 0;
    for (let level = levels; level >= 1; level--) {
        const at = now?.at.find((w) => w.level === level);
        const index = at?.index ?? model.pageIndex(level, addr);
        const place = typed ? undefined : story.places.find((p) => p.key === 'level' && p.sub === level);
        const events = (place?.events ?? []).map((i) => ({ i, e: story.events[i]! }));
        const past = events.filter((x) => x.i <= story.at);
        const shown = (past.length ? past : events)[Math.max(0, (past.length || 1) - 1)]?.e;
        const happened = past.length > 0;
        const stopped = shown?.name === 'walk_empty';
        const denied = shown?.name === 'walk_denied';
        reads += past.length;
        let pfn: number | null = null;
        if (shown && (shown.lo('entry') & PTE.P)) pfn = entryPfn(shown.lo('entry'), shown.hi('entry'));
        else if (!shown && at?.present) pfn = entryPfn(at.entry.lo, at.entry.hi);
        const table = shown ? shown.arg('table_pfn') : (at?.table ?? -1);
        const phase = typed ? (at ? 'done' : 'off') : !place ? 'off' : place.events.includes(story.at) ? 'now' : happened ? 'done' : 'next';
        const neighbours: Neighbour[] = [];
        for (const d of [-2, -1, 1, 2]) {
            const n = index + d;
            if (n < 0 || n >= slots) continue;
            const e = table >= 0 ? model.mirror.pte(table, n) : undefined;
            neighbours.push({ index: n, pfn: e && (e.lo & PTE.P) ? entryPfn(e.lo, e.hi) : null, known: model.mirror.hasPtes && table >= 0 });
        }
        const used = table >= 0 ? usedEntries(model.mirror, table, slots) : [];
        columns.push({
            level, index, bits: index.toString(2).padStart(levels === 2 ? 10 : 9, '0'), table, pfn,
            present: pfn !== null, phase, neighbours, used, slots, stopped: typed ? at !== undefined && !at.present : stopped, denied,
        });
    }
    if (typed) reads = columns.filter((k) => k.phase !== 'off').length;
    const each = model.config.costs?.walk_level ?? 25;
    return { levels, page: pageText(addr), offset: '0x' + hex(addr % 4096).padStart(3, '0'), columns, reads, ns: reads * each };
}

/** Column positions: four levels stand as in the look; two and five share the same stretch. */
export function columnX(levels: number): { x: number[]; width: number; indent: number } {
    const pitch = 464 / levels;
    const width = levels === 5 ? pitch - 9 : Math.min(100, pitch - 16);
    return { x: Array.from({ length: levels }, (_, i) => 232 + i * pitch), width, indent: levels === 5 ? 12 : 16 };
}
