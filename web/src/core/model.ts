// The machine as views read it: typed accessors over a mirror. Nothing here is kept; everything is looked up, so a
// Model of the same mirror is always right. Ids are the engine's: slots for processes and areas, pfn for frames.

import { entryPfn, PTE } from './event';
import { Mirror, type Entry } from './mirror';
import { ENUMS, type FrameType, type Migratetype, type VmaRole } from './schema.gen';
import type { MachineConfig } from './wire';

export const ORDERS = 11;
export const MIGRATETYPES = 5;
export const PFN_NONE = 0xffff_ffff;

export interface Proc {
    slot: number;
    gen: number;
    pid: number;
    name: string;
    file: string;
    state: string;
    pgd: number;
    levels: number;
    tables: number;
    rssPages: number;
    anonPages: number;
    filePages: number;
    vmPages: number;
    minflt: number;
    majflt: number;
    cpu: number;
    inferred: boolean;
    brk: number;
    startBrk: number;
    startStack: number;
    mmapBase: number;
}

export interface Vma {
    slot: number;
    gen: number;
    proc: number;
    start: number;
    end: number;
    flags: number;
    /** "rw-p" */
    perms: string;
    role: VmaRole;
    file: string;
    /** What to call it: its role, the last part of its file, or "". */
    label: string;
    residentPages: number;
}

export interface Zone {
    id: number;
    name: string;
    node: number;
    start: number;
    spanned: number;
    present: number;
    managed: number;
    free: number;
    min: number;
    low: number;
    high: number;
}

export interface FreeList {
    zone: number;
    order: number;
    migratetype: number;
    blocks: number;
    /** First block, PFN_NONE when empty. */
    head: number;
}

export interface Frame {
    pfn: number;
    type: FrameType;
    flags: number;
    refcount: number;
    /** As Linux counts: -1 unmapped. */
    mapcount: number;
    tag: number;
    /** Process slot, or -1 for the kernel or nobody. */
    owner: number;
    vpn: number;
    order: number;
    zone: number;
    level: number;
    entries: number;
    migratetype: Migratetype;
}

export interface TlbEntry {
    id: number;
    cpu: number;
    level: number;
    set: number;
    way: number;
    valid: boolean;
    vpn: number;
    pfn: number;
    asid: number;
    flags: number;
}

export interface TlbLevel {
    level: number;
    entries: number;
    ways: number;
    sets: number;
    /** Position of its first entry among those of a CPU. */
    base: number;
}

export interface WalkLevel {
    /** levels … 1 */
    level: number;
    index: number;
    /** Binary of the index, padded to the width of this machine's levels. */
    bits: string;
    table: number;
    entry: Entry;
    present: boolean;
}

export interface Walk {
    levels: number;
    at: WalkLevel[];
    /** Bits of the offset, always 12. */
    offset: number;
    present: boolean;
    pfn: number;
    /** Level at which it stopped, 0 when it got through. */
    stopped: number;
}

const TLB_VALID = 1;
const decoder = new TextDecoder();

export class Model {
    constructor(
        readonly mirror: Mirror,
        readonly config: MachineConfig,
    ) {}

    // ---- names ------------------------------------------------------------------------------------------------
    name(id: number): string {
        if (!id) return '';
        const bytes = new Uint8Array(32);
        const view = new DataView(bytes.buffer);
        for (const [i, w] of (['w0', 'w1', 'w2', 'w3'] as const).entries()) {
            const column = this.mirror.column('name', w);
            view.setUint32(i * 8, column?.lo[id] ?? 0, true);
            view.setUint32(i * 8 + 4, column?.hi?.[id] ?? 0, true);
        }
        const end = bytes.indexOf(0);
        return decoder.decode(bytes.subarray(0, end < 0 ? 32 : end));
    }

    // ---- the machine ------------------------------------------------------------------------------------------
    get levels(): number {
        return this.config.paging_levels ?? 4;
    }

    /** Log2 frames of a pageblock, which is a huge page's. */
    get blockOrder(): number {
        return this.levels === 2 ? 10 : 9;
    }

    get blockFrames(): number {
        return 1 << this.blockOrder;
    }

    get cpus(): number {
        return this.mirror.table('cpu')?.count ?? 1;
    }

    get frameCount(): number {
        return this.mirror.table('frame')?.count ?? 0;
    }

    get clockNs(): number {
        return this.mirror.get('machine', 'clock_ns', 0);
    }

    get totalPages(): number {
        return this.mirror.get('machine', 'totalram_pages', 0);
    }

    get zeroPfn(): number {
        return this.mirror.get('machine', 'zero_pfn', 0);
    }

    get freePages(): number {
        return this.zones().reduce((sum, z) => sum + z.free, 0);
    }

    counter(index: number): number {
        return this.mirror.get('counter', 'value', index);
    }

    sysctl(index: number): number {
        return this.mirror.get('sysctl', 'value', index);
    }

    // ---- processes --------------------------------------------------------------------------------------------
    proc(slot: number): Proc {
        const m = this.mirror;
        const get = (f: Parameters<typeof m.get<'proc'>>[1]): number => m.get('proc', f, slot);
        const anon = get('rss_anon_pages');
        const file = get('rss_file_pages');
        return {
            slot,
            gen: get('gen'),
            pid: get('pid'),
            name: this.name(get('name')) || (get('pid') ? `pid ${get('pid')}` : '–'),
            file: this.name(get('file')),
            state: ENUMS.proc_state[get('state')] ?? '',
            pgd: get('pgd_pfn'),
            levels: get('levels'),
            tables: get('tables'),
            anonPages: anon,
            filePages: file,
            rssPages: anon + file + get('rss_shmem_pages'),
            vmPages: get('total_vm_pages'),
            minflt: get('minflt'),
            majflt: get('majflt'),
            cpu: get('cpu'),
            inferred: get('inferred') === 1,
            brk: get('brk'),
            startBrk: get('start_brk'),
            startStack: get('start_stack'),
            mmapBase: get('mmap_base'),
        };
    }

    isLive(kind: 'proc' | 'vma' | 'label' | 'job' | 'name', slot: number): boolean {
        return this.mirror.get(kind, 'live', slot) === 1;
    }

    private liveSlots(kind: 'proc' | 'vma' | 'label' | 'job'): number[] {
        const live = this.mirror.column(kind, 'live')?.lo;
        const out: number[] = [];
        if (live) for (let i = 0; i < live.length; i++) if (live[i]) out.push(i);
        return out;
    }

    /** Live processes, in the order of their pids. */
    procs(): Proc[] {
        return this.liveSlots('proc')
            .map((s) => this.proc(s))
            .sort((a, b) => a.pid - b.pid);
    }

    procOfPid(pid: number): Proc | null {
        const slot = this.liveSlots('proc').find((s) => this.mirror.get('proc', 'pid', s) === pid);
        return slot === undefined ? null : this.proc(slot);
    }

    // ---- areas ------------------------------------------------------------------------------------------------
    vma(slot: number): Vma {
        const m = this.mirror;
        const flags = m.get('vma', 'flags', slot);
        const role = (ENUMS.vma_role[m.get('vma', 'role', slot)] ?? '') as VmaRole;
        const file = this.name(m.get('vma', 'file', slot));
        return {
            slot,
            gen: m.get('vma', 'gen', slot),
            proc: m.get('vma', 'proc', slot),
            start: m.get('vma', 'start', slot),
            end: m.get('vma', 'end', slot),
            flags,
            perms: permsOf(flags),
            role,
            file,
            label: role !== '' && role !== 'lib' ? role : (file.split('/').pop() ?? ''),
            residentPages: m.get('vma', 'resident_pages', slot),
        };
    }

    /** Live areas of a process, ascending. */
    vmas(proc: number): Vma[] {
        return this.liveSlots('vma')
            .filter((s) => this.mirror.get('vma', 'proc', s) === proc)
            .map((s) => this.vma(s))
            .sort((a, b) => a.start - b.start);
    }

    vmaAt(proc: number, addr: number): Vma | null {
        return this.vmas(proc).find((v) => addr >= v.start && addr < v.end) ?? null;
    }

    /** Name of what lies at an address: "heap+0x1000", a label of the program, or the address. */
    place(proc: number, addr: number): string {
        for (const s of this.liveSlots('label')) {
            if (this.mirror.get('label', 'proc', s) !== proc + 1) continue;
            const start = this.mirror.get('label', 'start', s);
            const bytes = this.mirror.get('label', 'bytes', s);
            if (addr >= start && addr < start + bytes) return offsetName(this.name(this.mirror.get('label', 'name', s)), addr - start);
        }
        const vma = this.vmaAt(proc, addr);
        if (vma && vma.label) return offsetName(vma.label, addr - vma.start);
        return '0x' + addr.toString(16);
    }

    // ---- frames -----------------------------------------------------------------------------------------------
    frame(pfn: number): Frame {
        const m = this.mirror;
        return {
            pfn,
            type: (ENUMS.frame_type[m.get('frame', 'type', pfn)] ?? 'hole') as FrameType,
            flags: m.get('frame', 'flags', pfn),
            refcount: m.get('frame', 'refcount', pfn),
            mapcount: m.get('frame', 'mapcount', pfn),
            tag: m.get('frame', 'tag', pfn),
            owner: m.get('frame', 'owner', pfn) - 1,
            vpn: m.get('frame', 'vpn', pfn),
            order: m.get('frame', 'order', pfn),
            zone: this.zoneOf(pfn),
            level: m.get('frame', 'level', pfn),
            entries: m.get('frame', 'entries', pfn),
            migratetype: (ENUMS.migratetype[m.get('frame', 'migratetype', pfn)] ?? 'unmovable') as Migratetype,
        };
    }

    /** Index of the zone a frame lies in: of a frame between two zones the one above. */
    zoneOf(pfn: number): number {
        const count = this.mirror.table('zone')?.count ?? 0;
        let id = 0;
        while (id + 1 < count && pfn >= this.mirror.get('zone', 'start_pfn', id) + this.mirror.get('zone', 'spanned_pages', id)) id++;
        return id;
    }

    /** Column of frame types (values of ENUMS.frame_type), for tiles. */
    get frameTypes(): Uint8Array {
        return (this.mirror.column('frame', 'type')?.lo ?? new Uint8Array(0)) as Uint8Array;
    }

    // ---- zones and free lists ---------------------------------------------------------------------------------
    zones(): Zone[] {
        const table = this.mirror.table('zone');
        const out: Zone[] = [];
        for (let id = 0; table && id < table.count; id++) {
            const m = this.mirror;
            if (!m.get('zone', 'present_pages', id)) continue;
            out.push({
                id,
                name: ENUMS.zone_type[m.get('zone', 'type', id)] ?? '',
                node: m.get('zone', 'node', id),
                start: m.get('zone', 'start_pfn', id),
                spanned: m.get('zone', 'spanned_pages', id),
                present: m.get('zone', 'present_pages', id),
                managed: m.get('zone', 'managed_pages', id),
                free: m.get('zone', 'free_pages', id),
                min: m.get('zone', 'min_pages', id),
                low: m.get('zone', 'low_pages', id),
                high: m.get('zone', 'high_pages', id),
            });
        }
        return out;
    }

    freeList(zone: number, order: number, migratetype: number): FreeList {
        const id = (zone * ORDERS + order) * MIGRATETYPES + migratetype;
        return {
            zone,
            order,
            migratetype,
            blocks: this.mirror.get('freelist', 'blocks', id),
            head: this.mirror.get('freelist', 'head', id),
        };
    }

    // ---- TLB --------------------------------------------------------------------------------------------------
    tlbLevels(): TlbLevel[] {
        let base = 0;
        return (this.config.tlb ?? []).filter((t) => t.ways > 0 && t.entries > 0).map((t, level) => {
            const row = { level, entries: t.entries, ways: t.ways, sets: Math.max(1, t.entries / t.ways), base };
            base += t.entries;
            return row;
        });
    }

    tlb(cpu: number, level: number, set: number, way: number): TlbEntry {
        const levels = this.tlbLevels();
        const shape = levels[level];
        const perCpu = levels.reduce((n, l) => n + l.entries, 0);
        const id = cpu * perCpu + (shape?.base ?? 0) + set * (shape?.ways ?? 1) + way;
        const m = this.mirror;
        const flags = m.get('tlb', 'flags', id);
        return {
            id,
            cpu,
            level,
            set,
            way,
            valid: (flags & TLB_VALID) !== 0,
            vpn: m.get('tlb', 'vpn', id),
            pfn: m.get('tlb', 'pfn', id),
            asid: m.get('tlb', 'asid', id),
            flags,
        };
    }

    tlbSet(cpu: number, level: number, set: number): TlbEntry[] {
        const ways = this.tlbLevels()[level]?.ways ?? 0;
        return Array.from({ length: ways }, (_, way) => this.tlb(cpu, level, set, way));
    }

    tlbStat(cpu: number, level: number): { hits: number; misses: number } {
        const id = cpu * 2 + level;
        return { hits: this.mirror.get('tlbstat', 'hits', id), misses: this.mirror.get('tlbstat', 'misses', id) };
    }

    // ---- page tables ------------------------------------------------------------------------------------------
    /** Bits of an index on this machine: 9, or 10 with two levels. */
    get indexBits(): number {
        return this.levels === 2 ? 10 : 9;
    }

    pageIndex(level: number, addr: number): number {
        return Math.floor(addr / 2 ** (12 + this.indexBits * (level - 1))) % 2 ** this.indexBits;
    }

    /** The walk the CPU would make for an address of a process. */
    walk(proc: number, addr: number): Walk {
        const levels = this.levels;
        const out: Walk = { levels, at: [], offset: addr % 4096, present: false, pfn: PFN_NONE, stopped: 0 };
        let table = this.mirror.get('proc', 'pgd_pfn', proc);
        for (let level = levels; level >= 1; level--) {
            const index = this.pageIndex(level, addr);
            const entry = this.mirror.pte(table, index) ?? { lo: 0, hi: 0 };
            const present = (entry.lo & PTE.P) !== 0;
            out.at.push({ level, index, bits: index.toString(2).padStart(this.indexBits, '0'), table, entry, present });
            if (!present) {
                out.stopped = level;
                return out;
            }
            table = entryPfn(entry.lo, entry.hi);
        }
        out.present = true;
        out.pfn = table;
        return out;
    }
}

export function permsOf(flags: number): string {
    return (flags & 1 ? 'r' : '-') + (flags & 2 ? 'w' : '-') + (flags & 4 ? 'x' : '-') + (flags & 8 ? 's' : 'p');
}

function offsetName(name: string, offset: number): string {
    return offset ? `${name}+0x${offset.toString(16)}` : name;
}
