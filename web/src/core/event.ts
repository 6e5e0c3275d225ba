// Events as the page reads them: by name, with their arguments by name.

import { joined, highOf, lowOf, numberOf, type WireInt } from '../base/u64';
import { EVENTS, type EventName, type EventRow } from './schema.gen';
import type { WireEvent } from './wire';

export class Ev {
    readonly name: EventName;
    readonly row: EventRow;

    constructor(
        readonly seq: number,
        readonly wire: WireEvent,
        private readonly argNames: readonly string[],
    ) {
        this.name = wire[0];
        this.row = EVENTS[wire[0]];
    }

    /** seq of its cause, or null for a root. */
    get cause(): number | null {
        return this.wire[1] ? this.seq - this.wire[1] : null;
    }

    get cpu(): number {
        return this.wire[2];
    }

    raw(name: string): WireInt | undefined {
        const i = this.argNames.indexOf(name);
        return i < 0 ? undefined : (this.wire[3 + i] as WireInt | undefined);
    }

    /** Argument by name; 0 when the event has none of that name. Exact below 2^53. */
    arg(name: string): number {
        const v = this.raw(name);
        return v === undefined ? 0 : numberOf(v);
    }

    lo(name: string): number {
        return lowOf(this.raw(name) ?? 0);
    }

    hi(name: string): number {
        return highOf(this.raw(name) ?? 0);
    }

    has(name: string): boolean {
        return this.argNames.includes(name);
    }

    get args(): readonly string[] {
        return this.argNames;
    }
}

/** Frame number of a page-table entry given by its lanes. */
export function entryPfn(lo: number, hi: number): number {
    return Math.floor(joined(hi & 0x000fffff, lo) / 4096);
}

export const PTE = { P: 1, RW: 2, US: 4, A: 0x20, D: 0x40, PSE: 0x80, SPECIAL: 0x200 } as const;

/** The bits of an entry, as the page writes them: "P W U A D", NX as "NX". */
export function entryBits(lo: number, hi: number): string {
    const bits: string[] = [];
    if (lo & PTE.P) bits.push('P');
    if (lo & PTE.RW) bits.push('W');
    if (lo & PTE.US) bits.push('U');
    if (lo & PTE.A) bits.push('A');
    if (lo & PTE.D) bits.push('D');
    if (hi & 0x80000000) bits.push('NX');
    return bits.join(' ');
}
