// The lab's picture and its text twin: which view draws which lab. A pure function of the moment and the settings.

import { addressHex, blockBytes, int, percent } from '../../base/format';
import type { Lang } from '../../core/i18n/messages';
import { labOf, type Lab } from '../../core/lab';
import type { Model } from '../../core/model';
import type { Moment } from '../../core/timeline';
import type { Twin } from '../../core/view';
import type { Table } from '../../render/export';
import type { Picture } from '../../render/picture';
import type { LabInput } from './common';
import { curvePicture, curveTable } from './curve';
import { freePicture } from './freelist';
import { outcome, pageName, referenceAt, replacePicture } from './replace';
import { segmentsPicture } from './segments';
import { tablesPicture } from './tables';
import { labWords } from './words';

export function labPicture(input: LabInput, lab: Lab): Picture {
    switch (lab.kind) {
        case 'replace':
            return replacePicture(input, lab);
        case 'curve':
            return curvePicture(input, lab);
        case 'segments':
            return segmentsPicture(input, lab);
        case 'tables':
            return tablesPicture(input, lab);
        case 'freelist':
            return freePicture(input, lab);
    }
}

const size = (n: number): string => blockBytes(n);
const share = (part: number, whole: number): string => (whole ? percent(part / whole) : '–');

/** The lab in words, for who cannot see the picture. */
export function labTwin(moment: Moment, model: Model, lang: Lang): Twin[] {
    const lab = labOf(model);
    const w = labWords(lang);
    if (!lab) return [];
    const rows: string[][] = [];
    const out: Twin[] = [{ title: w.labs[lab.kind] ?? w.labs.none!, rows }];
    if (lab.kind === 'replace') {
        const here = referenceAt(moment);
        const column = here.column >= 0 ? here.column : lab.at - 1;
        if (lab.columns && column >= 0) rows.push([w.twinRef(w.nOf(int(column + 1), int(lab.refs)), pageName(lab.page(column), lab.page(column)))]);
        for (const run of lab.runs) {
            rows.push([w.twinRun(w.policy[run.policy] ?? run.policy, int(run.misses), int(run.hits))]);
            if (!lab.columns || column < 0) continue;
            const cells = Array.from({ length: lab.frames }, (_, r) => lab.cell(run.id, column, r)).map((c) => (c.page < 0 ? w.empty : String(c.page)));
            const state = outcome(lab, run.id, column);
            rows.push([w.twinFrames(cells.join(', ')), state === 'hit' ? w.hit : state === 'miss' ? w.miss : '']);
        }
    } else if (lab.kind === 'curve') {
        for (const run of lab.runs) for (const q of lab.points(run.id)) rows.push([w.twinPoint(w.policy[run.policy] ?? run.policy, int(q.frames), int(q.misses))]);
    } else if (lab.kind === 'segments' || lab.kind === 'freelist') {
        rows.push([w.twinFigures(size(lab.free), size(lab.largest), share(lab.external, lab.free), size(lab.internal))]);
        if (lab.kind === 'segments') for (const g of lab.segments) rows.push([w.twinSegment(g.name, addressHex(g.selector), addressHex(g.base), size(g.bytes), int(g.dpl), g.swapped ? w.onDisk : g.present ? w.inMemory : w.absent)]);
        for (const b of lab.blocks) rows.push([w.twinBlock(b.used ? b.name : w.hole, lab.kind === 'segments' ? addressHex(b.start) : int(b.start), size(b.bytes))]);
    } else {
        for (const one of lab.schemes) rows.push([w.twinScheme(w.scheme[one.scheme] ?? one.scheme, size(one.bytes), one.tables === 1 ? w.oneTable : w.tables(int(one.tables)), w.bestWorst(int(one.best), int(one.worst)))]);
    }
    return out;
}

/** What the lab shows as a table, to be saved. */
export function labTable(lab: Lab, lang: Lang): Table {
    const w = labWords(lang);
    switch (lab.kind) {
        case 'curve':
            return curveTable(lab, lang);
        case 'replace': {
            const head = [w.reference, 'page', ...lab.runs.flatMap((r) => [r.policy, ...(lab.columns ? Array.from({ length: lab.frames }, (_, i) => `${r.policy} ${i}`) : [])])];
            const rows: (string | number | null)[][] = [];
            for (let c = 0; c < Math.min(lab.columns, lab.at); c++) {
                rows.push([c + 1, lab.page(c), ...lab.runs.flatMap((r) => [outcome(lab, r.id, c), ...Array.from({ length: lab.frames }, (_, i) => { const page = lab.cell(r.id, c, i).page; return page < 0 ? null : page; })])]);
            }
            if (!lab.columns) rows.push([lab.at, null, ...lab.runs.map((r) => r.misses)]);
            return { head, rows };
        }
        case 'segments':
            return {
                head: [w.name, w.selector, `${w.base} B`, `${w.size} B`, 'DPL', 'P'],
                rows: lab.segments.map((g) => [g.name, g.selector, g.base, g.bytes, g.dpl, g.present ? 1 : 0]),
            };
        case 'freelist':
            return { head: [w.address, `${w.bytes}`, w.name], rows: lab.blocks.map((b) => [b.start, b.bytes, b.used ? b.name : null]) };
        case 'tables':
            return { head: ['scheme', w.bytes, 'tables', 'best', 'worst'], rows: lab.schemes.map((one) => [one.scheme, one.bytes, one.tables, one.best, one.worst]) };
    }
}
