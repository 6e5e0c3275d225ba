import { describe, expect, it } from 'vitest';
import { chart, chartStep, chartX, differences, figure, indexAt, rangeOf, shares, type ChartInput } from './chart';

const input = (step: number): ChartInput => ({
    steps: [0, 1, 2, 3, 4],
    step,
    stepWord: 'step',
    series: [
        { label: 'free', unit: 'kB', values: [100, 90, 90, null, 40], bars: false },
        { label: 'faults', unit: '', values: [null, 2, 0, 7, 1], bars: true },
    ],
});
const shape = { width: 400, height: 260, font: 1 };

describe('values over steps', () => {
    it('x and step are each other’s inverse', () => {
        for (const s of [0, 1, 2, 3, 4]) expect(chartStep(input(0), chartX(input(0), s, 400), 400)).toBe(s);
        expect(chartStep(input(0), -50, 400)).toBe(0);
        expect(chartStep(input(0), 4000, 400)).toBe(4);
    });
    it('what a step added, also where steps were left out', () => {
        expect(differences([0, 1, 3, 4], [10, 12, 20, null])).toEqual([null, 2, 4, null]);
        expect(shares([0, 1, 2], [0, 3, 3], [0, 1, 1])).toEqual([null, 75, null]);
    });
    it('the scale begins at 0 unless the values stay far from it', () => {
        expect(rangeOf([10, 100])).toEqual([0, 100]);
        expect(rangeOf([990, 1000])).toEqual([990, 1000]);
        expect(rangeOf([5, 5])).toEqual([0, 5]);
        expect(rangeOf([0, 0])).toEqual([0, 1]);
        expect(rangeOf([-5, 5])).toEqual([-5, 5]);
        expect(rangeOf([null])).toEqual([0, 1]);
    });
    it('past is ink, future grey, the playhead stands at the step', () => {
        const p = chart(input(2), shape);
        const strokes = p.ops.filter((o) => o.t === 'stroke');
        expect(strokes.map((o) => o.ink)).toEqual(['path', 'line']);
        const play = p.ops.find((o) => o.t === 'rect' && o.ink === 'accent');
        expect(play && 'x' in play && play.x + 1).toBe(Math.round(chartX(input(2), 2, 400)));
        const texts = p.nodes.flatMap((n) => (n.t === 'text' ? [n.text] : []));
        expect(texts).toContain('90\u00a0kB');
        expect(texts).toContain('0');
        expect(chart(input(4), shape).ops.filter((o) => o.t === 'stroke').every((o) => o.ink === 'path')).toBe(true);
    });
    it('equal input, equal picture; nothing lies outside', () => {
        expect(chart(input(3), shape)).toEqual(chart(input(3), shape));
        for (const op of chart(input(3), shape).ops) {
            if (op.t !== 'rect') continue;
            expect(op.x).toBeGreaterThanOrEqual(0);
            expect(op.x + op.w).toBeLessThanOrEqual(401);
            expect(op.y + op.h).toBeLessThanOrEqual(260);
        }
    });
    it('figures and the row that holds', () => {
        expect(figure(1234567, 'kB')).toBe('1,234,567\u00a0kB');
        expect(figure(93.25, '%')).toMatch(/^93\.[23]\u00a0%$/);
        expect(figure(null, '')).toBe('–');
        expect(indexAt([0, 5, 10], 7)).toBe(1);
        expect(indexAt([3], 1)).toBe(-1);
    });
});
