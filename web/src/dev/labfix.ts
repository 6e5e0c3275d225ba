// A replacement lab run by a naive model of its own, in the shapes of the wire: for tests without the program, and for drawing.

import { Builder, fixtureConfig, type Fixture } from '../core/fixture';
import { ENUMS } from '../core/schema.gen';

const EVENTS_OF_A_POINT = 64;
export type Naive = 'fifo' | 'lru' | 'opt' | 'clock1';

/** Frames after each reference, as on paper. */
export function naive(policy: Naive, frames: number, refs: readonly number[]): { columns: number[][]; bits: boolean[][]; hands: number[]; hits: boolean[]; misses: number } {
    const slots = new Array<number>(frames).fill(-1);
    const since = new Array<number>(frames).fill(-1), used = new Array<number>(frames).fill(-1);
    const bit = new Array<boolean>(frames).fill(false);
    let hand = 0, misses = 0;
    const columns: number[][] = [], bits: boolean[][] = [], hands: number[] = [], hits: boolean[] = [];
    refs.forEach((page, t) => {
        let at = slots.indexOf(page);
        hits.push(at >= 0);
        if (at < 0) {
            misses++;
            at = slots.indexOf(-1);
            if (at < 0) {
                const least = (key: (i: number) => number): number => slots.map((_, i) => i).reduce((a, b) => (key(b) < key(a) ? b : a));
                const next = (i: number): number => { const n = refs.indexOf(slots[i]!, t); return n < 0 ? Infinity : n; };
                if (policy === 'fifo') at = least((i) => since[i]!);
                else if (policy === 'lru') at = least((i) => used[i]!);
                else if (policy === 'opt') at = least((i) => -next(i));
                else {
                    while (bit[hand]) { bit[hand] = false; hand = (hand + 1) % frames; }
                    at = hand;
                    hand = (hand + 1) % frames;
                }
            } else if (policy === 'clock1') hand = (at + 1) % frames;
            slots[at] = page;
            since[at] = t;
        }
        used[at] = t;
        bit[at] = true;
        columns.push([...slots]);
        bits.push([...bit]);
        hands.push(hand);
    });
    return { columns, bits, hands, hits, misses };
}

export function makeReplace(policies: readonly Naive[], frames: number, refs: readonly number[]): Fixture {
    const b = new Builder();
    const snapshot = b.snapshot(0);
    const runs = policies.map((p) => naive(p, frames, refs));
    b.ev('command', 0, 0);
    b.ev('lab_begin', 1, 1, policies.length, frames, refs.length, refs.length);
    b.put('lab', 0, { kind: 1, runs: policies.length, frames, refs: refs.length, columns: refs.length });
    policies.forEach((p, run) => b.put('labrun', run, { policy: ENUMS.lab_policy.indexOf(p) }));
    refs.forEach((page, i) => b.put('labref', i, { page: page + 1 }));
    refs.forEach((page, column) => {
        b.ev('lab_ref', 1, page, column);
        runs.forEach((r, run) => {
            const slots = r.columns[column]!;
            const slot = slots.indexOf(page);
            const before = column ? r.columns[column - 1]! : [];
            if (r.hits[column]) b.ev('lab_hit', 1, run, slot, page, column);
            else {
                b.ev('lab_miss', 1, run, page, column);
                if ((before[slot] ?? -1) >= 0) b.ev('lab_evict', 1, run, slot, before[slot]!, 1, 0, column);
                b.ev('lab_fill', 1, run, slot, page, 1, column);
            }
            const hits = r.hits.slice(0, column + 1).filter(Boolean).length;
            b.put('labrun', run, { hits, misses: column + 1 - hits });
            slots.forEach((held, row) => {
                const flags = (row === slot ? (r.hits[column] ? 1 : 2) : 0) | (policies[run] === 'clock1' && r.bits[column]![row] ? 4 : 0) | (policies[run] === 'clock1' && r.hands[column] === row ? 8 : 0);
                b.put('labcell', (column * runs.length + run) * frames + row, { page: held + 1, flags });
            });
        });
        b.put('lab', 0, { at: column + 1 });
    });
    b.ev('command_end', 1, 0, 0);
    b.endStep(1, `lab policy=${policies.join(',')} frames=${frames} refs=${refs.join(',')}`);
    return { schema: b.schema, config: fixtureConfig, snapshot, steps: b.steps, end: b.snapshot(1) };
}

export function makeCurve(policies: readonly Naive[], max: number, refs: readonly number[]): Fixture {
    const b = new Builder();
    const snapshot = b.snapshot(0);
    b.ev('command', 0, 0);
    b.ev('lab_begin', 1, 2, policies.length, max, refs.length, 0);
    b.put('lab', 0, { kind: 2, runs: policies.length, frames: max, refs: refs.length });
    policies.forEach((p, run) => b.put('labrun', run, { policy: ENUMS.lab_policy.indexOf(p) }));
    policies.forEach((p, run) => {
        for (let n = 1; n <= max; n++) {
            const { misses } = naive(p, n, refs);
            b.ev('lab_point', 1, run, n, misses);
            b.put('labpoint', run * EVENTS_OF_A_POINT + n - 1, { frames: n, misses });
        }
    });
    b.ev('command_end', 1, 0, 0);
    b.endStep(1, `lab curve policy=${policies.join(',')} frames=${max} refs=${refs.join(',')}`);
    return { schema: b.schema, config: fixtureConfig, snapshot, steps: b.steps, end: b.snapshot(1) };
}
