// Run-length columns: [length, value, length, value, …].

import type { WireInt } from './u64';

/** Total length of the runs. */
export function rleLength(runs: readonly WireInt[]): number {
    let n = 0;
    for (let i = 0; i < runs.length; i += 2) n += runs[i] as number;
    return n;
}

/** Calls `put(from, to, value)` for each run. */
export function eachRun(runs: readonly WireInt[], put: (from: number, to: number, value: WireInt) => void): void {
    let at = 0;
    for (let i = 0; i + 1 < runs.length; i += 2) {
        const to = at + (runs[i] as number);
        put(at, to, runs[i + 1]!);
        at = to;
    }
}

export function rleDecode(runs: readonly WireInt[]): WireInt[] {
    const out: WireInt[] = [];
    eachRun(runs, (from, to, value) => {
        for (let i = from; i < to; i++) out.push(value);
    });
    return out;
}

export function rleEncode(values: ArrayLike<number>): number[] {
    const out: number[] = [];
    for (let i = 0; i < values.length; ) {
        let j = i + 1;
        while (j < values.length && values[j] === values[i]) j++;
        out.push(j - i, values[i]!);
        i = j;
    }
    return out;
}

/** Ids given as [first, length, first, length, …]. */
export function expandIds(pairs: readonly number[]): number[] {
    const out: number[] = [];
    for (let i = 0; i + 1 < pairs.length; i += 2) {
        for (let k = 0; k < pairs[i + 1]!; k++) out.push(pairs[i]! + k);
    }
    return out;
}
