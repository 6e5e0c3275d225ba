// The miss-ratio curve: misses over the number of frames, one line a policy, each with a stroke of its own and its name at
// its end. A cursor reads exact values. Where more frames give more misses (Belady's anomaly) the stretch is thick and named.

import { int, percent } from '../../base/format';
import type { CurveLab } from '../../core/lab';
import type { Table } from '../../render/export';
import { drawStation } from '../../render/glyph';
import { clamp, type Picture, type Point } from '../../render/picture';
import { dashed, finish, fitted, mark, pen, POINT, spread, type LabInput, type Pen } from './common';
import { labWords } from './words';
import type { Lang } from '../../core/i18n/messages';

/** Lengths of ink and gap, by run: twelve strokes that are told apart without colour. */
const STROKES: readonly (readonly number[])[] = [[], [10, 5], [2, 4], [14, 4, 2, 4], [6, 3], [18, 6], [2, 7], [10, 3, 2, 3, 2, 3], [22, 4, 6, 4], [5, 8], [14, 3, 6, 3], [3, 2]];
export const strokeOf = (i: number): readonly number[] => STROKES[i % STROKES.length]!;

/** Misses with n frames: the newest point at or below n; -1 while unknown. */
export function missesAt(lab: CurveLab, run: number, frames: number): number {
    let out = -1;
    for (const q of lab.points(run)) if (q.frames <= frames) out = q.misses;
    return out;
}

/** Sizes at which more frames gave more misses: frames and misses before and after. */
export function anomalies(lab: CurveLab, run: number): { from: number; to: number; before: number; after: number }[] {
    const list = lab.points(run);
    const out: { from: number; to: number; before: number; after: number }[] = [];
    for (let i = 1; i < list.length; i++) {
        const [a, b] = [list[i - 1]!, list[i]!];
        if (b.misses > a.misses) out.push({ from: a.frames, to: b.frames, before: a.misses, after: b.misses });
    }
    return out;
}

/** Sizes at which any run has a point, ascending. */
export function sizesOf(lab: CurveLab): number[] {
    const all = new Set<number>();
    for (const r of lab.runs) for (const q of lab.points(r.id)) all.add(q.frames);
    return [...all].sort((a, b) => a - b);
}

/** Rows for a file: frames, then misses and miss ratio of every policy. */
export function curveTable(lab: CurveLab, lang: Lang): Table {
    const w = labWords(lang);
    const rows = sizesOf(lab).map((n) => {
        const row: (string | number | null)[] = [n];
        for (const r of lab.runs) {
            const q = lab.points(r.id).find((one) => one.frames === n);
            row.push(q ? q.misses : null, q && lab.refs ? Number((q.misses / lab.refs).toFixed(6)) : null);
        }
        return row;
    });
    return { head: [w.framesHead, ...lab.runs.flatMap((r) => [`${r.policy} ${w.misses}`, `${r.policy} ${w.missRatio}`])], rows };
}

/** A round step for at most `n` marks up to `top`. */
function tick(top: number, n: number): number {
    const rough = top / n;
    const ten = 10 ** Math.floor(Math.log10(Math.max(1, rough)));
    return Math.max(1, [1, 2, 5, 10].map((k) => k * ten).find((k) => k >= rough) ?? 10 * ten);
}

export function curvePicture(input: LabInput, lab: CurveLab): Picture {
    const p = pen(input);
    const { s, w, f, narrow, W } = p;
    const event = input.moment.event?.name === 'lab_point' ? input.moment.event : null;
    const H = narrow ? 360 * f : Math.max(320 * f, Math.min(input.height, 620 * f));
    const left = (narrow ? 40 : 56) * f, right = W - (narrow ? 8 * f : 190 * f), top = (narrow ? 76 : 60) * f, bottom = H - 44 * f;
    const most = Math.max(1, lab.refs, ...lab.runs.flatMap((r) => lab.points(r.id).map((q) => q.misses)));
    const sizes = sizesOf(lab);
    const max = Math.max(2, lab.max, ...sizes);
    const X = (n: number): number => left + ((n - 1) * (right - left)) / (max - 1);
    const Y = (m: number): number => bottom - (m * (bottom - top)) / most;
    s.text(0, 12 * f, w.curveTitle(int(lab.refs)), { bold: true, size: 16 });
    const step = tick(most, 6);
    for (let m = 0; m <= most; m += step) {
        s.hair(left, Y(m), right - left, m ? 'hair' : 'line');
        s.text(left - 17 * f, Y(m), int(m), { anchor: 'end', ink: 'muted' });
    }
    if (!narrow) s.text(left - 8 * f, top - 22 * f, w.misses, { anchor: 'end', ink: 'muted' });
    const across = tick(max, Math.max(2, Math.floor((right - left) / (56 * f))));
    for (let n = 1; n <= max; n++) {
        if (n !== 1 && n % across) continue;
        s.rect(X(n), bottom, 1, 5 * f, 'line');
        s.text(X(n), bottom + 16 * f, int(n), { anchor: 'middle', ink: 'muted' });
    }
    s.text(right, bottom + 34 * f, w.framesHead, { anchor: 'end', ink: 'muted' });

    const cursor = cursorOf(lab, input, event?.arg('frames') ?? -1);
    if (cursor > 0) {
        s.rect(X(cursor) - 1, top, 2, bottom - top, 'accent');
        s.text(clamp(X(cursor), left + 40 * f, right - 40 * f), top - 14 * f, w.frames(int(cursor)), { anchor: 'middle', bold: true, ink: 'accent' });
    }
    sizes.forEach((n, i) => {
        const from = i ? (X(sizes[i - 1]!) + X(n)) / 2 : left - 10, to = i + 1 < sizes.length ? (X(sizes[i + 1]!) + X(n)) / 2 : right + 10;
        const at = lab.runs[0] ? lab.points(lab.runs[0].id).find((q) => q.frames === n) : undefined;
        s.hit(from, top, to - from, bottom - top, at ? { kind: 'labpoint', id: at.id } : null, w.frames(int(n)));
    });
    const ends: { run: number; y: number }[] = [];
    lab.runs.forEach((r, i) => {
        const points: Point[] = lab.points(r.id).map((q) => [X(q.frames), Y(q.misses)]);
        const active = event?.arg('run') === r.id;
        if (points.length > 1) dashed(s, points, strokeOf(i).map((d) => d * f), 'path', active ? 3 : 2);
        for (const a of anomalies(lab, r.id)) {
            s.path([[X(a.from), Y(a.before)], [X(a.to), Y(a.after)]], 'path', 5, { casing: 2 });
            for (const [n, m] of [[a.from, a.before], [a.to, a.after]] as const) s.disc(X(n), Y(m), 4.5, 'path', 1, 'path', 2);
        }
        ends.push({ run: i, y: points.length ? points[points.length - 1]![1] : bottom });
    });
    const strange = lab.runs.flatMap((r) => anomalies(lab, r.id).map((a) => ({ r, a })));
    if (strange.length) {
        const { r, a } = strange[0]!;
        const words = w.belady(w.policy[r.policy] ?? r.policy, `${a.from} → ${a.to}`, `${a.before} → ${a.after}`);
        if (narrow) s.text(0, 34 * f, fitted(s, words, W, { bold: true }), { bold: true });
        else s.text(W, 12 * f, fitted(s, words, W - s.width(w.curveTitle(int(lab.refs)), { bold: true, size: 16 }) - 24 * f, { bold: true }), { anchor: 'end', bold: true });
    }
    if (event) drawStation(s, event.row.station, 'now', X(clamp(event.arg('frames'), 1, max)), Y(event.arg('misses')), 'x');
    return narrow ? below(p, lab, cursor, H) : labels(p, lab, ends, cursor, right, top, H);
}

/** Frames at which values are read: where the reader points, else what is selected, else the newest point. */
function cursorOf(lab: CurveLab, input: LabInput, now: number): number {
    const sizes = sizesOf(lab);
    if (!sizes.length) return -1;
    const chosen = input.selection?.kind === 'labpoint' ? input.selection.id : -1;
    const point = chosen < 0 ? undefined : lab.runs.flatMap((r) => [...lab.points(r.id)]).find((q) => q.id === chosen);
    const wanted = input.cursor > 0 ? input.cursor : point ? point.frames : now > 0 ? now : Math.min(sizes[sizes.length - 1]!, 3);
    return sizes.reduce((a, b) => (Math.abs(b - wanted) < Math.abs(a - wanted) ? b : a));
}

function row(p: Pen, lab: CurveLab, i: number, x: number, y: number, wide: number, cursor: number): void {
    const { s, w, f } = p;
    const r = lab.runs[i]!;
    dashed(s, [[x, y], [x + 26 * f, y]], strokeOf(i).map((d) => d * f), 'path', 3);
    const m = cursor > 0 ? missesAt(lab, r.id, cursor) : -1;
    const value = m < 0 ? '–' : int(m);
    const name = w.policy[r.policy] ?? r.policy;
    s.text(x + 34 * f, y, fitted(s, name, wide - 34 * f - s.width(value, { bold: true, size: POINT }) - 10 * f), {});
    s.text(x + wide, y, value, { anchor: 'end', bold: true, size: POINT });
    const thing = { kind: 'labrun' as const, id: r.id };
    s.hit(x, y - 12 * f, wide, 24 * f, thing, name);
    mark(p, thing, x + 4, y - 10 * f, wide - 8, 20 * f);
}

/** Names at the lines' ends, apart from one another, each with its value at the cursor. */
function labels(p: Pen, lab: CurveLab, ends: { run: number; y: number }[], cursor: number, right: number, top: number, H: number): Picture {
    const { s, f, W } = p;
    const ys = spread(ends.map((e) => e.y), 25 * f, top, H - 52 * f);
    ends.forEach((e, i) => {
        const y = ys[i]!;
        s.stroke([[right + 3, e.y], [right + 16 * f, y]], 'line', 1);
        row(p, lab, e.run, right + 20 * f, y, W - right - 20 * f, cursor);
    });
    const share = cursor > 0 && lab.runs[0] && lab.refs ? missesAt(lab, lab.runs[0].id, cursor) / lab.refs : -1;
    if (share >= 0 && lab.runs.length === 1) s.text(W, H - 10 * f, `${p.w.missRatio} ${percent(share, 2)}`, { anchor: 'end', bold: true });
    return finish(p, H);
}

function below(p: Pen, lab: CurveLab, cursor: number, H: number): Picture {
    lab.runs.forEach((_, i) => row(p, lab, i, 0, H + (14 + 30 * i) * p.f, p.W, cursor));
    return finish(p, H + (8 + 30 * lab.runs.length) * p.f);
}
