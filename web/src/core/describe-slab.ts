// Caches and slabs in words for the inspector, and what a frame of the kernel is for, all from the mirror.

import { blockBytes, frameHex, int } from '../base/format';
import type { Description, Tie } from './describe';
import { frameUses, USES } from './frameuse';
import type { SlabThings } from './i18n/slabthings';
import type { Messages } from './i18n/shape';
import type { Model } from './model';
import type { Selection } from './selection';
import { cacheOf, cachePages, isCache, isSlab, slabOf, slabsOf, cpuSide } from './slabs';

const slabTie = (model: Model, id: number, w: SlabThings): Tie => ({ to: { kind: 'slab', id }, label: w.slabAt(frameHex(model.mirror.get('slab', 'pfn', id))), fill: 'slab' });

function cache(id: number, model: Model, words: Messages): Description {
    const { ui, slabThings: w } = words;
    if (!isCache(model, id)) return { title: ui.thing.kmem_cache, sub: '', rows: [], ties: [] };
    const k = cacheOf(model, id);
    const rows: [string, string][] = [
        [w.objectBytes, w.bytesN(int(k.objectBytes))], [w.pitch, w.bytesN(int(k.sizeBytes))], [w.align, w.bytesN(int(k.align))], [w.order, int(k.order)], [w.perSlab, int(k.objects)],
        [w.used, `${int(k.usedObjects)} / ${int(k.totalObjects)}`], [w.slabs, `${int(k.slabs)} · ${blockBytes(cachePages(k) * 4096)}`], [w.cpuMost, w.slabsN(int(k.cpuPartialSlabs))], [w.nodeLeast, w.slabsN(int(k.minPartial))], [w.shrink, k.reclaimable ? w.yes : w.no],
    ];
    if (k.aliases) rows.push([w.aliases, int(k.aliases)]);
    const ties: Tie[] = [];
    for (let cpu = 0; cpu < model.cpus && ties.length < 3; cpu++) {
        const side = cpuSide(model, id, cpu);
        if (side.slab >= 0) ties.push({ ...slabTie(model, side.slab, w), label: `${w.cpu} ${int(cpu)}: ${w.slabAt(frameHex(model.mirror.get('slab', 'pfn', side.slab)))}` });
    }
    for (const s of slabsOf(model, id)) if (ties.length < 6 && s.state !== 'cpu') ties.push(slabTie(model, s.id, w));
    return { title: `${ui.thing.kmem_cache} ${k.name}`, sub: `${w.bytesN(int(k.objectBytes))} · ${int(k.objects)}`, rows, ties };
}

function slab(id: number, model: Model, words: Messages): Description {
    const { ui, slabThings: w } = words;
    if (!isSlab(model, id)) return { title: ui.thing.slab, sub: '', rows: [], ties: [] };
    const s = slabOf(model, id);
    const k = cacheOf(model, s.cache);
    const next = s.state === 'cpu' ? cpuSide(model, s.cache, s.cpu).next : s.free;
    const rows: [string, string][] = [[w.cache, k.name], [w.state, s.state === 'cpu' || s.state === 'cpu_partial' ? `${w.states[s.state]} · ${w.cpu} ${int(s.cpu)}` : (w.states[s.state] ?? '')], [w.used, `${int(s.inuse)} / ${int(s.objects)}`], [w.first, next < 0 ? '–' : w.objectN(int(next))], [w.order, int(s.order)], [w.node, int(s.node)]];
    const ties: Tie[] = [{ to: { kind: 'kmem_cache', id: s.cache }, label: `${w.cache} ${k.name}`, fill: null }];
    for (let p = 0; p < 1 << s.order && ties.length < 5; p++) ties.push({ to: { kind: 'frame', id: s.pfn + p }, label: ui.frameN(frameHex(s.pfn + p)), fill: 'slab' });
    return { title: ui.thing.slab, sub: `${k.name} · ${frameHex(s.pfn)}`, rows, ties };
}

/** What a frame of the kernel is for, and the slab or list it belongs to. */
export function frameUse(pfn: number, model: Model, words: Messages): { rows: [string, string][]; ties: Tie[] } {
    const w = words.slabThings;
    const use = USES[frameUses(model.mirror).cells[pfn] ?? 0]!;
    if (use === 'pcp') return { rows: [[w.use, w.onCpuList]], ties: [] };
    if (use === 'slab_reclaimable' || use === 'slab_unreclaimable') {
        const id = model.mirror.get('frame', 'vpn', pfn) - 1;
        if (!isSlab(model, id)) return { rows: [], ties: [] };
        const s = slabOf(model, id);
        const k = cacheOf(model, s.cache);
        return { rows: [[w.cache, k.name], [w.used, `${int(s.inuse)} / ${int(s.objects)}`]], ties: [slabTie(model, id, w), { to: { kind: 'kmem_cache', id: s.cache }, label: `${w.cache} ${k.name}`, fill: null }] };
    }
    const text = w.uses[use];
    return { rows: text ? [[w.use, text]] : [], ties: [] };
}

export function describeSlab(s: Selection, model: Model, words: Messages): Description {
    return s.kind === 'kmem_cache' ? cache(s.id, model, words) : slab(s.id, model, words);
}
