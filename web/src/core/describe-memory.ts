// Zones, free lists, pageblocks, nodes and per-CPU lists in words for the inspector, all from the mirror.

import { blockBytes, bytes, frameHex, int } from '../base/format';
import type { Description, Tie, Ui } from './describe';
import type { MemoryWords } from './i18n/memory';
import type { Messages } from './i18n/shape';
import { batchOf, batchOfPage, listOfPage, lruList } from './lrulists';
import { MIGRATETYPES, ORDERS, PFN_NONE, type Model, type Zone } from './model';
import { hasPcp, marksOf, nodes, PCP_LISTS, pcpLists, pcpOf, zonelist, type PcpList } from './physmem';
import { ENUMS, type FrameType, type Migratetype } from './schema.gen';
import type { Selection } from './selection';

const nothing = (title: string): Description => ({ title, sub: '', rows: [], ties: [] });
const typeOf = (mt: number): Migratetype => (ENUMS.migratetype[mt] ?? 'unmovable') as Migratetype;
const zoneName = (z: Zone, many: boolean): string => (many ? `${z.name} (${z.node})` : z.name);
const zoneTie = (z: Zone, model: Model): Tie => ({ to: { kind: 'zone', id: z.id }, label: zoneName(z, nodes(model).length > 1), fill: null });
const frameTie = (pfn: number, label: string, fill: FrameType): Tie => ({ to: { kind: 'frame', id: pfn }, label: `${label} ${frameHex(pfn)}`, fill });

function zone(id: number, model: Model, ui: Ui, w: MemoryWords): Description {
    const all = model.zones();
    const z = all.find((one) => one.id === id);
    if (!z) return nothing(ui.thing.zone);
    const m = marksOf(model, id);
    const at = z.free <= z.min + m.boost ? 0 : z.free <= z.low + m.boost ? 1 : z.free <= z.high + m.boost ? 2 : 3;
    let largest = -1;
    for (let order = 0; order < ORDERS; order++) for (let mt = 0; mt < MIGRATETYPES; mt++) if (model.freeList(id, order, mt).blocks) largest = order;
    const rows: [string, string][] = z.spanned !== z.managed ? [[`${w.spanned}, ${w.present}`, `${int(z.spanned)}, ${int(z.present)}`]] : [];
    rows.push([w.managed, int(z.managed)], [w.free, `${int(z.free)} · ${w.bands[at]!}`], ['high', int(z.high + m.boost)], ['low', int(z.low + m.boost)], ['min', int(z.min + m.boost)]);
    if (m.boost) rows.push([w.boost, `+${int(m.boost)}`]);
    rows.push([w.fragments, largest < 0 ? '–' : blockBytes(4096 << largest)]);
    // what requests of a higher class may not take; classes in the order of the zones' types
    const classes = [...new Set(all.map((one) => one.name))];
    m.protection.forEach((kept, i) => kept && classes[i] && rows.push([`${w.reserve} ${classes[i]}`, int(kept)]));
    if (m.highatomic) rows.push([w.atomic, int(m.highatomic)]);
    const ties: Tie[] = nodes(model).length ? [{ to: { kind: 'node', id: z.node }, label: `${ui.thing.node} ${z.node}`, fill: null }] : [];
    if (largest >= 0) for (let mt = 0; mt < MIGRATETYPES && ties.length < 2; mt++) if (model.freeList(id, largest, mt).blocks) ties.push({ to: { kind: 'freelist', id: (id * ORDERS + largest) * MIGRATETYPES + mt }, label: ui.listN(largest, ui.migratetype[typeOf(mt)]), fill: 'free' });
    if (hasPcp(model)) for (let cpu = 0; cpu < Math.min(4, model.cpus); cpu++) {
        const p = pcpOf(model, cpu, id);
        if (p.high && ties.length < 4) ties.push({ to: { kind: 'pcp', id: p.id }, label: `${w.cpuPages(int(cpu), z.name)}: ${int(p.count)}`, fill: null });
    }
    return { title: `${ui.thing.zone} ${z.name}`, sub: `${nodes(model).length > 1 ? `${w.node} ${z.node} · ` : ''}${frameHex(z.start)} … ${frameHex(z.start + z.spanned - 1)}`, rows, ties };
}

function freelist(id: number, model: Model, ui: Ui, w: MemoryWords): Description {
    const mt = id % MIGRATETYPES;
    const order = Math.floor(id / MIGRATETYPES) % ORDERS;
    const zoneId = Math.floor(id / (MIGRATETYPES * ORDERS));
    const l = model.freeList(zoneId, order, mt);
    const z = model.zones().find((one) => one.id === zoneId);
    const some = l.blocks > 0 && l.head !== PFN_NONE;
    const ties: Tie[] = z ? [zoneTie(z, model)] : [];
    if (some) ties.push(frameTie(l.head, ui.rowFirst, 'free'), { to: { kind: 'pageblock', id: Math.floor(l.head / model.blockFrames) }, label: `${ui.thing.pageblock} ${Math.floor(l.head / model.blockFrames)}`, fill: null });
    if (z && hasPcp(model) && (order <= 3 || order === model.blockOrder) && mt < 3) for (let cpu = 0; cpu < Math.min(4, model.cpus); cpu++) {
        const p = pcpOf(model, cpu, zoneId);
        const list = pcpLists(model, p).find((one) => one.order === order && (order === model.blockOrder ? (one.migratetype === 1) === (mt === 1) : one.migratetype === mt));
        if (list?.blocks) ties.push({ to: { kind: 'pcplist', id: p.id * PCP_LISTS + list.list }, label: `${w.cpuList(int(cpu))}: ${int(list.blocks)}`, fill: null });
    }
    return {
        title: `${ui.thing.freelist} ${order}`,
        sub: `${ui.migratetype[typeOf(mt)]} · ${blockBytes(4096 << order)}`,
        rows: [[ui.rowZone, z ? zoneName(z, nodes(model).length > 1) : ''], [ui.rowBlocks, int(l.blocks)], [w.blockOf, int(l.blocks << order)], [ui.rowFree, bytes(l.blocks * (4096 << order))], [ui.rowFirst, some ? frameHex(l.head) : '–']],
        ties,
    };
}

function pageblock(id: number, model: Model, ui: Ui, w: MemoryWords): Description {
    const first = id * model.blockFrames;
    const end = Math.min(model.frameCount, first + model.blockFrames);
    if (first >= model.frameCount) return nothing(ui.thing.pageblock);
    const free = ENUMS.frame_type.indexOf('free');
    const types = model.frameTypes;
    let n = 0;
    for (let pfn = first; pfn < end; pfn++) if (types[pfn] === free) n++;
    const z = model.zones().find((one) => one.id === model.zoneOf(first));
    return {
        title: `${ui.thing.pageblock} ${id}`,
        sub: `${frameHex(first)} … ${frameHex(end - 1)}`,
        rows: [[ui.rowMigratetype, ui.migratetype[typeOf(model.mirror.get('pageblock', 'migratetype', id))]], [w.freeFrames, `${int(n)} / ${int(end - first)}`], [ui.rowZone, z?.name ?? '']],
        ties: [...(z ? [zoneTie(z, model)] : []), frameTie(first, ui.thing.frame, model.frame(first).type)],
    };
}

function node(id: number, model: Model, ui: Ui, w: MemoryWords): Description {
    const n = nodes(model).find((one) => one.id === id);
    if (!n) return nothing(ui.thing.node);
    const m = model.mirror;
    const get = (f: 'present_pages' | 'access_local' | 'access_remote'): number => m.get('node', f, id);
    const zones = zonelist(model, id).filter((z) => z.node === id);
    const rows: [string, string][] = [[w.cpus, n.cpus.length ? n.cpus.map(int).join(' ') : w.none], [w.present, int(get('present_pages'))], [w.managed, int(n.managed)], [w.free, int(zones.reduce((sum, z) => sum + z.free, 0))]];
    rows.push([w.kswapd, n.kswapdFailures >= 16 ? w.hopeless(int(n.kswapdFailures)) : n.kswapdAwake ? w.works : w.sleeps]);
    if (n.order.length > 1) {
        rows.push([w.tries, n.order.join(' ')], [w.distance, n.order.map((k) => m.get('node', `distance${k as 0}`, id)).join(' ')]);
        rows.push([w.local, int(get('access_local'))], [w.remote, int(get('access_remote'))]);
    }
    return { title: `${ui.thing.node} ${id}`, sub: bytes(n.managed * 4096), rows, ties: zones.map((z) => zoneTie(z, model)) };
}

function pcp(id: number, model: Model, ui: Ui, w: MemoryWords): Description {
    const count = model.mirror.table('zone')?.count ?? 1;
    const p = pcpOf(model, Math.floor(id / count), id % count);
    const z = model.zones().find((one) => one.id === p.zone);
    if (!z || p.cpu >= model.cpus) return nothing(w.pcpTitle);
    const rows: [string, string][] = [[w.count, int(p.count)], [w.high, int(p.high)], [w.batch, int(p.batch)], [w.factor, int(p.batch << p.freeFactor)]];
    const ties: Tie[] = [zoneTie(z, model)];
    for (const l of pcpLists(model, p)) if (l.blocks && ties.length < 6) ties.push({ to: { kind: 'pcplist', id: p.id * PCP_LISTS + l.list }, label: `${w.list(int(l.order), ui.migratetype[typeOf(l.migratetype)])}: ${int(l.blocks)}`, fill: null });
    return { title: w.pcpTitle, sub: w.cpuPages(int(p.cpu), z.name), rows, ties };
}

function pcplist(id: number, model: Model, ui: Ui, w: MemoryWords): Description {
    const count = model.mirror.table('zone')?.count ?? 1;
    const owner = Math.floor(id / PCP_LISTS);
    const p = pcpOf(model, Math.floor(owner / count), owner % count);
    const z = model.zones().find((one) => one.id === p.zone);
    const l: PcpList | undefined = pcpLists(model, p)[id % PCP_LISTS];
    if (!z || !l || p.cpu >= model.cpus) return nothing(w.pcpTitle);
    const ties: Tie[] = [{ to: { kind: 'pcp', id: p.id }, label: w.cpuPages(int(p.cpu), z.name), fill: null }, zoneTie(z, model)];
    if (l.head !== PFN_NONE) ties.push(frameTie(l.head, w.head, 'free'));
    if (l.tail !== PFN_NONE && l.tail !== l.head) ties.push(frameTie(l.tail, w.tail, 'free'));
    ties.push({ to: { kind: 'freelist', id: (p.zone * ORDERS + l.order) * MIGRATETYPES + l.migratetype }, label: ui.listN(l.order, ui.migratetype[typeOf(l.migratetype)]), fill: 'free' });
    return {
        title: w.cpuList(int(p.cpu)), sub: `${z.name} · ${w.list(int(l.order), ui.migratetype[typeOf(l.migratetype)])}`,
        rows: [[ui.rowBlocks, int(l.blocks)], [w.count, int(l.blocks << l.order)], [w.head, l.head === PFN_NONE ? '–' : frameHex(l.head)], [w.tail, l.tail === PFN_NONE ? '–' : frameHex(l.tail)]],
        ties,
    };
}

/** The list of a CPU that a frame is the first or the last of; what lies between is not known here. */
export function cpuListTies(pfn: number, model: Model, words: Messages): Tie[] {
    const out: Tie[] = [];
    if (!hasPcp(model)) return out;
    const zone = model.zoneOf(pfn);
    for (let cpu = 0; cpu < model.cpus; cpu++) {
        const p = pcpOf(model, cpu, zone);
        for (const l of pcpLists(model, p)) if (l.head === pfn || l.tail === pfn) out.push({ to: { kind: 'pcplist', id: p.id * PCP_LISTS + l.list }, label: `${words.memory.cpuList(int(cpu))}, ${l.head === pfn ? words.memory.head : words.memory.tail}`, fill: null });
    }
    return out;
}

function lrulist(id: number, model: Model, ui: Ui, w: MemoryWords): Description {
    const l = lruList(model, id);
    const ties: Tie[] = nodes(model).some((n) => n.id === l.node) ? [{ to: { kind: 'node', id: l.node }, label: `${ui.thing.node} ${l.node}`, fill: null }] : [];
    const some = l.head !== PFN_NONE;
    if (some) ties.push(frameTie(l.head, w.head, model.frame(l.head).type));
    if (some && l.tail !== l.head) ties.push(frameTie(l.tail, w.tail, model.frame(l.tail).type));
    return { title: ui.thing.lrulist, sub: w.lruList[l.name], rows: [[w.count, int(l.pages)], [w.head, some ? frameHex(l.head) : '–'], [w.tail, some ? frameHex(l.tail) : '–']], ties };
}

function lrubatch(id: number, model: Model, ui: Ui, w: MemoryWords): Description {
    const b = batchOf(model, id);
    if (b.cpu >= model.cpus) return nothing(ui.thing.lrubatch);
    return {
        title: ui.thing.lrubatch, sub: `${w.cpu} ${b.cpu} · ${w.lruBatch[b.name]}`, rows: [[w.count, `${int(b.pages.length)} / 15`]],
        ties: b.pages.slice(0, 6).map((pfn, i) => frameTie(pfn, String(i + 1), model.frame(pfn).type)),
    };
}

/** The LRU list a page of a program lies on, or the batch in which it waits for one. */
export function lruTies(pfn: number, model: Model, words: Messages): Tie[] {
    const { type, zone } = model.frame(pfn);
    if (type !== 'anon' && type !== 'file') return [];
    const w = words.memory;
    const list = listOfPage(model, pfn, model.zones().find((z) => z.id === zone)?.node ?? 0);
    if (list >= 0) return [{ to: { kind: 'lrulist', id: list }, label: `${words.ui.thing.lrulist}: ${w.lruList[lruList(model, list).name]}`, fill: null }];
    const batch = batchOfPage(model, pfn);
    return batch < 0 ? [] : [{ to: { kind: 'lrubatch', id: batch }, label: w.waitsAt(int(batchOf(model, batch).cpu)), fill: null }];
}

/** A thing of physical memory. */
export function describeMemory(s: Selection, model: Model, words: Messages): Description {
    const { ui, memory: w } = words;
    switch (s.kind) {
        case 'zone': return zone(s.id, model, ui, w);
        case 'freelist': return freelist(s.id, model, ui, w);
        case 'pageblock': return pageblock(s.id, model, ui, w);
        case 'node': return node(s.id, model, ui, w);
        case 'pcp': return pcp(s.id, model, ui, w);
        case 'pcplist': return pcplist(s.id, model, ui, w);
        case 'lrulist': return lrulist(s.id, model, ui, w);
        case 'lrubatch': return lrubatch(s.id, model, ui, w);
        default: return nothing('');
    }
}
