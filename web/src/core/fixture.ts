// A small recorded run made by hand, in the shapes of the wire: for tests and for drawing without a server.
// One process `web` whose heap is written for the first time (a whole fault), then one order-0 block for the kernel.

import { rleEncode } from '../base/rle';
import type { WireInt } from '../base/u64';
import { EVENTS, RECORDS, type EventName, type FieldRow, type RecordKind } from './schema.gen';
import { Mirror } from './mirror';
import type { MachineConfig, WireChanges, WireEvent, WireSchema, WireSnapshot, WireStep } from './wire';

const FRAMES = 16384;
const NONE = 0xffff_ffff;

export const fixtureConfig: MachineConfig = {
    profile: 'classroom',
    memory_bytes: FRAMES * 4096,
    paging_levels: 4,
    cpus: 1,
    pcid: true,
    tlb: [
        { entries: 64, ways: 4 },
        { entries: 1536, ways: 12 },
    ],
    costs: { walk_level: 25 },
};

/** The schema a server would send: everything that travels. */
export function fullSchema(): WireSchema {
    const schema: WireSchema = { events: {}, records: {} };
    for (const [name, row] of Object.entries(EVENTS)) schema.events[name] = [...row.args];
    for (const [kind, row] of Object.entries(RECORDS)) {
        const fields = Object.entries(row.fields as Readonly<Record<string, FieldRow>>)
            .filter(([, f]) => f.visibility === 'V' || f.visibility === 'S')
            .map(([name]) => name);
        schema.records[kind] = { section: row.section, whole: row.whole, fields };
    }
    return schema;
}

type Row = Record<string, WireInt>;

export class Builder {
    readonly schema = fullSchema();
    readonly state = new Map<string, Row>();
    seq = 0;
    private events: WireEvent[] = [];
    private changes: WireChanges = {};
    readonly steps: WireStep[] = [];

    row(kind: string, id: number): Row {
        const key = `${kind}/${id}`;
        let row = this.state.get(key);
        if (!row) this.state.set(key, (row = {}));
        return row;
    }

    put(kind: RecordKind, id: number, values: Row): void {
        const row = this.row(kind, id);
        for (const [field, value] of Object.entries(values)) {
            const before = row[field] ?? 0;
            row[field] = value;
            if (!this.events.length || before === value) continue;
            const index = this.schema.records[kind]!.fields.indexOf(field);
            (this.changes[kind] ??= []).push(this.events.length - 1, id, index, before, value);
        }
    }

    name(id: number, text: string): void {
        const bytes = new TextEncoder().encode(text.padEnd(32, '\0'));
        const words = [0, 8, 16, 24].map((at) => {
            let hex = '';
            for (let i = 7; i >= 0; i--) hex += bytes[at + i]!.toString(16).padStart(2, '0');
            return BigInt('0x' + hex) > 0x1f_ffff_ffff_ffffn ? '0x' + hex : Number('0x' + hex);
        });
        this.put('name', id, { w0: words[0]!, w1: words[1]!, w2: words[2]!, w3: words[3]!, live: 1, gen: 1 });
    }

    ev(name: EventName, cause: number, ...args: WireInt[]): number {
        this.events.push([name, cause, 0, ...args]);
        return this.events.length - 1;
    }

    endStep(step: number, command: string): void {
        const first = this.seq + 1;
        this.seq += this.events.length;
        this.steps.push({
            type: 'step', step, first, seq: this.seq, command, ok: true, clock_ns: step * 1000, hash: null,
            view_hash: Mirror.from(this.schema, this.snapshot(step)).viewHash, events: this.events, changes: this.changes,
        });
        this.events = [];
        this.changes = {};
    }

    snapshot(step: number): WireSnapshot {
        const counts: Partial<Record<RecordKind, number>> = {
            machine: 1, cpu: 1, zone: 8, freelist: 8 * 55, pageblock: FRAMES / 512, frame: FRAMES, tlb: 1600, tlbstat: 2, counter: 200, sysctl: 12,
        };
        const records: WireSnapshot['records'] = {};
        for (const [kind, desc] of Object.entries(this.schema.records)) {
            const rows = [...this.state.entries()].filter(([k]) => k.startsWith(kind + '/')).map(([k, r]) => [Number(k.slice(kind.length + 1)), r] as const);
            rows.sort((a, b) => a[0] - b[0]);
            const cols: Record<string, WireInt[]> = {};
            if (desc.whole) {
                const count = counts[kind as RecordKind] ?? 1;
                for (const f of desc.fields) {
                    const column: WireInt[] = new Array<WireInt>(count).fill(0);
                    for (const [id, r] of rows) column[id] = r[f] ?? 0;
                    cols[f] = rleEncode(column as number[]);
                }
                records[kind] = { count, cols };
            } else {
                for (const f of desc.fields) cols[f] = rows.flatMap(([, r]) => [1, r[f] ?? 0]);
                records[kind] = { count: null, ids: rows.flatMap(([id]) => [id, 1]), cols };
            }
        }
        return {
            type: 'snapshot', step, seq: this.seq, inside: false, head: { step: 2, seq: this.seq }, hash: '0x0000000000000000',
            view_hash: {}, clock_ns: 0, records,
        };
    }
}

const HEAP = 0x5581c3600000;
const ADDR = 0x5581c3a47e10;
const pteId = (table: number, index: number): number => table * 1024 + index;
const entry = (pfn: number, low: number): number => pfn * 4096 + low;

function boot(b: Builder): void {
    const type = { free: 0, anon: 1, file: 2, table: 4, kernel: 5 };
    b.put('machine', 0, { totalram_pages: 14848, zero_pfn: 0x300, r_pfn: NONE });
    const zones = [
        { start_pfn: 0, spanned_pages: 4096, present_pages: 3998, managed_pages: 3000, free_pages: 300, min_pages: 48, low_pages: 60, high_pages: 72, type: 0 },
        { start_pfn: 4096, spanned_pages: 12288, present_pages: 12288, managed_pages: 11848, free_pages: 4551, min_pages: 199, low_pages: 249, high_pages: 299, type: 1 },
    ];
    zones.forEach((z, id) => b.put('zone', id, z));
    for (let pfn = 0; pfn < FRAMES; pfn++) {
        const kind = pfn < 1024 ? 'kernel' : (pfn * 7919) % 11 < 3 ? 'free' : (pfn * 31) % 5 < 3 ? 'anon' : 'file';
        b.put('frame', pfn, { type: type[kind as keyof typeof type], refcount: kind === 'free' ? 0 : 1, mapcount: -1 });
    }
    for (let zone = 0; zone < 2; zone++)
        for (let order = 0; order <= 10; order++)
            for (let mt = 0; mt < 5; mt++) b.put('freelist', (zone * 11 + order) * 5 + mt, { blocks: 0, head: NONE });
    const blocks: [number, number, number][] = [[0, 1, 113], [1, 1, 155], [2, 1, 167], [3, 1, 142], [3, 0, 1], [4, 1, 126], [5, 1, 42], [6, 1, 13], [10, 1, 2]];
    for (const [order, mt, n] of blocks) b.put('freelist', (11 + order) * 5 + mt, { blocks: n, head: 0x1248 });

    ['', 'web', '/bin/web', '/lib/libc.so'].forEach((text, id) => b.name(id, text));
    b.put('proc', 0, {
        live: 1, gen: 1, pid: 1000, ppid: 1, name: 1, file: 2, state: 0, pgd_pfn: 0x0a41, levels: 4, tables: 4, vma_count: 5,
        rss_anon_pages: 1071, rss_file_pages: 240, total_vm_pages: 3000, pgtables_bytes: 16384, start_brk: HEAP, brk: HEAP + 0x1000000, cpu: 0,
    });
    b.put('cpu', 0, { proc: 1, asid: 1, asid0: 1 });
    const areas: [number, number, number, number, number, number][] = [
        [0x558100000000, 0x558100200000, 5, 2, 1, 200],
        [0x558100200000, 0x558100240000, 3, 2, 2, 40],
        [HEAP, HEAP + 0x1000000, 3, 0, 4, 1071],
        [0x7f1200000000, 0x7f1200200000, 5, 3, 8, 180],
        [0x7ffffffde000, 0x7ffffffff000, 0x103, 0, 5, 3],
    ];
    areas.forEach(([start, end, flags, file, role, resident], slot) =>
        b.put('vma', slot, { live: 1, gen: 1, proc: 0, start, end, flags, file, role, resident_pages: resident }),
    );
    const walk: [number, number, number][] = [[0x0a41, 171, 0x0a42], [0x0a42, 7, 0x0a45], [0x0a45, 29, 0x1c07]];
    walk.forEach(([table, index, next], i) => {
        b.put('pte', pteId(table, index), { value: entry(next, 0x67) });
        b.put('frame', table, { type: 4, level: 4 - i, owner: 1, entries: 1, refcount: 1 });
    });
    b.put('frame', 0x1c07, { type: 4, level: 1, owner: 1, entries: 2, refcount: 1 });
    b.put('pte', pteId(0x1c07, 69), { value: entry(0x2edf, 0x867) });
    b.put('pte', pteId(0x1c07, 70), { value: entry(0x2ee2, 0x867) });
    for (let way = 0; way < 3; way++) b.put('tlb', 7 * 4 + way, { vpn: 0x5581c3a07 + way * 16, pfn: 0x2edf + way, asid: 1, flags: 7 });
    b.put('tlbstat', 0, { hits: 961, misses: 39 });
}

function writeHeap(b: Builder): void {
    const vpn = Math.floor(ADDR / 4096);
    b.ev('command', 0, 12, 1);
    b.ev('access', 1, 1000, ADDR, 1, 0);
    b.ev('tlb_miss', 1, 0, 1, vpn, 7);
    b.put('tlbstat', 0, { misses: 40 });
    b.ev('walk_level', 1, 4, 171, 0x0a41, entry(0x0a42, 0x67), ADDR);
    b.put('machine', 0, { clock_ns: 25 });
    b.ev('walk_level', 2, 3, 7, 0x0a42, entry(0x0a45, 0x67), ADDR);
    b.ev('walk_level', 3, 2, 29, 0x0a45, entry(0x1c07, 0x67), ADDR);
    b.ev('walk_empty', 4, 1, 71, 0x1c07, 0, ADDR);
    b.put('machine', 0, { clock_ns: 100 });
    b.ev('page_fault', 1, 1000, ADDR, 6, 0);
    b.ev('vma_find', 1, 1000, ADDR, 2, 1, HEAP, HEAP + 0x1000000);
    b.ev('fault_decide', 2, 1000, ADDR, 1, 2);
    b.ev('alloc_pages', 1, 0, 0x100dca, 1, 1);
    b.ev('buddy_take', 1, 1, 0x1748, 0, 1, 112);
    b.put('freelist', (11 + 0) * 5 + 1, { blocks: 112 });
    b.put('zone', 1, { free_pages: 4550 });
    b.ev('frame_taken', 2, 0x1748, 0, 1, 1);
    b.put('frame', 0x1748, { type: 1, refcount: 1, owner: 1, vpn, zone: 1 });
    b.ev('frame_zero', 3, 0x1748, 0);
    b.ev('pte_set', 5, 0x1c07, 71, entry(0x1748, 0x867), 0, ADDR, 1000);
    b.put('pte', pteId(0x1c07, 71), { value: entry(0x1748, 0x867) });
    b.put('frame', 0x1c07, { entries: 3 });
    b.put('frame', 0x1748, { mapcount: 0 });
    b.put('vma', 2, { resident_pages: 1072 });
    b.put('proc', 0, { rss_anon_pages: 1072, minflt: 1312 });
    b.ev('fault_done', 8, 1000, ADDR, 1, 0, 900);
    b.ev('tlb_fill', 14, 0, 1, vpn, 0x1748, 7, 3);
    b.put('tlb', 7 * 4 + 3, { vpn, pfn: 0x1748, asid: 1, flags: 7 });
    b.ev('store', 15, 0x1748, 77, ADDR);
    b.put('frame', 0x1748, { tag: 77 });
    b.ev('command_end', 18, 0, 0);
    b.endStep(1, 'web write heap+0x447e10');
}

function allocPages(b: Builder): void {
    const list = (order: number): number => (11 + order) * 5;
    b.ev('command', 0, 15, 2);
    b.ev('alloc_pages', 1, 0, 0xcc0, 0, 1);
    b.ev('zone_check', 1, 1, 0, 4550, 249, 0, 1);
    b.ev('list_empty', 2, 1, 0, 0);
    b.ev('list_empty', 3, 1, 1, 0);
    b.ev('list_empty', 4, 1, 2, 0);
    b.ev('buddy_take', 5, 1, 0x1248, 3, 0, 0);
    b.put('freelist', list(3), { blocks: 0, head: NONE });
    for (let order = 2; order >= 0; order--) {
        b.ev('buddy_split', 1, 1, 0x1248, order + 1, order, 0, 0x1248 + (1 << order));
        b.put('freelist', list(order), { blocks: 1, head: 0x1248 + (1 << order) });
        b.put('frame', 0x1248 + (1 << order), { order });
    }
    b.put('zone', 1, { free_pages: 4549 });
    b.ev('frame_taken', 9, 0x1248, 0, 5, 0);
    b.put('frame', 0x1248, { type: 5, refcount: 1 });
    b.ev('command_end', 11, 0, 0x1248);
    b.endStep(2, 'alloc_pages 0 as one');
}

export interface Fixture {
    schema: WireSchema;
    config: MachineConfig;
    snapshot: WireSnapshot;
    steps: WireStep[];
    /** The state after the last step, for comparison. */
    end: WireSnapshot;
}

export function makeFixture(): Fixture {
    const b = new Builder();
    boot(b);
    const snapshot = b.snapshot(0);
    writeHeap(b);
    allocPages(b);
    const end = b.snapshot(2);
    return { schema: b.schema, config: fixtureConfig, snapshot, steps: b.steps, end };
}
