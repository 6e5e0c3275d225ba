// One event as a sentence needs it: its arguments with the machine behind them. Language-free.

import * as f from '../../base/format';
import { entryBits, entryPfn, type Ev } from '../event';
import { permsOf, type Model, type Vma } from '../model';
import { COMMANDS, ENUMS, ERRNOS, GFPS, SIGNALS, SI_CODES, SYSCTLS } from '../schema.gen';
import type { StepView } from '../timeline';

export class Story {
    constructor(
        readonly e: Ev,
        readonly model: Model,
        readonly step: StepView,
    ) {}

    n(arg: string): number {
        return this.e.arg(arg);
    }

    /** With commas. */
    int(arg: string): string {
        return f.int(this.n(arg));
    }

    /** A frame number in bare hex. */
    hex(arg: string): string {
        return f.frameHex(this.n(arg));
    }

    addr(arg: string): string {
        return f.addressShort(this.n(arg));
    }

    bytes(arg: string): string {
        return f.bytes(this.n(arg));
    }

    /** Name of the process the event is about; "pid 1000" when it is gone. */
    get who(): string {
        const pid = this.n('pid');
        return (this.model.procOfPid(pid)?.name ?? '') || `pid ${pid}`;
    }

    procName(pid: number): string {
        return (this.model.procOfPid(pid)?.name ?? '') || `pid ${pid}`;
    }

    /** Slot of the process on the event's CPU; -1 none. */
    get cpuProc(): number {
        return this.model.mirror.get('cpu', 'proc', this.e.cpu) - 1;
    }

    get procSlot(): number {
        return this.e.has('pid') ? (this.model.procOfPid(this.n('pid'))?.slot ?? -1) : this.cpuProc;
    }

    /** What lies at the event's address: "heap+0x1000" or the address, cut. */
    get place(): string {
        const at = this.n('addr');
        const slot = this.procSlot;
        const name = slot < 0 ? '' : this.model.place(slot, at);
        return name && !name.startsWith('0x') && name.length <= 18 ? name : f.addressShort(at);
    }

    /** The area the event's address lies in. */
    get area(): Vma | null {
        const slot = this.procSlot;
        return slot < 0 ? null : this.model.vmaAt(slot, this.n('addr'));
    }

    vma(arg = 'vma'): Vma {
        return this.model.vma(this.n(arg));
    }

    areaName(arg = 'vma'): string {
        return this.vma(arg).label;
    }

    get perms(): string {
        return permsOf(this.n('flags'));
    }

    get size(): string {
        return f.blockBytes(this.n('end') - this.n('start'));
    }

    get entryFrame(): string {
        return f.frameHex(entryPfn(this.e.lo('entry'), this.e.hi('entry')));
    }

    get entryIsZeroPage(): boolean {
        return entryPfn(this.e.lo('entry'), this.e.hi('entry')) === this.model.zeroPfn;
    }

    get bits(): string {
        return entryBits(this.e.lo('entry'), this.e.hi('entry'));
    }

    get writable(): boolean {
        return (this.e.lo('entry') & 2) !== 0;
    }

    get zone(): string {
        const id = this.n('zone');
        return this.model.zones().find((z) => z.id === id)?.name ?? `zone ${id}`;
    }

    get order(): number {
        return this.n('order');
    }

    /** Frames of a block of the order in `arg`. */
    frames(arg = 'order'): number {
        return 2 ** this.n(arg);
    }

    migratetype(arg = 'migratetype'): string {
        return ENUMS.migratetype[this.n(arg)] ?? String(this.n(arg));
    }

    get access(): 'read' | 'write' | 'fetch' {
        return ENUMS.access_type[this.n('access_type')] ?? 'read';
    }

    get fault(): (typeof ENUMS.fault_kind)[number] {
        return ENUMS.fault_kind[this.n('fault_kind')] ?? 'spurious';
    }

    get frameType(): (typeof ENUMS.frame_type)[number] {
        return ENUMS.frame_type[this.n('frame_type')] ?? 'kernel';
    }

    get flushReason(): (typeof ENUMS.tlb_flush_reason)[number] {
        return ENUMS.tlb_flush_reason[this.n('tlb_flush_reason')] ?? 'switch';
    }

    get labKind(): (typeof ENUMS.lab_kind)[number] {
        return ENUMS.lab_kind[this.n('lab_kind')] ?? 'none';
    }

    /** Policy of the run the event is about. */
    get labPolicy(): (typeof ENUMS.lab_policy)[number] {
        return ENUMS.lab_policy[this.model.mirror.get('labrun', 'policy', this.n('run'))] ?? 'none';
    }

    /** The same as it is written in a line. */
    get labRun(): string {
        return this.labPolicy === 'none' ? `#${this.n('run') + 1}` : this.labPolicy;
    }

    get labWhy(): (typeof ENUMS.lab_why)[number] {
        return ENUMS.lab_why[this.n('lab_why')] ?? 'none';
    }

    get labList(): (typeof ENUMS.lab_list)[number] {
        return ENUMS.lab_list[this.n('lab_list')] ?? 'none';
    }

    get labListFrom(): (typeof ENUMS.lab_list)[number] {
        return ENUMS.lab_list[this.n('lab_list_from')] ?? 'none';
    }

    /** Name kept under the number in `arg`. */
    nameOf(arg: string): string {
        return this.model.name(this.n(arg));
    }

    /** Name of the segment the event is about. */
    get segment(): string {
        return this.model.name(this.model.mirror.get('labseg', 'name', this.n('labseg')));
    }

    /** 0x7b; exact below 2^53. */
    hexOf(arg: string): string {
        return f.addressHex(this.n(arg));
    }

    /** Eight bytes as 16 digits. */
    wide(arg: string): string {
        const half = (n: number): string => (n >>> 0).toString(16).padStart(8, '0');
        return half(this.e.hi(arg)) + half(this.e.lo(arg));
    }

    zero(arg: string): boolean {
        return !this.e.lo(arg) && !this.e.hi(arg);
    }

    get labFit(): (typeof ENUMS.lab_fit)[number] {
        return ENUMS.lab_fit[this.n('lab_fit')] ?? 'first';
    }

    /** Name of the cache the event is about. */
    get cache(): string {
        const id = this.n('cache');
        return this.model.name(this.model.mirror.get('kmem_cache', 'name', id)) || `cache ${id}`;
    }

    /** Its figures. */
    cacheFigure(field: 'min_partial' | 'cpu_partial_slabs' | 'objects' | 'object_bytes' | 'size_bytes' | 'order'): number {
        return this.model.mirror.get('kmem_cache', field, this.n('cache'));
    }

    get slabPath(): (typeof ENUMS.slab_path)[number] {
        return ENUMS.slab_path[this.n('slab_path')] ?? 'cpu_freelist';
    }

    get slabPut(): (typeof ENUMS.slab_put)[number] {
        return ENUMS.slab_put[this.n('slab_put')] ?? 'cpu_freelist';
    }

    slabState(arg = 'slab_state'): (typeof ENUMS.slab_state)[number] {
        return ENUMS.slab_state[this.n(arg)] ?? 'none';
    }

    get segRule(): (typeof ENUMS.seg_rule)[number] {
        return ENUMS.seg_rule[this.n('seg_rule')] ?? 'limit';
    }

    get segFault(): (typeof ENUMS.seg_fault)[number] {
        return ENUMS.seg_fault[this.n('seg_fault')] ?? 'none';
    }

    get tableScheme(): (typeof ENUMS.table_scheme)[number] {
        return ENUMS.table_scheme[this.n('table_scheme')] ?? 'linear';
    }

    get verb(): string {
        return COMMANDS[this.n('verb')]?.word ?? '';
    }

    get command(): string {
        return this.step.command || this.verb;
    }

    get errno(): string {
        const n = this.n('errno');
        return ERRNOS.find(([number]) => number === n)?.[1] ?? (n ? `errno ${n}` : '');
    }

    get signal(): string {
        const n = this.n('signal');
        return SIGNALS.find(([number]) => number === n)?.[1] ?? `signal ${n}`;
    }

    get siCode(): string {
        const signal = this.n('signal');
        const code = this.n('si_code');
        return SI_CODES.find(([s, c]) => s === signal && c === code)?.[2] ?? '';
    }

    get gfp(): string {
        // The fault path adds __GFP_ZERO (0x100) and __GFP_COMP (0x40000) to what it asks for.
        const bits = this.n('gfp');
        const plain = GFPS.find(([b]) => b === bits) ?? GFPS.find(([b]) => b === (bits & ~0x40100));
        return plain ? `GFP_${plain[1]}` : `gfp 0x${bits.toString(16)}`;
    }

    get zeroed(): boolean {
        return (this.n('gfp') & 0x100) !== 0;
    }

    get sysctl(): string {
        return SYSCTLS[this.n('sysctl')]?.key ?? '';
    }

    get ns(): string {
        return f.duration(this.n('ns'));
    }

    /** "L1" or "L2", as events count them. */
    get tlb(): string {
        return `L${this.n('tlb_level')}`;
    }

    get lastTlb(): boolean {
        return this.n('tlb_level') >= this.model.tlbLevels().length;
    }

    get top(): boolean {
        return this.n('level') === this.model.levels;
    }

    get indexBits(): number {
        return this.model.indexBits;
    }

    /** Pages between the two ends the event names. */
    pagesMoved(before: string, after: string): number {
        return (this.n(after) - this.n(before)) / 4096;
    }

    get labelName(): string {
        return this.model.name(this.model.mirror.get('label', 'name', this.n('label')));
    }
}

export const cut = (text: string, length: number): string => (text.length > length ? text.slice(0, length - 1) + '…' : text);
export const { int, bytes, blockBytes, duration, frameHex, addressShort } = f;
