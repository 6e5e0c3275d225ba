import { describe, expect, it, vi } from 'vitest';
import type { Fixture } from '../core/fixture';
import { makeRich } from '../dev/rich';
import type { Lang } from '../core/i18n/messages';
import { Model } from '../core/model';
import { Timeline } from '../core/timeline';
import { overlap, textBox, type Box } from '../render/measure';
import type { Picture, Point, TextNode } from '../render/picture';
import { inside } from '../render/route';
import { cutaway, scaleFor, type Cutaway, type CutawayInput } from './cutaway';
import { floors, FLOORS, HEIGHTS, TOTAL } from './heights';
import { passes, tell } from './story';
import { straightStops } from './straight';
import { phone } from './phone';
import { words, type Words } from './words';

// hundreds of pictures a test: slow machines need their time
vi.setConfig({ testTimeout: 60_000 });

let fixture: Fixture | null = null;
function timeline(): { t: Timeline; model: Model; last: number } {
    const f = (fixture ??= makeRich());
    const t = new Timeline();
    t.reset(f.schema);
    t.snapshot(f.snapshot);
    for (const s of f.steps) t.add(s);
    return { t, model: new Model(t.mirror!, f.config), last: t.high };
}
const base = { lang: 'en' as Lang, still: false, selection: null, related: [], pinned: null, typed: null };
function at(t: Timeline, model: Model, seq: number, tau = 1, more: Partial<CutawayInput> = {}): Cutaway {
    t.goTo(seq);
    return cutaway({ ...base, moment: t.moment(tau)!, model, ...more });
}
const texts = (p: Picture): TextNode[] => p.nodes.filter((n): n is TextNode => n.t === 'text');
const boxOf = (n: TextNode): Box => textBox(n.x, n.y, n.text, n.size, n.bold, n.mono, n.anchor);
/** Pieces of the line as drawn. */
const pieces = (p: Cutaway): Point[][] =>
    p.nodes.filter((n) => n.t === 'path' && n.line).map((n) => (n.t === 'path' ? [...n.points] : []));

/** Words that stick out, that a line passes through, or that lie on one another. */
function faults(p: Picture, width: number, height: number, lines: readonly Point[][]): string[] {
    const out: string[] = [];
    const all = texts(p).map((n) => ({ n, box: boxOf(n) }));
    all.forEach(({ n, box }, i) => {
        if (box.x < -1 || box.x + box.w > width + 2 || box.y + box.h > height + 2) out.push(`"${n.text}" is cut`);
        for (const line of lines) for (let k = 1; k < line.length; k++) if (inside(line[k - 1]!, line[k]!, box)) out.push(`line through "${n.text}"`);
        for (const other of all.slice(i + 1)) if (overlap(box, other.box, -1.5)) out.push(`"${n.text}" on "${other.n.text}"`);
    });
    return out;
}

describe('heights', () => {
    it('sum to 540 whichever floor is grown, and at every moment of the move', () => {
        for (const a of FLOORS) expect(FLOORS.reduce((n, f) => n + HEIGHTS[a][f], 0)).toBe(TOTAL);
        for (const a of FLOORS) for (const b of FLOORS) for (let m = 0; m <= 1; m += 0.05) {
            const list = floors(a, b, m);
            expect(list.reduce((n, f) => n + f.height, 0)).toBe(TOTAL);
            expect(list.filter((f) => f.bar).length).toBe(1);
            expect(list.filter((f) => f.variant === 'grown').length).toBe(1);
            list.forEach((f, i) => expect(f.top).toBe(i ? list[i - 1]!.top + list[i - 1]!.height : 0));
        }
    });
    it('are those of the look', () => {
        expect(HEIGHTS.translation).toEqual({ programs: 88, translation: 268, kernel: 96, physical: 88 });
        expect(HEIGHTS.kernel).toEqual({ programs: 60, translation: 56, kernel: 326, physical: 98 });
        expect(HEIGHTS.programs.programs).toBe(254);
    });
});

describe('the cutaway', () => {
    it('draws screen A where the look has it', () => {
        const { t, model } = timeline();
        const p = at(t, model, 7);
        const find = (text: string, nth = 0): TextNode => texts(p).filter((n) => n.text === text)[nth]!;
        expect(p.floors.map((f) => f.height)).toEqual([88, 268, 96, 88]);
        // px of the 1280 screen, less the corner of the centre (280, 48)
        expect(find('page number').x).toBe(386 - 280);
        expect(find('level 4').x).toBe(512 - 280);
        expect(find('level 3').x).toBe(628 - 280);
        expect(find('level 1').x).toBe(860 - 280);
        expect(find('offset').x).toBe(1016 - 280);
        expect(find('write 0x5581c3a47e10')).toBeDefined();
        const row = p.line.stops.filter((s) => s.floor === 'translation');
        for (const s of row) expect(s.anchor.y + 48).toBe(286);
    });
    it.each(['en', 'zh'] as const)('no line crosses a word, no word another, nothing is cut (%s)', (lang) => {
        const problems = new Set<string>();
        const { t, model, last } = timeline();
        const big = scaleFor(1136, 848);
        for (let seq = 1; seq <= last; seq++) for (const [pinned, scale] of [[null, undefined], [null, big], ...FLOORS.map((f) => [f, undefined] as const)] as const) {
            const p = at(t, model, seq, 1, { lang, pinned, scale });
            for (const problem of faults(p, p.width, p.height, pieces(p))) problems.add(`${problem} [${seq}, ${pinned ?? (scale ? 'big' : '')}]`);
        }
        expect([...problems]).toEqual([]);
    });
    it('has at most nine named stations and at most 400 nodes', () => {
        const { t, model, last } = timeline();
        for (let seq = 1; seq <= last; seq++) {
            const p = at(t, model, seq);
            expect(p.line.stops.filter((s) => s.anchor.name?.text).length).toBeLessThanOrEqual(9);
            expect(p.nodes.length).toBeLessThanOrEqual(400);
        }
    });
    it('has one ring: what is now', () => {
        const { t, model, last } = timeline();
        for (let seq = 1; seq <= last; seq++) {
            const rings = at(t, model, seq).nodes.filter((n) => n.t === 'disc' && n.r === 13);
            expect(rings.length).toBe(1);
        }
    });
    it('going back is going forward reversed', () => {
        const { t, model, last } = timeline();
        const frames: string[] = [];
        const snap = (seq: number, tau: number): string => {
            const p = at(t, model, seq, tau);
            return JSON.stringify([p.ops, p.nodes, p.hits]);
        };
        const taus = [0, 0.04, 0.1, 0.18, 0.5, 1];
        for (let seq = 1; seq <= last; seq++) for (const tau of taus) frames.push(snap(seq, tau));
        for (let seq = last; seq >= 1; seq--) for (const tau of [...taus].reverse()) expect(snap(seq, tau)).toBe(frames.pop());
    });
    it('brackets what is selected on the floor where it is', () => {
        const { t, model } = timeline();
        const plain = at(t, model, 7).nodes.filter((n) => n.t === 'path' && n.ink === 'accent').length;
        const chosen = at(t, model, 7, 1, { selection: { kind: 'pte', id: 0x1c07 * 1024 + 71 }, related: [{ kind: 'frame', id: 0x1c07 }, { kind: 'vma', id: 2 }] });
        expect(plain).toBe(0);
        expect(chosen.nodes.filter((n) => n.t === 'path' && n.ink === 'accent').length).toBeGreaterThanOrEqual(12);
    });
    it('walks any address typed', () => {
        const { t, model } = timeline();
        const p = at(t, model, 7, 1, { pinned: 'translation', typed: { proc: 0, addr: 0x5581c3a45000 } });
        expect(texts(p).some((n) => n.text === '2edf' && n.bold === false && n.ink === 'fg')).toBe(true);
        expect(p.line.stops.length).toBe(0);
    });
    it('shows how a list changes during a split', () => {
        const { t, model } = timeline();
        const split = t.window[1]!.events.findIndex((e) => e.name === 'buddy_split') + t.window[1]!.first;
        const p = at(t, model, split);
        expect(p.floors.find((f) => f.bar)!.name).toBe('kernel');
        expect(texts(p).some((n) => n.text === '0\u00a0→')).toBe(true);
    });
    it('moves floors only at the first event of a step, and not with reduced motion', () => {
        const { t, model } = timeline();
        const first = t.window[1]!.first;
        const heights = (seq: number, tau: number, still = false): number[] => at(t, model, seq, tau, { still }).floors.map((f) => f.height);
        expect(heights(first, 0)).toEqual([88, 268, 96, 88]);
        expect(heights(first, 0.2)).toEqual([60, 56, 326, 98]);
        expect(heights(first, 0.1)).not.toEqual(heights(first, 0.2));
        expect(heights(first + 1, 0)).toEqual([60, 56, 326, 98]);
        expect(heights(first, 0, true)).toEqual([60, 56, 326, 98]);
    });
});

describe('the story', () => {
    it('cuts a step into passes that cover it', () => {
        const { t } = timeline();
        for (const step of t.window) {
            const list = passes(step.events);
            expect(list[0]!.from).toBe(0);
            expect(list.at(-1)!.to).toBe(step.events.length);
            list.forEach((p, i) => i && expect(p.from).toBe(list[i - 1]!.to));
        }
    });
    it('knows a place for every event that is now', () => {
        const { t } = timeline();
        for (const step of t.window) step.events.forEach((_, i) => expect(tell(step.events, i).now).toBeGreaterThanOrEqual(0));
    });
    it('the straight line keeps the order and shows the cursor, at any width', () => {
        const { t } = timeline();
        const events = [...t.window[0]!.events, ...t.window[0]!.events, ...t.window[0]!.events, ...t.window[1]!.events];
        for (const width of [80, 200, 496]) for (let i = 0; i < events.length; i++) {
            const stops = straightStops(events, i, width);
            expect(stops.filter((s) => i >= s.from && i < s.to).length).toBe(1);
            stops.forEach((s, n) => n && expect(s.from).toBeGreaterThanOrEqual(stops[n - 1]!.to));
        }
    });
});

describe('the phone', () => {
    it.each(['en', 'zh'] as const)('fits 358 px and no line crosses a word (%s)', (lang) => {
        const { t, model, last } = timeline();
        const problems = new Set<string>();
        for (let seq = 1; seq <= last; seq++) {
            t.goTo(seq);
            const p = phone({ ...base, lang, moment: t.moment(1)!, model }, 358);
            const lines = p.nodes.filter((n) => n.t === 'path' && n.line).map((n) => (n.t === 'path' ? [...n.points] : []));
            for (const problem of faults(p, 358, p.height, lines)) problems.add(`${problem} [${seq}]`);
        }
        expect([...problems]).toEqual([]);
    });
});

describe('words', () => {
    it('are there in both languages and differ in shape from nothing', () => {
        const flat = (o: object): string[] => Object.entries(o).flatMap(([k, v]) => (v !== null && typeof v === 'object' ? flat(v as object).map((x) => `${k}.${x}`) : [k]));
        const [en, zh]: Words[] = [words('en'), words('zh')];
        expect(flat(zh!)).toEqual(flat(en!));
        const empty = (o: object): boolean => Object.values(o).some((v) => v === '' || (v !== null && typeof v === 'object' && empty(v as object)));
        expect(empty(en!) || empty(zh!)).toBe(false);
    });
});
