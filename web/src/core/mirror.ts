// The mirror: the machine's visible state as columns per record kind, kept up to date by changes, forward and back.
//
// Values of 8 bytes are two 32-bit lanes (lo, hi); smaller ones one typed array of their own width. Kinds that are
// not whole grow as ids appear. Page-table entries are a map from id = table frame * 1024 + index to two lanes.
// Nothing in here is reactive: whoever shows it watches the timeline's `rev`.

import { eachRun, expandIds } from '../base/rle';
import { highOf, joined, lowOf, type WireInt } from '../base/u64';
import { RECORDS, type FieldName, type FieldRow, type RecordKind } from './schema.gen';
import type { ViewHash, WireChanges, WireSchema, WireSnapshot, WireTable } from './wire';
import { kindHash, mixInto } from './viewhash';

type Lane = Uint8Array | Uint16Array | Uint32Array | Int32Array;

export class Column {
    lo: Lane;
    hi: Uint32Array | null;
    readonly hash: number;

    constructor(
        readonly name: string,
        readonly row: FieldRow,
        rows: number,
    ) {
        this.hash = kindHash(name);
        this.lo = laneFor(row, rows);
        this.hi = row.bytes === 8 ? new Uint32Array(rows) : null;
    }

    /** The value; exact below 2^53. */
    get(id: number): number {
        const lo = this.lo[id] ?? 0;
        return this.hi ? joined(this.hi[id] ?? 0, lo) : lo;
    }

    set(id: number, value: WireInt): void {
        this.lo[id] = lowOf(value);
        if (this.hi) this.hi[id] = highOf(value);
    }

    grow(rows: number): void {
        const lo = laneFor(this.row, rows);
        lo.set(this.lo);
        this.lo = lo;
        if (this.hi) {
            const hi = new Uint32Array(rows);
            hi.set(this.hi);
            this.hi = hi;
        }
    }

    fill(from: number, to: number, value: WireInt): void {
        this.lo.fill(lowOf(value), from, to);
        this.hi?.fill(highOf(value), from, to);
    }

    /** The lanes as the view hash counts them: signed values extended to 64 bits. */
    highLane(id: number): number {
        if (this.hi) return this.hi[id] ?? 0;
        return this.row.signed && (this.lo[id] ?? 0) < 0 ? 0xffff_ffff : 0;
    }
}

function laneFor(row: FieldRow, rows: number): Lane {
    if (row.bytes === 1) return new Uint8Array(rows);
    if (row.bytes === 2) return new Uint16Array(rows);
    return row.signed && row.bytes === 4 ? new Int32Array(rows) : new Uint32Array(rows);
}

/** Ids written last, so that what is derived from a large table need not look at all of it again. */
export class Touched {
    private readonly ids = new Uint32Array(1 << 16);
    /** How many writes there were. */
    total = 0;

    push(id: number): void {
        this.ids[this.total++ & 0xffff] = id;
    }

    /** Ids written since `total` was that; null when there were more than are kept. */
    since(total: number): Uint32Array | null {
        const n = this.total - total;
        if (n < 0 || n > this.ids.length) return null;
        return Uint32Array.from({ length: n }, (_, i) => this.ids[(total + i) & 0xffff]!);
    }
}

/** Tables whose writes are remembered. */
const REMEMBERED: ReadonlySet<RecordKind> = new Set(['frame', 'pageblock']);

export class Table {
    readonly columns: Column[];
    readonly touched: Touched | null;
    readonly byName = new Map<string, Column>();
    readonly hash: number;
    count: number;

    constructor(
        readonly kind: RecordKind,
        readonly section: string,
        readonly whole: boolean,
        fields: readonly string[],
        count: number,
    ) {
        this.hash = kindHash(kind);
        this.count = count;
        this.touched = REMEMBERED.has(kind) ? new Touched() : null;
        const rows: Readonly<Record<string, FieldRow>> = RECORDS[kind].fields;
        this.columns = fields.map((name) => {
            const row = rows[name] ?? { bytes: 8, signed: false, visibility: 'V', unit: '', en: name, zh: name };
            return new Column(name, row, count);
        });
        for (const c of this.columns) this.byName.set(c.name, c);
    }

    reserve(count: number): void {
        if (count <= this.count) return;
        const rows = Math.max(count, this.count * 2, 8);
        for (const c of this.columns) c.grow(rows);
        this.count = rows;
    }
}

/** One page-table entry. */
export interface Entry {
    lo: number;
    hi: number;
}

export class Mirror {
    readonly tables = new Map<RecordKind, Table>();
    readonly ptes = new Map<number, Entry>();
    /** Two lanes by section, kept up to date by every change. */
    readonly viewHash: ViewHash = {};
    /** Last event this state includes. */
    seq = 0;
    /** Whether page-table entries travel for this machine. */
    hasPtes = false;

    constructor(readonly schema: WireSchema) {}

    static from(schema: WireSchema, snapshot: WireSnapshot): Mirror {
        const mirror = new Mirror(schema);
        mirror.load(snapshot);
        return mirror;
    }

    private load(snapshot: WireSnapshot): void {
        this.seq = snapshot.seq;
        for (const [kind, desc] of Object.entries(this.schema.records)) {
            const data = snapshot.records[kind];
            this.viewHash[desc.section] ??= [0, 0];
            if (kind === 'pte') {
                if (data) this.loadPtes(data);
                continue;
            }
            if (!(kind in RECORDS)) continue;
            const table = new Table(kind as RecordKind, desc.section, desc.whole, desc.fields, data?.count ?? 0);
            this.tables.set(table.kind, table);
            if (data) loadTable(table, data);
        }
        this.rehash();
    }

    private loadPtes(data: WireTable): void {
        this.hasPtes = true;
        const ids = expandIds(data.ids ?? []);
        eachRun(data.cols.value ?? [], (from, to, value) => {
            const lo = lowOf(value);
            const hi = highOf(value);
            for (let i = from; i < to; i++) if (lo || hi) this.ptes.set(ids[i]!, { lo, hi });
        });
    }

    /** Counts the view hash anew from the state. */
    rehash(): void {
        for (const lanes of Object.values(this.viewHash)) lanes.fill(0);
        for (const table of this.tables.values()) {
            const lanes = this.viewHash[table.section]!;
            for (const column of table.columns) {
                // nearly all of a large table is zeros: they are passed by without a call
                const { lo, hi } = column;
                for (let id = 0; id < table.count; id++) {
                    if (lo[id] === 0 && (hi === null || hi[id] === 0)) continue;
                    mixInto(lanes, table.hash, id, column.hash, lo[id]! >>> 0, column.highLane(id), 1);
                }
            }
        }
        const pte = this.schema.records.pte;
        if (!pte) return;
        const lanes = this.viewHash[pte.section]!;
        const kind = kindHash('pte');
        const field = kindHash('value');
        for (const [id, e] of this.ptes) mixInto(lanes, kind, id, field, e.lo, e.hi, 1);
    }

    table(kind: RecordKind): Table | undefined {
        return this.tables.get(kind);
    }

    column<K extends RecordKind>(kind: K, field: FieldName<K>): Column | undefined {
        return this.tables.get(kind)?.byName.get(field);
    }

    get<K extends RecordKind>(kind: K, field: FieldName<K>, id: number): number {
        return this.column(kind, field)?.get(id) ?? 0;
    }

    pte(tablePfn: number, index: number): Entry | undefined {
        return this.ptes.get(tablePfn * 1024 + index);
    }

    private put(kind: RecordKind, field: number, id: number, before: WireInt, after: WireInt): void {
        if (kind === 'pte') {
            this.putPte(id, before, after);
            return;
        }
        const table = this.tables.get(kind);
        const column = table?.columns[field];
        if (!table || !column) return;
        if (id >= table.count) table.reserve(id + 1);
        table.touched?.push(id);
        const lanes = this.viewHash[table.section]!;
        const lo = column.lo[id]! >>> 0;
        const hi = column.highLane(id);
        if (lo || hi) mixInto(lanes, table.hash, id, column.hash, lo, hi, -1);
        column.set(id, after);
        const newLo = column.lo[id]! >>> 0;
        const newHi = column.highLane(id);
        if (newLo || newHi) mixInto(lanes, table.hash, id, column.hash, newLo, newHi, 1);
    }

    private putPte(id: number, before: WireInt, after: WireInt): void {
        const lanes = this.viewHash[this.schema.records.pte?.section ?? 'tables'];
        if (!lanes) return;
        const kind = kindHash('pte');
        const field = kindHash('value');
        const oldLo = lowOf(before);
        const oldHi = highOf(before);
        if (oldLo || oldHi) mixInto(lanes, kind, id, field, oldLo, oldHi, -1);
        const lo = lowOf(after);
        const hi = highOf(after);
        if (lo || hi) {
            mixInto(lanes, kind, id, field, lo, hi, 1);
            this.ptes.set(id, { lo, hi });
        } else {
            this.ptes.delete(id);
        }
    }

    /** Applies the changes of the events from..to (indices, `to` not included) of a step. */
    apply(changes: WireChanges, from: number, to: number): void {
        for (const kind of Object.keys(changes) as RecordKind[]) {
            const list = changes[kind]!;
            const end = lowerBound(list, to);
            for (let i = lowerBound(list, from); i < end; i += 5) {
                this.put(kind, list[i + 2] as number, Number(list[i + 1]), list[i + 3]!, list[i + 4]!);
            }
        }
    }

    /** Takes them back, last one first. */
    revert(changes: WireChanges, from: number, to: number): void {
        for (const kind of Object.keys(changes) as RecordKind[]) {
            const list = changes[kind]!;
            const start = lowerBound(list, from);
            for (let i = lowerBound(list, to) - 5; i >= start; i -= 5) {
                this.put(kind, list[i + 2] as number, Number(list[i + 1]), list[i + 4]!, list[i + 3]!);
            }
        }
    }

    /** Net changes of a long step: [id, field, old, new, …]. */
    applyNet(changes: WireChanges): void {
        for (const kind of Object.keys(changes) as RecordKind[]) {
            const list = changes[kind]!;
            for (let i = 0; i < list.length; i += 4) {
                this.put(kind, list[i + 1] as number, Number(list[i]), list[i + 2]!, list[i + 3]!);
            }
        }
    }

    revertNet(changes: WireChanges): void {
        for (const kind of Object.keys(changes) as RecordKind[]) {
            const list = changes[kind]!;
            for (let i = list.length - 4; i >= 0; i -= 4) {
                this.put(kind, list[i + 1] as number, Number(list[i]), list[i + 3]!, list[i + 2]!);
            }
        }
    }
}

function loadTable(table: Table, data: WireTable): void {
    if (table.whole || !data.ids) {
        for (const column of table.columns) {
            eachRun(data.cols[column.name] ?? [], (from, to, value) => column.fill(from, to, value));
        }
        return;
    }
    const ids = expandIds(data.ids);
    if (ids.length) table.reserve(ids[ids.length - 1]! + 1);
    for (const column of table.columns) {
        eachRun(data.cols[column.name] ?? [], (from, to, value) => {
            for (let i = from; i < to; i++) column.set(ids[i]!, value);
        });
    }
}

/** First position of a row (of five) whose `at` is not below `at`. */
function lowerBound(list: readonly WireInt[], at: number): number {
    let lo = 0;
    let hi = list.length / 5;
    while (lo < hi) {
        const mid = (lo + hi) >> 1;
        if ((list[mid * 5] as number) < at) lo = mid + 1;
        else hi = mid;
    }
    return lo * 5;
}

/** Rows of one event's changes of a kind: [id, field, old, new]. */
export function* changesAt(changes: WireChanges, kind: RecordKind, at: number): Generator<[number, number, WireInt, WireInt]> {
    const list = changes[kind];
    if (!list) return;
    const end = lowerBound(list, at + 1);
    for (let i = lowerBound(list, at); i < end; i += 5) {
        yield [Number(list[i + 1]), list[i + 2] as number, list[i + 3]!, list[i + 4]!];
    }
}
