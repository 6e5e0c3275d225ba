// Page replacement as textbooks draw it: the reference string, and for each policy the frames after each reference, column by
// column. The line of the step comes along the string to the reference that is now and runs down through every policy, in the
// gutter right of its column. Stations: a circle for a hit, a diamond for a miss, a square where a frame is filled.

import { int, percent } from '../../base/format';
import type { LabRun, ReplaceLab } from '../../core/lab';
import type { Ev } from '../../core/event';
import type { Moment } from '../../core/timeline';
import type { Phase } from '../../render/glyph';
import type { Box } from '../../render/measure';
import { clamp, type Picture, type Point } from '../../render/picture';
import { box, dashedBox, drawStops, finish, fitted, mark, pen, POINT, type LabInput, type Pen, type Stop } from './common';

/** What one reference did to one run, as far as the step's events tell. */
export interface Happening {
    run: number;
    hit: Ev | null;
    miss: Ev | null;
    evict: Ev | null;
    fill: Ev | null;
    hands: Ev[];
    /** what else changed: a page moved to another list, a share adapted, a tick of the clock */
    more: Ev[];
}

export interface Reference { ref: Ev | null; column: number; page: number; list: Happening[] }

/** The reference that holds the cursor: the last one that was begun, else the first to come. */
export function referenceAt(moment: Moment): Reference {
    const events = moment.step && !moment.step.delta ? moment.step.events : [];
    let from = -1;
    for (let i = Math.min(moment.index, events.length - 1); i >= 0 && from < 0; i--) if (events[i]!.name === 'lab_ref') from = i;
    if (from < 0) from = events.findIndex((e) => e.name === 'lab_ref');
    if (from < 0) return { ref: null, column: -1, page: -1, list: [] };
    const list: Happening[] = [];
    for (let i = from + 1; i < events.length && events[i]!.name !== 'lab_ref'; i++) {
        const e = events[i]!;
        if (!e.has('run') || e.name === 'lab_result') continue;
        let one = list.find((h) => h.run === e.arg('run'));
        if (!one) list.push((one = { run: e.arg('run'), hit: null, miss: null, evict: null, fill: null, hands: [], more: [] }));
        if (e.name === 'lab_hit') one.hit = e;
        else if (e.name === 'lab_miss') one.miss = e;
        else if (e.name === 'lab_evict') one.evict = e;
        else if (e.name === 'lab_fill') one.fill = e;
        else if (e.name === 'lab_hand') one.hands.push(e);
        else one.more.push(e);
    }
    return { ref: events[from]!, column: events[from]!.arg('column'), page: events[from]!.arg('page'), list };
}

/** Page numbers of a trace are long: their last digits stand for them. */
export function pageName(page: number, widest: number): string {
    if (widest < 10000) return String(page);
    const hex = page.toString(16);
    return hex.length > 4 ? '…' + hex.slice(-4) : hex;
}

interface Grid { left: number; pitch: number; gap: number; first: number; shown: number; column: number; lineX: number; x: (column: number) => number }

function gridOf(p: Pen, lab: ReplaceLab, column: number, left: number, width: number, label: number): Grid {
    const { f } = p;
    const gap = 36 * f;
    // as wide as the string allows, so that it can be read from the back row
    const least = Math.max(label + 12 * f, (p.narrow ? 24 : 27) * f);
    const pitch = Math.max(least, Math.min(40 * f, (width - gap) / Math.max(1, lab.refs)));
    const shown = Math.max(1, Math.min(lab.refs, Math.floor((width - gap) / pitch)));
    const first = clamp(column - Math.floor(shown * 0.64), 0, Math.max(0, lab.refs - shown));
    return {
        left, pitch, gap, first, shown, column, lineX: left + (clamp(column, first, first + shown - 1) - first + 1) * pitch + 22 * f,
        x: (c) => left + (c - first) * pitch + (c > column ? gap : 0),
    };
}

export function replacePicture(input: LabInput, lab: ReplaceLab): Picture {
    const p = pen(input);
    const { s, f, narrow } = p;
    if (!lab.columns) return totals(p, lab);
    const here = referenceAt(input.moment);
    const now = input.moment.event;
    const column = clamp(here.column >= 0 ? here.column : lab.at - 1, -1, lab.refs - 1);
    const rail = narrow ? 0 : 96 * f;
    const figures = narrow ? 0 : 128 * f;
    let widest = 0;
    for (let i = 0; i < lab.columns; i++) widest = Math.max(widest, lab.page(i));
    const label = s.width(pageName(widest, widest), { bold: true, size: 16 });
    const g = gridOf(p, lab, column, rail, input.width - rail - figures, label);
    const top = narrow ? 22 * f : 0;
    drawString(p, lab, g, top, widest);
    const corridor = top + 56 * f;

    // how much room every run gets: as many tables as fit, the others as strips
    const head = narrow ? 28 * f : 0;
    const results = 26 * f;
    const skip = 22 * f;
    const room = input.height - corridor - 16 * f;
    const strip = narrow || lab.runs.length <= 6 ? head + results + 16 * f : 28 * f;
    const tableOf = (row: number): number => head + results + lab.frames * row + skip;
    let row = [34, 31, 28, 26, 24, 22, 20].map((r) => r * f).find((r) => tableOf(r) * lab.runs.length <= room) ?? 20 * f;
    const dense = lab.frames > 16;
    if (dense) row = Math.max(3, Math.floor(Math.max(96 * f, room / Math.min(4, lab.runs.length) - head - results - skip) / lab.frames));
    let tables = lab.runs.length;
    while (!narrow && tables > 1 && tables * tableOf(row) + (lab.runs.length - tables) * strip > room) tables--;

    const stops: Stop[] = [];
    const phaseOf = (e: Ev): Phase => (!now || e.seq < now.seq ? 'done' : e.seq === now.seq ? 'now' : 'next');
    const stop = (e: Ev, x: number, y: number, along: 'x' | 'y' = 'y'): void => void stops.push({ x, y, kind: e.row.station, along, phase: phaseOf(e), seq: e.seq, label: e.name });
    stops.push({ x: g.left, y: corridor, kind: 'bar', along: 'x', phase: now?.name === 'lab_begin' ? 'now' : 'done', seq: -1, label: '' });
    if (here.ref) stop(here.ref, g.x(clamp(column, g.first, g.first + g.shown - 1)) + g.pitch / 2, corridor, 'x');
    let y = corridor + 16 * f;
    let last = corridor;
    const names: Box[] = [];
    lab.runs.forEach((run, i) => {
        const mine = here.list.find((h) => h.run === run.id) ?? null;
        const grown = i < tables;
        const height = grown ? tableOf(row) : strip;
        if (i > 0) s.hair(0, y - 6 * f, input.width);
        names.push(...drawHead(p, run, y, narrow ? head : 0, lab, height));
        const ry = y + head + results / 2;
        drawResults(p, lab, run, g, ry);
        const cellsTop = y + head + results;
        if (grown) drawCells(p, lab, run, g, cellsTop, row, widest, dense);
        if (mine?.hit ?? mine?.miss) {
            stop((mine!.hit ?? mine!.miss)!, g.lineX, ry);
            last = ry;
        }
        if (mine && grown && !dense) {
            const rowY = (e: Ev): number => cellsTop + (e.arg('slot') + 0.5) * row;
            const hand = mine.hands.find((h) => h.seq === now?.seq);
            const place = mine.evict?.seq === now?.seq ? mine.evict : (mine.fill ?? mine.evict);
            if (hand) stop(hand, g.lineX, rowY(hand));
            if (place && !(hand && hand.arg('slot') === place.arg('slot'))) stop(place, g.lineX, rowY(place));
            for (const e of [hand, place]) if (e) last = Math.max(last, rowY(e));
            const other = mine.more.find((e) => e.seq === now?.seq);
            if (other) {
                last = cellsTop + lab.frames * row + 9 * f;
                stop(other, g.lineX, last);
            }
        } else if (mine) {
            const other = [...mine.hands, mine.evict, mine.fill, ...mine.more].find((e) => e && e.seq === now?.seq);
            if (other) stops[stops.length - 1] = { ...stops[stops.length - 1]!, kind: other.row.station, phase: 'now', seq: other.seq };
        }
        if (!narrow) drawFigures(p, run, y, height, input.width - figures + 16 * f, mine, here.page, now);
        y += height;
    });
    const [first, ...rest] = stops;
    rest.sort((a, b) => a.y - b.y);
    if (column >= 0) {
        const corners: Point[] = [[g.left, corridor], [g.lineX, corridor]];
        if (last > corridor) corners.push([g.lineX, last]);
        drawStops(p, corners, [first!, ...rest], names, [], input.moment.tau);
    }
    return finish(p, y);
}

/** The reference string: numbers above, pages below, what is to come in grey. */
function drawString(p: Pen, lab: ReplaceLab, g: Grid, top: number, widest: number): void {
    const { s, w, f, narrow } = p;
    const column = g.column;
    s.text(0, 12 * f, w.reference, { ink: 'muted' });
    const of = w.nOf(int(column + 1), int(lab.refs));
    if (!narrow) s.text(0, 34 * f, of, { bold: true });
    else s.text(p.W, 12 * f, of, { bold: true, anchor: 'end' });
    const every = Math.max(1, Math.ceil((s.width(int(lab.refs)) + 6) / g.pitch));
    for (let c = g.first; c < g.first + g.shown; c++) {
        const x = g.x(c) + g.pitch / 2;
        if (c === column || ((c + 1) % Math.max(every, 1) === 0 && Math.abs(c - column) >= every)) s.text(x, top + 11 * f, int(c + 1), { ink: c === column ? 'fg' : 'muted', anchor: 'middle' });
        s.text(x, top + 34 * f, pageName(lab.page(c), widest), { anchor: 'middle', size: c === column ? POINT : 16, bold: c <= column, ink: c > column ? 'muted' : 'fg' });
        const thing = { kind: 'labref' as const, id: c };
        s.hit(g.x(c), top + 22 * f, g.pitch, 24 * f, thing, w.reference);
        mark(p, thing, g.x(c) + 3, top + 23 * f, g.pitch - 6, 22 * f);
    }
    if (g.first > 0 && !narrow && s.width(of, { bold: true }) < g.left - 22 * f) s.text(g.left - 2 * f, top + 34 * f, '…', { anchor: 'end', ink: 'muted' });
}

/** Returns the words that the line leaves a gap for. */
function drawHead(p: Pen, run: LabRun, y: number, head: number, lab: ReplaceLab, height: number): Box[] {
    const { s, w, f, narrow } = p;
    const name = w.policy[run.policy] ?? run.policy;
    const cy = narrow ? y + head / 2 : y + 13 * f;
    const thing = { kind: 'labrun' as const, id: run.id };
    const named = s.text(0, cy, name, { bold: true });
    const width = s.width(name, { bold: true });
    s.hit(0, cy - 11 * f, Math.max(44, width), 22 * f, thing, name);
    mark(p, thing, 0, cy - 9 * f, width, 18 * f);
    if (narrow) {
        const ratio = run.hits + run.misses ? percent(run.misses / (run.hits + run.misses)) : '–';
        return [named, s.text(p.W, cy, w.missesOf(int(run.misses), ratio), { anchor: 'end', bold: true, size: 16 })];
    }
    const facts = [w.frames(int(lab.frames))];
    if (run.policy === 'arc') facts.push(`p ${int(run.target)}`, `T1 ${run.lists[0]} T2 ${run.lists[1]}`, `B1 ${run.lists[2]} B2 ${run.lists[3]}`);
    if (run.policy === '2q') facts.push(`A1in ${run.lists[0]}`, `Am ${run.lists[1]}`, `A1out ${run.lists[2]}`);
    const room = Math.max(0, Math.floor((height - 24 * f) / (20 * f)));
    facts.slice(0, room).forEach((t, i) => s.text(0, y + (33 + 20 * i) * f, t, { ink: 'muted' }));
    return [named];
}

/** Under the string's columns: a dot for each hit, a diamond for each miss. */
function drawResults(p: Pen, lab: ReplaceLab, run: LabRun, g: Grid, y: number): void {
    const { s, f } = p;
    for (let c = g.first; c < Math.min(g.first + g.shown, lab.columns, g.column + 1); c++) {
        const state = outcome(lab, run.id, c);
        if (!state) continue;
        const x = g.x(c) + g.pitch / 2;
        if (state === 'hit') s.disc(x, y, 4.5, 'path', 1, 'path');
        else {
            const d = 6 * f;
            s.path([[x, y - d], [x + d, y], [x, y + d], [x - d, y]], 'path', 1.5, { closed: true, fill: 'bg' });
        }
    }
}

/** Hit or miss in a column, or nothing yet. */
export function outcome(lab: ReplaceLab, run: number, column: number): 'hit' | 'miss' | '' {
    let filled = false;
    for (let r = 0; r < lab.frames; r++) {
        const cell = lab.cell(run, column, r);
        if (cell.hit) return 'hit';
        if (cell.filled) filled = true;
    }
    return filled ? 'miss' : '';
}

function drawCells(p: Pen, lab: ReplaceLab, run: LabRun, g: Grid, top: number, row: number, widest: number, dense: boolean): void {
    const { s, f } = p;
    // until this reference is answered the hand stands where the one before left it
    const handAt = outcome(lab, run.id, g.column) ? g.column : g.column - 1;
    for (let c = g.first; c < Math.min(g.first + g.shown, lab.columns, g.column + 1); c++) {
        const x = g.x(c);
        for (let r = 0; r < lab.frames; r++) {
            const kept = lab.cell(run.id, c, r);
            // a reference that is not answered yet: what is in the frames now
            const cell = c === g.column && c !== handAt ? { ...kept, page: lab.slot(run.id, r) } : kept;
            const y = top + r * row;
            const thing = { kind: 'labcell' as const, id: lab.cellId(run.id, c, r) };
            if (dense) {
                s.rect(x + 1, y, g.pitch - 2, Math.max(1, row - (row > 4 ? 1 : 0)), cell.page < 0 ? 'ghost' : cell.filled || cell.hit ? 'path' : 'line');
                continue;
            }
            s.rect(x + 1, y + 1, g.pitch - 2, row - 2, cell.page < 0 ? 'ghost' : 'free');
            s.hit(x, y, g.pitch, row, thing, p.w.cell);
            // the page that will have left after the next reference
            const next = c + 1 <= g.column ? lab.cell(run.id, c + 1, r) : null;
            const leaves = cell.page >= 0 && next !== null && next.filled && next.page !== cell.page;
            if (cell.page >= 0) s.text(x + g.pitch / 2, y + row / 2, pageName(cell.page, widest), { anchor: 'middle', size: 16, bold: cell.filled || cell.hit, ink: cell === kept ? 'fg' : 'muted' });
            if (cell.filled) box(s, x + 2.5, y + 2.5, g.pitch - 5, row - 5, 'path', 2);
            else if (leaves) dashedBox(s, x + 2.5, y + 2.5, g.pitch - 5, row - 5, 'fg', 1);
            if (cell.hit) s.path([[x + 4, y + row - 3], [x + g.pitch - 4, y + row - 3]], 'path', 3);
            if (cell.ref) s.disc(x + g.pitch - 8 * f, y + 8 * f, 2, 'path', 1, 'path');
            if (cell.hand && c === handAt) {
                const hx = g.x(g.column) + g.pitch + 2 * f, hy = y + row / 2;
                s.path([[hx, hy], [hx + 8 * f, hy - 5 * f], [hx + 8 * f, hy + 5 * f]], 'path', 1, { closed: true, fill: 'path' });
            }
            mark(p, thing, x + 1, y + 1, g.pitch - 2, row - 2);
        }
    }
}

function drawFigures(p: Pen, run: LabRun, y: number, height: number, x: number, mine: Happening | null, page: number, now: Ev | null): void {
    const { s, w, f } = p;
    const done = run.hits + run.misses;
    s.text(x, y + 13 * f, int(run.misses), { bold: true, size: 20 });
    s.text(x + s.width(int(run.misses), { bold: true, size: 20 }) + 6 * f, y + 13 * f, w.misses, {});
    const lines: { text: string; ink: 'muted' | 'fg' | 'hot' }[] = [{ text: w.hitsOf(int(run.hits), done ? percent(run.hits / done) : '–'), ink: 'muted' }];
    if (mine) {
        const is = (...list: (Ev | null)[]): boolean => list.some((e) => e !== null && now !== null && e.seq === now.seq);
        const been = (e: Ev | null): boolean => e !== null && now !== null && e.seq <= now.seq;
        const name = (n: number): string => pageName(n, n);
        if (been(mine.hit)) lines.push({ text: w.hit, ink: is(mine.hit) ? 'hot' : 'fg' });
        else if (been(mine.evict)) lines.push({ text: w.out(name(mine.evict!.arg('page')), name(page)), ink: is(mine.evict, mine.fill) ? 'hot' : 'fg' });
        else if (been(mine.fill)) lines.push({ text: w.into(name(page)), ink: is(mine.fill) ? 'hot' : 'fg' });
        else if (been(mine.miss)) lines.push({ text: w.miss, ink: is(mine.miss) ? 'hot' : 'fg' });
    }
    const room = Math.max(0, Math.floor((height - 24 * f) / (20 * f)));
    lines.slice(0, room).forEach((l, i) => {
        const style = { ink: l.ink, bold: l.ink === 'hot' };
        s.text(x, y + (35 + 20 * i) * f, fitted(s, l.text, p.W - x, style), style);
    });
}

/** A trace too long for a table: how far it is, and each policy's hits and misses to scale. */
function totals(p: Pen, lab: ReplaceLab): Picture {
    const { s, w, f, W } = p;
    const share = lab.refs ? lab.at / lab.refs : 0;
    s.text(0, 12 * f, w.reference, { ink: 'muted' });
    s.text(W, 12 * f, w.nOf(int(lab.at), int(lab.refs)), { anchor: 'end', bold: true, size: POINT });
    s.rect(0, 30 * f, W, 8 * f, 'free');
    if (share > 0) s.rect(0, 30 * f, W * share, 8 * f, 'path');
    s.text(0, 54 * f, w.tooLong, { ink: 'muted' });
    let y = 84 * f;
    const most = Math.max(1, ...lab.runs.map((r) => r.hits + r.misses));
    for (const run of lab.runs) {
        const name = w.policy[run.policy] ?? run.policy;
        const done = run.hits + run.misses;
        s.hair(0, y - 8 * f, W);
        s.text(0, y + 8 * f, name, { bold: true, size: 16 });
        s.text(W, y + 8 * f, w.missesOf(int(run.misses), done ? percent(run.misses / done, 2) : '–'), { anchor: 'end', bold: true, size: POINT });
        const full = W * (done / most);
        s.rect(0, y + 24 * f, Math.max(1, full), 12 * f, 'free');
        if (run.misses) s.rect(0, y + 24 * f, Math.max(1, (full * run.misses) / done), 12 * f, 'path');
        const thing = { kind: 'labrun' as const, id: run.id };
        s.hit(0, y, W, 40 * f, thing, name);
        mark(p, thing, 0, y, W, 40 * f);
        y += 56 * f;
    }
    return finish(p, y);
}
