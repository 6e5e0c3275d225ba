// Values over steps: one band a value, one axis of steps for all, the playhead through all of them. What lies behind the
// playhead is ink, what lies ahead is grey and thin, as in the lanes.

import { fixed, int } from '../base/format';
import { Sheet, type Picture, type Point } from '../render/picture';

export interface Series {
    label: string;
    unit: string;
    /** One for each of `steps`; null where there is no value. */
    values: readonly (number | null)[];
    /** Amounts of a step stand as bars, what is at its end is a line. */
    bars: boolean;
}
export interface ChartInput {
    steps: readonly number[];
    series: readonly Series[];
    /** The step of the cursor. */
    step: number;
    stepWord: string;
}
export interface ChartShape { width: number; height: number; font: number }

const LEFT = 0;
const HEAD = 24;
const FOOT = 26;
export const BAND_MIN = 62;

const first = (c: ChartInput): number => c.steps[0] ?? 0;
const last = (c: ChartInput): number => Math.max(first(c) + 1, c.steps.at(-1) ?? 1);
export const chartX = (c: ChartInput, step: number, width: number): number => LEFT + 1 + ((step - first(c)) / (last(c) - first(c))) * (width - LEFT - 2);
export const chartStep = (c: ChartInput, x: number, width: number): number => Math.max(first(c), Math.min(c.steps.at(-1) ?? 0, Math.round(first(c) + ((x - LEFT - 1) / Math.max(1, width - LEFT - 2)) * (last(c) - first(c)))));

/** Large numbers as integers, shares with a decimal. */
export const figure = (v: number | null, unit: string): string => {
    if (v === null) return '–';
    const text = unit === '%' || (Math.abs(v) < 10 && !Number.isInteger(v)) ? fixed(v, 1) : int(Math.round(v));
    return unit === '' ? text : `${text}\u00a0${unit}`;
};

/** Index of the last of `steps` at or before a step. */
export function indexAt(steps: readonly number[], step: number): number {
    let best = -1;
    for (let i = 0; i < steps.length && steps[i]! <= step; i++) best = i;
    return best;
}

/** From 0 unless the values stay far from it: a flat line high up says nothing. */
export function rangeOf(values: readonly (number | null)[]): [number, number] {
    const known = values.filter((v): v is number => v !== null);
    if (!known.length) return [0, 1];
    const hi = known.reduce((a, b) => Math.max(a, b), -Infinity);
    const lo = known.reduce((a, b) => Math.min(a, b), Infinity);
    if (hi === lo) return lo > 0 ? [0, hi] : lo < 0 ? [lo, 0] : [0, 1];
    return lo >= 0 && lo < hi * 0.7 ? [0, hi] : [lo, hi];
}

/** What each step added; averaged where steps between were left out. */
export function differences(steps: readonly number[], values: readonly (number | null)[]): (number | null)[] {
    return values.map((v, i) => {
        const before = i ? values[i - 1]! : null;
        return v === null || before === null ? null : (v - before) / Math.max(1, steps[i]! - steps[i - 1]!);
    });
}

/** Share of a in a + b within each step, per cent; null where there was neither. */
export function shares(steps: readonly number[], a: readonly (number | null)[], b: readonly (number | null)[]): (number | null)[] {
    const [da, db] = [differences(steps, a), differences(steps, b)];
    return da.map((x, i) => {
        const y = db[i] ?? null;
        return x === null || y === null || x + y <= 0 ? null : (100 * x) / (x + y);
    });
}

export function chart(input: ChartInput, shape: ChartShape): Picture {
    const s = new Sheet({ k: 1, rail: 88, font: shape.font });
    const { width, height, font } = shape;
    const play = chartX(input, input.step, width);
    const at = indexAt(input.steps, input.step);
    const each = (height - FOOT * font) / Math.max(1, input.series.length);
    input.series.forEach((one, i) => band(s, input, one, { y: i * each, h: each, width, font, play, at }));
    const foot = height - (FOOT / 2) * font;
    s.text(0, foot, `${input.stepWord} ${int(first(input))}`, { ink: 'muted' });
    if (input.steps.length > 1 && input.step !== input.steps.at(-1)) s.text(width, foot, int(input.steps.at(-1)!), { ink: 'muted', anchor: 'end' });
    if (at >= 0) {
        const label = int(input.step);
        const half = s.width(label, { bold: true }) / 2;
        const end = input.step === input.steps.at(-1) ? 0 : s.width(int(input.steps.at(-1)!)) + 12;
        const [left, right] = [s.width(`${input.stepWord} ${int(first(input))}`) + 12 + half, width - end - half];
        if (right > left) s.text(Math.max(left, Math.min(right, play)), foot, label, { bold: true, ink: 'accent', anchor: 'middle' });
    }
    return s.picture(width, height);
}

interface Band { y: number; h: number; width: number; font: number; play: number; at: number }

function band(s: Sheet, input: ChartInput, one: Series, b: Band): void {
    const top = b.y + HEAD * b.font;
    const floor = b.y + b.h - 6;
    const [lo, hi] = rangeOf(one.values);
    const Y = (v: number): number => floor - ((v - lo) / (hi - lo)) * (floor - top);
    const now = figure(b.at >= 0 ? (one.values[b.at] ?? null) : null, one.unit);
    const nowWidth = s.width(now, { bold: true });
    // name, ends of the scale, figure at the playhead; the name gives way, the figures do not
    const range = `${figure(lo, '')}–${figure(hi, one.unit)}`;
    const rangeWidth = s.width(range) + 16;
    const ranged = s.width(one.label) + rangeWidth + nowWidth + 16 <= b.width;
    let label = one.label;
    while (label.length > 4 && s.width(label) > b.width - nowWidth - 16) label = `…${label.slice(label.startsWith('…') ? 2 : 1)}`;
    const named = s.text(0, b.y + 12 * b.font, label, { bold: true });
    if (ranged) s.text(named.w + 16, b.y + 12 * b.font, range, { ink: 'muted' });
    s.text(b.width, b.y + 12 * b.font, now, { bold: true, anchor: 'end' });
    s.rect(LEFT, floor, b.width - LEFT, 1, 'hair');
    s.rect(LEFT, top, b.width - LEFT, 1, 'hair');
    if (one.bars) bars(s, input, one, b, Y);
    else lines(s, input, one, b, Y);
    // the playhead goes through the drawing, not through the words
    if (b.at >= 0) s.rect(Math.max(0, Math.min(b.width - 2, Math.round(b.play) - 1)), top, 2, floor - top, 'accent');
}

function bars(s: Sheet, input: ChartInput, one: Series, b: Band, Y: (v: number) => number): void {
    const room = b.width / Math.max(1, input.steps.length);
    const w = Math.max(1, Math.min(12, room * 0.7));
    const floor = Y(Math.max(0, rangeOf(one.values)[0]));
    one.values.forEach((v, i) => {
        if (v === null || v === 0) return;
        const x = Math.max(0, Math.min(b.width - w, chartX(input, input.steps[i]!, b.width) - w / 2));
        const y = Math.min(Y(v), floor - 1);
        s.rect(x, y, w, Math.max(1, floor - y), i <= b.at ? 'path' : 'line', i <= b.at ? 1 : 0.6);
    });
}

function lines(s: Sheet, input: ChartInput, one: Series, b: Band, Y: (v: number) => number): void {
    let run: Point[] = [];
    let gone = false;
    const flush = (): void => {
        const [ink, thick] = gone ? (['line', 1.5] as const) : (['path', 2] as const);
        if (run.length === 1) run.push([run[0]![0] + 2, run[0]![1]]);
        if (run.length > 1) s.stroke(run.map(([x, y]) => [x, y] as const), ink, thick);
    };
    one.values.forEach((v, i) => {
        if (v === null) {
            flush();
            run = [];
            return;
        }
        const p: Point = [chartX(input, input.steps[i]!, b.width), Y(v)];
        if (!gone && i > b.at) {
            const from = run.at(-1);
            flush();
            run = from ? [from] : [];
            gone = true;
        }
        // what holds at the end of a step holds until the next one changes it
        const from = run.at(-1);
        if (from && from[1] !== p[1] && input.steps.length < b.width / 4) run.push([p[0], from[1]]);
        run.push(p);
    });
    flush();
}
