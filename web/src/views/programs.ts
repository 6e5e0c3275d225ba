// The floor Programs: one ribbon a process. Strip: three thin ribbons. Half: the acting one thick, with the names of its
// areas. Grown: one row a process with its figures at the right.

import { bytes, int, pages } from '../base/format';
import type { Proc } from '../core/model';
import { overlap, type Box } from '../render/measure';
import { CONTENT, mark, placeAt, rail, RIGHT, setAnchor, type Context } from './context';
import { addressX, fills, residents, ribbons, spanAt, type Ribbon } from './ribbons';

const RIBBON = 140;

interface Row { ribbon: Ribbon; y: number; h: number; acting: boolean }

/** Who is shown: the acting process lowest, above it those with most in memory. */
export function shownProcs(procs: readonly Proc[], acting: number, most: number): Proc[] {
    const me = procs.find((p) => p.slot === acting);
    const rest = procs.filter((p) => p !== me).sort((a, b) => b.rssPages - a.rssPages || a.pid - b.pid).slice(0, most - (me ? 1 : 0)).sort((a, b) => a.pid - b.pid);
    return me ? [...rest, me] : rest;
}

export function drawPrograms(c: Context): void {
    const { s, model, floor, words } = c;
    const procs = model.procs();
    const rss = procs.reduce((n, p) => n + p.rssPages, 0);
    const facts = procs.length ? [words.running(int(procs.length)), pages(rss)] : [words.nothing];
    if (procs.some((p) => p.inferred) && floor.variant !== 'strip') facts.push(words.inferred);
    rail(c, facts);
    const acting = c.proc?.slot ?? -1;
    const grown = floor.variant === 'grown';
    const most = grown ? 6 : 3;
    const shown = shownProcs(procs, acting, most);
    const names = shown.map((p) => s.width(p.name || String(p.pid), { bold: true }));
    const left = Math.max(RIBBON, CONTENT + Math.max(0, ...names) + 12);
    const list = ribbons(model, shown, (grown ? 470 : RIGHT) - left);
    const rows = place(c, list, acting, grown);
    for (const row of rows) drawRow(c, row, left);
    if (grown) {
        drawFigures(c, rows);
        drawAreas(c, rows, left);
    }
    anchorsOf(c, rows, left);
}

function place(c: Context, list: Ribbon[], acting: number, grown: boolean): Row[] {
    const { floor } = c;
    const n = list.length;
    if (grown) {
        const pitch = Math.min(52, (floor.height - 62) / Math.max(1, n));
        return list.map((ribbon, i) => ({ ribbon, y: floor.top + 48 + i * pitch, h: Math.min(24, pitch - 12), acting: ribbon.proc.slot === acting }));
    }
    const ys = floor.variant === 'half' ? [11, 30, 53] : [13, 30, 47];
    return list.map((ribbon, i) => {
        const isActing = ribbon.proc.slot === acting;
        const h = isActing ? (floor.variant === 'half' ? 18 : 14) : floor.variant === 'half' ? 10 : 6;
        return { ribbon, y: floor.top + ys[3 - n + i]!, h, acting: isActing };
    });
}

function drawRow(c: Context, row: Row, left: number): void {
    const { s } = c;
    const { ribbon, y, h, acting } = row;
    const proc = ribbon.proc;
    const name = proc.name || String(proc.pid);
    const box = s.text(CONTENT, y, name, { bold: acting, ink: acting ? 'fg' : 'muted' });
    s.hit(CONTENT, y - 10, box.w + 4, 20, { kind: 'proc', id: proc.slot }, name);
    mark(c, { kind: 'proc', id: proc.slot }, box.x, y - 8, box.w, 16);
    const here = residents(c.model.mirror).get(proc.slot) ?? [];
    for (const span of ribbon.spans) {
        const x = left + span.x;
        s.rect(x, y - h / 2, span.w, h, 'free');
        for (const run of fills(span, here)) {
            const w = (run.w * span.w) / Math.max(1, Math.round(span.w));
            s.rect(x + (run.x * span.w) / Math.max(1, Math.round(span.w)), y - h / 2, w, h, run.fill, run.thin ? 0.5 : 1);
        }
        if (h > 6) s.edge(x, y - h / 2, span.w, h, acting ? 'line' : 'hair');
        mark(c, { kind: 'vma', id: span.vma.slot }, x, y - h / 2, span.w, h);
        s.hit(x, y - h / 2 - 2, span.w, h + 4, { kind: 'vma', id: span.vma.slot }, `${name} ${span.vma.label}`);
    }
    // a page that is selected, or tied to what is
    for (const thing of [...c.related, ...(c.selection ? [c.selection] : [])]) {
        if (thing.kind !== 'page' || (thing.proc ?? proc.slot) !== proc.slot || !spanAt(ribbon, thing.id * 4096)) continue;
        s.brackets(left + addressX(ribbon, thing.id * 4096) - 1, y - h / 2, Math.max(2, ribbon.px), h, thing === c.selection ? 6 : 4);
    }
    for (const f of ribbon.folds) {
        const x = left + f + 3;
        const r = h / 2 + 3;
        for (const d of [0, 5]) s.stroke([[x + d, y + r], [x + d + 5, y - r]], 'line');
    }
    const tall = c.floor.variant === 'half' || c.floor.variant === 'grown';
    if (acting && tall && c.floor.height >= 86) drawNames(c, row, left);
}

/** Names of areas under the acting ribbon, left to right where there is room; the touched one always, in bold. */
function drawNames(c: Context, row: Row, left: number): void {
    const { s } = c;
    const y = row.y + row.h / 2 + 12;
    const touched = c.addr === null ? null : spanAt(row.ribbon, c.addr);
    const end = c.floor.variant === 'grown' ? 472 : RIGHT;
    // where the line passes: from the address down, and up the right corridor to an area
    const passes: number[] = [];
    if (c.addr !== null && c.story.access) passes.push(left + addressX(row.ribbon, c.addr));
    const comesUp = c.story.places.some((p, i) => i > 0 && p.floor === 'programs' && c.story.places[i - 1]!.floor !== 'programs');
    if (comesUp && c.floor.variant === 'half') passes.push(710);
    const taken: Box[] = [];
    const widest = [...row.ribbon.spans].filter((p) => p.vma.label).sort((a, b) => Number(b === touched) - Number(a === touched) || b.w - a.w);
    const said = new Set<string>();
    for (const span of widest) {
        if (said.has(span.vma.label)) continue;
        const bold = span === touched;
        const w = s.width(span.vma.label, { bold });
        let x = Math.min(left + span.x, end - w);
        for (const lineX of passes) if (x - 8 < lineX && lineX < x + w + 8) x = lineX + 10 + w <= end ? lineX + 10 : lineX - 10 - w;
        const box = { x, y: y - 6, w, h: 12 };
        if ((x < left - 2 && span !== touched) || passes.some((p) => x - 8 < p && p < x + w + 8)) continue;
        if (taken.some((t) => overlap(t, box, 6))) continue;
        taken.push(box);
        said.add(span.vma.label);
        s.text(x, y, span.vma.label, { bold, ink: bold ? 'fg' : 'muted' });
    }
}

function drawFigures(c: Context, rows: readonly Row[]): void {
    const { s, words, floor } = c;
    const columns = [556, 616, 676, RIGHT];
    const heads = [`${words.fig.size}`, words.fig.rss, words.fig.tables, words.fig.faults];
    const alpha = s.alpha;
    s.alpha = alpha * floor.detail;
    heads.forEach((h, i) => s.text(columns[i]!, floor.top + 16, h, { ink: 'muted', anchor: 'end' }));
    for (const { ribbon, y, acting } of rows) {
        const p = ribbon.proc;
        const tables = c.model.mirror.get('proc', 'pgtables_bytes', p.slot);
        const figures = [pages(p.vmPages), pages(p.rssPages), bytes(tables), int(p.minflt + p.majflt)];
        figures.forEach((f, i) => s.text(columns[i]!, y, f, { anchor: 'end', bold: acting && i === 1 }));
    }
    s.alpha = alpha;
}

/** Grown, with room to spare: the areas of the acting process as a list, those round the touched one. */
function drawAreas(c: Context, rows: readonly Row[], left: number): void {
    const { s, floor, words } = c;
    const row = rows.find((r) => r.acting) ?? rows[rows.length - 1];
    if (!row) return;
    const pitch = 18;
    const y0 = row.y + row.h / 2 + 54;
    const most = Math.min(9, Math.floor((floor.top + floor.height - 8 - y0) / pitch));
    if (most < 2) return;
    const all = row.ribbon.spans.map((p) => p.vma);
    const changed = c.story.at >= 0 ? c.story.events[c.story.at]! : null;
    const at = changed?.has('vma') ? all.findIndex((v) => v.slot === changed.arg('vma')) : c.addr === null ? -1 : all.findIndex((v) => c.addr! >= v.start && c.addr! < v.end);
    const from = Math.max(0, Math.min(at - Math.floor(most / 2), all.length - most));
    // the line of an access comes straight down from its address: the list keeps to the wider side of it
    const down = c.addr !== null && c.story.access && row.acting ? left + addressX(row.ribbon, c.addr) : null;
    const [x0, to] = down === null ? [left + 10, 466] : down - left > 480 - down ? [left + 10, Math.min(466, down - 14)] : [Math.max(left + 10, down + 14), 466];
    if (to - x0 < 250) return;
    const alpha = s.alpha;
    s.alpha = alpha * floor.detail;
    const columns = { perms: x0 + Math.min(120, to - x0 - 180), size: Math.min(x0 + 242, to - 74), present: to };
    s.text(x0, y0 - 20, words.area, { ink: 'muted' });
    s.text(columns.size, y0 - 20, words.areaSize, { ink: 'muted', anchor: 'end' });
    s.text(columns.present, y0 - 20, words.inMemory, { ink: 'muted', anchor: 'end' });
    s.hair(x0, y0 - 10, to - x0);
    all.slice(from, from + most).forEach((v, i) => {
        const y = y0 + i * pitch;
        const here = from + i === at;
        const thing = { kind: 'vma' as const, id: v.slot };
        s.text(x0, y, v.label || '–', { bold: here, ink: here ? 'fg' : 'muted' });
        s.text(columns.perms, y, v.perms, { mono: true, ink: 'muted' });
        s.text(columns.size, y, bytes(v.end - v.start), { anchor: 'end', ink: here ? 'fg' : 'muted' });
        s.text(columns.present, y, v.residentPages ? int(v.residentPages) : '–', { anchor: 'end', ink: here ? 'fg' : 'muted' });
        mark(c, thing, x0 - 2, y - 8, to - x0 + 4, 16);
        s.hit(x0 - 2, y - 9, to - x0 + 4, 18, thing, v.label);
    });
    s.alpha = alpha;
}

function anchorsOf(c: Context, rows: readonly Row[], left: number): void {
    const { story } = c;
    // a process that is gone has no ribbon: the line begins on the next floor
    const row = rows.find((r) => r.acting);
    c.lane.left = left - 6;
    const y = row ? row.y : c.floor.top + c.floor.height / 2;
    const h = row ? row.h : 10;
    const access = story.access && c.addr !== null && row;
    const reach = h / 2 + (c.floor.variant === 'strip' ? 4 : 6);
    const start = placeAt(c, 'start');
    if (access) setAnchor(c, start, { x: left + addressX(row.ribbon, c.addr!), y: y + 1, along: 'x', exit: [left + addressX(row.ribbon, c.addr!), y + h / 2 + 2] });
    // what the kernel is asked directly begins in the Kernel
    else if (row && story.shown.some((i) => story.events[i]!.has('pid'))) setAnchor(c, start, { x: left - 6, y, along: 'x', exit: [left - 6, y + h / 2 + 2] });
    const inner = placeAt(c, 'area');
    if (inner >= 0 && row) {
        const e = story.places[inner]!.events.map((i) => story.events[i]!).filter((v) => v.has('start') || v.has('addr') || v.has('brk'));
        const v = e.find((x) => x.has('start')) ?? e[0];
        const at = v ? v.arg(v.has('start') ? 'start' : v.has('brk') ? 'brk' : 'addr') : 0;
        const x = Math.max(left + 6, Math.min(left + row.ribbon.width - 4, left + addressX(row.ribbon, at)));
        setAnchor(c, inner, { x, y, along: 'y', reach });
    }
    const proc = placeAt(c, 'proc');
    if (proc >= 0 && row) setAnchor(c, proc, { x: left - 8, y, along: 'x', reach });
}
