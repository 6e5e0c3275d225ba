// Ribbons: the address spaces, one scale for all, gaps folded. A ribbon is its areas from low to high addresses; a gap
// of more than a two-hundredth of what is mapped becomes a fold of fixed width, marked by two slanted strokes.

import type { Mirror } from '../core/mirror';
import type { Model, Proc, Vma } from '../core/model';
import { FILLS, type Fill } from '../render/palette';

export const FOLD = 16;
const PAGE = 4096;
const LEAST = 3;

export interface Span { vma: Vma; x: number; w: number }
export interface Ribbon { proc: Proc; spans: Span[]; folds: number[]; width: number; px: number }

interface Shape { proc: Proc; vmas: Vma[]; pages: number; folds: number; small: number }

function shape(model: Model, proc: Proc): Shape {
    const vmas = model.vmas(proc.slot);
    const mapped = vmas.reduce((n, v) => n + (v.end - v.start) / PAGE, 0);
    let pages = mapped, folds = 0;
    vmas.forEach((v, i) => {
        const gap = i ? (v.start - vmas[i - 1]!.end) / PAGE : 0;
        if (gap > mapped / 200) folds++;
        else pages += gap;
    });
    return { proc, vmas, pages, folds, small: vmas.length };
}

/** Ribbons of the processes, all at one scale, none wider than `width`. */
export function ribbons(model: Model, procs: readonly Proc[], width: number): Ribbon[] {
    const shapes = procs.map((p) => shape(model, p));
    let px = Infinity;
    for (const s of shapes) if (s.pages) px = Math.min(px, (width - s.folds * FOLD - s.small * LEAST) / s.pages);
    if (!Number.isFinite(px)) px = 0;
    px = Math.max(px, 1e-9);
    return shapes.map((s) => {
        const spans: Span[] = [];
        const folds: number[] = [];
        let x = 0;
        s.vmas.forEach((vma, i) => {
            const gap = i ? (vma.start - s.vmas[i - 1]!.end) / PAGE : 0;
            if (gap > 0 && spans.length) {
                const mapped = s.vmas.reduce((n, v) => n + (v.end - v.start) / PAGE, 0);
                if (gap > mapped / 200) {
                    folds.push(x);
                    x += FOLD;
                } else x += gap * px;
            }
            const w = Math.max(LEAST, ((vma.end - vma.start) / PAGE) * px);
            spans.push({ vma, x, w });
            x += w;
        });
        return { proc: s.proc, spans, folds, width: x, px };
    });
}

/** x of an address on a ribbon: inside its area, at the fold before the next area, or at the end. */
export function addressX(r: Ribbon, addr: number): number {
    for (const s of r.spans) {
        if (addr < s.vma.start) return Math.max(0, s.x - FOLD / 2);
        if (addr < s.vma.end) return s.x + (s.w * (addr - s.vma.start)) / (s.vma.end - s.vma.start);
    }
    return r.width;
}
export const spanAt = (r: Ribbon, addr: number): Span | null => r.spans.find((s) => addr >= s.vma.start && addr < s.vma.end) ?? null;

interface Resident { vpn: number; fill: number; pfn: number }
interface Kept { seq: number; by: Map<number, Resident[]>; total: number; owned: number[]; listed: Uint8Array }
const kept = new WeakMap<Mirror, Kept>();

/** Frames that hold pages of each process, by process slot, ascending pages. */
export function residents(mirror: Mirror): Map<number, Resident[]> {
    let known = kept.get(mirror);
    if (known && known.seq === mirror.seq) return known.by;
    const owner = mirror.column('frame', 'owner')?.lo;
    const type = mirror.column('frame', 'type')?.lo;
    const vpn = mirror.column('frame', 'vpn');
    if (!owner || !type || !vpn) return new Map();
    const touched = mirror.table('frame')?.touched ?? null;
    const ids = known && touched ? touched.since(known.total) : null;
    if (!known || !ids) kept.set(mirror, (known = { seq: 0, by: new Map(), total: 0, owned: [], listed: new Uint8Array(owner.length) }));
    // frames that belong to somebody, or did: few of a large machine's
    const { owned, listed } = known;
    const list = (pfn: number): void => {
        if (!owner[pfn] || listed[pfn]) return;
        listed[pfn] = 1;
        owned.push(pfn);
    };
    if (ids) ids.forEach(list);
    else for (let pfn = 0; pfn < owner.length; pfn++) if (owner[pfn]) list(pfn);
    const by = new Map<number, Resident[]>();
    for (const pfn of owned) {
        const o = owner[pfn]!;
        if (!o) continue;
        const fill = type[pfn]!;
        const name = FILLS[fill];
        if (name !== 'anon' && name !== 'file' && name !== 'huge') continue;
        let of = by.get(o - 1);
        if (!of) by.set(o - 1, (of = []));
        of.push({ vpn: vpn.get(pfn), fill, pfn });
    }
    for (const of of by.values()) of.sort((a, b) => a.vpn - b.vpn || a.pfn - b.pfn);
    [known.seq, known.by, known.total] = [mirror.seq, by, touched?.total ?? 0];
    return by;
}

/** Runs of colour on a span: x and w inside it, the fill, and whether less than half of the run's pages are present. */
export interface Run { x: number; w: number; fill: Fill; thin: boolean }
const drawn = new WeakMap<readonly Resident[], Map<string, Run[]>>();
export function fills(span: Span, list: readonly Resident[]): Run[] {
    // the list is made anew when the machine moves, so what was drawn of it holds
    let known = drawn.get(list);
    if (!known) drawn.set(list, (known = new Map()));
    const key = `${span.vma.slot}/${Math.round(span.w)}`;
    let runs = known.get(key);
    if (!runs) known.set(key, (runs = fillsOf(span, list)));
    return runs;
}

function fillsOf(span: Span, list: readonly Resident[]): Run[] {
    const first = span.vma.start / PAGE;
    const pages = (span.vma.end - span.vma.start) / PAGE;
    const columns = Math.max(1, Math.round(span.w));
    const count = new Uint32Array(columns);
    const kind = new Uint8Array(columns);
    let lo0 = 0, hi0 = list.length;
    while (lo0 < hi0) {
        const mid = (lo0 + hi0) >> 1;
        if (list[mid]!.vpn < first) lo0 = mid + 1;
        else hi0 = mid;
    }
    for (let n = lo0; n < list.length; n++) {
        const r = list[n]!;
        const at = r.vpn - first;
        if (at >= pages) break;
        // A page wider than a column fills all of its columns.
        const from = Math.floor((at * columns) / pages);
        const to = Math.max(from, Math.ceil(((at + 1) * columns) / pages) - 1);
        for (let i = from; i <= to && i < columns; i++) {
            count[i]!++;
            kind[i] = r.fill;
        }
    }
    const each = Math.max(1, pages / columns);
    const out: Run[] = [];
    for (let i = 0; i < columns; i++) {
        if (!count[i]) continue;
        const thin = count[i]! * 2 < each;
        const before = out[out.length - 1];
        const fill = FILLS[kind[i]!]!;
        if (before && before.fill === fill && before.thin === thin && Math.abs(before.x + before.w - i) < 0.01) before.w++;
        else out.push({ x: i, w: 1, fill, thin });
    }
    return out;
}
