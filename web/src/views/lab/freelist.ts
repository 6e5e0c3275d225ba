// A heap with a free list: the chain as rows, looked through from the top, then the heap to scale with what was placed in it.
// The line goes down the chain, a station for every piece that was looked at, and on into the heap.

import { int, percent } from '../../base/format';
import type { Ev } from '../../core/event';
import type { FreeLab, LabBlock } from '../../core/lab';
import type { Moment } from '../../core/timeline';
import type { Phase } from '../../render/glyph';
import { clamp, type Picture, type Point } from '../../render/picture';
import { drawStops, finish, fitted, mark, pen, POINT, type LabInput, type Pen, type Stop } from './common';

/** What the step does to the heap: every event with its place, as far as it is known. */
export interface Work { list: { e: Ev; block: number }[]; now: Ev | null; words: string }

export function workOf(moment: Moment): Work {
    const events = moment.step && !moment.step.delta ? moment.step.events : [];
    const list = events.filter((e) => e.name.startsWith('lab_') && e.name !== 'lab_begin').map((e) => ({ e, block: e.has('block') ? e.arg('block') : -1 }));
    return { list, now: moment.event, words: moment.step?.command ?? '' };
}

export function freePicture(input: LabInput, lab: FreeLab): Picture {
    const p = pen(input);
    const { s, w, f, narrow, W } = p;
    const work = workOf(input.moment);
    const now = work.now;
    const phase = (e: Ev): Phase => (!now || e.seq < now.seq ? 'done' : e.seq === now.seq ? 'now' : 'next');
    const facts = [w.fit[lab.fit] ?? lab.fit, w.order[lab.order] ?? lab.order, lab.coalesce ? w.coalesce : w.noCoalesce].join(' · ');
    const title = work.words ? fitted(s, work.words, narrow ? W - 40 * f : W - s.width(facts) - 60 * f, { bold: true, size: 16 }) : w.heap(int(lab.size));
    s.text(30 * f, 14 * f, title, { bold: true, size: 16 });
    s.text(narrow ? 30 * f : W, narrow ? 36 * f : 14 * f, facts, { anchor: narrow ? 'start' : 'end', ink: 'muted' });

    // the chain
    const top = (narrow ? 56 : 38) * f;
    const row = 26 * f;
    const heapTall = 176 * f, figuresTall = 52 * f;
    const room = Math.max(4, Math.floor((Math.max(input.height, 420 * f) - top - row - heapTall - figuresTall) / row));
    const looked = new Map<number, Ev>();
    for (const { e, block } of work.list) if (e.name === 'lab_search' && !looked.has(block)) looked.set(block, e);
    const current = work.list.find((one) => one.e.seq === now?.seq)?.block ?? -1;
    const at = Math.max(0, lab.list.indexOf(current));
    const cut = lab.list.length > room;
    const shown = cut ? room - 2 : lab.list.length;
    const from = cut ? clamp(at - Math.floor(shown / 2), 0, lab.list.length - shown) : 0;
    const col = narrow ? { n: 44 * f, addr: 148 * f, size: 214 * f, bar: 224 * f, say: 0 } : { n: 50 * f, addr: 150 * f, size: 240 * f, bar: 260 * f, say: W - 118 * f };
    let y = top;
    s.text(30 * f, y + row / 2, w.list, { bold: true });
    s.text(col.addr, y + row / 2, w.address, { anchor: 'end', ink: 'muted' });
    s.text(col.size, y + row / 2, w.bytes, { anchor: 'end', ink: 'muted' });
    y += row;
    s.hair(30 * f, y, W - 30 * f, 'line');
    if (!lab.list.length) s.text(30 * f, y + row / 2, w.listEmpty, { ink: 'muted' });
    if (cut && from > 0) {
        s.text(30 * f, y + row / 2, w.before(int(from)), { ink: 'muted' });
        y += row;
    }
    const lane = 14 * f;
    const stops: Stop[] = [{ x: lane, y: 14 * f, kind: 'bar', along: 'y', phase: now && ['command', 'command_end'].includes(now.name) && !work.list.length ? 'now' : 'done', seq: -1, label: '' }];
    const rowY = new Map<number, number>();
    const most = Math.max(1, lab.largest, ...lab.list.map((id) => lab.block(id)?.bytes ?? 0));
    lab.list.slice(from, from + shown).forEach((id, i) => {
        const b = lab.block(id);
        if (!b) return;
        const cy = y + row / 2;
        rowY.set(id, cy);
        const e = looked.get(id);
        const seen = e !== undefined && now !== null && e.seq <= now.seq;
        s.text(30 * f, cy, int(from + i + 1), { ink: 'muted' });
        s.text(col.addr, cy, int(b.start), { anchor: 'end', mono: true });
        s.text(col.size, cy, int(b.bytes), { anchor: 'end', bold: true, size: 16 });
        const full = narrow ? W - col.bar : col.say - col.bar - 20 * f;
        s.rect(col.bar, cy - 6 * f, Math.max(2, (full * b.bytes) / most), 12 * f, 'free');
        s.edge(col.bar, cy - 6 * f, Math.max(2, (full * b.bytes) / most), 12 * f, 'line');
        if (!narrow) {
            const hot = e !== undefined && e.seq === now?.seq;
            s.text(W, cy, seen ? (e.arg('fits') ? w.fits : w.tooSmall) : work.list.length && looked.size ? w.notSeen : '', { anchor: 'end', ink: hot ? 'hot' : seen ? 'fg' : 'muted', bold: hot });
        }
        const thing = { kind: 'labblock' as const, id };
        s.hit(30 * f, y, W - 30 * f, row, thing, w.list);
        mark(p, thing, 30 * f, y + 4, W - 34 * f, row - 8);
        s.hair(30 * f, y + row, W - 30 * f);
        y += row;
    });
    if (cut && from + shown < lab.list.length) {
        s.text(30 * f, y + row / 2, w.after(int(lab.list.length - from - shown)), { ink: 'muted' });
        y += row;
    }
    if (!lab.list.length) y += row;

    // the heap, at the foot
    const heapTop = Math.max(y + 66 * f, narrow ? 0 : input.height * 0.56);
    const X = (addr: number): number => ((addr - lab.base) * W) / Math.max(1, lab.size);
    drawHeap(p, lab, heapTop, X);
    for (const [id, e] of looked) {
        const cy = rowY.get(id);
        if (cy !== undefined) stops.push({ x: lane, y: cy, kind: e.row.station === 'circle' ? 'tick' : e.row.station, along: 'y', phase: phase(e), seq: e.seq, label: 'lab_search' });
    }
    const ends = work.list.filter(({ e }) => e.name !== 'lab_search');
    const corners: Point[] = [[lane, 14 * f]];
    const corridor = heapTop - 44 * f;
    const end = ends.find(({ e }) => e.seq === now?.seq) ?? ends.filter(({ e }) => now !== null && e.seq <= now.seq).at(-1) ?? ends[0];
    if (end) {
        const { e, block } = end;
        const b = lab.block(block);
        if (e.name === 'lab_fail') {
            corners.push([lane, corridor], [lane + 40 * f, corridor]);
            stops.push({ x: lane + 40 * f, y: corridor, kind: e.row.station, along: 'x', phase: phase(e), seq: e.seq, label: e.name });
        } else {
            const start = b ? b.start : e.has('start') ? e.arg('start') : lab.base;
            const x = clamp(X(start) + (b ? Math.min(X(start + b.bytes) - X(start), 24 * f) / 2 : 6 * f), 26 * f, W - 14 * f);
            corners.push([lane, corridor], [x, corridor], [x, heapTop]);
            stops.push({ x, y: heapTop - 15 * f, kind: e.row.station, along: 'y', phase: phase(e), seq: e.seq, label: e.name });
        }
    } else if (stops.length > 1) corners.push([lane, Math.max(...stops.map((q) => q.y))]);
    stops.sort((a, b) => a.y - b.y);
    if (corners.length > 1) drawStops(p, corners, stops, [], [], input.moment.tau);
    const figuresTop = heapTop + 112 * f;
    drawFigures(p, lab, figuresTop, looked, now);
    return finish(p, figuresTop + (narrow ? 96 : 40) * f);
}

function drawHeap(p: Pen, lab: FreeLab, top: number, X: (addr: number) => number): void {
    const { s, w, f, W } = p;
    const tall = 40 * f;
    for (const b of lab.blocks) {
        const [x0, x1] = [X(b.start), X(b.start + b.bytes)];
        if (b.used) {
            const head = Math.min(lab.header, b.bytes);
            s.rect(x0, top, Math.max(1, x1 - x0 - 1), tall, 'anon');
            if (head) s.rect(x0, top, Math.max(2, X(b.start + head) - x0), tall, 'kernel');
        } else s.rect(x0, top, Math.max(1, x1 - x0 - 1), tall, 'free');
        const thing = { kind: 'labblock' as const, id: b.id };
        s.hit(x0, top, x1 - x0, tall, thing, b.name || w.hole);
        mark(p, thing, x0, top, Math.max(3, x1 - x0 - 1), tall);
    }
    s.edge(-1, top - 1, W + 2, tall + 2, 'line');
    names(p, lab.blocks, top + tall, X);
    s.text(0, top + tall + 38 * f, int(lab.base), { ink: 'muted' });
    s.text(W, top + tall + 38 * f, int(lab.base + lab.size), { ink: 'muted', anchor: 'end' });
}

/** Names and sizes under the heap, the largest pieces first, as many as have room. */
function names(p: Pen, blocks: readonly LabBlock[], y: number, X: (addr: number) => number): void {
    const { s, f, W } = p;
    const all = blocks.map((b) => {
        const text = b.used ? `${b.name} ${int(b.bytes)}`.trim() : int(b.bytes);
        const width = s.width(text, { bold: b.used });
        return { b, text, width, x: (X(b.start) + X(b.start + b.bytes)) / 2 };
    });
    const kept: { x0: number; x1: number }[] = [];
    for (const one of [...all].sort((a, b) => b.b.bytes - a.b.bytes)) {
        const x = clamp(one.x, one.width / 2, W - one.width / 2);
        const span = { x0: x - one.width / 2 - 6 * f, x1: x + one.width / 2 + 6 * f };
        if (Math.abs(x - one.x) > 14 * f || kept.some((k) => span.x0 < k.x1 && k.x0 < span.x1)) continue;
        kept.push(span);
        s.text(x, y + 15 * f, one.text, { anchor: 'middle', bold: one.b.used, ink: one.b.used ? 'fg' : 'muted' });
    }
}

function drawFigures(p: Pen, lab: FreeLab, y: number, looked: ReadonlyMap<number, Ev>, now: Ev | null): void {
    const { s, w, f, narrow, W } = p;
    const done = [...looked.values()].filter((e) => now === null || e.seq <= now.seq).length;
    const list: [string, string][] = [
        [w.searched, looked.size ? int(done) : int(lab.searched)], [w.free, int(lab.free)], [w.largestPiece, int(lab.largest)],
        [w.externalShare, lab.free ? percent(lab.external / lab.free, 0) : '–'], [w.internalShare, int(lab.internal)],
    ];
    const n = narrow ? 3 : list.length;
    // side by side each takes the room that its words need
    const wide = list.map(([label]) => s.width(label));
    const spare = narrow ? 0 : Math.max(0, (W - wide.reduce((a, b) => a + b, 0)) / Math.max(1, list.length - 1));
    list.forEach(([label, value], i) => {
        const x = narrow ? (W / n) * (i % n) : wide.slice(0, i).reduce((a, b) => a + b + spare, 0);
        const yy = y + 46 * f * Math.floor(i / n);
        s.text(x, yy, narrow ? fitted(s, label, W / n - 8) : label, { ink: 'muted' });
        s.text(x, yy + 22 * f, value, { bold: true, size: POINT });
    });
}
