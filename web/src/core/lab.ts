// The lab of the machine as its pictures read it: textbook machines whose state is records of section `lab`.
// Nothing is kept here; everything is looked up in the mirror.

import type { Model } from './model';
import { ENUMS, type FieldName } from './schema.gen';

export type LabKind = 'none' | 'replace' | 'curve' | 'segments' | 'tables' | 'freelist';

/** One policy of a replacement lab. */
export interface LabRun {
    id: number;
    policy: string;
    hits: number;
    misses: number;
    evictions: number;
    used: number;
    /** arc's p, 2q's share of A1in */
    target: number;
    /** pages on T1 or A1in, T2 or Am, and remembered on B1 or A1out, B2 */
    lists: readonly [number, number, number, number];
}

export interface LabCell {
    /** page in the frame; -1 empty */
    page: number;
    hit: boolean;
    filled: boolean;
    ref: boolean;
    /** the hand stands here */
    hand: boolean;
    /** of nfu, aging, lfu */
    count: number;
}

export interface ReplaceLab {
    kind: 'replace';
    runs: readonly LabRun[];
    /** rows of the table */
    frames: number;
    refs: number;
    /** references done */
    at: number;
    /** columns held in the table; 0: too long for it */
    columns: number;
    page(column: number): number;
    cell(run: number, column: number, row: number): LabCell;
    cellId(run: number, column: number, row: number): number;
    /** page that is in a frame now; -1 none */
    slot(run: number, row: number): number;
}

export interface CurveLab {
    kind: 'curve';
    runs: readonly LabRun[];
    refs: number;
    /** most frames */
    max: number;
    /** what is known of a run's curve, ascending frames */
    points(run: number): readonly CurvePoint[];
}

export interface CurvePoint { id: number; frames: number; misses: number }

/** A segment: a descriptor of the GDT or an LDT, and where its bytes are. */
export interface LabSegment {
    slot: number;
    name: string;
    selector: number;
    ldt: boolean;
    base: number;
    /** as the descriptor holds it */
    limit: number;
    /** limit + 1, in bytes */
    bytes: number;
    granular: boolean;
    type: string;
    dpl: number;
    present: boolean;
    /** on the disk */
    swapped: boolean;
    /** an entry of Linux's own GDT */
    linux: boolean;
}

/** A piece of managed memory: of a segment, of an allocation, a header, or free. */
export interface LabBlock {
    id: number;
    start: number;
    /** header included */
    bytes: number;
    asked: number;
    used: boolean;
    name: string;
    /** next on the free list; -1 none */
    next: number;
}

export interface SegmentsLab {
    kind: 'segments';
    base: number;
    size: number;
    fit: string;
    segments: readonly LabSegment[];
    blocks: readonly LabBlock[];
    block(id: number): LabBlock | null;
    free: number;
    largest: number;
    internal: number;
    external: number;
}

export interface FreeLab {
    kind: 'freelist';
    base: number;
    size: number;
    header: number;
    align: number;
    fit: string;
    order: string;
    coalesce: boolean;
    blocks: readonly LabBlock[];
    /** ids in the order of the free list */
    list: readonly number[];
    block(id: number): LabBlock | null;
    free: number;
    largest: number;
    internal: number;
    external: number;
    /** blocks looked at by the last search */
    searched: number;
}

export interface LabScheme {
    id: number;
    scheme: string;
    bytes: number;
    tables: number;
    best: number;
    worst: number;
    /** accesses for the address asked about; 0 none */
    here: number;
    /** longest chain of a hash; 0 none */
    longest: number;
    levels: number;
}

export interface TablesLab {
    kind: 'tables';
    bits: number;
    /** bytes of a page */
    page: number;
    /** pages */
    mapped: number;
    address: number;
    schemes: readonly LabScheme[];
}

export type Lab = ReplaceLab | CurveLab | SegmentsLab | FreeLab | TablesLab;

const RUNS_MAX = 12;
const POINTS = 64;
const NEVER = 2 ** 53;

/** Which lab the machine has, looked up by one field: cheap where there is none. */
export const labKind = (model: Model): LabKind => (ENUMS.lab_kind[model.mirror.get('lab', 'kind', 0)] ?? 'none') as LabKind;

/** The lab of the machine at this moment; null when none was begun. */
export function labOf(model: Model): Lab | null {
    switch (labKind(model)) {
        case 'replace':
            return replaceLab(model);
        case 'curve':
            return curveLab(model);
        case 'segments':
            return segmentsLab(model);
        case 'tables':
            return tablesLab(model);
        case 'freelist':
            return freeLab(model);
        default:
            return null;
    }
}

function runsOf(model: Model): LabRun[] {
    const m = model.mirror;
    const n = Math.min(RUNS_MAX, m.get('lab', 'runs', 0));
    return Array.from({ length: n }, (_, id) => ({
        id,
        policy: ENUMS.lab_policy[m.get('labrun', 'policy', id)] ?? '',
        hits: m.get('labrun', 'hits', id),
        misses: m.get('labrun', 'misses', id),
        evictions: m.get('labrun', 'evictions', id),
        used: m.get('labrun', 'used', id),
        target: m.get('labrun', 'target', id),
        lists: [m.get('labrun', 'a', id), m.get('labrun', 'b', id), m.get('labrun', 'ghost_a', id), m.get('labrun', 'ghost_b', id)],
    }));
}

function replaceLab(model: Model): ReplaceLab {
    const m = model.mirror;
    const runs = runsOf(model);
    const frames = m.get('lab', 'frames', 0);
    const cellId = (run: number, column: number, row: number): number => (column * runs.length + run) * frames + row;
    return {
        kind: 'replace', runs, frames, refs: m.get('lab', 'refs', 0), at: m.get('lab', 'at', 0), columns: m.get('lab', 'columns', 0), cellId,
        slot: (run, row) => m.get('labslot', 'page', run * 2 * frames + row) - 1,
        page: (column) => m.get('labref', 'page', column) - 1,
        cell: (run, column, row) => {
            const id = cellId(run, column, row);
            const flags = m.get('labcell', 'flags', id);
            return {
                page: m.get('labcell', 'page', id) - 1, hit: (flags & 1) !== 0, filled: (flags & 2) !== 0, ref: (flags & 4) !== 0, hand: (flags & 8) !== 0,
                count: m.get('labcell', 'count', id),
            };
        },
    };
}

function curveLab(model: Model): CurveLab {
    const m = model.mirror;
    const runs = runsOf(model);
    return {
        kind: 'curve', runs, refs: m.get('lab', 'refs', 0), max: m.get('lab', 'frames', 0),
        points: (run) => {
            const out: CurvePoint[] = [];
            for (let i = 0; i < POINTS; i++) {
                const id = run * POINTS + i;
                const frames = m.get('labpoint', 'frames', id);
                if (frames) out.push({ id, frames, misses: m.get('labpoint', 'misses', id) });
            }
            return out;
        },
    };
}

/** The table is asked for its ids in use: slots of records that are not always there. */
function* liveIds(model: Model, kind: 'labseg' | 'labblock' | 'labtable'): Generator<number> {
    const live = model.mirror.column(kind, 'live')?.lo;
    if (live) for (let i = 0; i < live.length; i++) if (live[i]) yield i;
}

function blocksOf(model: Model): LabBlock[] {
    const m = model.mirror;
    const out: LabBlock[] = [];
    for (const id of liveIds(model, 'labblock')) {
        out.push({
            id, start: m.get('labblock', 'start', id), bytes: m.get('labblock', 'size', id), asked: m.get('labblock', 'asked', id),
            used: m.get('labblock', 'used', id) !== 0, name: model.name(m.get('labblock', 'name', id)), next: m.get('labblock', 'next', id) - 1,
        });
    }
    return out.sort((a, b) => a.start - b.start);
}

function segmentsLab(model: Model): SegmentsLab {
    const m = model.mirror;
    const blocks = blocksOf(model);
    const segments: LabSegment[] = [];
    for (const slot of liveIds(model, 'labseg')) {
        const get = (f: FieldName<'labseg'>): number => m.get('labseg', f, slot);
        segments.push({
            slot, name: model.name(get('name')), selector: get('selector'), ldt: ENUMS.lab_dt[get('table')] === 'ldt', base: get('base'), limit: get('limit'), bytes: get('size') || get('limit') + 1,
            granular: get('granularity') !== 0, type: ENUMS.lab_segment[get('type')] ?? '', dpl: get('dpl'), present: get('present') !== 0, swapped: get('swapped') !== 0, linux: get('builtin') !== 0,
        });
    }
    return {
        kind: 'segments', base: m.get('lab', 'base', 0), size: m.get('lab', 'memory', 0), fit: ENUMS.lab_fit[m.get('lab', 'fit', 0)] ?? '', segments, blocks,
        block: (id) => blocks.find((b) => b.id === id) ?? null,
        free: m.get('lab', 'free', 0), largest: m.get('lab', 'largest', 0), internal: m.get('lab', 'internal', 0), external: m.get('lab', 'external', 0),
    };
}

function freeLab(model: Model): FreeLab {
    const m = model.mirror;
    const blocks = blocksOf(model);
    // the list begins with the free piece that no other one points at
    const free = blocks.filter((b) => !b.used);
    const pointed = new Set(free.map((b) => b.next));
    const list: number[] = [];
    let at = free.find((b) => !pointed.has(b.id)) ?? null;
    while (at && list.length <= free.length) {
        list.push(at.id);
        const next: number = at.next;
        at = next < 0 ? null : (free.find((b) => b.id === next) ?? null);
    }
    return {
        kind: 'freelist', base: m.get('lab', 'base', 0), size: m.get('lab', 'memory', 0), header: m.get('lab', 'header', 0), align: m.get('lab', 'align', 0),
        fit: ENUMS.lab_fit[m.get('lab', 'fit', 0)] ?? '', order: ENUMS.lab_order[m.get('lab', 'order', 0)] ?? '', coalesce: m.get('lab', 'coalesce', 0) !== 0, blocks, list,
        block: (id) => blocks.find((b) => b.id === id) ?? null,
        free: m.get('lab', 'free', 0), largest: m.get('lab', 'largest', 0), internal: m.get('lab', 'internal', 0), external: m.get('lab', 'external', 0), searched: m.get('lab', 'searched', 0),
    };
}

function tablesLab(model: Model): TablesLab {
    const m = model.mirror;
    const schemes: LabScheme[] = [];
    let mapped = 0;
    for (const id of liveIds(model, 'labtable')) {
        const get = (f: FieldName<'labtable'>): number => m.get('labtable', f, id);
        mapped = Math.max(mapped, get('pages'));
        schemes.push({ id, scheme: ENUMS.table_scheme[id] ?? String(id), bytes: get('bytes'), tables: get('tables'), best: get('best'), worst: get('worst'), here: get('now'), longest: get('longest'), levels: get('levels') });
    }
    const address = m.get('lab', 'address', 0);
    return { kind: 'tables', bits: m.get('lab', 'bits', 0), page: m.get('lab', 'page', 0), mapped, address: address < NEVER ? address : -1, schemes };
}
