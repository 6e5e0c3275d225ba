// The lab pictures by themselves: words apart from one another, values as a naive model of each policy gives them (dev/labfix.ts),
// the same picture forward and back. Against the engine itself: lab.engine.test.ts.
import { describe, expect, it, vi } from 'vitest';
import type { Fixture } from '../../core/fixture';
import { labOf, type CurveLab, type ReplaceLab } from '../../core/lab';
import type { Lang } from '../../core/i18n/messages';
import { Model } from '../../core/model';
import { Timeline } from '../../core/timeline';
import { makeCurve, makeReplace, naive, type Naive } from '../../dev/labfix';
import type { Picture } from '../../render/picture';
import type { LabInput } from './common';
import { spread } from './common';
import { anomalies, curveTable, missesAt } from './curve';
import { cutsOf } from './cuts';
import { labPicture, labTable, labTwin } from './lab';
import { outcome, referenceAt } from './replace';
import { problems, textsOf } from './overlap';
import { labWords } from './words';

vi.setConfig({ testTimeout: 120_000 });

const BELADY = [1, 2, 3, 4, 1, 2, 5, 1, 2, 3, 4, 5];
const ALL: Naive[] = ['fifo', 'lru', 'opt', 'clock1'];
const SIZES = [{ width: 736, height: 512, font: 1 }, { width: 1136, height: 812, font: 1.285 }, { width: 358, height: 520, font: 1 }];

function open(f: Fixture): { t: Timeline; model: Model } {
    const t = new Timeline();
    t.reset(f.schema);
    t.snapshot(f.snapshot);
    for (const s of f.steps) t.add(s);
    return { t, model: new Model(t.mirror!, f.config) };
}
function draw(t: Timeline, model: Model, seq: number, more: Partial<LabInput> = {}): Picture | null {
    t.goTo(seq);
    const lab = labOf(model);
    return lab && labPicture({ moment: t.moment(1)!, model, lang: 'en', still: false, selection: null, ...SIZES[0]!, cursor: -1, ...more }, lab);
}
/** A small generator, so that what fails can be run again. */
function refsOf(seed: number, n: number, pages: number): number[] {
    let x = seed;
    return Array.from({ length: n }, () => (x = (Math.imul(x, 1664525) + 1013904223) >>> 0)).map((v) => Math.floor((v / 2 ** 32) * pages));
}

describe('replacement', () => {
    it('shows what a naive model of each policy has in its frames, at every reference', () => {
        for (const seed of [1, 2, 3]) {
            const refs = refsOf(seed, 24, 6);
            const { t, model } = open(makeReplace(ALL, 3, refs));
            const events = t.window[0]!.events;
            for (let i = 0; i < events.length; i++) {
                if (events[i]!.name !== 'lab_ref' || i === 0) continue;
                t.goTo(events[i]!.seq - 1);
                const column = events[i]!.arg('column') - 1;
                if (column < 0) continue;
                const lab = labOf(model) as ReplaceLab;
                ALL.forEach((p, run) => {
                    const model_ = naive(p, 3, refs);
                    expect(Array.from({ length: 3 }, (_, r) => lab.cell(run, column, r).page)).toEqual(model_.columns[column]);
                    expect(outcome(lab, run, column)).toBe(model_.hits[column] ? 'hit' : 'miss');
                    expect(lab.runs[run]!.misses).toBe(model_.hits.slice(0, column + 1).filter((h) => !h).length);
                });
                expect(referenceAt(t.moment(1)!).column).toBe(column);
            }
        }
    });
    it.each(['en', 'zh'] as Lang[])('no word lies on another and none is cut, at any size and event (%s)', (lang) => {
        const found = new Set<string>();
        for (const [policies, frames, refs] of [[['fifo', 'lru', 'opt'], 3, BELADY], [ALL, 4, refsOf(5, 40, 120)], [['fifo'], 7, refsOf(6, 12, 9)]] as [Naive[], number, number[]][]) {
            const { t, model } = open(makeReplace(policies, frames, refs));
            for (let seq = t.low + 3; seq <= t.high; seq += 3) for (const size of SIZES) {
                const p = draw(t, model, seq, { lang, ...size })!;
                for (const problem of problems(p)) found.add(`${problem} [${policies.join()}, ${seq}, ${size.width}]`);
            }
        }
        expect([...found]).toEqual([]);
    });
    it('has one ring, the event that is now, and the same picture whichever way it is reached', () => {
        const { t, model } = open(makeReplace(['fifo', 'lru'], 3, BELADY));
        const seen = new Map<number, string>();
        for (let seq = 3; seq <= t.high; seq++) {
            const p = draw(t, model, seq)!;
            const rings = p.nodes.filter((n) => n.t === 'disc' && n.r === 13).length;
            const name = t.moment(1)!.event!.name;
            expect(rings, `${name} at ${seq}`).toBe(['command', 'command_end'].includes(name) ? 0 : 1);
            seen.set(seq, JSON.stringify(p));
        }
        for (let seq = t.high; seq >= 3; seq--) expect(JSON.stringify(draw(t, model, seq))).toBe(seen.get(seq));
    });
    it('scrolls a long string with the playhead', () => {
        const refs = refsOf(9, 60, 10);
        const { t, model } = open(makeReplace(['lru'], 3, refs));
        for (const e of t.window[0]!.events) {
            if (e.name !== 'lab_ref') continue;
            const words = textsOf(draw(t, model, e.seq)!);
            expect(words.some((n) => n.text === String(e.arg('column') + 1) && n.ink === 'fg')).toBe(true);
            expect(words.some((n) => n.text === String(e.arg('page')) && n.size === 18)).toBe(true);
        }
    });
    it('tells the same in words and in a table', () => {
        const { t, model } = open(makeReplace(['fifo', 'opt'], 3, BELADY));
        t.goTo(t.high);
        const said = labTwin(t.moment(1)!, model, 'en').flatMap((p) => p.rows.map((r) => r.join(' ')));
        expect(said).toContain(labWords('en').twinRun('FIFO', '9', '3'));
        const table = labTable(labOf(model)!, 'en');
        expect(table.rows.length).toBe(BELADY.length);
        expect(table.rows.every((r) => r.length === table.head.length)).toBe(true);
        expect(table.rows.filter((r) => r[2] === 'miss').length).toBe(naive('fifo', 3, BELADY).misses);
    });
    it('brackets what is selected', () => {
        const { t, model } = open(makeReplace(['fifo'], 3, BELADY));
        const accents = (p: Picture): number => p.nodes.filter((n) => n.t === 'path' && n.ink === 'accent').length;
        expect(accents(draw(t, model, 20)!)).toBe(0);
        expect(accents(draw(t, model, 20, { selection: { kind: 'labrun', id: 0 } })!)).toBe(4);
        expect(accents(draw(t, model, 20, { selection: { kind: 'labref', id: 1 } })!)).toBe(4);
    });
});

describe('the curve', () => {
    const { t, model } = open(makeCurve(['fifo', 'lru', 'opt'], 6, BELADY));
    it('reads exact values, finds the anomaly, and gives rows for a file', () => {
        t.goTo(t.high);
        const lab = labOf(model) as CurveLab;
        for (const [run, p] of (['fifo', 'lru', 'opt'] as Naive[]).entries()) for (let n = 1; n <= 6; n++) expect(missesAt(lab, run, n)).toBe(naive(p, n, BELADY).misses);
        expect(anomalies(lab, 0)).toEqual([{ from: 3, to: 4, before: 9, after: 10 }]);
        expect(anomalies(lab, 1)).toEqual([]);
        const table = curveTable(lab, 'en');
        expect(table.rows.map((r) => r[1])).toEqual([1, 2, 3, 4, 5, 6].map((n) => naive('fifo', n, BELADY).misses));
        for (const row of table.rows) expect(row[2]).toBeCloseTo(Number(row[1]) / BELADY.length, 6);
    });
    it.each(['en', 'zh'] as Lang[])('keeps its words apart, with the cursor anywhere (%s)', (lang) => {
        const found = new Set<string>();
        for (let seq = 3; seq <= t.high; seq++) for (const size of SIZES) for (const cursor of [-1, 1, 4, 6]) {
            for (const problem of problems(draw(t, model, seq, { lang, ...size, cursor })!)) found.add(`${problem} [${seq}, ${size.width}, ${cursor}]`);
        }
        expect([...found]).toEqual([]);
    });
    it('shows the values at the cursor', () => {
        const words = textsOf(draw(t, model, t.high, { cursor: 4 })!);
        expect(words.filter((n) => n.size === 18).map((n) => n.text)).toEqual(['fifo', 'lru', 'opt'].map((p) => String(naive(p as Naive, 4, BELADY).misses)));
    });
});

describe('small parts', () => {
    it('labels that are spread keep their order, their distance and their room', () => {
        for (const wanted of [[5, 5, 5], [90, 91, 92], [1, 50, 51, 52, 99], []]) {
            const ys = spread(wanted, 10, 0, 100);
            expect(ys.every((y) => y >= 0 && y <= 100)).toBe(true);
            const order = [...ys].sort((a, b) => a - b);
            expect(ys).toEqual(order);
            order.forEach((y, i) => i && expect(y - order[i - 1]!).toBeGreaterThanOrEqual(10));
        }
    });
    it('cuts an address so that its bits add up', () => {
        for (const bits of [32, 48, 57]) for (const scheme of ['linear', 'two_level', 'four_level', 'five_level', 'inverted', 'hashed']) {
            const parts = cutsOf(scheme, bits, 12);
            expect(parts.reduce((n, q) => n + q.bits, 0)).toBe(bits);
        }
        expect(cutsOf('two_level', 32, 12).map((q) => q.bits)).toEqual([10, 10, 12]);
        expect(cutsOf('four_level', 48, 12).map((q) => q.bits)).toEqual([9, 9, 9, 9, 12]);
    });
    it('has every word in both languages', () => {
        const keys = (o: object): string[] => Object.entries(o).flatMap(([k, v]) => (v !== null && typeof v === 'object' && !Array.isArray(v) ? keys(v as object).map((x) => `${k}.${x}`) : [k]));
        expect(keys(labWords('zh'))).toEqual(keys(labWords('en')));
    });
});
