// The timeline: the mirror, the steps that are known around it, and the cursor {seq, tau}.
//
// A position q is the state after event q and its changes; 0 is the booted machine. The mirror always stands at
// `seq`. While an event is played forward, the mirror already stands behind it and tau runs from 0 to 1; backward the
// mirror still stands behind it and tau runs from 1 to 0, then the mirror steps back. So the picture of an event is a
// function of (state after it, its changes, tau), the same both ways.
//
// The window is a gapless run of steps from a snapshot on: whole steps, long steps known only by their net change, and
// windows of events inside a long step. What the server sends next either continues it at an end or begins anew.

import { Ev } from './event';
import { Mirror } from './mirror';
import type { EventName } from './schema.gen';
import type { ServerMessage, ViewHash, WireChanges, WireDelta, WireEvent, WireSchema, WireSnapshot, WireStep } from './wire';

/** One step of history, or the part of a long one that is known. */
export class StepView {
    readonly events: Ev[];

    constructor(
        readonly schema: WireSchema,
        readonly kind: 'step' | 'part' | 'delta',
        readonly step: number,
        /** seq of the first event that is known here */
        readonly first: number,
        /** seq of the last one */
        readonly last: number,
        readonly command: string,
        readonly ok: boolean,
        readonly changes: WireChanges,
        readonly viewHash: ViewHash,
        events: readonly WireEvent[],
        /** events by kind of a long step that is shown as a whole */
        readonly totals: Partial<Record<EventName, number>> = {},
        readonly clockNs = 0,
        readonly hash: string | null = null,
    ) {
        this.events = events.map((e, i) => new Ev(first + i, e, schema.events[e[0]] ?? []));
    }

    static of(schema: WireSchema, m: WireStep | WireDelta): StepView {
        const events = m.type === 'delta' ? [] : m.events;
        const totals = m.type === 'delta' ? m.totals : {};
        return new StepView(schema, m.type, m.step, m.first, m.seq, m.command, m.ok ?? true, m.changes, m.view_hash, events, totals, m.clock_ns ?? 0, m.hash ?? null);
    }

    /** A long step shown as one change: there is no event inside to stop at. */
    get delta(): boolean {
        return this.kind === 'delta';
    }

    indexOf(seq: number): number {
        return seq - this.first;
    }

    event(seq: number): Ev | null {
        return this.events[seq - this.first] ?? null;
    }
}

/** What is shown: everything a picture may depend on. */
export interface Moment {
    /** State after `event`. Read-only for views. */
    mirror: Mirror;
    /** The step shown; null at the booted machine. */
    step: StepView | null;
    /** The step before it, when it is known: floor heights grow from it. */
    prev: StepView | null;
    /** Position in step.events; -1 before the first or in a step without events. */
    index: number;
    event: Ev | null;
    seq: number;
    /** How far `event` has happened, 0 … 1. */
    tau: number;
}

export type Hash2 = [number, number];

export class Timeline {
    schema: WireSchema | null = null;
    mirror: Mirror | null = null;
    window: StepView[] = [];
    /** Position before the first step of the window. */
    low = 0;
    /** Grows whenever the state or the window changed. */
    rev = 0;

    get seq(): number {
        return this.mirror?.seq ?? 0;
    }

    get high(): number {
        return this.window.at(-1)?.last ?? this.low;
    }

    reset(schema: WireSchema): void {
        this.schema = schema;
        this.mirror = null;
        this.window = [];
        this.low = 0;
        this.rev++;
    }

    snapshot(s: WireSnapshot): void {
        if (!this.schema) return;
        this.mirror = Mirror.from(this.schema, s);
        this.window = [];
        this.low = s.seq;
        this.rev++;
    }

    /** Adds a step, a part or a delta at the end where it fits. False: it does not fit, a snapshot is needed. */
    add(message: WireStep | WireDelta): boolean {
        if (!this.schema || !this.mirror) return false;
        const view = StepView.of(this.schema, message);
        if (view.last === this.low && this.window.length + view.last > 0 && view.first <= view.last && this.low > 0 && !this.covers(view.first)) {
            this.window.unshift(view);
            this.low = view.first - 1;
            this.rev++;
            return true;
        }
        const before = view.first - 1;
        if (before < this.low || before > this.high) return false;
        if (before < this.high) {
            // History went on from here, or the server sends again what we have: the later part is replaced.
            if (!this.goTo(Math.min(this.seq, before))) return false;
            while (this.window.length && this.window.at(-1)!.first > before) this.window.pop();
            if (this.high !== before) return false;
        }
        this.window.push(view);
        this.trim();
        this.rev++;
        return true;
    }

    private covers(seq: number): boolean {
        return seq > this.low && seq <= this.high;
    }

    /** Keeps the window bounded, never dropping what is next to the cursor. */
    private trim(): void {
        while (this.window.length > 300 && this.window[1]!.last < this.seq) {
            this.low = this.window.shift()!.last;
        }
    }

    /** Whether a position can be shown without asking the server. */
    knows(seq: number): boolean {
        if (seq === this.low || seq === this.high) return true;
        if (seq < this.low || seq > this.high) return false;
        const view = this.at(seq);
        return view !== null && (!view.delta || view.last === seq);
    }

    /** The step whose events contain seq. */
    at(seq: number): StepView | null {
        let lo = 0;
        let hi = this.window.length - 1;
        while (lo <= hi) {
            const mid = (lo + hi) >> 1;
            const v = this.window[mid]!;
            if (seq < v.first) hi = mid - 1;
            else if (seq > v.last) lo = mid + 1;
            else return v;
        }
        return null;
    }

    private neighbour(view: StepView): StepView | null {
        const i = this.window.indexOf(view);
        return i > 0 ? this.window[i - 1]! : null;
    }

    /** Brings the mirror to a position of the window. False: not possible, nothing changed. */
    goTo(seq: number): boolean {
        const mirror = this.mirror;
        if (!mirror || !this.knows(seq)) return false;
        if (mirror.seq === seq) return true;
        while (mirror.seq < seq) {
            const view = this.at(mirror.seq + 1)!;
            if (view.delta) {
                mirror.applyNet(view.changes);
                mirror.seq = view.last;
            } else {
                const to = Math.min(seq, view.last);
                mirror.apply(view.changes, mirror.seq + 1 - view.first, to + 1 - view.first);
                mirror.seq = to;
            }
        }
        while (mirror.seq > seq) {
            const view = this.at(mirror.seq)!;
            if (view.delta) {
                mirror.revertNet(view.changes);
                mirror.seq = view.first - 1;
            } else {
                const to = Math.max(seq, view.first - 1);
                mirror.revert(view.changes, to + 1 - view.first, mirror.seq + 1 - view.first);
                mirror.seq = to;
            }
        }
        this.rev++;
        return true;
    }

    moment(tau: number): Moment | null {
        const mirror = this.mirror;
        if (!mirror) return null;
        const step = this.at(mirror.seq);
        const index = step && !step.delta ? mirror.seq - step.first : -1;
        return {
            mirror,
            step,
            prev: step ? this.neighbour(step) : null,
            index,
            event: step?.event(mirror.seq) ?? null,
            seq: mirror.seq,
            tau,
        };
    }

    /** Sections whose view hash differs from the one the server sent for the end of the step we stand at. */
    wrongSections(): string[] {
        const view = this.at(this.seq);
        if (!view || view.last !== this.seq || !this.mirror) return [];
        return differing(this.mirror.viewHash, view.viewHash);
    }
}

export function differing(ours: ViewHash, theirs: ViewHash): string[] {
    return Object.keys(theirs).filter((section) => {
        const a = ours[section];
        const b = theirs[section]!;
        return a !== undefined && (a[0] !== b[0] || a[1] !== b[1]);
    });
}

export const isStepMessage = (m: ServerMessage): m is WireStep | WireDelta => m.type === 'step' || m.type === 'part' || m.type === 'delta';
