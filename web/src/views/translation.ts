// The floor Translation. Strip: TLB cells and one bar a level. Grown: the address in its index bits, the sets of the
// first TLB with the one looked up on the line, one column a level: spine, two entries before and after, and the plate.

import { duration, frameHex, int, percent } from '../base/format';
import type { TlbEntry } from '../core/model';
import { FILLS, type Ink } from '../render/palette';
import { isSelected, mark, placeAt, rail, RIGHT, setAnchor, type Context } from './context';
import { addressWalk, columnX, usedEntries, type AddressWalk, type LevelColumn } from './walk';

export const ROW = 150;
export const LEFT_LANE = 94;

export function drawTranslation(c: Context): void {
    const { model, floor, words } = c;
    const cpu = c.proc?.cpu ?? 0;
    const stat = model.tlbStat(cpu, 0);
    const second = model.tlbStat(cpu, 1);
    const all = stat.hits + stat.misses;
    // A hit in the second level is a miss in the first one, yet no walk.
    const share = all ? percent((stat.hits + second.hits) / all) : '–';
    if (floor.variant === 'grown') {
        rail(c, [words.levels(int(c.proc?.levels || model.levels)), words.tlbHits, share]);
        const alpha = c.s.alpha;
        c.s.alpha = alpha * floor.detail;
        if (c.s.alpha > 0) drawGrown(c, cpu);
        c.s.alpha = alpha;
    } else {
        rail(c, [c.addr === null ? words.idle : `TLB ${share}`]);
        drawStrip(c, cpu);
    }
}

const fillOf = (c: Context, e: TlbEntry): Ink => (e.valid ? FILLS[c.model.mirror.get('frame', 'type', e.pfn)] ?? 'free' : 'free');

function drawStrip(c: Context, cpu: number): void {
    const { s, model, floor, words } = c;
    const top = floor.top + 14;
    const shape = model.tlbLevels()[0];
    if (shape) {
        const sets = Math.min(shape.sets, 16), ways = Math.min(shape.ways, 4);
        const h = Math.min(8, 32 / ways);
        for (let set = 0; set < sets; set++)
            for (let way = 0; way < ways; way++) {
                const e = model.tlb(cpu, 0, set, way);
                s.rect(88 + set * 9, top + way * h, 8, h - 1, fillOf(c, e));
                if (e.valid) mark(c, { kind: 'tlb', id: e.id }, 88 + set * 9, top + way * h, 8, h - 1);
            }
        s.hit(88, top, sets * 9, ways * h, null, 'TLB');
    }
    const proc = c.proc ?? model.procs()[0] ?? null;
    const levels = proc?.levels || model.levels;
    const pitch = 304 / levels;
    const walk = proc ? addressWalk(model, c.story, proc, c.addr ?? 0, c.typed) : null;
    for (let i = 0; i < levels; i++) {
        const level = levels - i;
        const x = 264 + i * pitch, w = pitch - 12;
        s.rect(x, top, w, 8, 'free');
        // every table of the level together, when no address leads through one of them
        const column = walk?.columns[i];
        for (const at of column && c.addr !== null ? marksOf(column) : tablesOf(c, level).marks) s.rect(x + at * w, top, Math.max(1.5, w / 256), 8, 'table');
        if (floor.detail > 0.5) s.text(x, top + 24, words.level(int(level)), { ink: 'muted' });
    }
    if (c.addr === null && floor.detail > 0.5 && !c.story.places.some((p) => p.floor === 'translation')) s.text(RIGHT - 40, top + 24, words.noAddress, { ink: 'muted', anchor: 'end' });
    const walkPlace = c.story.places.findIndex((p) => p.floor === 'translation');
    c.story.places.forEach((p, i) => {
        if (p.floor !== 'translation') return;
        const entry = p.key === 'entry' || p.key === 'fill' || p.key === 'mark';
        setAnchor(c, i, entry ? { x: 712, y: top + 5, along: 'y' } : { x: 564, y: top + 5, along: 'y', hidden: i !== walkPlace && !p.events.includes(c.story.at) });
    });
}

const marksOf = (k: LevelColumn): number[] => k.used.map((u) => u / k.slots);
interface Tables { tables: number; entries: number; marks: number[] }
const summaries = new WeakMap<object, { seq: number; by: Map<number, Tables> }>();
/** All tables of a level together: how many, how many entries they use, and where in a table those stand. */
function tablesOf(c: Context, level: number): Tables {
    const { mirror } = c.model;
    let known = summaries.get(mirror);
    if (!known || known.seq !== mirror.seq) summaries.set(mirror, (known = { seq: mirror.seq, by: new Map() }));
    let found = known.by.get(level);
    if (!found) known.by.set(level, (found = { tables: 0, entries: 0, marks: summary(c, level) }));
    else return found;
    const levels = mirror.column('frame', 'level')?.lo;
    const entries = mirror.column('frame', 'entries')?.lo;
    if (levels && entries) for (let pfn = 0; pfn < levels.length; pfn++) if (levels[pfn] === level) {
        found.tables++;
        found.entries += entries[pfn]!;
    }
    return found;
}

/** Grown without an address: the page tables of the whole machine, level by level. */
function drawTables(c: Context): void {
    const { s, floor, words, model } = c;
    const top = floor.top;
    const levels = c.proc?.levels || model.levels;
    const { x, width, indent } = columnX(levels);
    s.text(232, top + 12, words.noAddress, { ink: 'muted' });
    for (let i = 0; i < levels; i++) {
        const level = levels - i;
        const t = tablesOf(c, level);
        s.text(x[i]!, top + 54, words.level(int(level)), { ink: 'muted' });
        s.rect(x[i]!, top + 65, width, 3, 'table');
        s.rect(x[i]!, top + 78, 10, 168, 'free');
        for (const m of t.marks) s.rect(x[i]!, top + 78 + m * 168, 10, 1.5, 'table');
        s.text(x[i]! + indent + 6, top + 112, words.tables, { ink: 'muted' });
        s.text(x[i]! + width, top + 132, int(t.tables), { anchor: 'end', size: 18, bold: true });
        s.text(x[i]! + indent + 6, top + 172, words.entries, { ink: 'muted' });
        s.text(x[i]! + width, top + 192, int(t.entries), { anchor: 'end', size: 18, bold: true });
    }
}

/** Used entries of all tables of a level, as their positions in a table. */
function summary(c: Context, level: number): number[] {
    const types = c.model.mirror.column('frame', 'level')?.lo;
    const out = new Set<number>();
    if (!types || !c.model.mirror.hasPtes) return [];
    const tables: number[] = [];
    for (let pfn = 0; pfn < types.length && tables.length < 64; pfn++) if (types[pfn] === level) tables.push(pfn);
    for (const t of tables) for (const i of usedEntries(c.model.mirror, t, c.model.levels === 2 ? 1024 : 512)) out.add(Math.floor(i / (c.model.levels === 2 ? 8 : 4)) / 128);
    return [...out];
}

function drawGrown(c: Context, cpu: number): void {
    const { s, floor, words, story } = c;
    const top = floor.top;
    const y = top + ROW;
    drawTlb(c, cpu, y);
    if (c.addr === null || !c.proc) {
        drawTables(c);
        otherAnchors(c, y);
        return;
    }
    const walk = addressWalk(c.model, story, c.proc, c.addr, c.typed);
    const { x, width, indent } = columnX(walk.levels);
    s.text(106, top + 35, words.pageNumber, { ink: 'muted' });
    s.text(106, top + 54, walk.page, { mono: true });
    s.rect(106, top + 65, 104, 3, 'line');
    c.gaps.push(s.text(RIGHT, top + 35, words.offset, { ink: 'muted', anchor: 'end' }), s.text(RIGHT, top + 54, walk.offset, { mono: true, anchor: 'end' }));
    s.rect(696, top + 65, 40, 3, 'line');
    walk.columns.forEach((k, i) => drawColumn(c, walk, k, x[i]!, width, indent, y));
    const reads = walk.reads === 1 ? words.oneRead(duration(walk.ns)) : words.reads(int(walk.reads), duration(walk.ns));
    const walked = story.places.some((p) => p.key === 'level') || c.typed;
    const note = walked ? reads : words.noReads;
    const room = walked && walk.columns.some((k) => k.neighbours.length && !k.neighbours[0]!.known && k.table >= 0 && !c.model.mirror.hasPtes) ? words.noValues : note;
    if (story.access || c.typed) s.text(232, top + 257, room, { ink: 'muted' });
    otherAnchors(c, y);
}

/** Sets of the first TLB as rows, ways as cells; the set looked up stands large, on the line. */
function drawTlb(c: Context, cpu: number, y: number): void {
    const { s, model, story, words, floor } = c;
    const shape = model.tlbLevels()[0];
    if (!shape) return;
    const place = placeAt(c, 'tlb');
    const events = place >= 0 ? story.places[place]!.events.map((i) => story.events[i]!) : [];
    const first = events.find((e) => e.arg('tlb_level') === 1) ?? events[0];
    const fill = story.shown.map((i) => story.events[i]!).find((e) => e.name === 'tlb_fill' && e.arg('tlb_level') <= 1);
    const set = first ? first.arg('set') % shape.sets : fill ? fill.arg('set') % shape.sets : -1;
    const hit = events.find((e) => e.name === 'tlb_hit');
    const seen = place >= 0 && story.now >= place;
    const w = 104 / shape.ways;
    const cell = (row: number, top: number, h: number): void => {
        for (let way = 0; way < shape.ways; way++) {
            const e = model.tlb(cpu, 0, row, way);
            s.rect(106 + way * w, top, w - 1, h, fillOf(c, e));
            if (e.valid) {
                mark(c, { kind: 'tlb', id: e.id }, 106 + way * w, top, w - 1, h);
                s.hit(106 + way * w, top, w - 1, h, { kind: 'tlb', id: e.id }, `TLB ${row}/${way}`);
            }
        }
    };
    if (set < 0) {
        const rows = Math.min(shape.sets, 17);
        for (let row = 0; row < rows; row++) cell(row, floor.top + 78 + row * 10, 8);
        return;
    }
    const above = Math.min(set, 15), below = Math.min(shape.sets - 1 - set, 15);
    const pitch = Math.min(10, above ? 61 / above : 10, below ? 80 / below : 10);
    const h = Math.max(1, pitch - (pitch > 5 ? 2 : 1));
    for (let i = 1; i <= above; i++) cell(set - i, y - 11 - i * pitch, h);
    for (let i = 1; i <= below; i++) cell(set + i, y + 20 + (i - 1) * pitch, h);
    cell(set, y - 8, 16);
    const phase = place < 0 ? 'next' : story.now === place ? 'now' : seen ? 'done' : 'next';
    const ink: Ink = phase === 'now' ? 'hot' : phase === 'done' ? 'path' : 'line';
    if (place >= 0) {
        s.path([[102, y - 11], [214, y - 11], [214, y + 11], [102, y + 11]], ink, phase === 'next' ? 1 : 2, { closed: true, casing: 2 });
        c.plates.push({ x: 102, y: y - 11, w: 112, h: 22 });
        setAnchor(c, place, { x: 96, y, along: 'x', exit: [215, y] });
    }
    if (place >= 0 && seen) {
        for (let way = 0; way < shape.ways; way++) {
            const e = model.tlb(cpu, 0, set, way);
            const matches = hit && hit.arg('tlb_level') === 1 && e.valid && e.vpn === hit.arg('vpn');
            const cx = 106 + way * w + (w - 1) / 2;
            if (matches) s.path([[106 + way * w - 1, y - 9], [106 + (way + 1) * w, y - 9], [106 + (way + 1) * w, y + 9], [106 + way * w - 1, y + 9]], 'path', 2, { closed: true });
            // Compared and not the same page. An entry filled later in this step was not there yet.
            else if (e.valid && !(first && e.vpn === first.arg('vpn'))) {
                s.path([[cx - 5, y - 5], [cx + 5, y + 5]], 'path', 1.5);
                s.path([[cx - 5, y + 5], [cx + 5, y - 5]], 'path', 1.5);
            }
        }
        s.text(106, floor.top + 257, hit ? words.setHit(int(set)) : words.setMiss(int(set)), { bold: true });
    } else s.text(106, floor.top + 257, words.setOf(int(set)), { ink: 'muted' });
    if (fill && placeAt(c, 'fill') === story.now) {
        const way = Array.from({ length: shape.ways }, (_, i) => i).find((i) => model.tlb(cpu, 0, set, i).vpn === fill.arg('vpn')) ?? 0;
        s.disc(106 + way * w + (w - 1) / 2, y, 11, 'hot', 2, '', 2);
    }
}

function drawColumn(c: Context, walk: AddressWalk, k: LevelColumn, x: number, width: number, indent: number, y: number): void {
    const { s, floor, words, story } = c;
    const top = floor.top;
    const right = x + width;
    const index = int(k.index);
    s.text(x, top + 35, words.level(int(k.level)), { ink: 'muted' });
    s.text(right, top + 35, index, { bold: true, anchor: 'end' });
    s.text(x, top + 54, k.bits, { mono: true });
    s.rect(x, top + 65, width, 3, 'table');
    // spine: the whole table, its used entries where they stand
    s.rect(x, top + 78, 10, 168, k.table >= 0 ? 'free' : 'ghost');
    const per = 168 / k.slots;
    let from = -2, to = -2;
    const flush = (): void => {
        if (from >= 0) s.rect(x, top + 78 + from * per, 10, Math.max(1.5, (to - from + 1) * per), 'table');
    };
    for (const u of k.used) {
        if (u !== to + 1) {
            flush();
            from = u;
        }
        to = u;
    }
    flush();
    if (k.table < 0) {
        s.text(x + indent + 4, y + 24, words.noTable, { ink: 'muted' });
        const place = placeAt(c, 'level', k.level);
        setAnchor(c, place, { x: x + indent, y, along: 'x' });
        return;
    }
    // a hit in the TLB: nobody reads the tables
    if (k.phase === 'off' && !c.typed && story.access) return;
    // from the five entries' place on the spine to the rows
    const lo = top + 78 + Math.max(0, k.index - 2) * per, hi = top + 78 + Math.min(k.slots, k.index + 3) * per;
    s.stroke([[x + 10, lo], [x + indent + 2, top + 93], [right, top + 93]], 'hair');
    s.stroke([[x + 10, hi], [x + indent + 2, top + 207], [right, top + 207]], 'hair');
    const inner = x + indent + 6;
    for (const n of k.neighbours) {
        const d = n.index - k.index;
        const ny = y + (d < 0 ? d * 22 - 2 : d * 22 + 2);
        s.text(inner, ny, int(n.index), { ink: 'muted' });
        if (n.known) s.text(right, ny, n.pfn === null ? '–' : frameHex(n.pfn), { ink: 'muted', anchor: 'end', mono: n.pfn !== null });
        const thing = { kind: 'pte' as const, id: k.table * 1024 + n.index };
        mark(c, thing, inner - 3, ny - 9, right - inner + 5, 18);
        s.hit(inner - 3, ny - 11, right - inner + 5, 22, thing, `${words.level(int(k.level))} ${n.index}`);
    }
    const fw = s.width(words.frame) + 6 + s.width(frameHex(k.table), { mono: true });
    if (fw <= right - inner) s.text(inner, y + 71, words.frame, { ink: 'muted' });
    s.text(right, y + 71, frameHex(k.table), { ink: 'muted', mono: true, anchor: 'end' });
    mark(c, { kind: 'frame', id: k.table }, inner - 2, y + 62, right - inner + 4, 18);
    s.hit(inner - 2, y + 61, right - inner + 4, 20, { kind: 'frame', id: k.table }, frameHex(k.table));

    const bad = k.stopped || k.denied;
    const phase = k.phase;
    const hot = phase === 'now';
    const ink: Ink = hot ? 'hot' : phase === 'done' ? (c.typed ? 'accent' : 'path') : 'line';
    const py = 12;
    const stationX = x + indent;
    s.path([[stationX, y - py], [right + 2, y - py], [right + 2, y + py], [stationX, y + py]], ink, hot ? 3 : phase === 'done' ? 2 : 1, { closed: true, fill: 'bg', casing: 2 });
    c.plates.push({ x: stationX, y: y - py, w: right + 2 - stationX, h: 2 * py });
    const value = k.denied && phase !== 'next' ? words.denied : k.pfn === null ? words.empty : frameHex(k.pfn);
    const quiet = phase === 'next' || phase === 'off';
    const valueBold = bad && !quiet;
    const mono = k.pfn !== null && !(k.denied && phase !== 'next');
    const vw = s.width(value, { mono, bold: valueBold });
    const iw = s.width(index, { bold: true });
    const at = stationX + (hot ? 16 : 14);
    if (at + iw + 3 + vw <= right) s.text(at, y, index, { bold: !quiet, ink: quiet ? 'muted' : 'fg' });
    const valueBox = s.text(right - (at + iw + 6 + vw <= right ? 3 : 0), y, value, { mono, bold: valueBold, anchor: 'end', ink: hot && bad ? 'hot' : quiet ? 'muted' : 'fg' });
    const thing = { kind: 'pte' as const, id: k.table * 1024 + k.index };
    if (isSelected(c, thing)) s.brackets(stationX - 16, y - 17, right + 2 - stationX + 18, 34, 7);
    else mark(c, thing, stationX, y - py, right + 2 - stationX, 2 * py);
    s.hit(stationX, y - py, right + 2 - stationX, 2 * py, thing, `${words.level(int(k.level))} ${index}: ${value}`);
    if (k.level === 1 && bad && !quiet) s.text(inner + 2, top + 245, k.denied ? words.notAllowed : words.noPage, { bold: true, ink: hot ? 'hot' : 'fg' });
    const place = placeAt(c, 'level', k.level);
    setAnchor(c, place, { x: stationX, y, along: 'x', exit: bad ? [stationX, y] : [right + 3, y] });
    const mk = k.level === 1 ? placeAt(c, 'mark') : -1;
    setAnchor(c, mk, { x: right + 3 - s.width('0'), y: y - py, along: 'x', hidden: mk !== story.now });
    if (mk >= 0 && mk === story.now) s.disc(valueBox.x + valueBox.w / 2, y, Math.max(14, valueBox.w / 2 + 5), 'hot', 2, '', 2);
    void walk;
}

/** Stations that do not belong to a column: the entry that is filled, the TLB's way in, flushes. */
function otherAnchors(c: Context, y: number): void {
    const { words, story } = c;
    for (const key of ['entry', 'fill'] as const) {
        const i = placeAt(c, key);
        if (i < 0) continue;
        const events = story.places[i]!.events.map((n) => story.events[n]!.name);
        const text = key === 'fill' ? words.intoTlb : events.includes('pte_set') ? words.fillEntry : events.includes('pt_alloc') ? words.newTable : words.clearEntry;
        setAnchor(c, i, { x: 696, y, along: 'x', name: { text, x: 0, y: 0, anchor: 'end' } });
    }
    const flush = placeAt(c, 'flush');
    const after = flush > 0 && placeAt(c, 'entry') >= 0 && placeAt(c, 'entry') < flush;
    if (after) setAnchor(c, flush, { x: 716, y: y + 46, along: 'y' });
    else setAnchor(c, flush, { x: 96, y, along: 'x', name: { text: words.drop, x: 106, y: c.floor.top + 257, anchor: 'start' } });
    c.story.places.forEach((p, i) => {
        if (p.floor === 'translation' && !c.anchors.has(i)) setAnchor(c, i, { x: 696, y, along: 'x', hidden: true });
    });
}
