// Two histories in lockstep: positions at which both stand, and what differs there. Pure; the server says which steps
// belong together, the mirrors say what is shown.

import type { Model } from './model';

export interface ComparedRoom { id: string; title: string; parent: string | null; parent_step: number; steps: number }
export interface Differing { name: string; unit: string; en: string; zh: string; a: number | string; b: number | string }
export interface Comparison {
    a: ComparedRoom;
    b: ComparedRoom;
    /** steps that both have from the beginning */
    common: number;
    /** [a, b, count, …]: runs of steps with equal lines */
    pairs: number[];
    first: { a: number; b: number; sections: string[] } | null;
    at: { a: number; b: number };
    differing: Differing[];
    values: number;
}

/** Both stand behind these steps; `own` says whose step is not paired, null when both made it. */
export interface Position { a: number; b: number; own: 'a' | 'b' | null }

/** Every place at which the two may stand together: pairs in order, and between them what only one has. */
export function positions(c: Pick<Comparison, 'pairs' | 'a' | 'b'>): Position[] {
    const out: Position[] = [{ a: 0, b: 0, own: null }];
    let [a, b] = [0, 0];
    const alone = (toA: number, toB: number): void => {
        while (a < toA) out.push({ a: ++a, b, own: 'a' });
        while (b < toB) out.push({ a, b: ++b, own: 'b' });
    };
    for (let i = 0; i + 2 < c.pairs.length; i += 3) {
        alone(c.pairs[i]! - 1, c.pairs[i + 1]! - 1);
        for (let n = 0; n < c.pairs[i + 2]!; n++) out.push({ a: ++a, b: ++b, own: null });
    }
    alone(c.a.steps, c.b.steps);
    return out;
}

/** Where a step of A (or of B) is reached. */
export const positionOf = (list: readonly Position[], side: 'a' | 'b', step: number): number => Math.max(0, list.findIndex((p) => p[side] === step && (step === 0 || p.own !== (side === 'a' ? 'b' : 'a'))));

/** An event as REST tells it. */
export interface PlainEvent { event: string; args: Record<string, number | string> }
/** What a step is called and counted by is not what it does. */
const OWN = new Set(['step', 'seq']);
const sameEvent = (x: PlainEvent, y: PlainEvent): boolean => x.event === y.event && Object.keys(x.args).length === Object.keys(y.args).length && Object.entries(x.args).every(([k, v]) => OWN.has(k) || y.args[k] === v);

/** Place of the first event in which two runs of one step are not the same; -1 when they are. */
export function firstEvent(a: readonly PlainEvent[], b: readonly PlainEvent[]): number {
    const n = Math.min(a.length, b.length);
    for (let i = 0; i < n; i++) if (!sameEvent(a[i]!, b[i]!)) return i;
    return a.length === b.length ? -1 : n;
}

/** Frames that are not the same on both sides: 1 where type, owner or page differ. */
export function framesDiffer(a: Model, b: Model): { differ: Uint8Array; count: number } {
    const frames = Math.max(a.frameCount, b.frameCount);
    const differ = new Uint8Array(frames);
    let count = 0;
    const columns = (['type', 'owner', 'vpn', 'tag'] as const).map((f) => [a.mirror.column('frame', f), b.mirror.column('frame', f)] as const);
    for (let pfn = 0; pfn < frames; pfn++) {
        for (const [x, y] of columns) {
            if ((x?.lo[pfn] ?? 0) !== (y?.lo[pfn] ?? 0) || (x?.hi?.[pfn] ?? 0) !== (y?.hi?.[pfn] ?? 0)) {
                differ[pfn] = 1;
                count++;
                break;
            }
        }
    }
    return { differ, count };
}
