// One thing in words for the inspector: its name, its rows, and what is tied to it, all from the mirror.

import { addressShort, blockBytes, bytes, frameHex, int } from '../base/format';
import { hexOf, highOf, lowOf } from '../base/u64';
import { describeLab } from './describe-lab';
import { cpuListTies, lruTies, describeMemory } from './describe-memory';
import { describeSlab, frameUse } from './describe-slab';
import { entryBits, entryPfn, PTE, type Ev } from './event';
import type { Messages } from './i18n/shape';
import type { Model, Vma } from './model';
import { ENUMS, PAGE_FLAGS, type FrameType, type Migratetype } from './schema.gen';
import type { Selection } from './selection';
import type { Moment } from './timeline';

export interface Tie {
    to: Selection;
    label: string;
    /** The fill that is its key; null: grey. */
    fill: FrameType | null;
}

export interface Description {
    title: string;
    sub: string;
    rows: [label: string, value: string][];
    ties: Tie[];
}

export type Ui = Messages['ui'];

const entryText = (lo: number, hi: number): string => (!lo && !hi ? '0x0' : hi ? '…' + lo.toString(16).padStart(8, '0') : '0x' + hexOf(hi, lo));

/** What the rest of the step will make of an entry; empty when it stays as it is. */
export function afterStep(s: Selection, moment: Moment, words: Messages): [string, string][] {
    const list = moment.step?.delta ? undefined : moment.step?.changes.pte;
    if (s.kind !== 'pte' || !list) return [];
    for (let i = list.length - 5; i >= 0 && (list[i] as number) > moment.index; i -= 5) {
        if (Number(list[i + 1]) !== s.id) continue;
        const [lo, hi] = [lowOf(list[i + 4]!), highOf(list[i + 4]!)];
        const rows: [string, string][] = [[words.ui.rowValue, entryText(lo, hi)]];
        if (lo & PTE.P) rows.push([words.ui.rowFrame, frameHex(entryPfn(lo, hi))], [words.ui.rowBits, entryBits(lo, hi)]);
        return rows;
    }
    return [];
}

const empty = (title: string): Description => ({ title, sub: '', rows: [], ties: [] });

function procTie(slot: number, model: Model, ui: Ui): Tie {
    return { to: { kind: 'proc', id: slot }, label: ui.processN(model.proc(slot).name), fill: null };
}

function areaTie(v: Vma, ui: Ui): Tie {
    const fill: FrameType = v.file && v.role !== 'data' ? 'file' : 'anon';
    return { to: { kind: 'vma', id: v.slot }, label: ui.areaN(v.label, blockBytes(v.end - v.start)), fill };
}

function frameTie(pfn: number, model: Model, ui: Ui): Tie {
    if (pfn === model.zeroPfn && pfn !== 0) return { to: { kind: 'frame', id: pfn }, label: ui.zeroPage, fill: 'kernel' };
    const type = model.frame(pfn).type;
    return { to: { kind: 'frame', id: pfn }, label: type === 'table' ? ui.tableFrame(frameHex(pfn)) : ui.frameN(frameHex(pfn)), fill: type };
}

function tlbTies(pfn: number, model: Model, ui: Ui): Tie[] {
    const table = model.mirror.table('tlb');
    const pfns = table?.byName.get('pfn')?.lo;
    const flags = table?.byName.get('flags')?.lo;
    if (!pfns || !flags) return [];
    const levels = model.tlbLevels();
    const perCpu = levels.reduce((n, l) => n + l.entries, 0) || 1;
    const out: Tie[] = [];
    for (let id = 0; id < pfns.length && out.length < 2; id++) {
        if (pfns[id] !== pfn || !(flags[id]! & 1)) continue;
        const at = id % perCpu;
        const level = levels.find((l) => at >= l.base && at < l.base + l.entries);
        if (level) out.push({ to: { kind: 'tlb', id }, label: `L${level.level + 1} ${ui.tlbSet(Math.floor((at - level.base) / level.ways))}`, fill: null });
    }
    return out;
}

function listTie(zone: number, order: number, migratetype: number, ui: Ui): Tie {
    const type = (ENUMS.migratetype[migratetype] ?? 'unmovable') as Migratetype;
    return { to: { kind: 'freelist', id: (zone * 11 + order) * 5 + migratetype }, label: ui.listN(order, ui.migratetype[type]), fill: 'free' };
}

function frame(pfn: number, model: Model, words: Messages): Description {
    const { ui } = words;
    const f = model.frame(pfn);
    const buddyFlag = PAGE_FLAGS.find(([, name]) => name === 'buddy')?.[0] ?? 0;
    const zone = model.zones().find((z) => z.id === f.zone);
    if (f.type === 'free' && f.flags & buddyFlag) {
        const buddy = pfn ^ (1 << f.order);
        return {
            title: `${ui.freeBlock} ${frameHex(pfn)}`,
            sub: `order ${f.order} · ${blockBytes(4096 << f.order)}`,
            rows: [
                [ui.rowFrame, f.order ? `${frameHex(pfn)} … ${frameHex(pfn + (1 << f.order) - 1)}` : frameHex(pfn)],
                [ui.rowBuddy, frameHex(buddy)],
                [ui.rowMigratetype, ui.migratetype[f.migratetype]],
                [ui.rowZone, zone?.name ?? ''],
                [ui.rowRefcount, int(f.refcount)],
            ],
            ties: [listTie(f.zone, f.order, ENUMS.migratetype.indexOf(f.migratetype), ui), { to: { kind: 'frame', id: buddy }, label: `${ui.rowBuddy} ${frameHex(buddy)}`, fill: model.frame(buddy).type },
                { to: { kind: 'pageblock', id: Math.floor(pfn / model.blockFrames) }, label: `${ui.thing.pageblock} ${Math.floor(pfn / model.blockFrames)}`, fill: null },
                ...(zone ? [{ to: { kind: 'zone' as const, id: zone.id }, label: `${ui.thing.zone} ${zone.name}`, fill: null }] : [])],
        };
    }
    const owner = f.owner >= 0 ? model.proc(f.owner) : null;
    const addr = f.vpn * 4096;
    const area = owner && f.type !== 'table' ? model.vmaAt(f.owner, addr) : null;
    const flags = PAGE_FLAGS.filter(([mask]) => f.flags & mask).map(([, name]) => name);
    const use = frameUse(pfn, model, words);
    const rows: [string, string][] = [[ui.rowType, ui.frameType[f.type]], ...use.rows];
    rows.push([ui.rowOwner, owner ? owner.name : f.type === 'kernel' || f.type === 'slab' ? ui.kernelOwner : ui.nobody]);
    if (owner && f.vpn) rows.push([ui.rowMaps, addressShort(addr)]);
    rows.push([ui.rowRefcount, int(f.refcount)], [ui.rowMapcount, ui.mapped(f.mapcount + 1)]);
    if (f.type === 'table') rows.push([ui.rowEntries, int(f.entries)]);
    else rows.push([ui.rowContent, f.tag ? ui.tag(f.tag) : ui.zeros]);
    rows.push([ui.rowFlags, flags.join(' ') || '–'], [ui.rowZone, zone?.name ?? '']);
    const ties: Tie[] = [...use.ties];
    if (owner) ties.push(procTie(f.owner, model, ui));
    if (area) ties.push(areaTie(area, ui));
    if (owner && f.type !== 'table' && f.vpn) {
        const walk = model.walk(f.owner, addr);
        const last = walk.at.at(-1);
        if (walk.present && walk.pfn === pfn && last) ties.push({ to: { kind: 'pte', id: last.table * 1024 + last.index }, label: ui.entryN(last.index), fill: 'table' });
    }
    // a free frame that heads no block lies inside of one, on a CPU's list, or is just on its way
    if (f.type === 'free') ties.push(...cpuListTies(pfn, model, words), ...(zone ? [{ to: { kind: 'zone' as const, id: zone.id }, label: `${ui.thing.zone} ${zone.name}`, fill: null }] : []));
    ties.push(...tlbTies(pfn, model, ui), ...lruTies(pfn, model, words));
    const sub = owner ? `${owner.name} · ${f.type === 'table' ? ui.level(f.level) : area ? model.place(f.owner, addr) : addressShort(addr)}` : (zone?.name ?? '');
    return { title: `${ui.thing.frame} ${frameHex(pfn)}`, sub, rows, ties };
}

function pte(id: number, model: Model, ui: Ui, event: Ev | null): Description {
    const table = Math.floor(id / 1024);
    const index = id % 1024;
    const e = model.mirror.pte(table, index) ?? { lo: 0, hi: 0 };
    const f = model.frame(table);
    const owner = f.owner >= 0 ? model.proc(f.owner) : null;
    const pfn = entryPfn(e.lo, e.hi);
    const present = (e.lo & PTE.P) !== 0;
    const span = 4096 * 2 ** (model.indexBits * Math.max(0, f.level - 1));
    const base = Math.floor((f.vpn * 4096) / (span * 2 ** model.indexBits)) * span * 2 ** model.indexBits;
    const own = event?.has('addr') && event.arg('table_pfn') === table && event.arg('index') === index ? event : null;
    const addr = own ? Math.floor(own.arg('addr') / span) * span : base + index * span;
    const area = owner ? model.vmaAt(f.owner, own ? own.arg('addr') : addr) : null;
    const rows: [string, string][] = [[ui.rowValue, entryText(e.lo, e.hi)], [ui.rowPresent, present ? ui.yes : ui.no]];
    if (present) rows.push([ui.rowFrame, frameHex(pfn)], [ui.rowBits, entryBits(e.lo, e.hi)]);
    if (owner) rows.push([ui.rowMaps, addressShort(addr)]);
    if (area) rows.push([ui.rowArea, `${area.label} ${area.perms}`]);
    const ties: Tie[] = [];
    if (owner) ties.push(procTie(f.owner, model, ui));
    ties.push(frameTie(table, model, ui));
    if (area) ties.push(areaTie(area, ui));
    if (present) ties.push(frameTie(pfn, model, ui), ...(f.level === 1 ? tlbTies(pfn, model, ui) : []));
    return { title: `${ui.thing.pte} ${index}`, sub: `${owner ? owner.name + ' · ' : ''}${ui.level(f.level)} · ${frameHex(table)}`, rows, ties };
}

function page(s: Selection, model: Model, ui: Ui): Description {
    const slot = s.proc ?? 0;
    const addr = s.id * 4096;
    const walk = model.walk(slot, addr);
    const area = model.vmaAt(slot, addr);
    const last = walk.at.at(-1);
    const rows: [string, string][] = [
        [ui.rowAddress, addressShort(addr, 12)],
        [ui.rowPresent, walk.present ? ui.yes : ui.no],
    ];
    if (walk.present) rows.push([ui.rowFrame, frameHex(walk.pfn)]);
    if (area) rows.push([ui.rowArea, `${area.label} ${area.perms}`]);
    const ties: Tie[] = [procTie(slot, model, ui)];
    if (area) ties.push(areaTie(area, ui));
    if (last) ties.push({ to: { kind: 'pte', id: last.table * 1024 + last.index }, label: `${ui.level(last.level)}, ${ui.entryN(last.index)}`, fill: 'table' });
    if (walk.present) ties.push(frameTie(walk.pfn, model, ui), ...tlbTies(walk.pfn, model, ui));
    return { title: ui.thing.page, sub: `${model.proc(slot).name} · ${model.place(slot, addr)}`, rows, ties };
}

function vma(slot: number, model: Model, ui: Ui): Description {
    if (!model.isLive('vma', slot)) return empty(ui.thing.vma);
    const v = model.vma(slot);
    const rows: [string, string][] = [
        [ui.rowStart, addressShort(v.start, 12)],
        [ui.rowEnd, addressShort(v.end, 12)],
        [ui.rowSize, blockBytes(v.end - v.start)],
        [ui.rowRights, v.perms],
        [ui.rowResident, bytes(v.residentPages * 4096)],
    ];
    if (v.file) rows.push([ui.rowFile, v.file.split('/').pop() ?? v.file]);
    return { title: `${ui.thing.vma} ${v.label}`.trim(), sub: model.proc(v.proc).name, rows, ties: [procTie(v.proc, model, ui)] };
}

function proc(slot: number, model: Model, ui: Ui): Description {
    if (!model.isLive('proc', slot)) return empty(ui.thing.proc);
    const p = model.proc(slot);
    const rows: [string, string][] = [
        [ui.rowPid, String(p.pid)],
        [ui.rowState, p.state],
        [ui.rowRss, bytes(p.rssPages * 4096)],
        [ui.rowVm, bytes(p.vmPages * 4096)],
        [ui.rowTables, int(p.tables)],
        [ui.rowMinflt, int(p.minflt)],
        [ui.rowMajflt, int(p.majflt)],
    ];
    const ties: Tie[] = [frameTie(p.pgd, model, ui), ...model.vmas(slot).map((v) => areaTie(v, ui))];
    return { title: `${ui.thing.proc} ${p.name}`, sub: p.inferred ? ui.inferred : `pid ${p.pid}`, rows, ties: ties.slice(0, 6) };
}

function tlb(id: number, model: Model, ui: Ui): Description {
    const levels = model.tlbLevels();
    const perCpu = levels.reduce((n, l) => n + l.entries, 0) || 1;
    const at = id % perCpu;
    const level = levels.find((l) => at >= l.base && at < l.base + l.entries);
    if (!level) return empty(ui.thing.tlb);
    const set = Math.floor((at - level.base) / level.ways);
    const e = model.tlb(Math.floor(id / perCpu), level.level, set, (at - level.base) % level.ways);
    const rows: [string, string][] = [[ui.rowSet, `${set}, ${e.way}`]];
    if (e.valid) rows.push([ui.rowMaps, addressShort(e.vpn * 4096)], [ui.rowFrame, frameHex(e.pfn)], [ui.rowAsid, String(e.asid)]);
    return { title: ui.thing.tlb, sub: `L${level.level + 1} · CPU ${e.cpu}`, rows, ties: e.valid ? [frameTie(e.pfn, model, ui)] : [] };
}

export function describe(s: Selection, model: Model, words: Messages, event: Ev | null): Description {
    const ui = words.ui;
    switch (s.kind) {
        case 'frame':
            return frame(s.id, model, words);
        case 'pte':
            return pte(s.id, model, ui, event);
        case 'page':
            return page(s, model, ui);
        case 'vma':
            return vma(s.id, model, ui);
        case 'proc':
            return proc(s.id, model, ui);
        case 'tlb':
            return tlb(s.id, model, ui);
        case 'zone':
        case 'freelist':
        case 'pageblock':
        case 'node':
        case 'pcp':
        case 'pcplist':
        case 'lrulist':
        case 'lrubatch':
            return describeMemory(s, model, words);
        case 'kmem_cache':
        case 'slab':
            return describeSlab(s, model, words);
        case 'labrun':
        case 'labcell':
        case 'labref':
        case 'labpoint':
        case 'labseg':
        case 'labblock':
        case 'labtable':
            return describeLab(s, model, ui);
        case 'label':
            return { ...empty(`${ui.thing.label} ${model.name(model.mirror.get('label', 'name', s.id))}`), sub: addressShort(model.mirror.get('label', 'start', s.id), 12) };
    }
}
