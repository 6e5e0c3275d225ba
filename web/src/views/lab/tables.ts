// Page tables compared: for one address space every scheme's cut of an address, what its tables take (a log scale, and said so),
// and the memory reads of one look-up as stations. The data itself is the last station, a square.

import { addressHex, blockBytes, bytes, int } from '../../base/format';
import type { LabScheme, TablesLab } from '../../core/lab';
import type { Ink } from '../../render/palette';
import type { Ev } from '../../core/event';
import { drawStation, type Phase } from '../../render/glyph';
import { clamp, type Picture } from '../../render/picture';
import { drawStops, finish, fitted, isChosen, pen, POINT, type LabInput, type Pen, type Stop } from './common';
import { cutsOf } from './cuts';

export function tablesPicture(input: LabInput, lab: TablesLab): Picture {
    const p = pen(input);
    const { s, w, f, narrow, W } = p;
    const event = input.moment.event;
    s.text(0, 12 * f, `${w.bitsOf(int(lab.bits))} · ${w.mapped(bytes(lab.mapped * lab.page))}`, { bold: true, size: 16 });
    if (lab.address >= 0) s.text(W, narrow ? 34 * f : 12 * f, w.lookup(addressHex(lab.address)), { anchor: 'end', mono: true });
    const top = (narrow ? 74 : 62) * f;
    if (narrow) s.text(0, 56 * f, fitted(s, w.log, W), { ink: 'muted' });
    const col = narrow ? { name: 0, cut: 0, cutW: W, bar: 0, barW: W * 0.42, acc: 0, accW: W } : { name: 0, cut: 92 * f, cutW: W * 0.3, bar: 92 * f + W * 0.3 + 24 * f, barW: 0, acc: W * 0.72, accW: W * 0.28 };
    if (!narrow) {
        col.barW = col.acc - col.bar - 24 * f;
        s.text(col.cut, 42 * f, w.cut, { ink: 'muted' });
        s.text(col.bar, 42 * f, fitted(s, w.log, col.barW + 20 * f), { ink: 'muted' });
        s.text(col.acc, 42 * f, fitted(s, w.accesses, col.accW), { ink: 'muted' });
    }
    const row = narrow ? 132 * f : Math.min(80 * f, Math.max(64 * f, (input.height - top) / Math.max(1, lab.schemes.length)));
    const low = Math.log2(1024);
    const high = Math.max(low + 1, ...lab.schemes.map((one) => Math.log2(Math.max(1, one.bytes))));
    lab.schemes.forEach((one, i) => {
        const y = top + row * i;
        s.hair(0, y, W, i ? 'hair' : 'line');
        const name = w.scheme[one.scheme] ?? one.scheme;
        const active = event !== null && event.has('table_scheme') && event.arg('table_scheme') === one.id;
        s.text(0, y + 20 * f, name, { bold: true, size: narrow ? 16 : 14, ink: active ? 'hot' : 'fg' });
        const count = one.tables === 1 ? w.oneTable : w.tables(int(one.tables));
        if (narrow) s.text(W, y + 20 * f, count, { anchor: 'end', ink: 'muted' });
        drawCut(p, lab, one, col.cut, y + (narrow ? 34 : 12) * f, col.cutW);
        const by = y + (narrow ? 84 : 12) * f;
        const wide = Math.max(2, (col.barW * (Math.log2(Math.max(1024, one.bytes)) - low)) / (high - low));
        s.rect(col.bar, by, wide, 14 * f, 'table');
        s.text(col.bar, by + 28 * f, blockBytes(one.bytes), { bold: true, size: POINT });
        if (!narrow) s.text(col.bar + s.width(blockBytes(one.bytes), { bold: true, size: POINT }) + 10 * f, by + 28 * f, fitted(s, count, col.barW - s.width(blockBytes(one.bytes), { bold: true, size: POINT }) - 10 * f), { ink: 'muted' });
        drawReads(p, one, narrow ? W * 0.48 : col.acc, narrow ? by + 7 * f : y + 20 * f, narrow ? W * 0.52 - 8 * f : col.accW);
        if (active && event!.name === 'lab_scheme') drawStation(s, event!.row.station, 'now', col.bar + Math.min(wide + 18 * f, col.barW - 8 * f), by + 7 * f, 'x');
        const thing = { kind: 'labtable' as const, id: one.id };
        s.hit(0, y, W, row, thing, name);
        if (isChosen(p, thing)) s.brackets(4, y + 4, W - 8, row - 8, 7);
    });
    return finish(p, top + row * lab.schemes.length);
}

/** The address as this scheme cuts it: a bar to scale, the number of bits in each part. */
function drawCut(p: Pen, lab: TablesLab, one: LabScheme, x: number, y: number, width: number): void {
    const { s, w, f } = p;
    const parts = cutsOf(one.scheme, lab.bits, Math.round(Math.log2(lab.page || 4096)));
    const total = parts.reduce((n, q) => n + q.bits, 0) || 1;
    const least = 18 * f;
    const spare = Math.max(0, width - parts.length * least);
    let at = x;
    for (const q of parts) {
        const wide = least + (spare * q.bits) / total;
        const ink: Ink = q.kind === 'offset' ? 'line' : q.kind === 'hash' ? 'kernel' : 'table';
        s.rect(at, y, wide - 2, 6 * f, ink);
        s.text(at, y + 18 * f, int(q.bits), { bold: q.kind !== 'offset', ink: q.kind === 'offset' ? 'muted' : 'fg' });
        const label = q.kind === 'offset' ? w.pageOffset : q.kind === 'hash' ? w.hash : '';
        const room = wide - s.width(int(q.bits), { bold: true }) - 8 * f;
        if (label && s.width(label) <= room) s.text(at + s.width(int(q.bits), { bold: q.kind !== 'offset' }) + 6 * f, y + 18 * f, label, { ink: 'muted' });
        at += wide;
    }
}

/** The look-up of the step, read by read, or how many reads a look-up takes: hollow what only the worst case needs. */
function drawReads(p: Pen, one: LabScheme, x: number, y: number, width: number): void {
    const { s, w, f } = p;
    const { moment } = p.input;
    const now = moment.event;
    const events = (moment.step && !moment.step.delta ? moment.step.events : []).filter((e) => READS.includes(e.name) && e.arg('table_scheme') === one.id);
    const left = x + 8 * f;
    const phase = (e: Ev): Phase => (!now || e.seq < now.seq ? 'done' : e.seq === now.seq ? 'now' : 'next');
    const range = w.bestWorst(int(one.best), one.worst ? int(one.worst) : '…');
    if (events.length) {
        const shown = events.slice(0, 9);
        const pitch = Math.min(34 * f, (width - 24 * f) / Math.max(1, shown.length - 1));
        const stops = shown.map((e, i): Stop => ({ x: left + pitch * i, y, kind: e.row.station, along: 'x', phase: phase(e), seq: e.seq, label: e.name }));
        drawStops(p, [[left, y], [left + pitch * Math.max(1, shown.length - 1), y]], stops, [], [], moment.tau);
        const told = now !== null && events.at(-1)!.seq <= now.seq;
        s.text(x, y + 24 * f, told ? int(one.here) : '–', { bold: true, size: POINT });
        if (one.worst !== one.best) s.text(W(p), y + 24 * f, range, { anchor: 'end', ink: 'muted' });
        return;
    }
    const n = clamp(Math.max(one.best, Math.min(one.worst, 7)), 1, 7);
    const here = Math.max(1, one.here || one.best);
    const pitch = Math.min(30 * f, (width - 24 * f) / Math.max(1, n - 1));
    if (n > here) s.path([[left + pitch * (here - 1), y], [left + pitch * (n - 1), y]], 'line', 2);
    if (here > 1) s.path([[left, y], [left + pitch * (here - 1), y]], 'path', 4);
    for (let i = 0; i < n; i++) drawStation(s, 'circle', i < here ? 'done' : 'next', left + pitch * i, y, 'x', true);
    s.text(x, y + 24 * f, range, { bold: true, size: POINT });
}
const READS = ['lab_lookup', 'lab_entry', 'lab_hash', 'lab_probe', 'lab_found'];
const W = (p: Pen): number => p.W;
