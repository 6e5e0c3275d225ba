import { describe, expect, it } from 'vitest';
import { firstEvent, positionOf, positions, type ComparedRoom } from './compare';

const room = (steps: number): ComparedRoom => ({ id: 'r', title: '', parent: null, parent_step: 0, steps });

describe('positions of two histories', () => {
    it('walk through pairs, and through what only one of them did', () => {
        const list = positions({ a: room(6), b: room(7), pairs: [1, 1, 2, 3, 5, 3] });
        expect(list.map((p) => [p.a, p.b, p.own])).toEqual([[0, 0, null], [1, 1, null], [2, 2, null], [2, 3, 'b'], [2, 4, 'b'], [3, 5, null], [4, 6, null], [5, 7, null], [6, 7, 'a']]);
        expect(positionOf(list, 'a', 3)).toBe(5);
        expect(positionOf(list, 'b', 4)).toBe(4);
        expect(positionOf(list, 'a', 2)).toBe(2);
        expect(positionOf(list, 'a', 0)).toBe(0);
    });
    it('never go back, and reach both ends', () => {
        let seed = 7;
        const draw = (n: number): number => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) % n;
        for (let round = 0; round < 200; round++) {
            const pairs: number[] = [];
            let [a, b] = [0, 0];
            for (let i = draw(6); i > 0; i--) {
                const run = [a + draw(3) + 1, b + draw(3) + 1, draw(4) + 1] as const;
                pairs.push(...run);
                [a, b] = [run[0] + run[2] - 1, run[1] + run[2] - 1];
            }
            const ends = [a + draw(3), b + draw(3)] as const;
            const list = positions({ a: room(ends[0]), b: room(ends[1]), pairs });
            expect(list.at(-1)).toMatchObject({ a: ends[0], b: ends[1] });
            list.slice(1).forEach((p, i) => {
                const [da, db] = [p.a - list[i]!.a, p.b - list[i]!.b];
                expect([da, db, p.own]).toEqual(p.own === 'a' ? [1, 0, 'a'] : p.own === 'b' ? [0, 1, 'b'] : [1, 1, null]);
            });
        }
    });
});

describe('the event in which two steps part', () => {
    const e = (event: string, args: Record<string, number>): { event: string; args: Record<string, number> } => ({ event, args });
    it('is the first with another name or argument; a step number is neither', () => {
        const a = [e('command', { verb: 3, step: 8 }), e('frame_taken', { pfn: 5 })];
        expect(firstEvent(a, [e('command', { verb: 3, step: 9 }), e('frame_taken', { pfn: 5 })])).toBe(-1);
        expect(firstEvent(a, [e('command', { verb: 3, step: 9 }), e('frame_taken', { pfn: 6 })])).toBe(1);
        expect(firstEvent(a, [e('command', { verb: 4, step: 8 })])).toBe(0);
        expect(firstEvent(a, a.slice(0, 1))).toBe(1);
    });
});
