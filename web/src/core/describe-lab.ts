// A thing of a lab in words for the inspector: its name, its rows, and what is tied to it, all from the mirror.

import { addressHex, blockBytes, bytes, int, percent } from '../base/format';
import type { Description, Tie, Ui } from './describe';
import { labOf, type LabBlock, type LabRun, type LabSegment } from './lab';
import type { Model } from './model';
import type { Selection } from './selection';

const nothing = (title: string): Description => ({ title, sub: '', rows: [], ties: [] });
const runTie = (r: LabRun, ui: Ui): Tie => ({ to: { kind: 'labrun', id: r.id }, label: ui.lab.run(r.policy), fill: null });

function run(r: LabRun, ui: Ui): Description {
    const l = ui.lab;
    const done = r.hits + r.misses;
    const rows: [string, string][] = [[l.misses, int(r.misses)], [l.hits, int(r.hits)], [l.ratio, done ? percent(r.misses / done, 2) : '–'], [l.evictions, int(r.evictions)], [l.used, int(r.used)]];
    if (r.policy === 'arc') rows.push(['p', int(r.target)], ['T1, T2', `${r.lists[0]}, ${r.lists[1]}`], ['B1, B2', `${r.lists[2]}, ${r.lists[3]}`]);
    if (r.policy === '2q') rows.push(['A1in, Am', `${r.lists[0]}, ${r.lists[1]}`], ['A1out', int(r.lists[2])]);
    return { title: `${ui.thing.labrun} ${r.policy}`, sub: '', rows, ties: [] };
}

function segment(g: LabSegment, blocks: readonly LabBlock[], ui: Ui): Description {
    const l = ui.lab;
    const rows: [string, string][] = [
        [l.selector, addressHex(g.selector)], [l.base, addressHex(g.base)], [l.limit, addressHex(g.limit)], [l.size, blockBytes(g.bytes)], [l.granularity, g.granular ? l.pages : l.inBytes],
        [l.type, g.type], ['DPL', String(g.dpl)], [l.where, g.swapped ? l.disk : g.present ? l.memory : l.absent],
    ];
    const at = blocks.find((b) => b.used && b.name === g.name);
    const ties: Tie[] = at ? [{ to: { kind: 'labblock', id: at.id }, label: `${l.memory} ${addressHex(at.start)}`, fill: 'anon' }] : [];
    return { title: `${ui.thing.labseg} ${g.name}`, sub: g.ldt ? 'LDT' : 'GDT', rows, ties };
}

function block(b: LabBlock, blocks: readonly LabBlock[], segments: readonly LabSegment[], ui: Ui, hex: boolean): Description {
    const l = ui.lab;
    const at = (n: number): string => (hex ? addressHex(n) : int(n));
    const size = (n: number): string => (hex ? blockBytes(n) : int(n));
    const rows: [string, string][] = [[l.start, at(b.start)], [l.size, size(b.bytes)]];
    if (b.used) rows.push([l.owner, b.name || '–'], [l.asked, size(b.asked)], [l.lost, size(Math.max(0, b.bytes - b.asked))]);
    else rows.push([l.state, l.free]);
    const ties: Tie[] = [];
    const segment_ = segments.find((g) => b.used && g.name === b.name);
    if (segment_) ties.push({ to: { kind: 'labseg', id: segment_.slot }, label: `${ui.thing.labseg} ${segment_.name}`, fill: null });
    const i = blocks.findIndex((one) => one.id === b.id);
    for (const [other, label] of [[blocks[i - 1], l.before], [blocks[i + 1], l.after], [hex ? undefined : blocks.find((one) => one.id === b.next), l.next]] as const) {
        if (other) ties.push({ to: { kind: 'labblock', id: other.id }, label: `${label}: ${other.used ? other.name : l.free} ${size(other.bytes)}`, fill: other.used ? 'anon' : 'free' });
    }
    return { title: `${ui.thing.labblock} ${b.used ? b.name : l.free}`, sub: at(b.start), rows, ties };
}

export function describeLab(s: Selection, model: Model, ui: Ui): Description {
    const l = ui.lab;
    const lab = labOf(model);
    const title = ui.thing[s.kind];
    if (!lab) return nothing(title);
    if ((lab.kind === 'replace' || lab.kind === 'curve') && s.kind === 'labrun') {
        const r = lab.runs.find((one) => one.id === s.id);
        return r ? run(r, ui) : nothing(title);
    }
    if (lab.kind === 'replace' && s.kind === 'labref') {
        const next = model.mirror.get('labref', 'next', s.id);
        const rows: [string, string][] = [[l.page, int(lab.page(s.id))], [l.nextUse, next < 2 ** 53 ? int(next + 1) : l.never]];
        return { title: `${title} ${int(s.id + 1)}`, sub: '', rows, ties: lab.runs.slice(0, 4).map((r) => runTie(r, ui)) };
    }
    if (lab.kind === 'replace' && s.kind === 'labcell' && lab.frames && lab.runs.length) {
        const slot = s.id % lab.frames;
        const at = Math.floor(s.id / lab.frames);
        const r = lab.runs[at % lab.runs.length]!;
        const column = Math.floor(at / lab.runs.length);
        const c = lab.cell(r.id, column, slot);
        const rows: [string, string][] = [[l.policy, r.policy], [l.column, int(column + 1)], [l.page, c.page < 0 ? l.emptyFrame : int(c.page)], [l.state, c.page < 0 ? l.emptyFrame : c.hit ? l.hit : c.filled ? l.filled : l.was]];
        if (['clock', 'clock1', 'second-chance', 'nfu', 'aging'].includes(r.policy)) rows.push([l.bit, c.ref ? '1' : '0']);
        if (c.hand) rows.push([l.hand, '1']);
        if (['nfu', 'aging', 'lfu'].includes(r.policy)) rows.push([l.count, int(c.count)]);
        return { title: `${title} ${int(slot)}`, sub: r.policy, rows, ties: [{ to: { kind: 'labref', id: column }, label: `${ui.thing.labref} ${int(column + 1)}`, fill: null }, runTie(r, ui)] };
    }
    if (lab.kind === 'curve' && s.kind === 'labpoint') {
        for (const r of lab.runs) for (const q of lab.points(r.id)) {
            if (q.id !== s.id) continue;
            const rows: [string, string][] = [];
            for (const other of lab.runs) {
                const m = lab.points(other.id).find((one) => one.frames === q.frames);
                rows.push([`${other.policy}, ${l.misses}`, m ? int(m.misses) : '–']);
            }
            return { title: `${l.frames} ${int(q.frames)}`, sub: '', rows, ties: [] };
        }
    }
    if ((lab.kind === 'segments' || lab.kind === 'freelist') && s.kind === 'labblock') {
        const b = lab.block(s.id);
        return b ? block(b, lab.blocks, lab.kind === 'segments' ? lab.segments : [], ui, lab.kind === 'segments') : nothing(title);
    }
    if (lab.kind === 'segments' && s.kind === 'labseg') {
        const g = lab.segments.find((one) => one.slot === s.id);
        return g ? segment(g, lab.blocks, ui) : nothing(title);
    }
    if (lab.kind === 'tables' && s.kind === 'labtable') {
        const t = lab.schemes.find((one) => one.id === s.id);
        if (!t) return nothing(title);
        return { title: l.scheme[t.scheme] ?? t.scheme, sub: bytes(t.bytes), rows: [[l.bytes, int(t.bytes)], [l.tables, int(t.tables)], [l.best, int(t.best)], [l.worst, int(t.worst)], [l.now, int(t.here)]], ties: [] };
    }
    return nothing(title);
}
