// Segmentation: the selector in bits, the descriptor tables, what the CPU asks, base + offset, and the place in memory, as one
// line. Physical memory is a bar to scale with its segments and holes; what was swapped out lies on the disk under it.

import { addressHex, int, percent } from '../../base/format';
import type { Ev } from '../../core/event';
import type { LabBlock, LabSegment, SegmentsLab } from '../../core/lab';
import { drawStation, type Phase } from '../../render/glyph';
import { clamp, type Picture, type Point } from '../../render/picture';
import { faultOf, ruleOf, segStory, weighty, type SegStory } from './access';
import { drawStops, finish, fitted, mark, pen, POINT, sizeOf, spread, type LabInput, type Pen, type Stop } from './common';

interface Place { x: number; y: number; w: number; h: number }
interface Row { y: number; e: Ev; kind: Stop['kind'] }

export function segmentsPicture(input: LabInput, lab: SegmentsLab): Picture {
    const p = pen(input);
    const { s, w, f, narrow, W } = p;
    const story = segStory(input.moment);
    const now = story.now;
    const phase = (e: Ev): Phase => (!now || e.seq < now.seq ? 'done' : e.seq === now.seq ? 'now' : 'next');
    const left = narrow ? W : W - 212 * f;
    const corridor = narrow ? 12 * f : left - 24 * f;
    const table = narrow ? { x: 28 * f, w: W - 28 * f } : { x: 0, w: corridor - 16 * f };

    let y = drawSelector(p, story, table.x, table.w);
    const selectorY = 12 * f;
    const asks = story.select ? 26 * f + story.checks.reduce((n, e) => n + (weighty(e) ? 30 : 22) * f, 0) + 34 * f : 0;
    const rows = shownSegments(lab, story, narrow ? 8 : clamp(Math.floor((input.height - y - asks - 118 * f) / (22 * f)), 3, 18));
    s.text(table.x, y + 10 * f, w.descriptors, { bold: true });
    const tableTop = y + 22 * f;
    const rowAt = drawTable(p, rows, table.x, table.w, tableTop);
    y = tableTop + 22 * f * (rows.length + 1) + 8 * f;
    const checks = story.select ? drawChecks(p, story, lab, table.x, table.w - 4 * f, y) : { rows: [], bottom: y };
    y = Math.max(y, checks.bottom);

    const bar: Place = narrow ? { x: table.x, y: y + 40 * f, w: 44 * f, h: 280 * f } : { x: left + 24 * f, y: 40 * f, w: 50 * f, h: Math.max(300 * f, input.height - 128 * f) };
    const Y = (addr: number): number => bar.y + (clamp(addr - lab.base, 0, lab.size) * bar.h) / Math.max(1, lab.size);
    drawMemory(p, lab, bar, Y);
    const diskY = bar.y + bar.h + 28 * f;
    const under = drawDisk(p, lab, bar, diskY);

    const stops: Stop[] = [];
    const stop = (e: Ev, x: number, yy: number, along: 'x' | 'y' = 'y', kind: Stop['kind'] = e.row.station): void => void stops.push({ x, y: yy, kind, along, phase: phase(e), seq: e.seq, label: e.name, small: kind === 'tick' });
    const begin = (x: number, yy: number, along: 'x' | 'y'): void => void stops.push({ x, y: yy, kind: 'bar', along, phase: 'done', seq: -1, label: '' });
    const corners: Point[] = [];
    if (story.select) {
        const slot = story.descriptor?.arg('labseg') ?? -1;
        const row = rowAt.get(slot);
        const said = s.width(w.selector) + 10 * f + s.width(addressHex(story.select.arg('selector')), { mono: true, bold: true, size: 16 });
        const from: Point = narrow ? [corridor, selectorY] : [table.x + said + 22 * f, selectorY];
        corners.push(from);
        if (!narrow) corners.push([corridor, selectorY]);
        stop(story.select, from[0], from[1], narrow ? 'y' : 'x');
        if (story.descriptor && row !== undefined) {
            corners.push([corridor, row]);
            stop(story.descriptor, corridor, row);
        }
        for (const r of checks.rows) {
            corners.push([corridor, r.y]);
            stop(r.e, corridor, r.y, 'y', r.kind);
        }
        if (story.linear) {
            const ay = Y(story.linear.arg('addr'));
            const last = corners[corners.length - 1]!;
            const lane = narrow ? corridor : bar.x - 14 * f;
            if (!narrow) corners.push([lane, last[1]]);
            corners.push([lane, ay], [bar.x - 1, ay]);
            if (!now || story.linear.seq <= now.seq) s.path([[bar.x - 1, ay - 6 * f], [bar.x + 9 * f, ay], [bar.x - 1, ay + 6 * f]], 'path', 1, { closed: true, fill: 'path' });
        }
    } else if (story.search.length || story.pieces.length || story.swap.length || story.fail || story.writes.length) {
        roomLine(p, story, lab, { bar, lane: bar.x - 14 * f, corridor, diskY, Y, rowAt, stop, begin, corners });
    }
    if (corners.length > 1) drawStops(p, corners, stops, [], [], input.moment.tau);
    const foot = narrow ? under + 16 * f : Math.max(y + 12 * f, input.height - 44 * f);
    figures(p, lab, foot, narrow ? W : table.w, narrow ? 0 : table.x);
    return finish(p, Math.max(under + 10 * f, foot + (narrow ? 92 : 38) * f));
}

interface Lane {
    bar: Place;
    lane: number;
    corridor: number;
    diskY: number;
    Y: (addr: number) => number;
    rowAt: ReadonlyMap<number, number>;
    stop: (e: Ev, x: number, y: number, along?: 'x' | 'y', kind?: Stop['kind']) => void;
    begin: (x: number, y: number, along: 'x' | 'y') => void;
    corners: Point[];
}

/** A search for room and what comes of it: down the left side of the bar, then to the descriptor that is written. */
function roomLine(p: Pen, story: SegStory, lab: SegmentsLab, at: Lane): void {
    const { s, f } = p;
    const { lane, Y, stop, corners } = at;
    const out = story.swap[0]?.name === 'lab_swap_out' ? story.swap[0] : null;
    const middle = (e: Ev): number => Y(e.arg('start') + Math.min(e.arg('bytes'), lab.size) / 2);
    const places: { e: Ev; y: number }[] = [];
    for (const e of story.search) places.push({ e, y: middle(e) });
    if (!out) for (const e of story.pieces) places.push({ e, y: e.name === 'lab_split' ? Y(e.arg('rest_start')) : middle(e) });
    for (const e of story.swap) places.push({ e, y: at.diskY });
    if (story.fail) places.push({ e: story.fail, y: at.bar.y + at.bar.h - 6 * f });
    if (places.length) {
        const top = out ? middle(out) : at.bar.y - 26 * f;
        const ys = spread(places.map((q) => q.y), 16 * f, at.bar.y - 4 * f, at.diskY);
        corners.push([lane, top], [lane, Math.max(...ys)]);
        at.begin(lane, top, 'y');
        places.forEach((q, i) => stop(q.e, lane, ys[i]!));
    }
    const write = story.writes.find((e) => e.seq === story.now?.seq) ?? story.writes.at(-1);
    const row = write ? at.rowAt.get(write.arg('labseg')) : undefined;
    if (write && row !== undefined) {
        const last = corners[corners.length - 1];
        corners.push([at.corridor, last ? last[1] : at.bar.y - 26 * f], [at.corridor, row]);
        if (!last) at.begin(at.corridor, at.bar.y - 26 * f, 'y');
        stop(write, at.corridor, row);
    }
    // what a segment leaves behind is no place on the way of the line any more
    if (out) {
        const pieces = story.pieces.filter((e) => e.seq === story.now?.seq);
        for (const e of pieces) {
            drawStation(s, e.row.station, 'now', lane, middle(e), 'y');
            s.hit(lane - 12, middle(e) - 12, 24, 24, null, e.name, e.seq);
        }
    }
}

/** The selector's sixteen bits: index, table, requested privilege. Returns the y below it. */
function drawSelector(p: Pen, story: SegStory, x: number, width: number): number {
    const { s, w, f, narrow } = p;
    if (!story.select) {
        s.text(x, 14 * f, fitted(s, story.command || w.noAccess, width, { size: 16, bold: true }), { ink: story.command ? 'fg' : 'muted', bold: true, size: 16 });
        return 38 * f;
    }
    const e = story.select;
    const sel = e.arg('selector');
    s.text(x, 12 * f, w.selector, { ink: 'muted' });
    s.text(x + s.width(w.selector) + 10 * f, 12 * f, addressHex(sel), { mono: true, bold: true, size: 16 });
    const bits = sel.toString(2).padStart(16, '0');
    const letter = s.width('0', { mono: true });
    let px = x;
    for (const part of [{ from: 0, n: 13, name: w.index, value: int(sel >> 3) }, { from: 13, n: 1, name: 'TI', value: (sel >> 2) & 1 ? 'LDT' : 'GDT' }, { from: 14, n: 2, name: 'RPL', value: String(sel & 3) }]) {
        const said = `${part.name} ${part.value}`;
        const wide = Math.max(letter * part.n, s.width(said, { bold: true }));
        s.text(px, 34 * f, bits.slice(part.from, part.from + part.n), { mono: true });
        s.rect(px, 44 * f, wide, 3, 'line');
        s.text(px, 58 * f, said, { bold: true });
        px += wide + 14 * f;
    }
    const facts = [`${w.offset} ${addressHex(e.arg('offset'))}`, `CPL ${e.arg('cpl')} · ${w.rwx[e.arg('access_type')] ?? ''}`];
    if (narrow) s.text(x + width, 12 * f, facts[0]!, { anchor: 'end', bold: true });
    else facts.forEach((t, i) => s.text(px + 10 * f, (34 + 24 * i) * f, fitted(s, t, x + width - px - 10 * f, { bold: i === 0 }), { bold: i === 0 }));
    if (narrow) s.text(x + width, 34 * f, facts[1]!, { anchor: 'end' });
    return 78 * f;
}

/** Programs' descriptors first, then Linux's own; a window round the one that is used. */
function shownSegments(lab: SegmentsLab, story: SegStory, room: number): LabSegment[] {
    const all = [...lab.segments].sort((a, b) => Number(a.linux) - Number(b.linux) || a.slot - b.slot);
    if (all.length <= room) return all;
    const slot = story.descriptor?.arg('labseg') ?? story.writes.find((e) => e.seq === story.now?.seq)?.arg('labseg') ?? story.writes.at(-1)?.arg('labseg') ?? -1;
    const at = Math.max(0, all.findIndex((g) => g.slot === slot));
    const from = at < room ? 0 : clamp(at - Math.floor(room / 2), 0, all.length - room);
    return all.slice(from, from + room);
}

/** Rows of the tables; y of each slot's row. */
function drawTable(p: Pen, rows: readonly LabSegment[], x: number, width: number, top: number): Map<number, number> {
    const { s, w, f, narrow } = p;
    const out = new Map<number, number>();
    const row = 22 * f;
    // selector, name, base, size, type, DPL, P: edges as shares of the width
    const cut = narrow ? [0, 0.17, 0.62, 0.84, 0, 0.93, 1] : [0, 0.13, 0.55, 0.73, 0.76, 0.93, 1];
    const at = cut.map((c) => x + c * width);
    const line = (y: number, cells: readonly string[], head: boolean): void => {
        const ink = head ? 'muted' : 'fg';
        const base = s.width(cells[2]!, { mono: !head });
        s.text(at[0]!, y, cells[0]!, { ink, mono: !head });
        s.text(at[1]!, y, fitted(s, cells[1]!, at[2]! - base - 8 * f - at[1]!, { bold: !head }), { ink, bold: !head });
        s.text(at[2]!, y, cells[2]!, { ink, anchor: 'end', mono: !head });
        s.text(at[3]!, y, cells[3]!, { ink, anchor: 'end' });
        if (!narrow) s.text(at[4]!, y, cells[4]!, { ink });
        s.text(at[5]!, y, cells[5]!, { ink, anchor: 'end' });
        s.text(at[6]!, y, cells[6]!, { ink, anchor: 'end' });
    };
    line(top + row / 2, [w.table, w.name, w.base, w.size, w.type, 'DPL', 'P'], true);
    s.hair(x, top + row, width, 'line');
    rows.forEach((g, i) => {
        const y = top + row * (i + 1.5);
        out.set(g.slot, y);
        const thing = { kind: 'labseg' as const, id: g.slot };
        line(y, [g.selector.toString(16).padStart(2, '0'), g.name, g.base.toString(16).padStart(8, '0'), sizeOf(g.bytes), w.segType[g.type] ?? g.type, String(g.dpl), g.present ? '1' : '0'], false);
        s.hair(x, y + row / 2, width);
        s.hit(x, y - row / 2, width, row, thing, g.name);
        mark(p, thing, x, y - row / 2 + 3, width, row - 6);
    });
    return out;
}

/** What the CPU asks, line by line, the answers left of the line's corridor. */
function drawChecks(p: Pen, story: SegStory, lab: SegmentsLab, x: number, width: number, top: number): { rows: Row[]; bottom: number } {
    const { s, w, f, narrow } = p;
    const now = story.now;
    const rows: Row[] = [];
    let y = top + 4 * f;
    const add = (e: Ev, text: string, big: boolean, bad: boolean, kind: Stop['kind']): void => {
        const height = (big ? 30 : 22) * f;
        const cy = y + height / 2;
        const is = now !== null && e.seq === now.seq;
        const to_come = now !== null && e.seq > now.seq;
        const style = { size: big ? 16 : 14, bold: is || (bad && !to_come) };
        s.text(narrow ? x : x + width, cy, fitted(s, text, width, style), { ...style, anchor: narrow ? 'start' : 'end', ink: is ? 'hot' : to_come ? 'muted' : 'fg' });
        rows.push({ y: cy, e, kind: is ? e.row.station : kind });
        y += height;
    };
    for (const e of story.checks) {
        const to_come = now !== null && e.seq > now.seq;
        const ok = e.arg('ok') !== 0;
        const rule = ruleOf(e);
        const text = to_come ? (w.rule[rule] ?? rule) : w.asked(rule, rule === 'limit' || rule === 'canonical' ? addressHex(e.arg('have')) : int(e.arg('have')), rule === 'limit' ? addressHex(e.arg('want')) : int(e.arg('want')), ok);
        add(e, text, weighty(e) && (!to_come || rule === 'privilege' || rule === 'limit'), !ok, weighty(e) ? e.row.station : 'tick');
    }
    if (story.linear) {
        const e = story.linear;
        const to_come = now !== null && e.seq > now.seq;
        add(e, to_come ? w.sum : `${addressHex(e.arg('base'))} + ${addressHex(e.arg('offset'))} = ${addressHex(e.arg('addr'))}`, true, false, e.row.station);
    }
    if (story.fault) {
        const e = story.fault;
        const to_come = now !== null && e.seq > now.seq;
        add(e, to_come ? w.fault : `#${faultOf(e).replace('#', '')}(${addressHex(e.arg('error_code'))})`, true, true, e.row.station);
    }
    void lab;
    return { rows, bottom: y };
}

function drawMemory(p: Pen, lab: SegmentsLab, bar: Place, Y: (addr: number) => number): void {
    const { s, w, f, W } = p;
    s.text(bar.x, bar.y - 24 * f, w.memory(sizeOf(lab.size)), { bold: true });
    const labels: { y: number; block: LabBlock }[] = [];
    for (const b of lab.blocks) {
        const [y0, y1] = [Y(b.start), Y(b.start + b.bytes)];
        s.rect(bar.x, y0, bar.w, Math.max(2, y1 - y0 - 1), b.used ? 'anon' : 'free');
        const thing = { kind: 'labblock' as const, id: b.id };
        s.hit(bar.x, y0, W - bar.x, y1 - y0, thing, b.name || w.hole);
        mark(p, thing, bar.x, y0, bar.w, y1 - y0 - 1);
        labels.push({ y: (y0 + y1) / 2, block: b });
    }
    s.edge(bar.x - 1, bar.y - 1, bar.w + 2, bar.h + 2, 'line');
    const gap = 21 * f;
    const room = Math.max(1, Math.floor((bar.h - 8 * f) / gap));
    const named = [...labels].sort((a, b) => b.block.bytes - a.block.bytes).slice(0, room).sort((a, b) => a.block.start - b.block.start);
    const ys = spread(named.map((l) => l.y), gap, bar.y + 8 * f, bar.y + bar.h - 8 * f);
    named.forEach((l, i) => {
        const x = bar.x + bar.w + 14 * f;
        if (Math.abs(ys[i]! - l.y) > 2) s.stroke([[bar.x + bar.w + 2, l.y], [x - 3, ys[i]!]], 'line');
        const size = sizeOf(l.block.bytes);
        const { used } = l.block;
        const name = fitted(s, used ? l.block.name : w.hole, W - x - s.width(size, { bold: used }) - 8 * f, { bold: used });
        s.text(x, ys[i]!, name, { bold: used, ink: used ? 'fg' : 'muted' });
        s.text(W, ys[i]!, size, { anchor: 'end', bold: used, ink: used ? 'fg' : 'muted' });
    });
}

/** What is on the disk; returns the y under it. */
function drawDisk(p: Pen, lab: SegmentsLab, bar: Place, y: number): number {
    const { s, w, f, W } = p;
    const out = lab.segments.filter((g) => g.swapped);
    s.text(bar.x, y, w.disk, { ink: 'muted' });
    const x = bar.x + bar.w + 14 * f;
    if (!out.length) s.text(x, y, w.nothing, { ink: 'muted' });
    out.slice(0, 2).forEach((g, i) => {
        const yy = y + 22 * f * i;
        s.rect(x, yy - 7 * f, 14 * f, 14 * f, 'anon');
        s.hatch(x, yy - 7 * f, 14 * f, 14 * f, 'bg');
        const size = sizeOf(g.bytes);
        s.text(x + 22 * f, yy, fitted(s, g.name, W - x - 30 * f - s.width(size), { bold: true }), { bold: true });
        s.text(W, yy, size, { anchor: 'end' });
        s.hit(x, yy - 10 * f, W - x, 20 * f, { kind: 'labseg', id: g.slot }, g.name);
    });
    return y + 22 * f * Math.max(0, Math.min(2, out.length) - 1) + 8 * f;
}

function figures(p: Pen, lab: SegmentsLab, y: number, width: number, left: number): void {
    const { s, w, f, narrow } = p;
    const list: [string, string][] = [[w.free, sizeOf(lab.free)], [w.largest, sizeOf(lab.largest)], [w.external, lab.free ? percent(lab.external / lab.free, 0) : '–'], [w.internal, sizeOf(lab.internal)]];
    const n = narrow ? 2 : 4;
    list.forEach(([label, value], i) => {
        const x = left + (width / n) * (i % n);
        const yy = y + 46 * f * Math.floor(i / n);
        s.text(x, yy, fitted(s, label, width / n - 8), { ink: 'muted' });
        s.text(x, yy + 22 * f, value, { bold: true, size: POINT });
    });
}
