// Segmentation: the selector in bits, the descriptor table, the two checks, base + offset, and the place in memory, as one line.
// Physical memory is a bar to scale with its segments and holes; what was swapped out lies on the disk under it.

import { addressHex, blockBytes, int, percent } from '../../base/format';
import type { Ev } from '../../core/event';
import type { LabBlock, LabSegment, SegmentsLab } from '../../core/lab';
import type { Phase } from '../../render/glyph';
import { clamp, type Picture, type Point } from '../../render/picture';
import type { Box } from '../../render/measure';
import { box, drawStops, finish, fitted, mark, pen, POINT, spread, type LabInput, type Pen, type Stop } from './common';
import { accessOf, type SegAccess } from './access';

interface Place { x: number; y: number; w: number; h: number }

export function segmentsPicture(input: LabInput, lab: SegmentsLab): Picture {
    const p = pen(input);
    const { s, w, f, narrow, W } = p;
    const story = accessOf(input, lab);
    const right = narrow ? 0 : 212 * f;
    const left = W - right;
    const stops: Stop[] = [];
    const names: Box[] = [], plates: Box[] = [];
    let corners: Point[] = [];
    const now = input.moment.event;
    const phase = (e: Ev | null, reached = true): Phase => (!e ? (reached ? 'done' : 'next') : !now || e.seq < now.seq ? 'done' : e.seq === now.seq ? 'now' : 'next');
    const corridor = narrow ? 14 * f : left - 22 * f;
    const table = narrow ? { x: 30 * f, w: W - 30 * f } : { x: 0, w: left - 44 * f };

    // 1 the selector
    let y = drawSelector(p, story, table.x, table.w);
    const selectorY = y - 44 * f;
    // 2 the descriptors
    const rows = shownSegments(lab, story, narrow ? 8 : Math.max(3, Math.floor((input.height - y - 190 * f) / (22 * f))));
    s.text(table.x, y + 10 * f, w.descriptors, { bold: true });
    const tableTop = y + 24 * f;
    const rowAt = drawTable(p, lab, rows, table.x, table.w, tableTop);
    y = tableTop + 22 * f * (rows.length + 1) + 10 * f;
    // 3 the checks
    const checks = story ? drawChecks(p, story, narrow ? table.x : table.x, narrow ? table.w : corridor - 18 * f - table.x, y, narrow) : [];
    const checkTop = y;
    y += 34 * f * 3 + 6 * f;
    // 4 memory
    const bar: Place = narrow ? { x: table.x, y: y + 18 * f, w: 44 * f, h: 300 * f } : { x: left + 22 * f, y: 30 * f, w: 52 * f, h: Math.max(320 * f, input.height - 128 * f) };
    const Y = (addr: number): number => bar.y + ((addr - lab.base) * bar.h) / Math.max(1, lab.size);
    drawMemory(p, lab, bar, narrow ? W : W, Y);
    const under = drawDisk(p, lab, bar, W);
    y = Math.max(narrow ? under : y, under);

    if (story?.select) {
        const row = rowAt.get(story.slot);
        corners = narrow ? [[corridor, selectorY], [corridor, row ?? tableTop]] : [[table.x + 260 * f, selectorY], [corridor, selectorY], [corridor, row ?? tableTop]];
        stops.push({ x: corners[0]![0], y: corners[0]![1], kind: story.select.row.station, along: narrow ? 'y' : 'x', phase: phase(story.select), seq: story.select.seq, label: 'seg_select' });
        if (story.descriptor && row !== undefined) {
            stops.push({ x: corridor, y: row, kind: story.descriptor.row.station, along: 'y', phase: phase(story.descriptor), seq: story.descriptor.seq, label: 'seg_descriptor' });
        }
        checks.forEach((c, i) => {
            const cy = checkTop + 34 * f * i + 16 * f;
            if (!c.event) return;
            corners.push([corridor, cy]);
            stops.push({ x: corridor, y: cy, kind: c.event.row.station, along: 'y', phase: phase(c.event), seq: c.event.seq, label: c.event.name });
        });
        if (story.linear) {
            const ay = Y(story.address);
            const last = corners[corners.length - 1]!;
            corners.push(...(narrow ? [[corridor, ay] as const, [bar.x, ay] as const] : [[corridor + 22 * f, last[1]] as const, [corridor + 22 * f, ay] as const, [bar.x, ay] as const]));
        }
    } else if (story?.search.length || story?.place || story?.fail || story?.swap) {
        // a search for room: down the left side of the bar, a tick for every hole that was looked at
        const lane = bar.x - 14 * f;
        corners = [[lane, bar.y - 12 * f]];
        let low = bar.y;
        for (const e of story.search) {
            const b = lab.block(e.arg('block'));
            const by = b ? Y(b.start + b.bytes / 2) : low;
            stops.push({ x: lane, y: by, kind: e.row.station, along: 'y', phase: phase(e), seq: e.seq, label: 'lab_search' });
            low = Math.max(low, by);
        }
        const end = story.place ?? story.fail;
        if (end) {
            const seg = story.place ? lab.segments.find((one) => one.slot === story.slot) : undefined;
            const ey = seg && seg.loaded ? Y(seg.base + Math.min(seg.bytes / 2, (10 * f * lab.size) / bar.h)) : low + 18 * f;
            stops.push({ x: lane, y: ey, kind: end.row.station, along: 'y', phase: phase(end), seq: end.seq, label: end.name });
            low = Math.max(low, ey);
        }
        if (story.swap) {
            const dy = bar.y + bar.h + 28 * f;
            stops.push({ x: lane, y: dy, kind: story.swap.row.station, along: 'y', phase: phase(story.swap), seq: story.swap.seq, label: story.swap.name });
            low = dy;
        }
        corners.push([lane, low]);
        stops.sort((a, b) => a.y - b.y);
    }
    if (corners.length > 1) drawStops(p, corners, stops, names, plates, input.moment.tau);
    figures(p, lab, narrow ? y + 10 * f : Math.max(y, input.height - 46 * f), table.w);
    return finish(p, (narrow ? y + 64 * f : Math.max(y, input.height - 46 * f) + 44 * f));
}

/** The selector's sixteen bits: index, table, requested privilege. Returns the y below it. */
function drawSelector(p: Pen, story: SegAccess | null, x: number, width: number): number {
    const { s, w, f, narrow } = p;
    if (!story?.select) {
        s.text(x, 12 * f, story?.words || w.noAccess, { ink: story?.words ? 'fg' : 'muted', bold: Boolean(story?.words), size: story?.words ? 16 : 14 });
        return 34 * f;
    }
    const sel = story.selector;
    s.text(x, 12 * f, w.selector, { ink: 'muted' });
    s.text(x + s.width(w.selector) + 10 * f, 12 * f, addressHex(sel), { mono: true, bold: true, size: 16 });
    const cell = Math.min(16 * f, width / 17);
    const top = 26 * f;
    const bits = sel.toString(2).padStart(16, '0');
    const parts = [{ from: 0, n: 13, name: w.index, value: int(sel >> 3) }, { from: 13, n: 1, name: 'TI', value: (sel >> 2) & 1 ? 'LDT' : 'GDT' }, { from: 14, n: 2, name: 'RPL', value: String(sel & 3) }];
    for (const part of parts) {
        const px = x + part.from * cell + (part.from ? (part.from === 13 ? 8 : 40) * f : 0);
        const pw = part.n * cell;
        s.text(px, top + 10 * f, bits.slice(part.from, part.from + part.n), { mono: true });
        s.rect(px, top + 21 * f, Math.max(pw, 18 * f), 3 * f, 'line');
        s.text(px, top + 34 * f, `${part.name} ${part.value}`, { bold: true });
    }
    const more = x + 16 * cell + (narrow ? 0 : 76 * f);
    const facts = [`${w.offset} ${addressHex(story.offset)}`, `CPL ${story.cpl}`, w.access(story.type, int(story.bytes))];
    if (narrow) s.text(x, top + 54 * f, facts.join(' · '), {});
    else facts.forEach((t, i) => s.text(more, 12 * f + i * 20 * f, fitted(s, t, x + width - more), { bold: i === 0 }));
    return top + (narrow ? 72 : 56) * f;
}

function shownSegments(lab: SegmentsLab, story: SegAccess | null, room: number): LabSegment[] {
    if (lab.segments.length <= room) return [...lab.segments];
    const at = Math.max(0, lab.segments.findIndex((g) => g.slot === story?.slot));
    const from = clamp(at - Math.floor(room / 2), 0, lab.segments.length - room);
    return lab.segments.slice(from, from + room);
}

/** Rows of the tables; y of each slot's row. */
function drawTable(p: Pen, lab: SegmentsLab, rows: readonly LabSegment[], x: number, width: number, top: number): Map<number, number> {
    const { s, w, f, narrow } = p;
    const out = new Map<number, number>();
    const row = 22 * f;
    // selector, name, base, size, type, DPL, P: right edges as shares of the width
    const cut = narrow ? [0.17, 0.19, 0.66, 0.86, 0, 0.93, 1] : [0.12, 0.14, 0.53, 0.69, 0.72, 0.92, 1];
    const at = cut.map((c) => x + c * width);
    const head = [w.table, w.name, w.base, w.size, w.type, 'DPL', 'P'];
    const line = (y: number, cells: readonly string[], bold: boolean, ink: 'fg' | 'muted'): void => {
        s.text(x, y, cells[0]!, { ink, mono: !bold && ink === 'fg', bold });
        s.text(at[1]!, y, fitted(s, cells[1]!, at[2]! - at[1]! - s.width(cells[2]!, { mono: ink === 'fg' }) - 8 * f, { bold: ink === 'fg' }), { ink, bold: ink === 'fg' });
        s.text(at[2]!, y, cells[2]!, { ink, anchor: 'end', mono: ink === 'fg' });
        s.text(at[3]!, y, cells[3]!, { ink, anchor: 'end' });
        if (!narrow) s.text(at[4]!, y, cells[4]!, { ink });
        s.text(at[5]!, y, cells[5]!, { ink, anchor: 'end' });
        s.text(at[6]!, y, cells[6]!, { ink, anchor: 'end' });
    };
    line(top + row / 2, head, false, 'muted');
    s.hair(x, top + row, width, 'line');
    rows.forEach((g, i) => {
        const y = top + row * (i + 1.5);
        out.set(g.slot, y);
        const thing = { kind: 'labseg' as const, id: g.slot };
        line(y, [`${g.ldt ? 'L' : 'G'} ${g.selector.toString(16).padStart(2, '0')}`, g.name, hex32(g.base), blockBytes(g.bytes), w.segType[g.type] ?? g.type, String(g.dpl), g.present ? '1' : '0'], false, 'fg');
        s.hair(x, y + row / 2, width);
        s.hit(x, y - row / 2, width, row, thing, g.name);
        mark(p, thing, x, y - row / 2 + 2, width, row - 4);
    });
    void lab;
    return out;
}

const hex32 = (n: number): string => n.toString(16).padStart(8, '0');

interface Check { event: Ev | null }
/** Privilege, limit, sum: words left of the line's corridor (right of it on the phone). */
function drawChecks(p: Pen, story: SegAccess, x: number, width: number, top: number, narrow: boolean): Check[] {
    const { s, w, f } = p;
    const now = p.input.moment.event;
    const lines = story.checks.map((c) => {
        const e = c.event;
        const is = e !== null && now !== null && e.seq === now.seq;
        const been = e !== null && (now === null || e.seq <= now.seq);
        return { e, is, been, text: w.check[c.what](c.left, c.right, c.ok, c.word), bad: !c.ok, word: c.word };
    });
    lines.forEach((l, i) => {
        const y = top + 34 * f * i + 16 * f;
        const ink = l.is ? 'hot' : l.been ? 'fg' : 'muted';
        const text = fitted(s, l.text, width - 8 * f, { bold: l.is || l.bad, size: 16 });
        s.text(narrow ? x : x + width, y, text, { anchor: narrow ? 'start' : 'end', ink, bold: l.is || l.bad, size: 16 });
    });
    return lines.map((l) => ({ event: l.e }));
}

function drawMemory(p: Pen, lab: SegmentsLab, bar: Place, W: number, Y: (addr: number) => number): void {
    const { s, w, f } = p;
    s.text(bar.x, bar.y - 16 * f, w.memory(blockBytes(lab.size)), { bold: true });
    const labels: { y: number; block: LabBlock }[] = [];
    for (const b of lab.blocks) {
        const [y0, y1] = [Y(b.start), Y(b.start + b.bytes)];
        s.rect(bar.x, y0, bar.w, Math.max(2, y1 - y0 - 1), b.kind === 'free' ? 'free' : b.kind === 'header' ? 'kernel' : 'anon');
        s.hit(bar.x, y0, bar.w, y1 - y0, { kind: 'labblock', id: b.id }, b.name || w.hole);
        mark(p, { kind: 'labblock', id: b.id }, bar.x, y0, bar.w, y1 - y0 - 1);
        labels.push({ y: (y0 + y1) / 2, block: b });
    }
    s.edge(bar.x - 1, bar.y - 1, bar.w + 2, bar.h + 2, 'line');
    const gap = 20 * f;
    const room = Math.max(1, Math.floor(bar.h / gap));
    const named = [...labels].sort((a, b) => b.block.bytes - a.block.bytes).slice(0, room).sort((a, b) => a.y - b.y);
    const ys = spread(named.map((l) => l.y), gap, bar.y + 8 * f, bar.y + bar.h - 8 * f);
    named.forEach((l, i) => {
        const x = bar.x + bar.w + 14 * f;
        if (Math.abs(ys[i]! - l.y) > 2) s.stroke([[bar.x + bar.w + 2, l.y], [x - 3, ys[i]!]], 'line');
        const size = blockBytes(l.block.bytes);
        const used = l.block.kind !== 'free';
        const name = used ? l.block.name : w.hole;
        const wide = W - x - s.width(size, { bold: used }) - 8 * f;
        s.text(x, ys[i]!, fitted(s, name, wide, { bold: used }), { bold: used, ink: used ? 'fg' : 'muted' });
        s.text(W, ys[i]!, size, { anchor: 'end', bold: used, ink: used ? 'fg' : 'muted' });
    });
}

/** What is on the disk; returns the y under it. */
function drawDisk(p: Pen, lab: SegmentsLab, bar: Place, W: number): number {
    const { s, w, f } = p;
    const y = bar.y + bar.h + 28 * f;
    const out = lab.segments.filter((g) => g.swapped);
    s.text(bar.x, y, w.disk, { ink: 'muted' });
    const x = bar.x + bar.w + 14 * f;
    if (!out.length) {
        s.text(x, y, w.nothing, { ink: 'muted' });
        return y + 16 * f;
    }
    out.slice(0, 2).forEach((g, i) => {
        const yy = y + 22 * f * i;
        s.rect(x, yy - 7 * f, 14 * f, 14 * f, 'anon');
        s.hatch(x, yy - 7 * f, 14 * f, 14 * f, 'bg');
        s.text(x + 22 * f, yy, fitted(s, g.name, W - x - 22 * f - 70 * f, { bold: true }), { bold: true });
        s.text(W, yy, blockBytes(g.bytes), { anchor: 'end' });
        s.hit(x, yy - 10 * f, W - x, 20 * f, { kind: 'labseg', id: g.slot }, g.name);
    });
    return y + 22 * f * Math.min(2, out.length);
}

function figures(p: Pen, lab: SegmentsLab, y: number, width: number): void {
    const { s, w, f, narrow } = p;
    const list: [string, string][] = [[w.free, blockBytes(lab.free)], [w.largest, blockBytes(lab.largest)], [w.external, lab.free ? percent(1 - lab.largest / lab.free, 0) : '–'], [w.internal, blockBytes(lab.internal)]];
    const n = narrow ? 2 : 4;
    list.forEach(([label, value], i) => {
        const x = (narrow ? 0 : 0) + (width / n) * (i % n);
        const yy = y + 44 * f * Math.floor(i / n);
        s.text(x, yy, fitted(s, label, width / n - 8), { ink: 'muted' });
        s.text(x, yy + 21 * f, value, { bold: true, size: POINT });
    });
    void box;
}
